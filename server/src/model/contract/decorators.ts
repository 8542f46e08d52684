/** Whether a decorator of the project leaves the answers of what it decorates as they are: `return view(*args, **kwargs)`, or an error. */
import { own } from '../../base/own';
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { alternatives, type Site } from '../../values/value';
import { isError } from './returned';

/** `site`: where the decorator is written, above the function. */
export function leavesAnswers(ctx: Context, { file, chunk, x }: Site): boolean {
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const all = place ? alternatives(ctx.evaluate(place, x)) : [];
  return all.length > 0 && all.every(({ value }) => value.kind === 'fn' && handsOn(ctx, value.file, value.chunk));
}

/** A function that takes the view and gives a wrapper which is defined in it. */
function handsOn(ctx: Context, file: string, id: string): boolean {
  const view = ctx.world.chunk(file, id)?.params?.[0]?.name;
  const wrappers = ctx.world.chunkIds(file).filter((one) => ctx.world.chunk(file, one)?.parent === id);
  const [wrapper] = wrappers;
  const place = wrappers.length === 1 ? ctx.place(file, wrapper!, ctx.genericEnv(file, wrapper!)) : undefined;
  const returns = place?.chunk.returns ?? [];
  if (!place || view === undefined) return false;
  const isView = (at: X) => isCallOf(place.chunk, at, id, view);
  return returns.some((r) => isView(r.x)) && returns.every((r) => isView(r.x) || isError(ctx, place, r.x));
}

/** `view(*args, **kwargs)`, also awaited or by a name of its own. */
function isCallOf(chunk: Chunk, x: X, home: string, name: string, depth = 0): boolean {
  const e = chunk.arena[x];
  if (e?.kind === 'await') return isCallOf(chunk, e.of, home, name, depth);
  if (e?.kind === 'ref' && depth < 3)
    return (
      (own(chunk.vars, e.name) ?? []).length > 0 && chunk.vars[e.name]!.every((a) => isCallOf(chunk, a.x, home, name, depth + 1))
    );
  const callee = e?.kind === 'call' ? chunk.arena[e.callee] : undefined;
  return callee?.kind === 'ref' && callee.chunk === home && callee.name === name;
}
