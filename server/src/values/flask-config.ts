/** What a Flask application's configuration is given where the application is made: `app.config.from_object(Config)`, `app.config["KEY"] = …`. */

import { own } from '../base/own';
import type { Expr, X } from '../facts/expression';
import type { Context, Place } from './context';
import { alternatives, each, preset, textOf, type Value } from './value';

const APPLICATION = /^(flask|quart)(\.\w+)*\.(Flask|Quart)$/;
const KEY = /^[A-Z][A-Z\d_]*$/;

/** `app.config["KEY"]`; what is set last counts. Undefined where nothing is seen to set it. */
export function flaskSetting(ctx: Context, of: Value & { kind: 'member' }, key: string): Value | undefined {
  const app = of.of;
  if (of.name !== 'config' || !KEY.test(key) || app.kind !== 'made') return undefined;
  if (app.callee.kind !== 'ext' || !APPLICATION.test(app.callee.path)) return undefined;
  const place = ctx.place(app.site.file, app.site.chunk, app.env);
  const found = place && (setTo(place, app.site.x, key) ?? givenBy(ctx, place, app.site.x, key));
  if (!place || found === undefined) return undefined;
  return preset(typeof found === 'number' ? ctx.evaluate(place, found) : found);
}

/** Whether an expression is `app.config` of the application that is made at a place. */
function isConfig({ id, chunk: { arena, vars } }: Place, x: X, made: X): boolean {
  const e = arena[x];
  const app: Expr | undefined = e?.kind === 'get' && e.name === 'config' ? arena[e.object] : undefined;
  return app?.kind === 'ref' && app.chunk === id && (own(vars, app.name) ?? []).some((a) => a.x === made);
}

function setTo(place: Place, made: X, key: string): X | undefined {
  return place.chunk.sets?.findLast((set) => set.name === key && !set.block && isConfig(place, set.object, made))?.x;
}

/** `config.from_object(Config)`, `config.from_mapping(KEY="…")`, `config.update(KEY="…")` */
function givenBy(ctx: Context, place: Place, made: X, key: string): Value | undefined {
  const { arena } = place.chunk;
  for (const e of [...arena].reverse()) {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'get' || !isConfig(place, callee.object, made)) continue;
    const { pos, named } = ctx.args(place, e.args);
    const isMapping = callee.name === 'from_mapping' || callee.name === 'update';
    const value = callee.name === 'from_object' && pos[0] ? ofObject(ctx, pos[0], key) : isMapping ? own(named, key) : undefined;
    if (value) return value;
  }
  return undefined;
}

function ofObject(ctx: Context, object: Value, key: string): Value | undefined {
  if (textOf(object) !== undefined || !alternatives(object).every((a) => /^(class|inst|module)$/.test(a.value.kind)))
    return undefined;
  const value = each(object, (one) => ctx.member(one, key));
  return alternatives(value).every((a) => textOf(a.value) !== undefined) ? value : undefined;
}
