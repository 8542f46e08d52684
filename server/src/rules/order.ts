/**
 * Which of two routes of one application is registered first. Known where the two ways from the application part within one body of
 * code; what other files register on the same object may come before or after.
 */
import type { Route, Step } from '../model/routes/routes';
import { sameSite } from '../values/value';

/** Negative: `a` comes first. Undefined: it cannot be told. `place`: index of each in the table, for what one loop includes in turn. */
export function order(a: Route, b: Route, place: (route: Route) => number): number | undefined {
  const left = outermostFirst(a);
  const right = outermostFirst(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, other] = [left[i]!.site, right[i]!.site];
    if (sameSite(one, other)) continue;
    if (one.file === other.file && one.chunk === other.chunk) return one.x - other.x;
    // The same include in both, of two routers: a loop, in whose order they are listed.
    const isTurn = i > 0 && left[i - 1]!.text !== right[i - 1]!.text;
    return isTurn ? place(a) - place(b) : undefined;
  }
  return undefined;
}

const outermostFirst = ({ trace }: Route): Step[] => trace.flatMap((step) => [step, ...(step.via ?? [])]).reverse();
