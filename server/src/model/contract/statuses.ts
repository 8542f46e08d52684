/** The status that what a handler returns is sent with: `body, 201`, `Response("", 404)`, `make_response(body, 202)`. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { statusOf } from '../details/route-details';
import { calleeOf } from './returned';

const NAMES = /^(status_code|status|code)$/;
/** What takes the status behind the content. */
const SECOND = /(^|\.)(\w*Response|make_response|redirect)$/;
const MAKE = /(^|\.)make_response$/;
const MAX_DEPTH = 4;

/** Undefined where none is said, or none that is known. */
export function answeredStatus(ctx: Context, place: Place, x: X, depth = 0): number | undefined {
  const e = place.chunk.arena[x];
  const at = (inner: X | undefined) => (inner === undefined ? undefined : statusOf(ctx.evaluate(place, inner)));
  if (!e || depth > MAX_DEPTH) return undefined;
  if (e.kind === 'list') return e.fixed ? at(e.items[1]?.x) : undefined;
  if (e.kind === 'ref') return ofVariable(ctx, place, e, depth);
  if (e.kind !== 'call') return undefined;
  const named = e.args.find((a) => a.name !== undefined && NAMES.test(a.name));
  if (named) return at(named.x);
  const callee = calleeOf(ctx, place, e);
  if (callee.kind !== 'ext' || !SECOND.test(callee.path)) return undefined;
  const [first, second] = e.args.filter((a) => a.name === undefined && !a.spread);
  const inner = first && MAKE.test(callee.path) ? answeredStatus(ctx, place, first.x, depth + 1) : undefined;
  return at(second?.x) ?? inner;
}

/** `answer = jsonify(…)`, then `answer.status_code = 404` in the same breath. */
function ofVariable(ctx: Context, place: Place, e: Expr & { kind: 'ref' }, depth: number): number | undefined {
  const { chunk } = place;
  const assigns = e.chunk === place.id ? (own(chunk.vars, e.name) ?? []) : [];
  const [only] = assigns.filter((a) => !e.of || e.of.includes(a.x));
  if (!only || only.chunk !== undefined || assigns.length > 1) return undefined;
  const set = (chunk.sets ?? []).findLast(({ object, name, block }) => {
    const of = chunk.arena[object];
    return name === 'status_code' && of?.kind === 'ref' && of.name === e.name && (block ?? 0) === (only.block ?? 0);
  });
  return set ? statusOf(ctx.evaluate(place, set.x)) : answeredStatus(ctx, place, only.x, depth + 1);
}
