/** `http.interceptors.response.use((response) => response.data)`: whether an instance gives the body itself. */
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';
import { alternatives, sameValue, type Value } from '../../values/value';
import { interceptedBy } from '../requests/interceptors';

const instances = gathered<Value>('instances that give bodies', 'web', instancesIn, sameValue, {
  words: ['interceptors'],
  has: ({ arena }) => arena.some((e) => e.kind === 'call' && interceptedBy(arena, e, 'response') !== undefined),
});

/** Whether the call at `x` is one of such an instance. */
export function responseIsBody(ctx: Context, place: Place, x: X): boolean {
  const call = place.chunk.arena[x];
  const callee = call?.kind === 'call' ? place.chunk.arena[call.callee] : undefined;
  if (call?.kind !== 'call') return false;
  const all = instances(ctx);
  if (!all.length) return false;
  const of = ctx.evaluate(place, callee?.kind === 'get' ? callee.object : call.callee);
  return alternatives(of).some(({ value }) => all.some((one) => sameValue(one, value)));
}

function instancesIn(ctx: Context, file: string): Value[] {
  const out: Value[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    for (const e of chunk?.arena ?? []) {
      const object = e.kind === 'call' ? interceptedBy(chunk!.arena, e, 'response') : undefined;
      const given = e.kind === 'call' && e.args[0] ? chunk!.arena[e.args[0].x] : undefined;
      if (object === undefined || !given) continue;
      const place = ctx.place(file, id, ctx.genericEnv(file, id))!;
      const fn = e.kind === 'call' ? ctx.evaluate(place, e.args[0]!.x) : undefined;
      if (fn?.kind !== 'fn' || !givesData(ctx, fn.file, fn.chunk)) continue;
      for (const { value } of alternatives(ctx.evaluate(place, object))) out.push(value);
    }
  }
  return out;
}

/** Every return is `.data` of the parameter, those apart that refuse the answer: `return Promise.reject(new Error(…))`. */
function givesData(ctx: Context, file: string, fn: string): boolean {
  const place = ctx.place(file, fn, ctx.genericEnv(file, fn));
  const values = (place?.chunk.returns ?? []).map(({ x }) => ctx.evaluate(place!, x)).filter((value) => !isRefusal(value));
  return values.length > 0 && values.every((v) => v.kind === 'member' && v.name === 'data' && v.of.kind === 'sym');
}

const isRefusal = (value: Value): boolean =>
  value.kind === 'made' && value.callee.kind === 'ext' && value.callee.path === 'global:Promise.reject';
