/**
 * What decorators set on the functions and classes that they are given, for someone else to find there:
 *
 *     def route(path):
 *         def mark(fn):
 *             fn._path = path
 *             return fn
 *         return mark
 */
import { childrenOf } from '../facts/children';
import type { Expr, X } from '../facts/expression';
import { activation } from './activations';
import { assigned } from './branches';
import type { Context, Place } from './context';
import { perContext } from './memo';
import { either, keyOf, runKey, sameValue, textOf, type Value } from './value';

type Marked = Value & { kind: 'fn' | 'class' };

/** A question of its own, since what is set may be made of what was there: `fn._tags = [*getattr(fn, "_tags", []), tag]`. */
const queries = perContext((ctx) => ({
  mark: ctx.world.db.query(
    'set by decorators',
    ({ of, name }: { of: Marked; name: string }) => found(ctx, of, name) ?? ABSENT,
    (): Value => ABSENT,
    { equal: sameValue },
  ),
}));
const ABSENT: Value = { kind: 'unknown', why: 'no decorator sets it' };

/** What the decorators of a function or class set on it under a name; of several lists that they add to, all that is added. */
export function markOf(ctx: Context, of: Marked, name: string): Value | undefined {
  if (!of.file.endsWith('.py') || !ctx.world.outline(of.file, of.chunk)?.decorators?.length) return undefined;
  const mark = queries(ctx).mark.at(runKey(of.file, of.chunk, of.env), name, { of, name });
  return mark === ABSENT ? undefined : mark;
}

/** The decorators of a function or class, the innermost first. */
export function decoratorsOf(ctx: Context, of: Marked): Value[] {
  const outline = ctx.world.outline(of.file, of.chunk);
  const place = outline?.decorators && ctx.place(of.file, outline.parent ?? '', of.env);
  return place ? [...outline.decorators!].reverse().map((x) => ctx.evaluate(place, x)) : [];
}

function found(ctx: Context, of: Marked, name: string): Value | undefined {
  let last: Value | undefined;
  const added: Value[] = [];
  for (const decorator of decoratorsOf(ctx, of)) {
    const fn = decorator.kind === 'inst' ? ctx.member(decorator, '__call__') : decorator;
    const env = fn.kind === 'fn' ? activation(ctx, fn, { pos: [of], named: {} }, of.env) : undefined;
    const place = env && fn.kind === 'fn' ? ctx.place(fn.file, fn.chunk, env) : undefined;
    if (!place) continue;
    const holder = { ctx, place, of, name };
    const set = setIn(holder);
    const more = addedIn(holder);
    if (more.length && set?.kind === 'list') more.unshift(...set.items);
    added.push(...new Map(more.map((one) => [keyOf(one), one])).values());
    last = set ?? last;
  }
  return added.length ? { kind: 'list', items: added } : last;
}

/** Where a decorator runs, on what, and the mark that is asked for. */
interface Holder {
  ctx: Context;
  place: Place;
  of: Marked;
  name: string;
}

/** `fn.name = x`, `setattr(fn, "name", x)` */
function setIn(holder: Holder): Value | undefined {
  const { ctx, place, name } = holder;
  const { arena, sets = [], blockOf } = place.chunk;
  const written = sets.flatMap(({ object, name: set, x, block }) => (set === name ? [{ object, x, block }] : []));
  for (const [at, e] of arena.entries()) {
    const [object, key, value] = e.kind === 'call' && isCalled(arena, e, 'setattr') ? e.args : [];
    if (object && key && value && textOf(ctx.evaluate(place, key.x)) === name)
      written.push({ object: object.x, x: value.x, block: blockOf?.[at] });
  }
  const own = written.filter(({ object }) => isIt(holder, object));
  if (own.length === 0) return undefined;
  const values = assigned(
    ctx,
    place,
    own.map(({ x, block }) => ({ block, value: () => ctx.evaluate(place, x) })),
  );
  return values.length ? either(values) : undefined;
}

/** `fn.name.append(x)`, `fn.name = [*getattr(fn, "name", []), x]`; whether there is a list yet is no matter. */
function addedIn(holder: Holder): Value[] {
  const { ctx, place, name } = holder;
  const { arena, sets = [] } = place.chunk;
  const out: Value[] = [];
  for (const e of arena) {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'get' || !ADDING.has(callee.name) || !e.args[0]) continue;
    if (!isMark(holder, callee.object)) continue;
    const value = ctx.evaluate(place, e.args[0].x);
    out.push(...(callee.name === 'extend' ? (ctx.elements(value) ?? [value]) : [value]));
  }
  for (const set of sets)
    if (set.name === name && isIt(holder, set.object) && mentions(holder, set.x, 0))
      out.push(...(ctx.elements(ctx.evaluate(place, set.x)) ?? []));
  return out;
}
const ADDING = new Set(['append', 'add', 'insert', 'extend']);

/** Whether an expression is the mark itself, or a variable that holds it. */
function isMark(holder: Holder, x: X): boolean {
  const { arena, vars } = holder.place.chunk;
  const e = arena[x];
  if (e?.kind === 'ref')
    return (vars[e.name] ?? []).some((a) => a.chunk === undefined && a.x !== x && isRead(holder, arena[a.x]));
  return isRead(holder, e);
}

/** `fn.name`, `getattr(fn, "name", [])` */
function isRead(holder: Holder, e: Expr | undefined): boolean {
  const { arena } = holder.place.chunk;
  if (e?.kind === 'get') return e.name === holder.name && isIt(holder, e.object);
  if (e?.kind !== 'call' || !isCalled(arena, e, 'getattr')) return false;
  const [object, key] = e.args;
  const text = key && arena[key.x];
  return object !== undefined && text?.kind === 'str' && text.value === holder.name && isIt(holder, object.x);
}

function mentions(holder: Holder, x: X, depth: number): boolean {
  const e = holder.place.chunk.arena[x];
  return depth < 6 && e !== undefined && (isMark(holder, x) || childrenOf(e).some((child) => mentions(holder, child, depth + 1)));
}

const isCalled = (arena: readonly Expr[], { callee }: Expr & { kind: 'call' }, name: string): boolean => {
  const e = arena[callee];
  return e?.kind === 'free' && e.name === name;
};

/** What is decorated, or the function that the decorator writes in its place. */
function isIt({ ctx, place, of }: Holder, x: X): boolean {
  const value = ctx.evaluate(place, x);
  if (value.kind !== of.kind || (value.kind !== 'fn' && value.kind !== 'class')) return false;
  return (
    (value.file === of.file && value.chunk === of.chunk) || (value.file === place.file && value.chunk.startsWith(`${place.id}/`))
  );
}
