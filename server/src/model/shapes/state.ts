/** State of components: React's useState, Vue's ref and reactive: its type, what it begins with, what is put into it. */
import type { Expr, X } from '../../facts/expression';
import type { Place } from '../../values/context';
import { type Look, shapeAt } from './expressions';
import { within } from './objects';
import { eitherOf, type Shape, unknownShape } from './shape';
import { says, typeShape } from './types';

const STATE = /^(?:useState|useReducer|useSessionStorage|useLocalStorage)$/;
const REACTIVE = /^(?:ref|shallowRef|reactive|shallowReactive|toRaw|unref|computed|toRef|useRef|signal|createSignal)$/;

/** The last name of what is called. */
export function calledName(place: Place, e: Expr | undefined): string | undefined {
  const callee = e?.kind === 'call' ? place.chunk.arena[e.callee] : undefined;
  return callee?.kind === 'ref' || callee?.kind === 'free' || callee?.kind === 'get' ? callee.name : undefined;
}

/** The first of the pair that `useState` gives. */
export function stateShape(look: Look, place: Place, e: Expr & { kind: 'at' }, depth: number): Shape | undefined {
  const call = place.chunk.arena[e.object];
  const index = place.chunk.arena[e.index];
  if (call?.kind !== 'call' || !STATE.test(calledName(place, call) ?? '')) return undefined;
  if (index?.kind !== 'lit' || index.value !== 0) return undefined;
  const typed = call.types?.[0] && typeShape(look.ctx, place.file, call.types[0]);
  if (says(typed)) return typed;
  const initial = call.args[0] && shapeAt(look, place, call.args[0].x, depth + 1);
  const put = putInto(look, place, e.object, depth).map(widened);
  const known = [...(initial ? [widened(initial)] : []), ...put].filter((s) => s.kind !== 'null' && s.kind !== 'unknown');
  return known.length ? eitherOf(known) : unknownShape('state');
}

/** What a field begins with says its type, not its value. */
function widened(shape: Shape): Shape {
  if (shape.kind === 'literal') return { kind: typeof shape.value as 'string' | 'number' | 'boolean' };
  if (shape.kind !== 'object') return shape;
  const fields = Object.entries(shape.fields).map(([name, field]) => [name, { ...field, shape: widened(field.shape) }] as const);
  return { ...shape, fields: Object.fromEntries(fields) };
}

/** The arguments of the setter; where it is given a function, what that returns. */
function putInto(look: Look, place: Place, call: X, depth: number): Shape[] {
  const setters = Object.entries(place.chunk.vars).flatMap(([name, assigns]) => {
    const isSetter = assigns.some(({ x }) => {
      const e = place.chunk.arena[x];
      const index = e?.kind === 'at' && e.object === call ? place.chunk.arena[e.index] : undefined;
      return index?.kind === 'lit' && index.value === 1;
    });
    return isSetter ? [name] : [];
  });
  if (!setters.length || depth > 8) return [];
  return within(look, place.file, place.id).flatMap((id) => {
    const at = id === place.id ? place : look.ctx.place(place.file, id, look.ctx.genericEnv(place.file, id));
    return (at?.chunk.arena ?? []).flatMap((e) => {
      const callee = e.kind === 'call' ? at!.chunk.arena[e.callee] : undefined;
      const isIt = callee?.kind === 'ref' && callee.chunk === place.id && setters.includes(callee.name);
      return e.kind === 'call' && isIt && e.args[0] ? givenTo(look, at!, e.args[0].x, depth) : [];
    });
  });
}

function givenTo(look: Look, at: Place, x: X, depth: number): Shape[] {
  const e = at.chunk.arena[x];
  if (e?.kind !== 'fn') return own(at, x) ? [] : [shapeAt(look, at, x, depth + 3)];
  const inner = look.ctx.place(at.file, e.chunk, look.ctx.genericEnv(at.file, e.chunk));
  const param = inner?.chunk.arena.findIndex((p) => p.kind === 'param' && p.index === 0) ?? -1;
  return (inner?.chunk.returns ?? []).flatMap((r) => {
    const made = inner!.chunk.arena[r.x];
    // `(before) => ({ ...before, title })`: the fields that it sets, over those that are there.
    if (made?.kind !== 'obj') return [];
    const spreadsItself = made.entries.some((n) => n.spread && refersTo(inner!, n.x, param));
    const shape = shapeAt(look, inner!, r.x, depth + 3);
    const computed = made.entries.some((n) => n.keyX !== undefined);
    if (shape.kind !== 'object' || !spreadsItself) return [shape];
    const { open: _open, ...closed } = shape;
    return [computed ? { ...closed, open: true as const } : closed];
  });
}

function refersTo(place: Place, x: X, param: X): boolean {
  const e = place.chunk.arena[x];
  return e?.kind === 'ref' && (place.chunk.vars[e.name] ?? []).some((a) => a.x === param);
}

/** A value without anything to tell: what came from a call. */
const own = (at: Place, x: X): boolean => ['call', 'await'].includes(at.chunk.arena[x]?.kind ?? '');

/** `form.value` of `const form = ref({…})`, and `reactive({…})` itself. */
export function vueState(look: Look, place: Place, x: X, depth: number): Shape | undefined {
  const e = place.chunk.arena[x];
  if (e?.kind === 'ref') {
    const home = e.chunk === place.id ? place : look.ctx.place(place.file, e.chunk, look.ctx.genericEnv(place.file, e.chunk));
    const [only, ...more] = home?.chunk.vars[e.name] ?? [];
    return home && only && !more.length && only.chunk === undefined && home.chunk.arena[only.x]?.kind === 'call'
      ? vueState(look, home, only.x, depth + 1)
      : undefined;
  }
  if (e?.kind !== 'call' || !REACTIVE.test(calledName(place, e) ?? '')) return undefined;
  const typed = e.types?.[0] && typeShape(look.ctx, place.file, e.types[0]);
  if (says(typed)) return typed;
  const given = e.args[0] && place.chunk.arena[e.args[0].x];
  if (!e.args[0] || given?.kind === 'fn') return undefined;
  return widened(shapeAt(look, place, e.args[0].x, depth + 1));
}
