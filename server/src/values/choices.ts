/** c ? a : b, a || b, a && b: what is left of the alternatives. */
import type { Expr } from '../facts/expression';
import { whenOf } from './condition';
import type { Context, Place } from './context';
import { decided, presumed } from './decided';
import {
  type Alternative,
  alternatives,
  either,
  isFalsy,
  isTruthy,
  LATER,
  NULL,
  RECURSIVE,
  type Value,
  type When,
} from './value';

const VERB = /^(get|post|put|patch|delete|head|options)$/i;

export function choice(ctx: Context, place: Place, e: Expr & { kind: 'either' }): Value {
  const holds = e.op === 'if' && e.test !== undefined ? decided(ctx, place, e.test) : undefined;
  if (holds !== undefined) return ctx.evaluate(place, e.of[holds ? 0 : 1]!);
  if (e.op === 'and' && e.test !== undefined && place.env.args && decided(ctx, place, e.test) === false) return NULL;
  const values = e.of.map((x) => ctx.evaluate(place, x));
  const verbs = e.op === 'if' && e.test !== undefined && values.every((v) => v.kind === 'str' && VERB.test(v.text));
  const presumedly = verbs ? presumed(ctx, place, e.test!) : undefined;
  if (presumedly !== undefined) return values[presumedly ? 0 : 1]!;
  if (e.op === 'or') return firstTruthy(values);
  if (e.op === 'and' || e.test === undefined) return either(values.map((value) => ({ value })));
  const { test } = e;
  return either(values.map((value, i) => ({ value, when: whenOf(place, test, i === 0) })));
}

/** a || b: b can only come where a may be empty; what is surely empty never comes. */
function firstTruthy(values: Value[]): Value {
  const out: Alternative[] = [];
  let when: When | undefined;
  for (const [i, value] of values.entries()) {
    const last = i === values.length - 1;
    const all = alternatives(value, when);
    const options = all.filter((a) => last || !isFalsy(a.value));
    out.push(...options);
    if (options.length === all.length && options.every((a) => isTruthy(a.value))) break;
    const [empty] = all.filter((a) => isFalsy(a.value));
    if (empty?.when && Object.keys(empty.when).some((key) => key.startsWith(LATER))) when = empty.when;
  }
  const kept = out.filter((a) => a.value !== RECURSIVE);
  return either(kept.length ? kept : out);
}
