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
