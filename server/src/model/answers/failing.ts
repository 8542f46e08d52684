/**
 * Whether who reads the answer of a call may be reading an error's: a client that throws keeps them apart, unless the project hands the
 * error's body on in the same way.
 */
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { gathered } from '../../values/memo';
import type { Call } from '../calls/calls';
import { interceptedBy } from '../requests/interceptors';
import { isFailure } from './branches';

const THROWING = /^(axios|ky|angular|superagent|wretch)$/;

export function mayReadErrors(ctx: Context, { client, origin, via }: Call): boolean {
  const throws = THROWING.test(client) || (client === 'fetch' && throwsItself(ctx, origin.file, origin.chunk));
  if (!throws || unthrown(ctx).length > 0) return true;
  return [origin, ...via].some(({ file, chunk }) => family(ctx, file, chunk).some((one) => handsErrorsOn(ctx, file, one)));
}

/** A function and those that are written in it. */
function family(ctx: Context, file: string, id: string): Chunk[] {
  const ids = id === '' ? [''] : ctx.world.chunkIds(file).filter((one) => one === id || one.startsWith(`${id}/`));
  return ids.flatMap((one) => ctx.world.chunk(file, one) ?? []);
}

/** `if (!response.ok) throw new Error(…)` */
const throwsItself = (ctx: Context, file: string, id: string): boolean =>
  family(ctx, file, id).some((chunk) =>
    chunk.raises?.some((x) => {
      const { kind, test = '' } = chunk.blocks[chunk.blockOf?.[x] ?? 0] ?? { kind: 'body' };
      return isFailure(kind, test);
    }),
  );

/** `catch (error) { return error.response.data }`, `.catch((error) => error.response)` */
function handsErrorsOn(ctx: Context, file: string, chunk: Chunk): boolean {
  if (chunk.returns?.some((r) => isInExcept(chunk, r.block ?? 0))) return true;
  return chunk.arena.some((e) => {
    const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
    const fn = e.kind === 'call' && e.args[0] ? chunk.arena[e.args[0].x] : undefined;
    return callee?.kind === 'get' && callee.name === 'catch' && (fn?.kind !== 'fn' || givesSomething(ctx, file, fn.chunk));
  });
}

function isInExcept(chunk: Chunk, block: number): boolean {
  for (let b = block; b > 0; b = chunk.blocks[b]!.parent) if (chunk.blocks[b]?.kind === 'except') return true;
  return false;
}

const givesSomething = (ctx: Context, file: string, id: string): boolean => (ctx.world.chunk(file, id)?.returns ?? []).length > 0;

/** Files that make clients not throw: `validateStatus`, an interceptor that gives the error back. */
const unthrown = gathered<true>(
  'clients that do not throw',
  'web',
  (ctx, file) => (ctx.world.chunkIds(file).some((id) => keepsFromThrowing(ctx, file, ctx.world.chunk(file, id))) ? [true] : []),
  () => true,
  { words: ['validateStatus', 'throwHttpErrors', 'interceptors'] },
);

function keepsFromThrowing(ctx: Context, file: string, chunk: Chunk | undefined): boolean {
  return Boolean(
    chunk?.arena.some((e) => {
      if (e.kind === 'obj') return e.entries.some((n) => n.key === 'validateStatus' || n.key === 'throwHttpErrors');
      if (e.kind !== 'call' || interceptedBy(chunk.arena, e, 'response') === undefined || !e.args[1]) return false;
      const fn = chunk.arena[e.args[1].x];
      return fn?.kind !== 'fn' || givesErrors(ctx, file, fn.chunk);
    }),
  );
}

/** Something else is returned than `Promise.reject(…)` and the request made again. */
const givesErrors = (ctx: Context, file: string, id: string): boolean => {
  const chunk = ctx.world.chunk(file, id);
  return chunk?.returns?.some(({ x }) => !isCall(chunk.arena, x)) ?? false;
};

const isCall = (arena: readonly Expr[], x: X): boolean => {
  const e = arena[x];
  return e?.kind === 'call' || (e?.kind === 'await' && isCall(arena, e.of));
};
