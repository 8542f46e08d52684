/** What a walk over the whole workspace leaves for those who ask for one key of it (see `spread` in query.ts). */
import { equalData, sameItems } from './equal';
import { own } from './own';

export type ByName<T> = Readonly<Record<string, readonly T[]>>;

export function sameParts<T>(a: ByName<T>, b: ByName<T>, same: (a: T, b: T) => boolean): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && sameItems(a[name]!, b[name]!, same));
}

/**
 * Lists by name, put together of what each file says under it, in the order of the files' names. Kept from one walk over the files to the
 * next, so that a walk costs a comparison for each file, and work only for those that say something else than before.
 */
export class Collected<T> {
  private readonly parts = new Map<string, ByName<T>>();
  private readonly byName = new Map<string, Map<string, readonly T[]>>();

  constructor(private readonly same: (a: T, b: T) => boolean = equalData) {}

  /** Answers the names of which something else is said now. What a file says is the same object until it says something else. */
  walk(files: readonly string[], partOf: (file: string) => ByName<T>): Set<string> {
    const changed = new Set<string>();
    for (const file of files) this.take(file, partOf(file), changed);
    if (this.parts.size === files.length) return changed;
    const known = new Set(files);
    for (const file of [...this.parts.keys()]) if (!known.has(file)) this.take(file, undefined, changed);
    return changed;
  }

  get(name: string): T[] {
    const files = this.byName.get(name);
    if (!files) return [];
    const order = [...files.keys()];
    if (order.length > 1) order.sort();
    return order.flatMap((file) => files.get(file)!);
  }

  /** Under which anything is said. */
  names(): string[] {
    return [...this.byName.keys()].sort();
  }

  private take(file: string, part: ByName<T> | undefined, changed: Set<string>): void {
    const before = this.parts.get(file);
    if (part === before) return;
    if (part) this.parts.set(file, part);
    else this.parts.delete(file);
    for (const name of new Set([...Object.keys(before ?? {}), ...Object.keys(part ?? {})])) {
      const said = own(part, name);
      if (sameItems(own(before, name) ?? [], said ?? [], this.same)) continue;
      this.put(name, file, said);
      changed.add(name);
    }
  }

  private put(name: string, file: string, said: readonly T[] | undefined): void {
    const files = this.byName.get(name) ?? new Map<string, readonly T[]>();
    if (said?.length) this.byName.set(name, files.set(file, said));
    else if (files.delete(file) && files.size === 0) this.byName.delete(name);
  }
}

/** What any of the files says, whichever it is: kept from one walk to the next like lists by name. */
export class Tally {
  private readonly parts = new Map<string, readonly string[]>();
  private readonly counts = new Map<string, number>();

  /** Answers whether something may be said now that nobody said before, or the reverse. What a file says is without doubles. */
  walk(files: readonly string[], partOf: (file: string) => readonly string[]): boolean {
    const left = new Set(this.parts.keys());
    let isChanged = false;
    for (const file of files) {
      left.delete(file);
      isChanged = this.take(file, partOf(file)) || isChanged;
    }
    for (const file of left) isChanged = this.take(file, []) || isChanged;
    return isChanged;
  }

  said(): ReadonlySet<string> {
    return new Set(this.counts.keys());
  }

  private take(file: string, part: readonly string[]): boolean {
    const before = this.parts.get(file) ?? [];
    if (part === before) return false;
    if (part.length) this.parts.set(file, part);
    else this.parts.delete(file);
    const old = new Set(before);
    const fresh = part.filter((one) => !old.delete(one));
    const flips = [...fresh.map((one) => this.count(one, 1)), ...[...old].map((one) => this.count(one, -1))];
    return flips.includes(true);
  }

  private count(one: string, by: 1 | -1): boolean {
    const before = this.counts.get(one) ?? 0;
    if (before + by === 0) this.counts.delete(one);
    else this.counts.set(one, before + by);
    return before === 0 || before + by === 0;
  }
}

/** Answers by key that are made anew as a whole. */
export class Answers<T> {
  private all: ReadonlyMap<string, T> = new Map();

  /** Answers the keys of which the answer is another one than before. */
  take(all: ReadonlyMap<string, T>): string[] {
    const before = this.all;
    this.all = all;
    const gone = [...before.keys()].filter((key) => !all.has(key));
    const changed = [...all].flatMap(([key, answer]) => (before.get(key) === answer ? [] : [key]));
    return [...gone, ...changed];
  }

  get(key: string): T | undefined {
    return this.all.get(key);
  }
}
