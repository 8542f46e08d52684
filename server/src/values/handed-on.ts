/** What functions do with arguments that they only hand on: worked out once for each function, and filled in for each call. */
import type { Query } from '../base/query';
import type { ChunkId } from '../facts/expression';
import { activation } from './activations';
import { CARRIED, carry, LOOKED, PutBack } from './carried';
import type { Context } from './context';
import type { Effect, Knowledge, Run } from './effect';
import { ownersOf } from './openness';
import { type Args, type Env, runKey, type Value } from './value';

interface Runs<T> {
  of(file: string, chunk: ChunkId, env: Env): Effect<T>[];
}

export class HandedOn<T> {
  private readonly done: Query<Run, Effect<T>[] | null>;

  constructor(
    private readonly ctx: Context,
    private readonly knowledge: Knowledge<T>,
    private readonly runs: Runs<T>,
    same: (a: Effect<T>[], b: Effect<T>[]) => boolean,
  ) {
    this.done = ctx.world.db.query(
      `effects of ${knowledge.name} whatever is given`,
      (run) => this.withStandIns(run),
      () => null,
      { equal: (a, b) => (a && b ? same(a, b) : a === b) },
    );
  }

  /** What a function does when called so; undefined where it looks at what it is given. */
  by(fn: Value & { kind: 'fn' }, args: Args, caller: Env): Effect<T>[] | undefined {
    const { mapped } = this.knowledge;
    const carried = mapped && carry(args, caller.depth);
    const env = carried && activation(this.ctx, fn, carried.args, caller);
    const done = env && this.done.get(runKey(fn.file, fn.chunk, env), { file: fn.file, chunk: fn.chunk, env });
    if (!done) return undefined;
    const { value } = new PutBack(carried.given);
    return done.map((effect) => {
      const data = effect.data && mapped(effect.data, value);
      const root = effect.root && value(effect.root);
      const inside = data ? this.knowledge.values(data) : root ? [root] : [];
      const open = effect.open.includes(CARRIED) ? ownersOf(this.ctx, inside) : effect.open;
      return { ...effect, data, open, ...(root ? { root } : {}) };
    });
  }

  /** What a chunk does with stand-ins for arguments; null if it looks at them. */
  private withStandIns({ file, chunk, env }: Run): Effect<T>[] | null {
    try {
      const done = this.runs.of(file, chunk, env);
      return done.some((e) => e.when && e.open.includes(CARRIED)) ? null : done;
    } catch (problem) {
      if (problem === LOOKED) return null;
      throw problem;
    }
  }
}
