/** One file turned around: what uses an expression, what a name is used by. Answers are followed forward along it. */

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
export interface FileIndex {
  chunk(id: ChunkId): Chunk | undefined;
  /** The expressions of a chunk of which this one is a direct part. */
  parents(id: ChunkId, x: X): readonly X[];
  /** The names that an expression is assigned to, each with the chunk that binds it. */
  names(id: ChunkId, x: X): readonly { home: ChunkId; name: string }[];
  /** Every mention of a name. */
  refs(home: ChunkId, name: string): readonly At[];
  /** `this.name`, anywhere in the file. */
  ofThis(name: string): readonly At[];
  /** The templates of the Angular components of the file. */
  readonly templates: readonly string[];
  /** Where a function is written. */
  written(fn: ChunkId): At | undefined;
}

const queries: (ctx: Context) => Query<string, FileIndex> = perContext((ctx) =>
  ctx.world.db.query(
    'uses in file',
    (file: string) => indexOf(ctx, file),
    (file): FileIndex => indexOf(ctx, file),
  ),
);

export const fileIndex = (ctx: Context, file: string): FileIndex => queries(ctx).get(file, file);

function indexOf(ctx: Context, file: string): FileIndex {
  const parents = new Map<string, X[]>();
  const names = new Map<string, { home: ChunkId; name: string }[]>();
  const refs = new Map<string, At[]>();
  const ofThis = new Map<string, At[]>();
  const written = new Map<ChunkId, At>();
  const chunks = new Map<ChunkId, Chunk>();
  const templates: string[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    if (!chunk) continue;
    chunks.set(id, chunk);
    chunk.arena.forEach((e, x) => {
      for (const part of partsOf(e)) add(parents, `${id}#${part}`, x);
      if (e.kind === 'ref') add(refs, `${e.chunk}#${e.name}`, { chunk: id, x });
      else if (e.kind === 'get' && isThis(chunk, e.object)) add(ofThis, e.name, { chunk: id, x });
      else if (e.kind === 'fn') written.set(e.chunk, { chunk: id, x });
      const template = e.kind === 'obj' ? templateOf(chunk, e) : undefined;
      if (template !== undefined) templates.push(join(dirname(file), template));
    });
    for (const [name, assigns] of Object.entries(chunk.vars))
      for (const { x, chunk: from } of assigns) add(names, `${from ?? id}#${x}`, { home: id, name });
  }
  return {
    chunk: (id) => chunks.get(id),
    parents: (id, x) => parents.get(`${id}#${x}`) ?? [],
    names: (id, x) => names.get(`${id}#${x}`) ?? [],
    refs: (home, name) => refs.get(`${home}#${name}`) ?? [],
    ofThis: (name) => ofThis.get(name) ?? [],
    written: (fn) => written.get(fn),
    templates,
  };
}

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
