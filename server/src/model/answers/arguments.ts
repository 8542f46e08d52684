/** What is given to a call or an element: functions of the project, setters of state, the language's own, components. */
import type { Expr, X } from '../../facts/expression';
import { componentFile } from '../../values/components';
import { alternatives, type Value } from '../../values/value';
import { isWrittenBack } from '../shapes/holding';
import { parsing } from '../shapes/schemas';
import { says } from '../shapes/types';
import { fileIndex } from '../uses';
import type { Flow } from './flow';
import { calledBy, calleeValue, enter } from './functions';
import { type Held, isItem, leave, moved, REF, siteOfHeld } from './held';
import { throughLodash } from './lodash';
import { argsOf, askedFor, changedBy, keysOf, mergedWith } from './put';
import { elementRead, required, writes } from './reads';
import { CALLED, inCase, selected, setInStore, toReducer } from './stores';
import { keptIn, keptInState } from './variables';
import { committed } from './vuex';

/** What is held is a part of a call or an element, at `p`. */
export function given(flow: Flow, held: Held, p: X, e: Expr & { kind: 'call' | 'new' | 'elem' }): void {
  if (e.kind === 'elem') return property(flow, held, p, e);
  if (e.callee === held.x) {
    if (held.path[0] !== CALLED) return;
    const inner = moved(held, {}, { path: held.path.slice(1) });
    const given = e.args[0] && fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[e.args[0].x];
    if (given?.kind === 'fn') selected(flow, inner, p);
    else flow.push(inner, { x: p });
    return;
  }
  const callee = e.callee;
  e.args.forEach((arg, i) => {
    if (arg.x !== held.x) return;
    if (isSetter(flow, held, callee)) putIntoState(flow, held, callee);
    else if (resolves(flow, held, callee) || isParsed(flow, held, p, callee)) return;
    else if (inCase(flow, held, p, i) || setInStore(flow, held, callee) || toReducer(flow, held, p)) return;
    else if (committed(flow, held, p, i)) return;
    else if (!throughLodash(flow, held, p, i) && !known(flow, held, p, callee, i)) toFunctions(flow, held, p, i);
  });
}

function toFunctions(flow: Flow, held: Held, call: X, arg: number): void {
  const callee = calleeValue(flow, held, call);
  let any = false;
  for (const { value } of callee ? alternatives(callee) : []) {
    const fn = value.kind === 'class' ? flow.ctx.member({ kind: 'inst', cls: value }, 'constructor') : value;
    if (fn.kind !== 'fn') continue;
    enter(flow, held, fn.file, fn.chunk, arg, [...held.stack, siteOfHeld(held, call)]);
    any = true;
  }
  if (any) return;
  changedBy(flow, held, call, arg);
  leave(held);
}

const SAME =
  /^(Promise\.(all|race|any|resolve)|Object\.(freeze|seal)|structuredClone|Array\.from|toRaw|unref|markRaw|toRefs|toRef|reactive|readonly|shallowReactive|cloneDeep|firstValueFrom|lastValueFrom|of|from|asyncComputed)$/;
const SILENT =
  /^(console\.\w+|JSON\.stringify|String|Number|Boolean|parseInt|parseFloat|alert|Date|isNaN|encodeURIComponent|Math\.\w+|useEffect|useLayoutEffect|useDebugValue|typeof)$/;

/** Functions of the language and of frameworks that hand on what they get or only look at it. True where that is all. */
function known(flow: Flow, held: Held, p: X, callee: X, arg: number): boolean {
  const name = dotted(flow, held, callee);
  const isBody = held.as === 'body' && held.path.length === 0;
  const last = name.split('.').at(-1)!;
  if (last === 'allSettled') flow.push(held, { x: p }, { path: settled(held.path) });
  else if (last === 'storeToRefs') flow.push(held, { x: p }, { path: [...held.path.slice(0, 1), REF, ...held.path.slice(1)] });
  else if (name === 'Object.assign') {
    mergedWith(flow, held, argsOf(flow, held, p));
    flow.push(held, { x: p });
  } else if (SAME.test(name) || SAME.test(last)) flow.push(held, { x: p });
  else if (/^(ref|shallowRef|signal)$/.test(name)) flow.push(held, { x: p }, { path: [REF, ...held.path] });
  else if (/^useState$/.test(last)) flow.push(held, { x: p }, { path: ['0', ...held.path] });
  else if (name === 'Array.isArray') {
    if (isBody) held.read.isList = true;
  } else if (/^Object\.(values|entries)$/.test(name)) {
    if (isBody) held.read.isTable = true;
  } else if (name === 'Object.keys') {
    if (isBody) held.read.isTable = true;
  } else if (name === 'JSON.parse' || name.endsWith('parseJSON')) {
    // A field that is parsed is a text: what comes of it is another thing.
    if (isBody && held.read !== flow.root) held.read.isText = true;
    else if (held.as === 'text' || isBody) flow.push(held, { x: p }, { as: 'body' });
  } else if (/^Object\.(hasOwn|prototype\.hasOwnProperty\.call)$/.test(name)) askedFor(flow, held, p, 1);
  else if (SILENT.test(name)) return true;
  else if (/^(push|unshift|add)$/.test(last) && name !== last)
    keptOn(flow, held, callee, isSpread(flow, held, p, arg) ? held.path : ['[]', ...held.path]);
  else if (last === 'set' && name !== last && arg === 1) keptOn(flow, held, callee, ['[]', ...held.path]);
  else if (last === 'resolve' && name !== last) keptOn(flow, held, callee, ['promise', ...held.path]);
  else if (name === 'this.setState') keptInState(flow, held);
  else return false;
  if (name === 'Array.from' && isBody) elementRead(held.read, siteOfHeld(held, p));
  return true;
}

/** `rows.push(...page.items)`: its elements are handed over, not the list. */
function isSpread(flow: Flow, held: Held, call: X, arg: number): boolean {
  const e = fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[call];
  return e?.kind === 'call' && e.args[arg]?.spread !== undefined;
}

/** Of each promise there is `{ status, value }`. */
const settled = ([head, ...rest]: readonly string[]): readonly string[] =>
  isItem(head) ? [head!, 'value', ...rest] : head === undefined ? rest : [head, ...rest];

function keptOn(flow: Flow, held: Held, callee: X, path: readonly string[]): void {
  const e = fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[callee];
  if (e?.kind === 'get') keptIn(flow, held, e.object, path);
}

/** 'Object.keys', 'this.setState': the callee as it is written. */
function dotted(flow: Flow, held: Held, callee: X): string {
  const e = fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[callee];
  if (e?.kind === 'get') return `${dotted(flow, held, e.object)}.${e.name}`;
  if (e?.kind === 'this') return 'this';
  return e?.kind === 'free' || e?.kind === 'ref' ? e.name.replace(/~\d+$/, '') : '';
}

/** `resolve(data)` within `new Promise((resolve) => …)`: the promise holds it. */
function resolves(flow: Flow, held: Held, callee: X): boolean {
  const index = fileIndex(flow.ctx, held.file);
  const e = index.chunk(held.chunk)?.arena[callee];
  const home = e?.kind === 'ref' ? index.chunk(e.chunk) : undefined;
  if (e?.kind !== 'ref' || !home?.params || home.params[0]?.name !== e.name) return false;
  const at = index.written(e.chunk);
  const made = at && index.parents(at.chunk, at.x).find((p) => index.chunk(at.chunk)?.arena[p]?.kind === 'new');
  if (!at || made === undefined || calledBy(flow, moved(held, { chunk: at.chunk }), made) !== 'Promise') return false;
  flow.push(held, { chunk: at.chunk, x: made });
  return true;
}

/** `schema.parse(data)`: what the schema requires is read, and what comes out of it is the data. */
function isParsed(flow: Flow, held: Held, p: X, callee: X): boolean {
  const e = fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[callee];
  if (e?.kind !== 'get' || !/parse/i.test(e.name)) return false;
  const place = flow.ctx.place(held.file, held.chunk, flow.ctx.genericEnv(held.file, held.chunk));
  const found = place && parsing(flow.ctx, flow.ctx.evaluate(place, callee));
  if (!found) return false;
  if (held.as === 'body' && held.path.length === 0) required(held.read, found.takes, siteOfHeld(held, p));
  // What it is made into is another thing.
  if (says(found.gives)) flow.push(held, { x: p }, found.isWrapped ? { path: ['data', ...held.path] } : {});
  return true;
}

interface Pair {
  home: string;
  call: X;
}

/** The `useState()` whose setter an expression is. */
function stateOf(flow: Flow, held: Held, x: X): Pair | undefined {
  const index = fileIndex(flow.ctx, held.file);
  const e = index.chunk(held.chunk)?.arena[x];
  const home = e?.kind === 'ref' ? index.chunk(e.chunk) : undefined;
  if (e?.kind !== 'ref' || !home) return undefined;
  for (const assign of home.vars[e.name] ?? []) {
    const at = assign.chunk === undefined ? home.arena[assign.x] : undefined;
    const by = at?.kind === 'at' ? home.arena[at.index] : undefined;
    const call = at?.kind === 'at' ? home.arena[at.object] : undefined;
    const callee = call?.kind === 'call' ? home.arena[call.callee] : undefined;
    const name = callee && 'name' in callee ? (callee.name ?? '') : '';
    if (at?.kind === 'at' && by?.kind === 'lit' && by.value === 1 && /^(use\w*(State|Storage)|createSignal)$/.test(name))
      return { home: e.chunk, call: at.object };
  }
  return undefined;
}

export const isSetter = (flow: Flow, held: Held, x: X): boolean => stateOf(flow, held, x) !== undefined;

/** The state of a setter holds it. */
export function putIntoState(flow: Flow, held: Held, x: X): void {
  const state = stateOf(flow, held, x);
  const index = fileIndex(flow.ctx, held.file);
  const home = state && index.chunk(state.home);
  if (!state || !home) return;
  const made = home.arena[state.call];
  if (made?.kind === 'call' && made.types?.[0]) flow.declare(held, made.types[0]);
  home.arena.forEach((e, at) => {
    const by = e.kind === 'at' && e.object === state.call ? home.arena[e.index] : undefined;
    if (by?.kind === 'lit' && by.value === 0) flow.push(held, { chunk: state.home, x: at });
  });
  toUpdaters(flow, held, x);
}

/** `setTasks((before) => …)`: what the state holds is handed to the function. */
function toUpdaters(flow: Flow, held: Held, setter: X): void {
  const index = fileIndex(flow.ctx, held.file);
  const e = index.chunk(held.chunk)?.arena[setter];
  for (const at of e?.kind === 'ref' ? index.refs(e.chunk, e.name) : [])
    for (const p of index.parents(at.chunk, at.x)) {
      const call = index.chunk(at.chunk)?.arena[p];
      const given =
        call?.kind === 'call' && call.callee === at.x ? index.chunk(at.chunk)?.arena[call.args[0]?.x ?? -1] : undefined;
      if (given?.kind === 'fn') enter(flow, held, held.file, given.chunk, 0, held.stack);
    }
}

/** A property of a component; what a plain element is given is only shown. */
function property(flow: Flow, held: Held, p: X, e: Expr & { kind: 'elem' }): void {
  if (e.props.some((prop) => prop.x === held.x && isWrittenBack(prop))) held.read.isBound = true;
  if (e.component === undefined) return;
  const { ctx } = flow;
  const place = ctx.place(held.file, held.chunk, ctx.genericEnv(held.file, held.chunk));
  const component = place && ctx.evaluate(place, e.component);
  for (const prop of e.props) {
    if (prop.x !== held.x) continue;
    // `<Row {...task} remove={remove} />`: the component gets more than the task has.
    if (prop.spread && held.path.length === 0) {
      const others = keysOf(e.props.filter((one) => one !== prop));
      writes(held.read, others === 'all' ? 'all' : [...others.map(camel), 'children']);
    }
    const path = prop.spread || prop.key === undefined ? held.path : [camel(prop.key), ...held.path];
    let any = false;
    for (const { value } of component ? alternatives(component) : []) any = mounted(flow, held, value, path) || any;
    if (!any) leave(held);
  }
  void p;
}

const camel = (key: string) => key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function mounted(flow: Flow, held: Held, component: Value, path: readonly string[]): boolean {
  if (component.kind === 'fn') {
    enter(flow, moved(held, {}, { path }), component.file, component.chunk, 0, []);
    return true;
  }
  if (component.kind === 'class') {
    for (const at of fileIndex(flow.ctx, component.file).ofThis('props'))
      flow.push(held, { file: component.file, ...at }, { path, stack: [] });
    return true;
  }
  const file = componentFile(flow.ctx, component);
  const [name, ...rest] = path;
  if (file === undefined || name === undefined) return false;
  const index = fileIndex(flow.ctx, file);
  for (const at of [...index.refs('', name), ...index.ofThis(name)]) flow.push(held, { file, ...at }, { path: rest, stack: [] });
  const module = index.chunk('');
  module?.arena.forEach((e, x) => {
    const callee = e.kind === 'call' ? module.arena[e.callee] : undefined;
    if (callee?.kind === 'free' && callee.name === 'defineProps') flow.push(held, { file, chunk: '', x }, { path, stack: [] });
  });
  return true;
}
