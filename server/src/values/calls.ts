/** Calls: functions and classes of the project, builtins, and what is made by calling something external. */
import { activation, MAX_CALLS } from './activations';
import { builtinCall } from './builtins';
import type { Context } from './context';
import { boundCall, directly } from './indirect';
import { isConstructor } from './prototypes';
import { type Args, type Env, each, type Site, sameSite, unknown, type Value } from './value';

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
