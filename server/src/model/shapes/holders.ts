/**
 * Who has an object that is written somewhere, and what they do to it: forward through variables, members, parameters, state, components
 * and what functions give back. So what is sent is no less than what the code makes of it; where it goes out of sight, it may be more.
 */
import { equalData } from '../../base/equal';
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { SetMember } from '../../facts/facts';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { type Site, siteKey } from '../../values/value';
import { fileIndex } from '../uses';
import { argument, ITEM, isItem, item, keptIn, keyOf, member, named, property, returned } from './holding';

export interface In {
  file: string;
  chunk: ChunkId;
}
/** What is done to it: a field set or taken away, a field that the page writes (`v-model="form.title"`), objects merged into it, a method of its own called, another put in its place. */
export type DeedOf =
  | { kind: 'set'; set: SetMember }
  | { kind: 'deleted'; name: string; block?: number }
  | { kind: 'bound'; name: string; x: X }
  | { kind: 'merged'; call: X }
  | { kind: 'replaced'; x: X }
  | { kind: 'called'; name: string; call: X };
export type Deed = In & DeedOf;
export interface Deeds {
  all: Deed[];
  /** It goes where nobody follows it. */
  open?: true;
}

const queries = perContext((ctx) => ({
  of: ctx.world.db.query(
    'what is done to an object',
    (site: Site) => new Walk(ctx).from(site),
    (): Deeds => ({ all: [], open: true }),
    { equal: equalData },
  ),
}));

/** All that is done to what the expression at a site makes, wherever that is seen. */
export const deedsOn = (ctx: Context, site: Site): Deeds => queries(ctx).of.get(siteKey(site), site);

export interface Held extends In {
  x: X;
  /** Keys that lead to it: ['data'] where it stands in `{ data: … }`, '[]' in lists. */
  path: readonly string[];
  /** The calls by which functions were entered. */
  stack: readonly Site[];
  /** It is a copy: what is done to that says nothing sure. */
  copy?: true;
}

const MAX_STEPS = 1500;
const MAX_PATH = 5;
const MAX_STACK = 8;

export class Walk {
  private readonly queue: Held[] = [];
  private readonly seen = new Set<string>();
  private readonly owned = new Set<string>();
  private readonly deeds: Deed[] = [];
  private open = false;

  constructor(readonly ctx: Context) {}

  from(site: Site): Deeds {
    this.push({ ...site, path: [], stack: [] });
    for (let at = 0; at < this.queue.length && !this.open; at++) {
      if (at < MAX_STEPS) this.step(this.queue[at]!);
      else this.open = true;
    }
    return this.open ? { all: this.deeds, open: true } : { all: this.deeds };
  }

  /** Whether an expression is known to be the object itself. */
  holds({ file, chunk, x }: Site): boolean {
    return this.owned.has(siteKey({ file, chunk, x }));
  }

  push(held: Held): void {
    if (held.path.length > MAX_PATH || held.stack.length > MAX_STACK) {
      this.open = true;
      return;
    }
    const key = `${siteKey(held)}|${held.path.join('.')}|${held.copy ?? ''}|${held.stack.map(siteKey).join('>')}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (held.path.length === 0) this.owned.add(siteKey(held));
    this.queue.push(held);
  }

  note(held: Held, deed: DeedOf): void {
    if (held.copy) this.open = true;
    else this.deeds.push({ file: held.file, chunk: held.chunk, ...deed });
  }

  /** It goes out of sight. */
  leave(): void {
    this.open = true;
  }

  private step(held: Held): void {
    const index = fileIndex(this.ctx, held.file);
    const chunk = index.chunk(held.chunk);
    if (!chunk) return;
    for (const { home, name } of index.names(held.chunk, held.x)) named(this, held, home, name, held.path);
    for (const p of index.parents(held.chunk, held.x)) this.within(held, p, chunk.arena[p]!);
    for (const set of chunk.sets ?? []) {
      if (set.object === held.x && held.path.length === 0) this.note(held, { kind: 'set', set });
      const isPlace = set.object === held.x && held.path.length === 1 && set.name === keyOf(held.path[0]!);
      if (isPlace && !this.holds({ ...held, x: set.x })) this.note(held, { kind: 'replaced', x: set.x });
      if (set.x === held.x) keptIn(this, held, set.object, [set.name ?? ITEM, ...held.path]);
    }
    for (const { object, name, block } of chunk.deletes ?? [])
      if (object === held.x && held.path.length === 0)
        this.note(held, { kind: 'deleted', name, ...(block === undefined ? {} : { block }) });
    if (chunk.kind === 'function' && chunk.returns?.some((r) => r.x === held.x)) returned(this, held);
  }

  private within(held: Held, p: X, e: Expr): void {
    switch (e.kind) {
      case 'await':
      case 'either':
        return this.push({ ...held, x: p });
      case 'get':
        return member(this, held, p, e.name);
      case 'at':
        return e.object === held.x ? item(this, held, p, e) : undefined;
      case 'each':
        return isItem(held.path[0]) ? this.push({ ...held, x: p, path: held.path.slice(1) }) : undefined;
      case 'map':
        return this.push({ ...held, x: p, path: [ITEM, ...held.path] });
      case 'obj':
        for (const entry of e.entries)
          if (entry.x === held.x && (!entry.spread || held.path.length))
            this.push({ ...held, x: p, path: entry.spread ? held.path : [entry.key ?? ITEM, ...held.path] });
        return;
      case 'list':
        for (const item of e.items)
          if (item.x === held.x) this.push({ ...held, x: p, path: item.spread ? held.path : [ITEM, ...held.path] });
        return;
      case 'call':
      case 'new':
        if (e.callee !== held.x) e.args.forEach((arg, i) => arg.x === held.x && argument(this, held, p, e, i));
        return;
      case 'elem':
        return property(this, held, e);
      default:
    }
  }
}
