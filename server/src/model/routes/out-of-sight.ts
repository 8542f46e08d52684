/** Includes of what nobody can say: the routes behind them as one, which is open. */
import { rootOf } from '../../values/openness';
import { patternOf } from '../../values/pattern';
import { cat, NULL, RECURSIVE, str, unknown, type Value } from '../../values/value';
import { reasonOf } from '../../values/words';
import type { Registration } from './registration';

/** What is included, and nobody can say what it is. What a caller gives is for its callers to say. */
export function isOutOfSight(child: Value): boolean {
  const root = rootOf(child);
  if (child.kind === 'unknown') return child !== RECURSIVE && !/ is not in the (module|package)$/.test(child.why);
  return (
    (child.kind === 'member' || child.kind === 'made') && (root.kind === 'unknown' || root.kind === 'ext' || root.kind === 'made')
  );
}

/** Its routes as one: whatever lies below its prefix, or wholly unknown. */
export function outOfSight(include: Registration & { op: 'include' }, child: Value): Registration & { op: 'route' } {
  const { on, prefix, options, framework } = include;
  const rest = unknown(`any route of what is included here: ${reasonOf(child)}`);
  const isBelow = prefix !== undefined && patternOf(prefix).some((part) => part.text !== undefined);
  const path = isBelow ? cat([prefix, str('/'), rest]) : rest;
  return { op: 'route', on, methods: ['ANY'], path, handler: NULL, options, framework };
}
