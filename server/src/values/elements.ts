/** Looping: the elements of lists, tables and their views. */
import { own } from '../base/own';
import type { X } from '../facts/expression';
import { type Addition, additionsTo } from './additions';
import { branchOf, loopsAround, turnsOf } from './branches';
import type { Context, Place } from './context';
import { enumMembers } from './enums';
import { perContext } from './memo';
import { ownersOf } from './openness';
import { type Alternative, alternatives, distinct, either, keyOf, str, textOf, unknown, type Value, type When } from './value';

const MAX_ELEMENTS = 400;

/** What a loop over the value meets, in order; undefined where it cannot be known. Keys, for a table. */
export function elementsOf(ctx: Context, value: Value): Value[] | undefined {
  const found = knownElements(ctx, value);
  return found?.length === 0 && isAnyones(ctx, value) ? undefined : found;
}

/** The empty collection of whichever instance or activation: what it will hold nobody knows. */
const isAnyones = (ctx: Context, value: Value): boolean =>
  (value.kind === 'list' || value.kind === 'obj' || value.kind === 'made') &&
  ownersOf(ctx, value.kind === 'list' && value.env && value.site ? [{ kind: 'obj', site: value.site, env: value.env }] : [value])
    .length > 0;

function knownElements(ctx: Context, value: Value): Value[] | undefined {
  switch (value.kind) {
    case 'list': {
      const more = addedTo(ctx, value).map((a) => a.value);
      const items = value.items.map((v) => underItsCondition(v)?.value ?? v);
      const all = more.length ? unlike([...items, ...more]) : items;
      return (value.open && !more.length) || all.length > MAX_ELEMENTS ? undefined : all;
    }
    case 'made': {
      const made = emptyCollection(value);
      return made === 'list' ? addedValues(ctx, value).map((a) => a.value) : made && entriesOf(ctx, value)?.map(([key]) => key);
    }
    case 'obj':
    case 'dict':
      return entriesOf(ctx, value)?.map(([key]) => key);
    case 'class':
      return enumMembers(ctx, value);
    case 'sym':
      return value.fallback ? elementsOf(ctx, value.fallback) : undefined;
    case 'either': {
      const lists = value.of.map((a) => elementsOf(ctx, a.value));
      const known = lists.filter((l) => l !== undefined);
      return known.length === lists.length ? unlike(known.flat()) : undefined;
    }
    default:
      return undefined;
  }
}

/** Pairs of key and value of an object literal or dict, computed keys included as far as they are text. */
export function entriesOf(ctx: Context, value: Value): [Value, Value][] | undefined {
  if (value.kind === 'dict') return value.open ? undefined : Object.entries(value.entries).map(([key, v]) => [str(key), v]);
  if (value.kind === 'made') {
    const added = emptyCollection(value) === 'table' ? addedEntries(ctx, value) : undefined;
    return added?.length === 0 && isAnyones(ctx, value) ? undefined : added;
  }
  const written = value.kind === 'obj' ? queries(ctx).entries.get(keyOf(value), value) : undefined;
  const added = written ? addedEntries(ctx, value) : [];
  if (added.length) return [...(written ?? []), ...added];
  return written?.length === 0 && isAnyones(ctx, value) ? undefined : written;
}

/** What `deque()`, `list()`, `OrderedDict()` make: nothing yet. */
export function emptyCollection(value: Value & { kind: 'made' }): 'list' | 'table' | undefined {
  if (value.callee.kind !== 'ext' || value.args.pos.some((v) => v.kind !== 'class' && v.kind !== 'ext')) return undefined;
  if (/^(builtins\.(list|set)|collections\.deque)$/.test(value.callee.path)) return 'list';
  const table = /^(builtins\.dict|collections\.(OrderedDict|defaultdict)|weakref\.Weak(Key|Value)Dictionary)$/;
  return table.test(value.callee.path) ? 'table' : undefined;
}

const unlike = (values: Value[]): Value[] => [...new Map(values.map((v) => [keyOf(v), v])).values()];

/** Only Python's collections are followed beyond the chunk that makes them. */
const isFollowed = (value: Value): boolean => 'site' in value && value.site?.file.endsWith('.py') === true;

function addedValues(ctx: Context, list: Value): Alternative[] {
  return isFollowed(list) ? queries(ctx).values.get(keyOf(list), list) : [];
}

/** All that is added to a list literal, each with the condition under which it is. */
function addedTo(ctx: Context, list: Value & { kind: 'list' }): Alternative[] {
  return [...(appended(ctx, list) ?? []), ...addedValues(ctx, list)];
}

const under = (when: When | undefined, values: readonly Value[]): Alternative[] =>
  values.map((value) => (when ? { value, when } : { value }));

/** An item that is only there under a condition. */
const underItsCondition = (item: Value): Alternative | undefined =>
  item.kind === 'either' && item.of.length === 1 && item.of[0]!.when ? item.of[0] : undefined;

/** The items of a list in their order, each with the condition under which it is there. */
export const itemsUnder = (ctx: Context, list: Value & { kind: 'list' }): Alternative[] => [
  ...list.items.map((item) => underItsCondition(item) ?? { value: item }),
  ...addedTo(ctx, list),
];

/** As far as they are known, the elements of a value with the conditions under which they are there; `rest` says why there may be more. */
export function elementsUnder(ctx: Context, value: Value, when?: When): { known: Alternative[]; rest?: Value } {
  if (value.kind === 'either') {
    const all = alternatives(value, when).map((a) => elementsUnder(ctx, a.value, a.when));
    const rest = all.find((one) => one.rest)?.rest;
    return { known: distinct(all.flatMap((one) => one.known)), ...(rest ? { rest } : {}) };
  }
  if (value.kind !== 'list') {
    const items = elementsOf(ctx, value);
    return items ? { known: under(when, items) } : { known: [], rest: value };
  }
  const items = value.items.flatMap((item) => alternatives(item, when));
  const added = addedTo(ctx, value).flatMap((a) => alternatives({ kind: 'either', of: [a] }, when));
  const known = distinct([...items, ...added]);
  const isOpen = value.open ? !value.alike : known.length === 0 && isAnyones(ctx, value);
  return { known, ...(isOpen ? { rest: unknown(value.why ?? 'a list filled at run time', value.site) } : {}) };
}

function addedEntries(ctx: Context, table: Value): [Value, Value][] {
  return isFollowed(table) ? queries(ctx).pairs.get(keyOf(table), table) : [];
}

const valuesOf = (ctx: Context, a: Addition): Alternative[] =>
  under(a.when, a.spread ? (elementsOf(ctx, a.value) ?? []) : [a.value]);

function pairsOf(ctx: Context, a: Addition): [Value, Value][] {
  if (a.spread) return entriesOf(ctx, a.value) ?? [];
  return a.key ? [[a.key, a.value]] : [];
}

/** What a registry of Python that begins empty is given under a key: `ROUTERS = {}` and `ROUTERS[name] = router` in a function. */
export function registered(ctx: Context, table: Value & { kind: 'obj' | 'made' }, key: string): Value | undefined {
  if (!table.site.file.endsWith('.py') || !beginsEmpty(ctx, table)) return undefined;
  const found = addedEntries(ctx, table).filter(([at]) => textOf(at) === key);
  return found.length ? either(found.map(([, value]) => ({ value }))) : undefined;
}

function beginsEmpty(ctx: Context, table: Value & { kind: 'obj' | 'made' }): boolean {
  if (table.kind === 'made') return emptyCollection(table) === 'table';
  const e = ctx.world.chunk(table.site.file, table.site.chunk)?.arena[table.site.x];
  return e?.kind === 'obj' && e.entries.length === 0;
}

function written(ctx: Context, value: Value & { kind: 'obj' }): [Value, Value][] | undefined {
  const place = ctx.place(value.site.file, value.site.chunk, value.env);
  const e = place?.chunk.arena[value.site.x];
  if (!place || e?.kind !== 'obj') return undefined;
  const out: [Value, Value][] = [];
  for (const entry of e.entries) {
    if (entry.spread) {
      const inner = entriesOf(ctx, ctx.evaluate(place, entry.x));
      if (!inner) return undefined;
      out.push(...inner);
    } else
      out.push([entry.keyX === undefined ? str(entry.key ?? '') : ctx.evaluate(place, entry.keyX), ctx.evaluate(place, entry.x)]);
  }
  for (const set of place.chunk.sets ?? []) {
    if (set.index === undefined && set.name === undefined) continue;
    const object = place.chunk.arena[set.object];
    const isIt =
      object?.kind === 'ref' &&
      own(place.chunk.vars, object.name)?.some((a) => a.x === value.site.x) &&
      object.chunk === place.id;
    if (isIt) out.push([set.name === undefined ? ctx.evaluate(place, set.index!) : str(set.name), ctx.evaluate(place, set.x)]);
  }
  return out;
}

const ADDING = new Set(['append', 'add', 'push', 'unshift', 'insert', 'extend']);

const samePairs = (a: [Value, Value][] | undefined, b: [Value, Value][] | undefined): boolean =>
  a?.flat().map(keyOf).join() === b?.flat().map(keyOf).join();
const sameAlternatives = (a: Alternative[] | undefined, b: Alternative[] | undefined): boolean =>
  a?.map(alternativeKey).join() === b?.map(alternativeKey).join();

/** What is in a table or added to a list may hang on it itself (`A.update(B); B.update(A)`), so this goes through the kernel. */
const queries = perContext((ctx) => ({
  values: ctx.world.db.query(
    'values added elsewhere',
    (list: Value) => additionsTo(ctx, list).flatMap((a) => valuesOf(ctx, a)),
    (): Alternative[] => [],
    { equal: sameAlternatives },
  ),
  pairs: ctx.world.db.query(
    'entries added elsewhere',
    (table: Value) => additionsTo(ctx, table).flatMap((a) => pairsOf(ctx, a)),
    (): [Value, Value][] => [],
    { equal: samePairs },
  ),
  entries: ctx.world.db.query(
    'entries of object',
    (value: Value & { kind: 'obj' }) => written(ctx, value),
    (): [Value, Value][] | undefined => undefined,
    { equal: samePairs },
  ),
  added: ctx.world.db.query(
    'added to list',
    (list: Value & { kind: 'list' }) => addedHere(ctx, list),
    (): Alternative[] | undefined => undefined,
    { equal: sameAlternatives },
  ),
}));

const alternativeKey = ({ value, when }: Alternative): string => keyOf(value) + (when ? JSON.stringify(when) : '');

function appended(ctx: Context, list: Value & { kind: 'list' }): Alternative[] | undefined {
  return list.site && list.env ? queries(ctx).added.get(keyOf(list), list) : undefined;
}

/** `items.append(x)` and the like in the chunk that holds the list literal. */
function addedHere(ctx: Context, list: Value & { kind: 'list' }): Alternative[] | undefined {
  if (!list.site || !list.env) return undefined;
  const { file, chunk: id, x } = list.site;
  const home = ctx.world.chunk(file, id);
  const names = Object.entries(home?.vars ?? {})
    .filter(([, assigns]) => assigns.some((a) => a.x === x))
    .map(([name]) => name);
  if (!home || names.length === 0) return undefined;
  const place = ctx.place(file, id, list.env);
  if (!place) return undefined;
  const out: Alternative[] = [];
  for (const [at, e] of home.arena.entries()) {
    if (e.kind !== 'call') continue;
    const callee = home.arena[e.callee];
    const object = callee?.kind === 'get' && ADDING.has(callee.name) ? home.arena[callee.object] : undefined;
    if (callee?.kind !== 'get' || object?.kind !== 'ref' || object.chunk !== id || !names.includes(object.name)) continue;
    for (const turn of turnsAt(ctx, place, home.blockOf?.[at]))
      for (const arg of callee.name === 'insert' ? e.args.slice(-1) : e.args)
        out.push(...addedBy(ctx, turn, arg.spread ? 'extend' : callee.name, arg.x, home.blockOf?.[at]));
  }
  return out.length ? out : undefined;
}

/** In Python one for each turn of the loops around. */
const turnsAt = (ctx: Context, place: Place, block: number | undefined): Place[] =>
  (block && place.file.endsWith('.py') ? turnsOf(ctx, place, loopsAround(place, block)) : undefined) ?? [place];

function addedBy(ctx: Context, place: Place, how: string, x: X, block: number | undefined): Alternative[] {
  const branch = branchOf(ctx, place, block);
  if (!branch) return [];
  const value = ctx.evaluate(place, x);
  return how === 'extend' ? elementsUnder(ctx, value, branch.when).known : alternatives(value, branch.when);
}
