/** State of components: React's useState, Vue's ref and reactive: its type, what it begins with, what is put into it. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { fileIndex } from '../uses';
import { type Look, shapeAt } from './expressions';
import { variablesOf, within } from './objects';
import { calledName, STATE } from './setters';
import { eitherOf, fieldOf, noFields, type ObjectShape, object, type Shape, unknownShape } from './shape';
import { says, typeShape } from './types';

const REACTIVE =
  /^(?:ref|shallowRef|reactive|shallowReactive|toRaw|unref|toRef|useRef|signal|writable|defineState|useForm|useStorage)$/;

/** The first of the pair that `useState` gives. */
export function stateShape(look: Look, place: Place, e: Expr & { kind: 'at' }, depth: number): Shape | undefined {
  const call = place.chunk.arena[e.object];
  const index = place.chunk.arena[e.index];
  if (call?.kind !== 'call' || !STATE.test(calledName(place, call) ?? '')) return undefined;
  return index?.kind === 'lit' && index.value === 0 ? stateMadeBy(look, place, e.object, depth) : undefined;
}

/** What the state holds that a call makes. */
export function stateMadeBy(look: Look, place: Place, x: X, depth: number): Shape | undefined {
  const call = place.chunk.arena[x];
  if (call?.kind !== 'call') return undefined;
  const typed = call.types?.[0] && typeShape(look.ctx, place.file, call.types[0]);
  if (says(typed)) return typed;
  if (!STATE.test(calledName(place, call) ?? '')) return vueState(look, place, x, depth);
  const given = call.args[0] && place.chunk.arena[call.args[0].x];
  const begun = call.args[0] && given?.kind !== 'fn' ? widened(shapeAt(look, place, call.args[0].x, depth + 1)) : undefined;
  const puts = depth > 8 ? [] : putInto(look, place, x, depth);
  const whole = [...(begun ? [begun] : []), ...puts.filter((p) => !p.partial).map((p) => p.shape)];
  const known = whole.filter((s) => s.kind !== 'null' && s.kind !== 'none' && s.kind !== 'unknown');
  const base = known.length ? eitherOf(known) : unknownShape('state');
  const made = puts.filter((p) => p.partial).reduce((before, { shape }) => overlaid(before, shape), base);
  return made.kind === 'object' && puts.some((p) => p.shape.kind === 'unknown') ? { ...made, open: true } : made;
}

/** `{ ...before, title }`: what is set over what is there; a field's type is known from where it began. */
function overlaid(before: Shape, more: Shape): Shape {
  if (more.kind !== 'object') return before;
  const base: ObjectShape = before.kind === 'object' ? before : object(noFields(), true);
  const fields = Object.assign(noFields(), base.fields);
  for (const [name, field] of Object.entries(more.fields)) {
    const there = own(base.fields, name);
    const shape =
      !there || !says(there.shape) ? field.shape : says(field.shape) ? eitherOf([there.shape, field.shape]) : there.shape;
    fields[name] = fieldOf(shape, there?.site ?? field.site, !there || there.optional);
  }
  return { ...object(fields, Boolean(base.open || more.open)) };
}

/** What something begins with says its type, not its value. */
function widened(shape: Shape): Shape {
  if (shape.kind === 'literal') return { kind: typeof shape.value as 'string' | 'number' | 'boolean' };
  if (shape.kind === 'list') return { kind: 'list', of: widened(shape.of) };
  if (shape.kind !== 'object') return shape;
  const fields = noFields();
  for (const [name, field] of Object.entries(shape.fields)) fields[name] = { ...field, shape: widened(field.shape) };
  return { ...shape, fields };
}

interface Put {
  shape: Shape;
  /** Set over what is there. */
  partial?: boolean;
}

/** The arguments of the setter; where it is given a function, what that returns; where it is handed on, what nobody sees. */
function putInto(look: Look, place: Place, call: X, depth: number): Put[] {
  const named = (which: number): string[] =>
    Object.entries(place.chunk.vars).flatMap(([name, assigns]) =>
      assigns.some(({ x }) => {
        const e = place.chunk.arena[x];
        const index = e?.kind === 'at' && e.object === call ? place.chunk.arena[e.index] : undefined;
        return index?.kind === 'lit' && index.value === which;
      })
        ? [name]
        : [],
    );
  const [states, setters] = [named(0), named(1)];
  if (!setters.length) return [];
  return within(look, place.file, place.id).flatMap((id) => {
    const at = id === place.id ? place : look.ctx.place(place.file, id, look.ctx.genericEnv(place.file, id));
    const arena = at?.chunk.arena ?? [];
    const isSetter = (e: Expr | undefined) => e?.kind === 'ref' && e.chunk === place.id && setters.includes(e.name);
    const index = fileIndex(look.ctx, place.file);
    return arena.flatMap((e, at_): Put[] => {
      if (isSetter(e) && isHandedOn(arena, index.parents(id, at_), at_)) return [{ shape: unknownShape('what others set') }];
      const isIt = e.kind === 'call' && isSetter(arena[e.callee]);
      return isIt && e.args[0] ? givenTo(look, at!, e.args[0].x, { home: place.id, states }, depth) : [];
    });
  });
}

/** Given to a component or a function, not called. */
const isHandedOn = (arena: readonly Expr[], parents: readonly X[], x: X): boolean =>
  parents.some((p) => {
    const e = arena[p];
    if (e?.kind === 'call') return e.callee !== x && !isHook(arena, e);
    return e?.kind === 'elem' || e?.kind === 'obj';
  });

/** `useCallback(() => …, [setForm])` */
const isHook = (arena: readonly Expr[], e: Expr & { kind: 'call' }): boolean => {
  const callee = arena[e.callee];
  return (callee?.kind === 'ref' || callee?.kind === 'free' || callee?.kind === 'get') && /^use[A-Z]/.test(callee.name);
};

interface Owner {
  home: string;
  states: readonly string[];
}

function givenTo(look: Look, at: Place, x: X, owner: Owner, depth: number): Put[] {
  const e = at.chunk.arena[x];
  if (e?.kind === 'obj') return [madeOver(look, at, x, e, (n) => isNamed(at, n, owner), depth)];
  if (e?.kind === 'fn') {
    const inner = look.ctx.place(at.file, e.chunk, look.ctx.genericEnv(at.file, e.chunk));
    const param = inner?.chunk.arena.findIndex((p) => p.kind === 'param' && p.index === 0) ?? -1;
    return (inner?.chunk.returns ?? []).flatMap((r) => {
      const made = inner!.chunk.arena[r.x];
      if (isParam(inner!, r.x, param)) return [];
      if (made?.kind === 'obj') return [madeOver(look, inner!, r.x, made, (n) => isParam(inner!, n, param), depth)];
      return [{ shape: widened(shapeAt(look, inner!, r.x, depth + 3)) }];
    });
  }
  return [{ shape: widened(shapeAt(look, at, x, depth + 3)) }];
}

/** `{ ...before, title }`, `{ ...before, [name]: value }` */
function madeOver(look: Look, at: Place, x: X, e: Expr & { kind: 'obj' }, isBefore: (x: X) => boolean, depth: number): Put {
  const partial = e.entries.some((n) => n.spread && isBefore(n.x));
  if (!partial) return { shape: widened(shapeAt(look, at, x, depth + 3)) };
  const fields = noFields();
  let open = false;
  for (const entry of e.entries) {
    if (entry.key !== undefined) fields[entry.key] = fieldOf(widened(shapeAt(look, at, entry.x, depth + 3)));
    else if (!(entry.spread && isBefore(entry.x))) open = true;
  }
  return { shape: object(fields, open), partial };
}

function isNamed(at: Place, x: X, { home, states }: Owner): boolean {
  const e = at.chunk.arena[x];
  return e?.kind === 'ref' && e.chunk === home && states.includes(e.name);
}

function isParam(place: Place, x: X, param: X): boolean {
  const e = place.chunk.arena[x];
  return e?.kind === 'ref' && (own(place.chunk.vars, e.name) ?? []).some((a) => a.x === param);
}

/** `form.value` of `const form = ref({…})`, and `reactive({…})` itself. */
export function vueState(look: Look, place: Place, x: X, depth: number): Shape | undefined {
  const e = place.chunk.arena[x];
  if (e?.kind === 'ref') {
    const home = e.chunk === place.id ? place : look.ctx.place(place.file, e.chunk, look.ctx.genericEnv(place.file, e.chunk));
    const [only, ...more] = (home && own(home.chunk.vars, e.name)) ?? [];
    return home && only && !more.length && only.chunk === undefined && home.chunk.arena[only.x]?.kind === 'call'
      ? vueState(look, home, only.x, depth + 1)
      : undefined;
  }
  if (e?.kind !== 'call' || !REACTIVE.test(calledName(place, e) ?? '')) return undefined;
  const typed = e.types?.[0] && typeShape(look.ctx, place.file, e.types[0]);
  if (says(typed)) return typed;
  const given = e.args[0] && place.chunk.arena[e.args[0].x];
  if (!e.args[0] || given?.kind === 'fn') return undefined;
  const shape = widened(shapeAt(look, place, e.args[0].x, depth + 1));
  return shape.kind === 'null' || (shape.kind === 'list' && !says(shape.of)) ? undefined : shape;
}

/** The state that begins with the object literal at `x`: its type is what its component says of it. */
export function heldByState(look: Look, place: Place, x: X, depth: number): Shape | undefined {
  const { arena } = place.chunk;
  const call = arena.findIndex((e) => e.kind === 'call' && e.args[0]?.x === x);
  const name = call < 0 ? undefined : calledName(place, arena[call]);
  if (name !== undefined && (STATE.test(name) || REACTIVE.test(name))) return stateMadeBy(look, place, call, depth);
  if (!isField(look.ctx, place, x)) return undefined;
  const declared = variablesOf(place.chunk, x).flatMap((n) => own(place.chunk.varTypes, n) ?? [])[0];
  const typed = declared && typeShape(look.ctx, place.file, declared);
  return says(typed) ? typed : widened(shapeAt(look, place, x, depth + 1));
}

/** A field of a component or class, which changes while the page is open: in data(), in a class body, in the body of a Svelte component. */
function isField(ctx: Context, place: Place, x: X): boolean {
  if (place.chunk.kind === 'class') return true;
  if (place.id !== '') return place.chunk.name === 'data' && ctx.world.head(place.file)?.component !== undefined;
  const isSvelte = ctx.world.head(place.file)?.component?.style === 'svelte';
  return isSvelte && variablesOf(place.chunk, x).length > 0;
}
