/** Something that is made once for each evaluator: the queries of a part that is written as plain functions. */

import { Collected } from '../base/collected';
import { equalData, sameItems } from '../base/equal';
import type { Chunk, FileKind } from '../facts/facts';
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
 * What the files of one side say together, in the order of the files; each is read once until it changes. `same` compares two of its
 * items. `by`: what a file says is a matter of its facts; or, where something is evaluated for it, which chunks have anything to say, so
 * that an edit of a file without one puts nothing in doubt.
 */
export function gathered<T>(
  what: string,
  side: FileKind,
  inFile: (ctx: Context, file: string) => T[],
  same: (a: T, b: T) => boolean,
  by: 'facts' | ((chunk: Chunk) => boolean),
): (ctx: Context) => T[] {
  const equal = (a: T[], b: T[]) => sameItems(a, b, same);
  const none = (): T[] => [];
  const queries = perContext((ctx) => {
    const { db } = ctx.world;
    const ofFile = db.query(
      `${what} in file`,
      (file: string) => inFile(ctx, file),
      none,
      by === 'facts' ? { equal, early: 1 } : { equal },
    );
    const says = db.query(
      `${what} at a glance`,
      (file: string) => by === 'facts' || Object.values(ctx.world.code(file)?.chunks ?? {}).some(by),
      () => true,
      { early: 1 },
    );
    const isAsked = (file: string) => by === 'facts' || says.get(file, file);
    const all = (_: null) => ctx.world.files(side).flatMap((file) => (isAsked(file) ? ofFile.get(file, file) : []));
    return { all: db.query(what, all, none, { equal }) };
  });
  return (ctx) => queries(ctx).all.get('', null);
}

/**
 * The same for what is asked by name: of which files say something under it, each in their order. Whoever asks feels what is said of that
 * name alone. What a file says must be a matter of its facts: nothing is evaluated for it.
 */
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
      { equal: equalData, early: 1 },
    );
    const all = new Collected<T>();
    const walk = () => all.walk(ctx.world.files(side), (file) => ofFile.get(file, file));
    return { of: db.spread(what, walk, (name) => all.get(name), { equal: equalData, early: 2 }) };
  });
  return (ctx, name) => queries(ctx).of.get(name);
}
