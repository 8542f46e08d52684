/**
 * Members whose names come out of a list: `['get', 'post'].forEach((verb) => { api[verb] = (url) => send(verb, url) })`, and the same in a
 * loop. The function or loop runs once for each name.
 */
import { equalData } from '../base/equal';
import type { ChunkId, X } from '../facts/expression';
import type { SetMember } from '../facts/facts';
import { activation } from './activations';
import { variablesOf } from './assigned';
import type { Context, Place } from './context';
import { perContext } from './memo';
import { turnsAround } from './running';
import { type Alternative, either, textOf, type Value } from './value';

/** Chunks that set members under computed names. */
const queries = perContext((ctx) => ({
  chunks: ctx.world.db.query(
    'chunks that set members under computed names',
    (file: string) =>
      ctx.world.langOfName(file) === 'web'
        ? Object.entries(ctx.world.code(file)?.chunks ?? {}).flatMap(([id, { sets }]) =>
            sets?.some((set) => set.index !== undefined) ? [id] : [],
          )
        : [],
    (): ChunkId[] => [],
    { equal: equalData, early: 1 },
  ),
}));

export const setsComputed = (ctx: Context, file: string): boolean => queries(ctx).chunks.get(file, file).length > 0;

/** Whether an expression, of a chunk, is the object whose member is asked for. */
type IsHolder = (chunk: ChunkId, x: X) => boolean;

/** What is set on an object literal. */
export function setUnderName(ctx: Context, of: Value & { kind: 'obj' }, name: string): Value | undefined {
  const { file, chunk: home } = of.site;
  if (!setsComputed(ctx, file)) return undefined;
  const place = ctx.place(file, home, of.env);
  const variables = place && variablesOf(ctx, of, file, home);
  if (!place || !variables?.length) return undefined;
  return namedLate(ctx, place, name, (id, x) => {
    const e = ctx.world.chunk(file, id)?.arena[x];
    return e?.kind === 'ref' && e.chunk === home && variables.includes(e.name);
  });
}

/** What a constructor sets on its instance; `place` is the constructor's. */
export function fieldUnderName(ctx: Context, place: Place, name: string): Value | undefined {
  const chunks = queries(ctx).chunks.get(place.file, place.file);
  if (!chunks.some((id) => id === place.id || id.startsWith(`${place.id}/`))) return undefined;
  return namedLate(ctx, place, name, (id, x) => ctx.world.chunk(place.file, id)?.arena[x]?.kind === 'this');
}

/** What is set inside `home`, or in a function that is run there for each of a list. */
function namedLate(ctx: Context, home: Place, name: string, isHolder: IsHolder): Value | undefined {
  const out: Alternative[] = [];
  for (const place of [home, ...runsForEach(ctx, home)])
    for (const set of place.chunk.sets ?? [])
      if (set.index !== undefined && isHolder(place.id, set.object)) out.push(...valuesOf(ctx, place, set, name));
  return out.length ? either(out) : undefined;
}

function runsForEach(ctx: Context, home: Place): Place[] {
  return home.chunk.arena.flatMap((e): Place[] => {
    const callee = e.kind === 'call' ? home.chunk.arena[e.callee] : undefined;
    const fn = e.kind === 'call' && e.args[0] ? home.chunk.arena[e.args[0].x] : undefined;
    if (callee?.kind !== 'get' || callee.name !== 'forEach' || fn?.kind !== 'fn') return [];
    const { file, env } = home;
    const chunk = ctx.world.chunk(file, fn.chunk);
    if (!chunk?.sets?.some((set) => set.index !== undefined)) return [];
    return (ctx.elements(ctx.evaluate(home, callee.object)) ?? []).flatMap((item) => {
      const run = activation(ctx, { kind: 'fn', file, chunk: fn.chunk, env }, { pos: [item], named: {} }, env);
      return run ? [{ file, id: fn.chunk, chunk, env: run }] : [];
    });
  });
}

const valuesOf = (ctx: Context, place: Place, { index, x, block }: SetMember, name: string): Alternative[] =>
  turnsAround(ctx, place, block).flatMap((turn) =>
    index !== undefined && textOf(ctx.evaluate(turn, index)) === name ? [{ value: ctx.evaluate(turn, x) }] : [],
  );
