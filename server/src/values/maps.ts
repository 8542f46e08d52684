/** `new Map([['tasks', '/api/tasks']])`, and what the same function or module puts into it. */
import { sameItems } from '../base/equal';
import { own } from '../base/own';
import type { Context } from './context';
import { perContext } from './memo';
import { type Args, either, runKey, sameValue, textOf, type Value } from './value';

type Made = Value & { kind: 'made' };

type Entries = readonly (readonly [key: Value, value: Value])[];

/** A question of its own, since what is put in may be made of what was there: `counts.set(key, counts.get(key) + 1)`. */
const queries = perContext((ctx) => ({
  entries: ctx.world.db.query<Made, Entries>(
    'entries of map',
    (of) => [...given(ctx, of), ...added(ctx, of)],
    () => [],
    { equal: (a, b) => sameItems(a, b, (x, y) => sameValue(x[0], y[0]) && sameValue(x[1], y[1])) },
  ),
}));

/** `urls.get(key)`: of an unknown key any of them. Undefined where the map holds nothing that is known. */
export function mapItem(ctx: Context, of: Made, name: string, args: Args): Value | undefined {
  if (name !== 'get' || of.callee.kind !== 'ext' || of.callee.path !== 'global:Map') return undefined;
  const { site, env } = of;
  const entries = queries(ctx).entries.at(runKey(site.file, site.chunk, env), `${site.x}`, of);
  const key = textOf(args.pos[0]);
  if (key === undefined) return entries.length ? either(entries.map(([, value]) => ({ value }))) : undefined;
  return entries.findLast(([name]) => textOf(name) === key)?.[1];
}

function given(ctx: Context, { args }: Made): [Value, Value][] {
  return ((args.pos[0] && ctx.elements(args.pos[0])) ?? []).flatMap((pair): [Value, Value][] => {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    return key && value ? [[key, value]] : [];
  });
}

/** urls.set('tasks', '/api/tasks') */
function added(ctx: Context, { site, env }: Made): [Value, Value][] {
  const place = ctx.place(site.file, site.chunk, env);
  if (!place) return [];
  const { arena, vars } = place.chunk;
  return arena.flatMap((e): [Value, Value][] => {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    const on = callee?.kind === 'get' && callee.name === 'set' ? arena[callee.object] : undefined;
    if (e.kind !== 'call' || on?.kind !== 'ref' || on.chunk !== place.id || e.args.length !== 2) return [];
    const isIt = own(vars, on.name)?.some((a) => a.x === site.x && a.chunk === undefined);
    return isIt ? [[ctx.evaluate(place, e.args[0]!.x), ctx.evaluate(place, e.args[1]!.x)]] : [];
  });
}
