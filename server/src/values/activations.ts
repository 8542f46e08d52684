/** Activations: in which environment a chunk runs, called with arguments or by nobody that is known. */
import type { ChunkId } from '../facts/expression';
import type { Context } from './context';
import { type Args, type Env, genericChild, makeEnv, type Value } from './value';
import type { Outline } from './world';

/** How deep calls may nest before their result is unknown: generated clients need six, from the page to where the address is put together. */
export const MAX_CALLS = 6;

/** The activation in which a function of the project runs when called so; undefined when calls nest too deep. */
export function activation(ctx: Context, fn: Value & { kind: 'fn' }, args: Args, caller: Env, newSelf?: Value): Env | undefined {
  const chunk = ctx.world.outline(fn.file, fn.chunk);
  if (!chunk || caller.depth >= MAX_CALLS) return undefined;
  const python = ctx.world.langOfName(fn.file) === 'python';
  const self = fn.self ?? newSelf;
  const all = fn.bound ? { ...args, pos: [...fn.bound.pos, ...args.pos], named: { ...fn.bound.named, ...args.named } } : args;
  const passed = python && self && isMethod(ctx, fn, chunk) ? { ...all, pos: [self, ...all.pos] } : all;
  const base = { file: fn.file, chunk: fn.chunk, parent: fn.env, ...(self ? { self } : {}) };
  return runningEnv(base, chunk, passed, caller.depth + 1);
}

/** Where nothing is handed over but self, all calls are one activation, the same as that which nobody specified. */
export function runningEnv(base: Omit<Env, 'id' | 'depth' | 'args'>, chunk: Outline, args: Args, depth: number): Env {
  const onlySelf = base.self && args.pos[0] === base.self && chunk.params?.length === 1 && chunk.params[0]!.kind === 'plain';
  if (!chunk.params?.length || onlySelf) return makeEnv({ ...base, depth: base.parent?.depth ?? 0 });
  return makeEnv({ ...base, depth, args: trim(chunk, args) });
}

function isMethod(ctx: Context, fn: Value & { kind: 'fn' }, chunk: Outline): boolean {
  return (
    chunk.parent !== undefined &&
    ctx.world.outline(fn.file, chunk.parent)?.kind === 'class' &&
    !hasDecorator(ctx, fn.file, fn.chunk, 'staticmethod')
  );
}

/** Leaves out arguments that no parameter takes, so that calls which differ only in those are one. */
function trim(chunk: Outline, args: Args): Args {
  const params = chunk.params ?? [];
  const rest = params.some((p) => p.kind === 'rest');
  const keywords = params.some((p) => p.kind === 'keywords');
  const pos = rest || args.pos.length <= params.length ? args.pos : args.pos.slice(0, params.length);
  const all = Object.keys(args.named);
  const kept = keywords ? all : all.filter((key) => params.some((p) => p.name === key));
  const named = kept.length === all.length ? args.named : Object.fromEntries(kept.map((key) => [key, args.named[key]!]));
  if (pos === args.pos && named === args.named && (params.length || !args.open)) return args;
  return { pos, named, ...(args.open && params.length ? { open: true } : {}) };
}

/** The activation of a chunk that nobody specified, as seen from `within`, an activation of a chunk around it. */
export function genericEnv(ctx: Context, file: string, id: ChunkId, within?: Env): Env {
  if (within?.chunk === id) return within;
  if (id === '') return ctx.moduleEnv(file);
  const parent = ctx.world.outline(file, id)?.parent ?? '';
  return genericActivation({ file, chunk: id, env: genericEnv(ctx, file, parent, within) });
}

/** The activation of a function that nobody called: its parameters are symbols. */
export function genericActivation(fn: { file: string; chunk: string; env: Env; self?: Value }): Env {
  const { file, chunk, env, self } = fn;
  return self ? makeEnv({ file, chunk, parent: env, depth: env.depth, self }) : genericChild(env, file, chunk);
}

export function hasDecorator(ctx: Context, file: string, id: ChunkId, name: string): boolean {
  const chunk = ctx.world.outline(file, id);
  if (!chunk?.decorators || chunk.parent === undefined) return false;
  const arena = ctx.world.chunk(file, chunk.parent)?.arena;
  return chunk.decorators.some((x) => {
    const e = arena?.[x];
    return (
      (e?.kind === 'free' && e.name === name) || (e?.kind === 'get' && e.name === name) || (e?.kind === 'ref' && e.name === name)
    );
  });
}
