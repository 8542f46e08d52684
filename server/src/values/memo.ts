/** Something that is made once for each evaluator: the queries of a part that is written as plain functions. */
import type { Context } from './context';

export function perContext<T extends object>(make: (ctx: Context) => T): (ctx: Context) => T {
  const made = new WeakMap<Context, T>();
  return (ctx) => {
    const before = made.get(ctx);
    if (before) return before;
    const own = make(ctx);
    made.set(ctx, own);
    return own;
  };
}
