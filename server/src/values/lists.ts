/** [a, *b], [f(x) for x in xs], and the variable of a loop. */
import type { Expr, X } from '../facts/expression';
import { withPick } from './branches';
import { type Context, type Place, siteOf } from './context';
import { type Env, either, unknown, type Value } from './value';

export function listed(ctx: Context, place: Place, x: X, e: Expr & { kind: 'list' }): Value {
  const items: Value[] = [];
  let open = false;
  for (const item of e.items) {
    const value = ctx.evaluate(place, item.x);
    const spread = item.spread ? ctx.elements(value) : undefined;
    if (!item.spread) items.push(value);
    else if (spread) items.push(...spread);
    else open = true;
  }
  return { kind: 'list', items, site: siteOf(place, x), env: place.env, ...(open ? { open: true } : {}) };
}

export function elementAt(ctx: Context, place: Place, e: Expr & { kind: 'each' }): Value {
  for (let env: Env | null = place.env; env && env.chunk === place.id; env = env.parent) {
    const pick = env.picks?.get(e.block);
    if (pick) return pick;
  }
  const items = ctx.elements(ctx.evaluate(place, e.of));
  return items ? either(items.map((value) => ({ value }))) : unknown('element of what is not known');
}

export function mapped(ctx: Context, place: Place, item: X, block: number): Value {
  const over = place.chunk.blocks[block]?.x;
  const items = over === undefined ? undefined : ctx.elements(ctx.evaluate(place, over));
  if (!items) return unknown('comprehension over what is not known');
  return {
    kind: 'list',
    items: items.map((value) => ctx.evaluate({ ...place, env: withPick(place.env, block, value) }, item)),
  };
}
