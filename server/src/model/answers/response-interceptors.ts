/** `http.interceptors.response.use((response) => response.data)`: whether an instance gives the body itself. */
import type { Query } from '../../base/query';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { perContext } from '../../values/memo';
import { alternatives, sameValue, type Value } from '../../values/value';

const queries: (ctx: Context) => { ofFile: Query<string, Value[]>; all: Query<null, Value[]> } = perContext((ctx) => ({
  ofFile: ctx.world.db.query(
    'instances that give bodies in file',
    (file: string) => instancesIn(ctx, file),
    (): Value[] => [],
    { equal: same },
  ),
  all: ctx.world.db.query(
    'instances that give bodies',
    (_: null) => ctx.world.files('web').flatMap((file) => queries(ctx).ofFile.get(file, file)),
    (): Value[] => [],
    { equal: same },
  ),
}));
const same = (a: Value[], b: Value[]) => a.length === b.length && a.every((v, i) => sameValue(v, b[i]!));

/** Whether the call at `x` is one of such an instance. */
export function responseIsBody(ctx: Context, place: Place, x: X): boolean {
  const call = place.chunk.arena[x];
  const callee = call?.kind === 'call' ? place.chunk.arena[call.callee] : undefined;
  if (call?.kind !== 'call') return false;
  const all = queries(ctx).all.get('', null);
  if (!all.length) return false;
  const of = ctx.evaluate(place, callee?.kind === 'get' ? callee.object : call.callee);
  return alternatives(of).some(({ value }) => all.some((one) => sameValue(one, value)));
}

function instancesIn(ctx: Context, file: string): Value[] {
  const out: Value[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    for (const e of chunk?.arena ?? []) {
      const object = e.kind === 'call' ? interceptedObject(chunk!.arena, e) : undefined;
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

/** The x of `x.interceptors.response.use(…)`. */
function interceptedObject(arena: readonly Expr[], call: Expr & { kind: 'call' }): X | undefined {
  let at = call.callee;
  for (const name of ['use', 'response', 'interceptors']) {
    const e = arena[at];
    if (e?.kind !== 'get' || e.name !== name) return undefined;
    at = e.object;
  }
  return at;
}

/** Every return is `.data` of the parameter. */
function givesData(ctx: Context, file: string, fn: string): boolean {
  const place = ctx.place(file, fn, ctx.genericEnv(file, fn));
  const returns = place?.chunk.returns ?? [];
  return (
    returns.length > 0 &&
    returns.every(({ x }) => {
      const value = ctx.evaluate(place!, x);
      return value.kind === 'member' && value.name === 'data' && value.of.kind === 'sym';
    })
  );
}
