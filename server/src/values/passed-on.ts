/** What a function does with something that only its callers know: `load(client) { client.get("/tasks") }`. */
import type { Arg } from '../facts/expression';
import type { Context, Place } from './context';
import type { Effect } from './effect';
import { ownersOf, rootOf } from './openness';
import { type Site, sameSite, type Value } from './value';

/**
 * Where all that is open in a function is what one of its parameters does, and the caller has that from its own callers, it is passed on
 * as it is: nothing that the call says would tell more. Undefined where the function must be looked at with its arguments.
 */
export function passedOn<T>(
  ctx: Context,
  place: Place,
  args: readonly Arg[],
  { file, chunk }: Value & { kind: 'fn' },
  summary: readonly Effect<T>[],
): Effect<T>[] | undefined {
  const outline = ctx.world.outline(file, chunk);
  // Methods of Python count themselves among their parameters.
  if (file.endsWith('.py') || args.some((a) => a.spread || a.name !== undefined)) return undefined;
  const out: Effect<T>[] = [];
  for (const effect of summary) {
    if (!effect.open.length) continue;
    const { root } = effect;
    if (root?.kind !== 'sym' || root.file !== file || root.chunk !== chunk) return undefined;
    const given = args[root.index];
    if (!given || outline?.params?.[root.index]?.kind !== 'plain') return undefined;
    const own = rootOf(ctx.evaluate(place, given.x));
    if (own.kind !== 'sym') return undefined;
    out.push({ ...effect, root: own, open: ownersOf(ctx, [own]) });
  }
  return out;
}

/** It is asked of callers so far up, and once of each call that leads there. */
export const isTooFar = ({ via }: { via: readonly Site[] }, site: Site, reach: number): boolean =>
  via.length >= reach || via.some((v) => sameSite(v, site));
