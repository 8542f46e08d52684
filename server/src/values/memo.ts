/** Something that is made once for each evaluator: the queries of a part that is written as plain functions. */

import { sameItems } from '../base/equal';
import type { FileKind } from '../facts/facts';
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

/**
 * What the files of one side say together, in the order of the files; each is read once until it changes.
 * `same` compares two of its items.
 */
export function gathered<T>(
  what: string,
  side: FileKind,
  inFile: (ctx: Context, file: string) => T[],
  same: (a: T, b: T) => boolean,
): (ctx: Context) => T[] {
  const options = { equal: (a: T[], b: T[]) => sameItems(a, b, same) };
  const queries = perContext((ctx) => {
    const ofFile = ctx.world.db.query(
      `${what} in file`,
      (file: string) => inFile(ctx, file),
      (): T[] => [],
      options,
    );
    const all = (_: null) => ctx.world.files(side).flatMap((file) => ofFile.get(file, file));
    return { all: ctx.world.db.query(what, all, (): T[] => [], options) };
  });
  return (ctx) => queries(ctx).all.get('', null);
}
