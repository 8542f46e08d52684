/** What a variable may hold: what is assigned to it here, what functions set it to later, what is put to its end again and again. */
import type { ChunkId, X } from '../facts/expression';
import type { Assign } from '../facts/facts';
import { genericEnv } from './activations';
import { assigned, loopsAround, outsideLoops } from './branches';
import { type Context, type Place, siteOf } from './context';
import { ownersOf } from './openness';
import { laterOrBefore } from './set-later';
import { type Alternative, alternatives, cat, either, unknown, type Value } from './value';

/** `within`: the variable's value as such, not one that is at a certain place of its own chunk. */
export function heldBy(ctx: Context, place: Place, name: string, assigns: readonly Assign[], within: boolean): Alternative[] {
  const worth = (some: readonly Assign[]) =>
    assigned(
      ctx,
      place,
      some.map(({ x, block, chunk }) =>
        chunk === undefined
          ? { block, value: () => ctx.evaluate(within ? outsideLoops(place, block) : place, x) }
          : { value: () => assignedFrom(ctx, place, chunk, x) },
      ),
    );
  if (place.file.endsWith('.py')) return worth(within ? afterParameter(place, assigns) : assigns);
  const growing = assigns.filter((a) => grows(ctx, place, name, a, assigns));
  const steady = growing.length ? assigns.filter((a) => !growing.includes(a)) : assigns;
  const thing = `${place.file}#${place.id}#${name}`;
  const values = laterOrBefore(
    thing,
    worth(steady.filter((a) => a.chunk === undefined)),
    worth(steady.filter((a) => a.chunk !== undefined)),
  );
  if (!growing.length) return values;
  const grown = cat([...(values.length ? [either(values)] : []), unknown('more may follow')]);
  return laterOrBefore(`${thing}+`, values, alternatives(grown));
}

/** `methods = methods or ["GET"]`: what a parameter was called with is gone. */
function afterParameter({ chunk }: Place, assigns: readonly Assign[]): readonly Assign[] {
  const [first, ...others] = assigns;
  const isGone = first && chunk.arena[first.x]?.kind === 'param' && others.some((a) => a.chunk === undefined && !a.block);
  return isGone ? others : assigns;
}

/** `url += '/' + part` in a loop or in a function of its own: nobody knows how often. */
function grows(ctx: Context, place: Place, name: string, { x, block, chunk }: Assign, all: readonly Assign[]): boolean {
  if (chunk === undefined && !loopsAround(place, block).length) return false;
  const arena = chunk === undefined ? place.chunk.arena : ctx.world.chunk(place.file, chunk)?.arena;
  const e = arena?.[x];
  const isSame = (at: X | undefined): boolean => {
    const part = at === undefined ? undefined : arena?.[at];
    if (part?.kind === 'ref') return part.chunk === place.id && part.name === name;
    if (chunk === undefined && all.some((a) => a.x === at && a.x !== x)) return true;
    return part?.kind === 'either' && part.test === undefined && part.of.some(isSame);
  };
  return e?.kind === 'cat' && isSame(e.parts[0]);
}

/** What another chunk assigns to a binding of this one; what hangs on that chunk's parameters nobody knows. */
function assignedFrom(ctx: Context, place: Place, chunk: ChunkId, x: X): Value {
  const from = ctx.place(place.file, chunk, genericEnv(ctx, place.file, chunk, place.env));
  const value = from ? ctx.evaluate(from, x) : unknown('assigned nowhere');
  return ownersOf(ctx, [value]).includes(`${place.file}#${chunk}`) ? unknown('set by a call', from && siteOf(from, x)) : value;
}
