/** The steps by which an object gets from one holder to the next: see holders.ts, which takes them. */
import type { ChunkId, Entry, Expr, X } from '../../facts/expression';
import { componentFile } from '../../values/components';
import type { Place } from '../../values/context';
import { alternatives, type Value } from '../../values/value';
import { importersOf } from '../importers';
import { fileIndex, isThis } from '../uses';
import { CALLBACK_METHODS, ELEMENT_METHODS, SUBLIST_METHODS } from './builtins';
import { usesOf } from './callers';
import { fateOf } from './handed';
import type { Held, In, Walk } from './holders';
import { calledName, STATE } from './setters';

export const ITEM = '[]';
/** The key under which a ref of Vue holds what it holds. */
const REF = '.value';
const BOUND = /^(v-model|bind:|ngModel|\[\(ngModel\)\])/;
/** What the page writes back: `v-model="task.title"`. */
export const isWrittenBack = ({ key, bound }: Entry): boolean => bound === true || (key !== undefined && BOUND.test(key));

/** What everything has, and what only looks. */
const LOOKING =
  /^(hasOwnProperty|toString|toLocaleString|valueOf|entries|keys|values|has|get|getAll|forEach|size|then|catch|finally|some|every|length|join|includes|indexOf|map|filter|slice)$/;

const inside = ({ file, chunk }: In): In => ({ file, chunk });
export const isItem = (key: string | undefined): boolean => key !== undefined && (key === ITEM || /^\d+$/.test(key));

const placeOf = ({ ctx }: Walk, { file, chunk }: In): Place | undefined => ctx.place(file, chunk, ctx.genericEnv(file, chunk));

/** Every mention of a name holds it. A template takes refs for what they hold. */
export function named(walk: Walk, held: Held, home: ChunkId, name: string, path: readonly string[]): void {
  const { ctx } = walk;
  const at = (file: string, of: string, as: string): void => {
    for (const ref of fileIndex(ctx, file).refs(of, as)) {
      const isUnwrapped = path[0] === REF && ref.chunk.startsWith('#template');
      walk.push({ ...held, file, ...ref, path: isUnwrapped ? path.slice(1) : path });
    }
  };
  const index = fileIndex(ctx, held.file);
  at(held.file, home, name);
  if (home === '') for (const other of importersOf(ctx, held.file, name)) at(other.file, '', other.name);
  if (index.chunk(home)?.kind === 'class') ofThis(walk, held, [name, ...path]);
}

/** Under which name a key is set: `form.value = …` of a ref. */
export const keyOf = (key: string): string => (key === REF ? 'value' : key);

/** `this.name`, anywhere in a file, holds it; what is put there in its place, the code takes for it. */
function ofThis(walk: Walk, held: Held, [name, ...rest]: readonly string[]): void {
  if (name === undefined) return;
  const index = fileIndex(walk.ctx, held.file);
  for (const at of index.ofThis(name)) walk.push({ ...held, ...at, path: rest });
  for (const id of rest.length ? [] : walk.ctx.world.chunkIds(held.file)) {
    const chunk = index.chunk(id);
    for (const set of chunk?.sets ?? [])
      if (set.name === name && isThis(chunk!, set.object) && !walk.holds({ file: held.file, chunk: id, x: set.x }))
        walk.note({ ...held, chunk: id }, { kind: 'replaced', x: set.x });
  }
}

/** `object.name = held`: whoever has the object has it under that name. */
export function keptIn(walk: Walk, held: Held, object: X, path: readonly string[]): void {
  const index = fileIndex(walk.ctx, held.file);
  const chunk = index.chunk(held.chunk);
  const e = chunk?.arena[object];
  if (!chunk || !e) return;
  const rest = path.slice(1);
  if (isThis(chunk, object)) ofThis(walk, held, path);
  else if (e.kind === 'ref') named(walk, held, e.chunk, e.name, path[0] === 'value' ? [REF, ...rest] : path);
  else if (e.kind === 'get') keptIn(walk, held, e.object, [e.name, ...path]);
  else if (e.kind === 'at') keptIn(walk, held, e.object, [ITEM, ...path]);
  else walk.leave();
}

/** `held.name`, at `p`: a method of its own, a field that the page writes, what stands under a key. */
export function member(walk: Walk, held: Held, p: X, name: string): void {
  const { arena } = fileIndex(walk.ctx, held.file).chunk(held.chunk)!;
  const parents = fileIndex(walk.ctx, held.file).parents(held.chunk, p);
  const call = parents.find((c) => isCallOf(arena[c], p));
  const [head, ...rest] = held.path;
  if (head === undefined) {
    if (call !== undefined) {
      if (!LOOKING.test(name)) walk.note(held, { kind: 'called', name, call });
    } else if (name === 'searchParams') walk.note(held, { kind: 'called', name, call: p });
    else if (parents.some((c) => isBoundTo(arena[c], p))) walk.note(held, { kind: 'bound', name, x: p });
    return;
  }
  if (head === name || (head === REF && name === 'value')) return walk.push({ ...held, x: p, path: rest });
  if (head === REF) return member(walk, { ...held, path: rest }, p, name);
  if (isItem(head) && call !== undefined) ofList(walk, held, call, name);
}

const isCallOf = (e: Expr | undefined, callee: X): boolean => e?.kind === 'call' && e.callee === callee;
const isBoundTo = (e: Expr | undefined, x: X): boolean =>
  e?.kind === 'elem' && e.props.some((prop) => prop.x === x && isWrittenBack(prop));

/** A method of a list that has it. */
function ofList(walk: Walk, held: Held, call: X, name: string): void {
  const e = fileIndex(walk.ctx, held.file).chunk(held.chunk)!.arena[call];
  const element = { ...held, path: held.path.slice(1) };
  const given = e?.kind === 'call' ? e.args[0]?.x : undefined;
  if (CALLBACK_METHODS.has(name) && given !== undefined) handTo(walk, element, given, 0);
  if (name === 'reduce' && given !== undefined) handTo(walk, element, given, 1);
  if (SUBLIST_METHODS.has(name)) walk.push({ ...held, x: call });
  if (ELEMENT_METHODS.has(name) || name === 'get') walk.push({ ...element, x: call });
}

/** `held[index]` */
export function item(walk: Walk, held: Held, p: X, e: Expr & { kind: 'at' }): void {
  const { arena } = fileIndex(walk.ctx, held.file).chunk(held.chunk)!;
  const index = arena[e.index];
  const [head, ...rest] = held.path;
  if (head === undefined) {
    const isBound = fileIndex(walk.ctx, held.file)
      .parents(held.chunk, p)
      .some((c) => isBoundTo(arena[c], p));
    if (isBound) walk.leave();
    return;
  }
  if (isItem(head) && head !== ITEM && index?.kind === 'lit' && String(index.value) !== head) return;
  walk.push({ ...held, x: p, path: rest });
}

/** It is an argument of a call at `p`. */
export function argument(walk: Walk, held: Held, p: X, e: Expr & { kind: 'call' | 'new' }, arg: number): void {
  const place = placeOf(walk, held);
  if (!place) return walk.leave();
  const fate = fateOf(walk.ctx, place, p, e, arg);
  if (fate.kind === 'functions') {
    const site = { ...inside(held), x: p };
    for (const fn of fate.of) enter(walk, { ...held, stack: [...held.stack, site] }, fn, arg);
  } else if (fate.kind === 'same') {
    const path = fate.under === undefined ? held.path : [fate.under, ...held.path];
    walk.push({ ...held, x: p, path, ...(fate.copy ? { copy: true } : {}) });
  } else if (fate.kind === 'kept') {
    const callee = place.chunk.arena[e.callee];
    if (callee?.kind === 'get') keptIn(walk, held, callee.object, [ITEM, ...held.path]);
  } else if (fate.kind === 'merged') {
    if (held.path.length === 0) walk.note(held, { kind: 'merged', call: p });
    walk.push({ ...held, x: p });
  } else if (fate.kind === 'unseen') walk.leave();
}

/** It is a parameter of this function. */
function enter(walk: Walk, held: Held, fn: Value & { kind: 'fn' }, param: number): void {
  const chunk = fileIndex(walk.ctx, fn.file).chunk(fn.chunk);
  const at = param + (fn.bound?.pos.length ?? 0);
  const rest = chunk?.params?.findIndex((one) => one.kind === 'rest') ?? -1;
  const inRest = rest >= 0 && at >= rest;
  const path = inRest ? [String(at - rest), ...held.path] : held.path;
  chunk?.arena.forEach((e, x) => {
    if (e.kind === 'param' && e.index === (inRest ? rest : at)) walk.push({ ...held, file: fn.file, chunk: fn.chunk, x, path });
  });
}

/** What is handed to the function that an expression is worth. */
function handTo(walk: Walk, held: Held, x: X, param: number): void {
  const place = placeOf(walk, held);
  const all = place ? alternatives(walk.ctx.evaluate(place, x)) : [];
  for (const { value } of all)
    if (value.kind === 'fn') enter(walk, held, value, param);
    else walk.leave();
}

/** A property of a component. What React's out of sight are given they leave as it is; others may write it. */
export function property(walk: Walk, held: Held, e: Expr & { kind: 'elem' }): void {
  const place = placeOf(walk, held);
  const component = place && e.component !== undefined ? walk.ctx.evaluate(place, e.component) : undefined;
  const isCustom = e.component !== undefined || /[-A-Z]/.test(e.tag);
  for (const prop of e.props) {
    if (prop.x !== held.x || !isCustom) continue;
    if (isWrittenBack(prop)) return walk.leave();
    const key = prop.key?.replace(/^[:@]|^v-bind:/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const path = prop.spread || key === undefined ? held.path : [key, ...held.path];
    const all = component ? alternatives(component).map((a) => a.value) : [];
    if (!all.some((value) => mounted(walk, { ...held, path, stack: [] }, value)) && /\.(vue|svelte)$/.test(held.file))
      walk.leave();
  }
}

function mounted(walk: Walk, held: Held, component: Value): boolean {
  if (component.kind === 'fn') {
    enter(walk, held, component, 0);
    return true;
  }
  const file = component.kind === 'class' ? component.file : componentFile(walk.ctx, component);
  if (file === undefined) return false;
  const index = fileIndex(walk.ctx, file);
  const [name, ...rest] = held.path;
  for (const at of index.ofThis('props')) walk.push({ ...held, file, ...at });
  if (name === undefined || component.kind === 'class') return true;
  for (const at of [...index.refs('', name), ...index.ofThis(name)]) walk.push({ ...held, file, ...at, path: rest });
  index.chunk('')?.arena.forEach((e, x) => {
    const callee = e.kind === 'call' ? index.chunk('')!.arena[e.callee] : undefined;
    if (callee?.kind === 'free' && /^(defineProps|\$props)$/.test(callee.name)) walk.push({ ...held, file, chunk: '', x });
  });
  return true;
}

/** It is returned by the function in which it stands. */
export function returned(walk: Walk, held: Held): void {
  const index = fileIndex(walk.ctx, held.file);
  const chunk = index.chunk(held.chunk)!;
  const site = held.stack.at(-1);
  if (site) return walk.push({ ...held, ...site, stack: held.stack.slice(0, -1) });
  if (chunk.getter) {
    for (const at of index.ofThis(chunk.name)) walk.push({ ...held, ...at });
    return;
  }
  if (chunk.name === 'data' && walk.ctx.world.head(held.file)?.component && held.path.length)
    return ofThis(walk, held, held.path);
  if (!inPlace(walk, held)) toCallers(walk, held);
}

function toCallers(walk: Walk, held: Held): void {
  const uses = usesOf(walk.ctx, held.file, held.chunk);
  for (const use of uses)
    if (use.role === 'called') walk.push({ ...held, file: use.file, chunk: use.chunk, x: use.call });
    else if (use.role !== 'element') walk.leave();
  if (!uses.length) walk.leave();
}

/** By a function that is written where it is used: `.then(() => …)`, `computed(() => …)`, `(() => …)()`. */
function inPlace(walk: Walk, held: Held): boolean {
  const index = fileIndex(walk.ctx, held.file);
  const at = index.written(held.chunk);
  const outer = at && index.chunk(at.chunk);
  if (!at || !outer) return false;
  for (const p of index.parents(at.chunk, at.x)) {
    const e = outer.arena[p];
    if (e?.kind !== 'call') continue;
    const there = { ...held, chunk: at.chunk, x: p };
    const name = e.callee === at.x ? 'itself' : (calledName(placeOf(walk, there)!, e) ?? '');
    if (/^(itself|then|catch|finally|useMemo|reduce)$/.test(name)) walk.push(there);
    else if (name === 'map' || name === 'flatMap') walk.push({ ...there, path: [ITEM, ...held.path] });
    else if (name === 'computed' || name === 'ref') walk.push({ ...there, path: [REF, ...held.path] });
    else if (STATE.test(name)) walk.push({ ...there, path: ['0', ...held.path] });
    else if (!CALLBACK_METHODS.has(name)) return false;
    return true;
  }
  return false;
}
