/** `title: str = Field("none", alias="heading")`: what is said of a model's field. */
import type { X } from '../../facts/expression';
import { type Context, type Place, siteOf } from '../../values/context';
import type { Value } from '../../values/value';
import { literalOf } from './python-types';

export const FIELD = /^(pydantic|sqlmodel|dataclasses|attrs?)(\.\w+)*\.(Field|field|ib)$/;

/** The call itself: evaluated it is what the field begins with, and its alias is gone. */
export function fieldCall(ctx: Context, place: Place, x: X): Value | undefined {
  const e = place.chunk.arena[x];
  const callee = e?.kind === 'call' ? ctx.evaluate(place, e.callee) : undefined;
  return e?.kind === 'call' && callee?.kind === 'ext' && FIELD.test(callee.path)
    ? { kind: 'made', callee, args: ctx.args(place, e.args), site: siteOf(place, x), env: place.env }
    : undefined;
}

/** The literal that a default is, if one; 'required' for Field(...) without any. */
export function defaultOf(value: Value): (string | number | boolean | null)[] | 'required' {
  if (value.kind !== 'made' || value.callee.kind !== 'ext' || !FIELD.test(value.callee.path)) return literalOf(value);
  const { pos, named } = value.args;
  const given = pos[0] ?? named.default;
  if (named.default_factory) return [];
  return given === undefined || (given.kind === 'ext' && given.path === 'builtins.Ellipsis') || given.kind === 'unknown'
    ? 'required'
    : literalOf(given);
}
