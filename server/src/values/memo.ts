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
 * Which files can have anything to say: those with one of these words (see interest-words.ts), and of these, where something is evaluated for
 * it, those with such a chunk. So an edit of another file puts nothing in doubt.
 */
export interface Glance {
  words: readonly string[];
  has?: (chunk: Chunk) => boolean;
}

/**
 * What the files of one side say together, in the order of the files; each is read once until it changes. `same` compares two of its
 * items. `by`: what a file says is a matter of its facts; or a glance.
 */
export function gathered<T>(
  what: string,
  side: FileKind,
  inFile: (ctx: Context, file: string) => T[],
  same: (a: T, b: T) => boolean,
  by: 'facts' | Glance,
): (ctx: Context) => T[] {
  const equal = (a: T[], b: T[]) => sameItems(a, b, same);
  const none = (): T[] => [];
  const has = by === 'facts' ? undefined : by.has;
  const queries = perContext((ctx) => {
    const { db } = ctx.world;
    const ofFile = db.query(`${what} in file`, (file: string) => inFile(ctx, file), none, has ? { equal } : { equal, early: 1 });
    const says = db.query(
      `${what} at a glance`,
      (file: string) => has === undefined || Object.values(ctx.world.code(file)?.chunks ?? {}).some(has),
      () => true,
      { early: 1 },
    );
    const asked = (): readonly string[] => {
      if (by === 'facts' || side === 'settings') return ctx.world.files(side);
      const files = ctx.world.words.filesWithAny(side, by.words);
      return has ? files.filter((file) => says.get(file, file)) : files;
    };
    return {
      all: db.query(what, (_: null) => asked().flatMap((file) => ofFile.get(file, file)), none, { equal }),
    };
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
