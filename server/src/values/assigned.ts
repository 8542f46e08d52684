/** Members that code sets on what it made before, in the same file: `const api = {}; api.load = …`, `Widget.url = …`. */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import type { ChunkId, X } from '../facts/expression';
import { genericEnv } from './calls';
import type { Context } from './context';
import { perContext } from './memo';
import { type Env, either, type Value } from './value';

interface SetAt {
  name: string;
  chunk: ChunkId;
  x: X;
}
type Sets = Record<string, SetAt[]>;
type Holder = Value & { kind: 'obj' | 'fn' | 'class' };

const queries = perContext((ctx) => ({
  sets: ctx.world.db.query(
    'members set',
    (file: string) => setsOf(ctx, file),
    (): Sets => ({}),
    { equal: equalData },
  ),
}));

/** By 'chunk#variable': what is set on the variable's value anywhere in the file. */
function setsOf(ctx: Context, file: string): Sets {
  const out: Sets = {};
  for (const chunk of ctx.world.chunkIds(file)) {
    const { sets, arena } = ctx.world.chunk(file, chunk) ?? {};
    for (const { object, name, x } of sets ?? []) {
      const e = arena?.[object];
      if (e?.kind !== 'ref' || name === undefined) continue;
      const key = `${e.chunk}#${e.name}`;
      out[key] ??= [];
      out[key].push({ name, chunk, x });
    }
  }
  return out;
}

export function assignedMember(ctx: Context, of: Holder, name: string): Value | undefined {
  const home = homeOf(ctx, of);
  const sets = home && queries(ctx).sets.get(home.file, home.file);
  if (!home || !sets || Object.keys(sets).length === 0) return undefined;
  const found = variablesOf(ctx, of, home.file, home.chunk).flatMap(
    (v) => own(sets, `${home.chunk}#${v}`)?.filter((s) => s.name === name) ?? [],
  );
  const values = found.flatMap((set) => {
    const place = ctx.place(home.file, set.chunk, genericEnv(ctx, home.file, set.chunk, home.env));
    return place ? [{ value: ctx.evaluate(place, set.x) }] : [];
  });
  return values.length ? either(values) : undefined;
}

function homeOf(ctx: Context, of: Holder): { file: string; chunk: ChunkId; env: Env } | undefined {
  if (of.kind === 'obj') return { file: of.site.file, chunk: of.site.chunk, env: of.env };
  const chunk = ctx.world.chunk(of.file, of.chunk)?.parent;
  return chunk === undefined ? undefined : { file: of.file, chunk, env: of.env };
}

/** The variables of the chunk that hold the object, function or class. */
function variablesOf(ctx: Context, of: Holder, file: string, chunk: ChunkId): string[] {
  const home = ctx.world.chunk(file, chunk);
  const isIt = (x: X) => {
    const e = home?.arena[x];
    return of.kind === 'obj' ? x === of.site.x : e?.kind === of.kind && e.chunk === of.chunk;
  };
  return Object.entries(home?.vars ?? {})
    .filter(([, assigns]) => assigns.some((a) => a.chunk === undefined && isIt(a.x)))
    .map(([name]) => name);
}
