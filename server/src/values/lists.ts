/** [a, *b], [f(x) for x in xs], and the variable of a loop. */
import type { Expr, X } from '../facts/expression';
import { branchOf, withPick } from './branches';
import { type Context, type Place, siteOf } from './context';
import { elementsUnder, entriesOf } from './elements';
import { ownersOf } from './openness';
import {
  type Alternative,
  type Args,
  alternatives,
  type Env,
  either,
  type Site,
  textOf,
  underCondition,
  unknown,
  type Value,
} from './value';
import { expressionText, isNamedLate, reasonOf } from './words';

export function listed(ctx: Context, place: Place, x: X, e: Expr & { kind: 'list' }): Value {
  const values = e.items.map((item) => ({ value: ctx.evaluate(place, item.x), ...(item.spread ? { spread: true } : {}) }));
  return listOf(ctx, place, x, values);
}

function listOf(ctx: Context, place: Place, x: X, values: readonly { value: Value; spread?: boolean }[]): Value {
  const items: Value[] = [];
  let why: string | undefined;
  for (const { value, spread } of values) {
    if (!spread) {
      items.push(value);
      continue;
    }
    const { known, rest } = elementsUnder(ctx, value);
    items.push(...known.map((a): Value => (a.when ? { kind: 'either', of: [a] } : a.value)));
    if (rest) why ??= reasonOf(rest);
  }
  return { kind: 'list', items, site: siteOf(place, x), env: place.env, ...(why === undefined ? {} : { open: true, why }) };
}

/** a + b of lists that are made elsewhere; undefined where it is the text that + makes of everything else. */
export function joinedLists(ctx: Context, place: Place, x: X, values: readonly Value[]): Value | undefined {
  const isList = (v: Value) => alternatives(v).some((a) => a.value.kind === 'list');
  if (!place.file.endsWith('.py') || !values.some(isList)) return undefined;
  return listOf(
    ctx,
    place,
    x,
    values.map((value) => ({ value, spread: true })),
  );
}

export function elementAt(ctx: Context, place: Place, e: Expr & { kind: 'each' }): Value {
  for (let env: Env | null = place.env; env && env.chunk === place.id; env = env.parent) {
    const pick = env.picks?.get(e.block);
    if (pick) return pick;
  }
  const over = ctx.evaluate(place, e.of);
  const items = ctx.elements(over);
  if (items) return either(items.map((value) => ({ value })));
  if (isNamedLate(over)) return over;
  // Whoever calls knows which they are.
  if (place.file.endsWith('.py') && ownersOf(ctx, [over]).length) return { kind: 'member', of: over, name: '[]' };
  return unknown(`one of ${expressionText(place.chunk, e.of) ?? 'a list'}, only known at run time`);
}

/** What the tests leave out is not in it; where that is not known, an item is there under a condition. */
export function mapped(ctx: Context, place: Place, { item, block, within, dict }: Expr & { kind: 'map' }): Value {
  const over = place.chunk.blocks[block]?.x;
  const elements = over === undefined ? undefined : ctx.elements(ctx.evaluate(place, over));
  if (!elements) return { kind: 'list', items: [ctx.evaluate(place, item)], open: true, alike: true };
  const items = elements.flatMap((value): Alternative[] => {
    const turn = { ...place, env: withPick(place.env, block, value) };
    const branch = branchOf(ctx, turn, within, block);
    return branch ? [{ value: ctx.evaluate(turn, item), ...(branch.when ? { when: branch.when } : {}) }] : [];
  });
  if (dict) return tableOf(items);
  return { kind: 'list', items: items.map(({ value, when }) => underCondition(value, when)) };
}

/** Of pairs; open where a key is not known. */
function tableOf(pairs: readonly Alternative[]): Value {
  const entries: Record<string, Value> = {};
  let open = false;
  for (const { value: pair, when } of pairs) {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    const name = textOf(key);
    if (name !== undefined && value) entries[name] = underCondition(value, when);
    else open = true;
  }
  return { kind: 'dict', entries, ...(open ? { open: true } : {}) };
}

/** `Object.fromEntries(verbs.map((verb) => [verb, …]))` */
export function tableFrom(ctx: Context, pairs: Value): Value | undefined {
  const items = ctx.elements(pairs);
  return items && tableOf(items.map((value) => ({ value })));
}

const MAX_FOLDED = 12;

/** `verbs.reduce((table, verb) => ({ ...table, [verb]: … }), {})` */
export function folded(ctx: Context, items: readonly Value[], { pos }: Args, site: Site, env: Env): Value | undefined {
  const [fn, ...start] = pos;
  if (fn?.kind !== 'fn' || !start[0] || items.length > MAX_FOLDED) return undefined;
  return items.reduce((before, item) => ctx.call(fn, { pos: [before, item], named: {} }, site, env), start[0]);
}

/** `Object.assign({}, defaults, given)` */
export function merged(ctx: Context, values: Value[]): Value {
  const entries: Record<string, Value> = {};
  let open = false;
  for (const value of values) {
    const pairs = entriesOf(ctx, value);
    if (!pairs) open = true;
    else for (const [key, v] of pairs) entries[textOf(key) ?? '?'] = v;
  }
  return { kind: 'dict', entries, ...(open ? { open: true } : {}) };
}
