/** Calls: functions and classes of the project, builtins, and what is made by calling something external. */
import type { ChunkId } from '../facts/expression';
import { builtinCall } from './builtins';
import type { Context } from './context';
import { boundCall, directly } from './indirect';
import { isConstructor } from './prototypes';
import { hasDecorator } from './self';
import { type Args, type Env, each, genericChild, makeEnv, type Site, sameSite, unknown, type Value } from './value';
import type { Outline } from './world';

/** How deep calls may nest before their result is unknown: generated clients need six, from the page to where the address is put together. */
export const MAX_CALLS = 6;

export function callValue(ctx: Context, callee: Value, args: Args, site: Site, env: Env, isNew: boolean): Value {
  if (callee.kind === 'either') return each(callee, (c) => callValue(ctx, c, args, site, env, isNew));
  switch (callee.kind) {
    case 'fn': {
      if (isNew && isConstructor(ctx, callee.file, callee.chunk)) {
        return callValue(ctx, { kind: 'class', file: callee.file, chunk: callee.chunk, env: callee.env }, args, site, env, true);
      }
      const inner = activation(ctx, callee, args, env, isNew ? { kind: 'unknown', why: 'constructor function' } : undefined);
      return inner ? ctx.returnOf(callee, inner) : unknown('calls too deep', site);
    }
    case 'class':
      return env.depth >= MAX_CALLS || isOneOfMany(site, env)
        ? { kind: 'inst', cls: callee }
        : { kind: 'inst', cls: callee, site, env, args };
    case 'inst': {
      const call = ctx.member(callee, '__call__');
      return call.kind === 'fn' ? callValue(ctx, call, args, site, env, false) : { kind: 'made', callee, args, site, env };
    }
    case 'module': {
      const whole = ctx.exported(callee.file, 'export=');
      return whole.kind === 'unknown' ? unknown('call of a module', site) : callValue(ctx, whole, args, site, env, isNew);
    }
    case 'lit':
    case 'str':
    case 'cat':
    case 'list':
      return unknown('call of what is no function', site);
    case 'unknown':
      return callee.why === 'recursive' ? callee : unknown('call of something unknown', site);
    default: {
      const whole = isNew ? undefined : directly(ctx, callee, args, site.file);
      if (whole) return callValue(ctx, whole.callee, whole.args, site, env, isNew);
      return (
        builtinCall(ctx, callee, args, site, env) ??
        boundCall(callee, args, site, env) ?? { kind: 'made', callee, args, site, env, ...(isNew ? { isNew: true } : {}) }
      );
    }
  }
}

/** `block() { return new Parser(this.tokens).block() }`: each instance is made by a method of the one before, without an end. */
function isOneOfMany(site: Site, within: Env): boolean {
  let before = 0;
  for (let env: Env | null | undefined = within; env && before < MAX_CALLS; ) {
    const { self }: Env = env;
    if (self?.kind !== 'inst') env = env.parent;
    else {
      if (self.site && sameSite(self.site, site)) before++;
      env = self.env;
    }
  }
  return before >= MAX_CALLS;
}

/** The activation in which a function of the project runs when called so; undefined when calls nest too deep. */
export function activation(ctx: Context, fn: Value & { kind: 'fn' }, args: Args, caller: Env, newSelf?: Value): Env | undefined {
  const chunk = ctx.world.outline(fn.file, fn.chunk);
  if (!chunk || caller.depth >= MAX_CALLS) return undefined;
  const python = ctx.world.lang(fn.file) === 'python';
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
  const names = new Set(params.map((p) => p.name));
  const pos = rest ? args.pos : args.pos.slice(0, params.length);
  const named = keywords ? args.named : Object.fromEntries(Object.entries(args.named).filter(([key]) => names.has(key)));
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
