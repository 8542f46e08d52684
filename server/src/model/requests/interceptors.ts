/** `http.interceptors.request.use((config) => …)`: what is done to the address of every request of an instance. */
import type { Expr, X } from '../../facts/expression';
import { activation } from '../../values/activations';
import { branchOf } from '../../values/branches';
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';
import { alternatives, either, sameValue, type Value } from '../../values/value';
import { externalName, option } from './request';

interface Interceptor {
  /** The instance. */
  of: Value;
  fn: Value & { kind: 'fn' };
}
export interface Target {
  url: Value;
  base: Value | undefined;
}

const interceptors = gathered<Interceptor>(
  'interceptors',
  'web',
  interceptorsIn,
  (a, b) => sameValue(a.of, b.of) && sameValue(a.fn, b.fn),
  {
    words: ['interceptors'],
    has: ({ arena }) => arena.some((e) => e.kind === 'call' && interceptedBy(arena, e, 'request') !== undefined),
  },
);

/** The address and base of a request as the interceptors of its instance leave them. */
export function intercepted(ctx: Context, instance: Value, target: Target): Target {
  const plain = (v: Value) => externalName(v)?.replace('global:', '');
  const own = interceptors(ctx).filter(
    (i) => sameValue(i.of, instance) || (plain(i.of) !== undefined && plain(i.of) === plain(instance)),
  );
  return own.reduce((before, { fn }) => applied(ctx, fn, before), target);
}

function interceptorsIn(ctx: Context, file: string): Interceptor[] {
  const out: Interceptor[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    for (const e of chunk?.arena ?? []) {
      const object = e.kind === 'call' ? interceptedBy(chunk!.arena, e, 'request') : undefined;
      if (object === undefined || e.kind !== 'call' || !e.args[0]) continue;
      const place = ctx.place(file, id, ctx.genericEnv(file, id))!;
      const fn = ctx.evaluate(place, e.args[0].x);
      if (fn.kind === 'fn') for (const { value } of alternatives(ctx.evaluate(place, object))) out.push({ of: value, fn });
    }
  }
  return out;
}

/** The x of `x.interceptors.request.use(…)`, or of the response. */
export function interceptedBy(
  arena: readonly Expr[],
  call: Expr & { kind: 'call' },
  which: 'request' | 'response',
): X | undefined {
  let at = call.callee;
  for (const name of ['use', which, 'interceptors']) {
    const e = arena[at];
    if (e?.kind !== 'get' || e.name !== name) return undefined;
    at = e.object;
  }
  return at;
}

function applied(ctx: Context, fn: Value & { kind: 'fn' }, before: Target): Target {
  const config = (target: Target): Value => ({
    kind: 'dict',
    entries: { url: target.url, ...(target.base ? { baseURL: target.base } : {}) },
    open: true,
  });
  const placeOf = (target: Target): Place | undefined => {
    const env = activation(ctx, fn, { pos: [config(target)], named: {} }, ctx.moduleEnv(fn.file));
    return env && ctx.place(fn.file, fn.chunk, env);
  };
  let place = placeOf(before);
  let target = before;
  const conditional = new Set<string>();
  for (const set of place?.chunk.sets ?? []) {
    const object = place!.chunk.arena[set.object];
    const isConfig = object?.kind === 'ref' && object.chunk === fn.chunk && object.name === place!.chunk.params?.[0]?.name;
    if (!isConfig || (set.name !== 'url' && set.name !== 'baseURL')) continue;
    const branch = branchOf(ctx, place!, set.block);
    if (branch === null) continue;
    const key = set.name === 'url' ? 'url' : 'base';
    const value = ctx.evaluate(place!, set.x);
    const other = conditional.has(key) ? target[key] : undefined;
    target = { ...target, [key]: other ? either([{ value: other }, { value }]) : value };
    if (set.block && !branch.sure) conditional.add(key);
    else place = placeOf(target);
  }
  if (!place) return target;
  const returned = ctx.returnOf(fn, place.env);
  return returned.kind !== 'obj'
    ? target
    : { url: option(ctx, returned, 'url') ?? target.url, base: option(ctx, returned, 'baseURL') ?? target.base };
}
