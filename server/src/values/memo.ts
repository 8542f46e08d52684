/** Something that is made once for each evaluator: the queries of a part that is written as plain functions. */

import { equalData, sameItems } from '../base/equal';
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

/** The same for what is asked by name: of which files say something under it, each in their order. Whoever asks feels what is said of that name alone. */
export function gatheredByName<T extends object>(
  what: string,
  side: FileKind,
  inFile: (ctx: Context, file: string) => Record<string, T[]>,
): (ctx: Context, name: string) => readonly T[] {
  const queries = perContext((ctx) => {
    const { db } = ctx.world;
    const ofFile = db.query(
      `${what} in file`,
      (file: string) => inFile(ctx, file),
      (): Record<string, T[]> => ({}),
      {
        equal: equalData,
      },
    );
    const all = db.query(
      what,
      (_: null) => {
        const out = new Map<string, T[]>();
        for (const file of ctx.world.files(side))
          for (const [name, said] of Object.entries(ofFile.get(file, file))) {
            const before = out.get(name);
            if (before) before.push(...said);
            else out.set(name, [...said]);
          }
        return out;
      },
      () => new Map<string, T[]>(),
    );
    const of = db.query(
      `${what} of name`,
      (name: string) => all.get('', null).get(name) ?? [],
      (): T[] => [],
      {
        equal: equalData,
      },
    );
    return { of };
  });
  return (ctx, name) => queries(ctx).of.get(name, name);
}
