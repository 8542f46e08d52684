/** Includes of what nobody can say: the routes behind them as one, which is open. */
import type { Effect } from '../../values/effect';
import { rootOf } from '../../values/openness';
import { patternOf } from '../../values/pattern';
import { cat, NULL, RECURSIVE, siteKey, str, unknown, type Value } from '../../values/value';
import { isNamedLate, reasonOf } from '../../values/words';
import type { Registration } from './registration';

/** What is included, and nobody can say what it is. What a caller gives is for its callers to say. */
export function isOutOfSight(child: Value): boolean {
  const root = rootOf(child);
  if (child.kind === 'unknown') return child !== RECURSIVE && !/ is not in the (module|package)$/.test(child.why);
  return (
    (child.kind === 'member' || child.kind === 'made') && (root.kind === 'unknown' || root.kind === 'ext' || root.kind === 'made')
  );
}

/** What a module whose name callers give may add: told by those calls that lead to the very call, where there are any. */
export function namedByCalls(all: readonly Effect<Registration>[]): (e: Effect<Registration>) => boolean {
  const ledTo = new Set(all.flatMap((e) => (e.data ? e.via.slice(1).map(siteKey) : [])));
  return ({ data, open, site }) =>
    data?.op === 'include' && open.length > 0 && isNamedLate(data.child) && ledTo.has(siteKey(site));
}

/** Its routes as one: whatever lies below its prefix, or wholly unknown. */
export function outOfSight(include: Registration & { op: 'include' }, child: Value): Registration & { op: 'route' } {
  const { on, prefix, options, framework } = include;
  const rest = unknown(`any route of what is included here: ${reasonOf(child)}`);
  const isBelow = prefix !== undefined && patternOf(prefix).some((part) => part.text !== undefined);
  const path = isBelow ? cat([prefix, str('/'), rest]) : rest;
  return { op: 'route', on, methods: ['ANY'], path, handler: NULL, options, framework };
}
