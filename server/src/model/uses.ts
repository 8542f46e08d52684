/** One file turned around: what uses an expression, what a name is used by. Answers are followed forward along it. */

import { equalData } from '../base/equal';
import type { Query } from '../base/query';
import { dirname, join } from '../base/uri';
import { childrenOf } from '../facts/children';
import type { ChunkId, Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Context } from '../values/context';
import { perContext } from '../values/memo';

export interface At {
  chunk: ChunkId;
  x: X;
}
interface Bound {
  home: ChunkId;
  name: string;
}

export class FileIndex {
  private readonly by = {
    parents: new Map<string, X[]>(),
    names: new Map<string, Bound[]>(),
    refs: new Map<string, At[]>(),
    ofThis: new Map<string, At[]>(),
    written: new Map<ChunkId, At>(),
  };
  /** The templates of the Angular components of the file. */
  readonly templates: string[] = [];

  constructor(
    private readonly ctx: Context,
    private readonly file: string,
  ) {
    for (const id of ctx.world.chunkIds(file)) {
      const chunk = this.chunk(id);
      if (chunk) this.take(id, chunk);
    }
  }

  /** A chunk is asked for, not kept: an edit that leaves the index as it is concerns only who reads the chunk. */
  chunk(id: ChunkId): Chunk | undefined {
    return this.ctx.world.chunk(this.file, id);
  }
  /** The expressions of a chunk of which this one is a direct part. */
  parents(id: ChunkId, x: X): readonly X[] {
    return this.by.parents.get(`${id}#${x}`) ?? [];
  }
  /** The names that an expression is assigned to, each with the chunk that binds it. */
  names(id: ChunkId, x: X): readonly Bound[] {
    return this.by.names.get(`${id}#${x}`) ?? [];
  }
  /** Every mention of a name. */
  refs(home: ChunkId, name: string): readonly At[] {
    return this.by.refs.get(`${home}#${name}`) ?? [];
  }
  /** `this.name`, anywhere in the file. */
  ofThis(name: string): readonly At[] {
    return this.by.ofThis.get(name) ?? [];
  }
  /** Where a function is written. */
  written(fn: ChunkId): At | undefined {
    return this.by.written.get(fn);
  }

  isSame({ by, templates }: FileIndex): boolean {
    const parts = ['parents', 'names', 'refs', 'ofThis', 'written'] as const;
    return equalData(this.templates, templates) && parts.every((part) => sameMaps(this.by[part], by[part]));
  }

  private take(id: ChunkId, chunk: Chunk): void {
    const { parents, names, refs, ofThis, written } = this.by;
    chunk.arena.forEach((e, x) => {
      for (const part of partsOf(e)) add(parents, `${id}#${part}`, x);
      if (e.kind === 'ref') add(refs, `${e.chunk}#${e.name}`, { chunk: id, x });
      else if (e.kind === 'get' && isThis(chunk, e.object)) add(ofThis, e.name, { chunk: id, x });
      else if (e.kind === 'fn') written.set(e.chunk, { chunk: id, x });
      const template = e.kind === 'obj' ? templateOf(chunk, e) : undefined;
      if (template !== undefined) this.templates.push(join(dirname(this.file), template));
    });
    for (const [name, assigns] of Object.entries(chunk.vars))
      for (const { x, chunk: from } of assigns) add(names, `${from ?? id}#${x}`, { home: id, name });
  }
}

const sameMaps = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => equalData(value, b.get(key)));

const queries: (ctx: Context) => Query<string, FileIndex> = perContext((ctx) =>
  ctx.world.db.query(
    'uses in file',
    (file: string) => new FileIndex(ctx, file),
    (file): FileIndex => new FileIndex(ctx, file),
    { equal: (a, b) => a.isSame(b), early: 2 },
  ),
);

export const fileIndex = (ctx: Context, file: string): FileIndex => queries(ctx).get(file, file);

/** `templateUrl: './tasks.html'` */
function templateOf(chunk: Chunk, e: Expr & { kind: 'obj' }): string | undefined {
  const url = e.entries.find((n) => n.key === 'templateUrl');
  const text = url && chunk.arena[url.x];
  return text?.kind === 'str' ? text.value : undefined;
}

/** `this`, and a variable that holds it: `const vm = this`. */
export function isThis(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'this') return true;
  return e?.kind === 'ref' && /^(self|that|vm|_this|me)$/.test(e.name);
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const before = map.get(key);
  if (before) before.push(value);
  else map.set(key, [value]);
}

export const partsOf = (e: Expr): X[] => (e.kind === 'obj' ? e.entries.map((n) => n.x) : childrenOf(e));
