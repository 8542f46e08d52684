/** Into functions and out of them: callbacks, parameters, returned values. */
import type { X } from '../../facts/expression';
import { alternatives, sameSite, type Value } from '../../values/value';
import { CALLBACK_METHODS } from '../shapes/builtins';
import { usesOf } from '../shapes/callers';
import { fileIndex } from '../uses';
import { isSetter, putIntoState } from './arguments';
import { DIRECT, OPERATORS, SUCCESS } from './clients';
import type { Flow } from './flow';
import { type Held, leave, moved, REF } from './held';
import { CALLED, ofThunk } from './stores';
import { asMember } from './vuex';

/** Hands what is held to the function that is an argument of a call, as its parameter `param`. `keys`: or to those entries of an options object. */
export function handTo(flow: Flow, held: Held, call: X, arg: number, param: number, keys?: ReadonlySet<string>): boolean {
  const index = fileIndex(flow.ctx, held.file);
  const chunk = index.chunk(held.chunk);
  const e = chunk?.arena[call];
  const x = e?.kind === 'call' || e?.kind === 'new' ? e.args[arg]?.x : undefined;
  if (!chunk || x === undefined) return false;
  const given = chunk.arena[x];
  if (given?.kind === 'obj' && keys) {
    let any = false;
    for (const entry of given.entries)
      if (entry.key !== undefined && keys.has(entry.key)) any = handOver(flow, held, entry.x, param) || any;
    return any;
  }
  return handOver(flow, held, x, param);
}

function handOver(flow: Flow, held: Held, x: X, param: number): boolean {
  const { ctx } = flow;
  const e = fileIndex(ctx, held.file).chunk(held.chunk)?.arena[x];
  if (e?.kind === 'fn') {
    enter(flow, held, held.file, e.chunk, param, held.stack);
    return true;
  }
  if (isSetter(flow, held, x)) {
    putIntoState(flow, held, x);
    return true;
  }
  const place = ctx.place(held.file, held.chunk, ctx.genericEnv(held.file, held.chunk));
  if (!place) return false;
  let any = false;
  for (const { value } of alternatives(ctx.evaluate(place, x)))
    if (value.kind === 'fn') {
      enter(flow, held, value.file, value.chunk, param, held.stack);
      any = true;
    }
  return any;
}

/** What is held is a parameter of this function. */
export function enter(flow: Flow, held: Held, file: string, fn: string, param: number, stack: Held['stack']): void {
  const chunk = fileIndex(flow.ctx, file).chunk(fn);
  const params = chunk?.params ?? [];
  const rest = params.findIndex((p) => p.kind === 'rest');
  const inRest = rest >= 0 && param >= rest;
  chunk?.arena.forEach((e, x) => {
    if (e.kind !== 'param' || e.index !== (inRest ? rest : param)) return;
    const path = inRest ? [String(param - rest), ...held.path] : held.path;
    flow.push(held, { file, chunk: fn, x }, { path, stack });
    const type = params[e.index]?.type;
    if (type && !inRest) flow.declare(moved(held, { file }), type);
  });
}

/** What is held is returned by the function that it stands in. */
export function returned(flow: Flow, held: Held): void {
  const index = fileIndex(flow.ctx, held.file);
  const chunk = index.chunk(held.chunk);
  if (chunk?.kind !== 'function' || !chunk.returns?.some((r) => r.x === held.x)) return;
  if (chunk.returnType) flow.declare(held, chunk.returnType);
  if (chunk.getter) {
    for (const at of index.ofThis(chunk.name)) flow.push(held, at);
    return;
  }
  if (inPlace(flow, held)) return;
  const site = held.stack.at(-1);
  if (site)
    return resultAt(flow, moved(held, { file: site.file, chunk: site.chunk }, { stack: held.stack.slice(0, -1) }), site.x);
  toCallers(flow, held);
}

function toCallers(flow: Flow, held: Held): void {
  const uses = usesOf(flow.ctx, held.file, held.chunk);
  for (const use of uses) {
    const there = moved(held, { file: use.file, chunk: use.chunk });
    if (use.role === 'called') flow.push(there, { x: use.call });
    else if (use.role !== 'element') resultAt(flow, there, use.call);
  }
  if (!uses.length) leave(held);
}

/** A function that is written where it is used: `.then((r) => …)`, `useQuery({ queryFn: () => … })`, `(async () => …)()`. */
function inPlace(flow: Flow, held: Held): boolean {
  const index = fileIndex(flow.ctx, held.file);
  const at = index.written(held.chunk);
  const outer = at && index.chunk(at.chunk);
  if (!at || !outer) return false;
  const there = moved(held, { chunk: at.chunk });
  for (const p of index.parents(at.chunk, at.x)) {
    const e = outer.arena[p];
    if (e?.kind === 'call' && e.callee === at.x) {
      flow.push(there, { x: p });
      return true;
    }
    if (e?.kind === 'call' || e?.kind === 'new')
      return resultOfCallback(
        flow,
        there,
        p,
        e.args.findIndex((a) => a.x === at.x),
      );
    if (e?.kind === 'obj') {
      const entry = e.entries.find((n) => n.x === at.x);
      const call = index.parents(at.chunk, p).find((c) => outer.arena[c]?.kind === 'call');
      if (call === undefined || (entry?.key !== undefined && SUCCESS.has(entry.key) && entry.key !== 'select')) return false;
      if (!isExternal(flow, there, call)) return false;
      if (calledBy(flow, there, call) === 'mapState') asMember(flow, there, entry?.key);
      else resultAt(flow, dropped(there, call), call);
      return true;
    }
  }
  return false;
}

/** The call that a function was entered by is left with it. */
function dropped(held: Held, call: X): Held {
  const top = held.stack.at(-1);
  const isIt = top && sameSite(top, { file: held.file, chunk: held.chunk, x: call });
  return isIt ? moved(held, {}, { stack: held.stack.slice(0, -1) }) : held;
}

function isExternal(flow: Flow, held: Held, call: X): boolean {
  const callee = calleeValue(flow, held, call);
  return callee !== undefined && !alternatives(callee).some(({ value }) => value.kind === 'fn' || value.kind === 'class');
}

export function calleeValue(flow: Flow, held: Held, call: X): Value | undefined {
  const { ctx } = flow;
  const place = ctx.place(held.file, held.chunk, ctx.genericEnv(held.file, held.chunk));
  const e = place?.chunk.arena[call];
  return place && (e?.kind === 'call' || e?.kind === 'new') ? ctx.evaluate(place, e.callee) : undefined;
}

export function calledBy(flow: Flow, held: Held, call: X): string {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  const e = chunk?.arena[call];
  const callee = e?.kind === 'call' || e?.kind === 'new' ? chunk!.arena[e.callee] : undefined;
  return callee?.kind === 'ref' || callee?.kind === 'free' || callee?.kind === 'get' ? callee.name.replace(/~\d+$/, '') : '';
}

/** What a call gives whose callback gives what is held. True where that is decided here. */
function resultOfCallback(flow: Flow, held: Held, call: X, arg: number): boolean {
  const name = calledBy(flow, held, call);
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk)!;
  const e = chunk.arena[call];
  const isMethod = e?.kind === 'call' && chunk.arena[e.callee]?.kind === 'get';
  if (isMethod && (name === 'then' || name === 'done' || name === 'catch' || name === 'finally')) {
    flow.push(held, { x: call });
    return true;
  }
  if ((isMethod || arg === 1) && (name === 'map' || name === 'flatMap')) {
    flow.push(held, { x: call }, { path: ['[]', ...held.path] });
    return true;
  }
  if (isMethod && CALLBACK_METHODS.has(name)) return true;
  if (!isMethod && OPERATORS.has(name)) {
    const pipe = fileIndex(flow.ctx, held.file)
      .parents(held.chunk, call)
      .find((p) => calledBy(flow, held, p) === 'pipe');
    if (pipe !== undefined) flow.push(held, { x: pipe });
    return pipe !== undefined;
  }
  const setter = e?.kind === 'call' && isSetter(flow, held, e.callee);
  if (setter && e?.kind === 'call') {
    putIntoState(flow, held, e.callee);
    return true;
  }
  if (name === 'useCallback') return false;
  if (!isExternal(flow, held, call)) return intoRunner(flow, held, call, arg);
  resultAt(flow, dropped(held, call), call);
  return true;
}

/** `call<Task>(() => api.get("/task"))`, `retry(() => …)`: a function of the project that runs what it is given gets the answer there. */
function intoRunner(flow: Flow, held: Held, call: X, arg: number): boolean {
  const callee = calleeValue(flow, held, call);
  const outside = dropped(held, call);
  let any = false;
  for (const { value } of callee ? alternatives(callee) : []) {
    if (value.kind !== 'fn') continue;
    const index = fileIndex(flow.ctx, value.file);
    const chunk = index.chunk(value.chunk);
    const stack = [...outside.stack, { file: held.file, chunk: held.chunk, x: call }];
    chunk?.arena.forEach((e, x) => {
      const given = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
      const isParam =
        given?.kind === 'param' ? given.index === arg : given?.kind === 'ref' && chunk.params?.[arg]?.name === given.name;
      if (e.kind !== 'call' || !isParam) return;
      flow.push(outside, { file: value.file, chunk: value.chunk, x }, { stack });
      any = true;
    });
  }
  return any;
}

/** What a call gives that runs a function of ours: the function's own result, or `data` of a hook. */
function resultAt(flow: Flow, held: Held, call: X): void {
  const index = fileIndex(flow.ctx, held.file);
  const e = index.chunk(held.chunk)?.arena[call];
  if (e?.kind !== 'call') return;
  const name = calledBy(flow, held, call);
  if (flow.direct.has(`${held.file}#${held.chunk}#${call}`)) return flow.push(held, { x: call });
  if (name === 'createAsyncThunk') return ofThunk(flow, held, call);
  if (name === 'defineStore') return flow.push(held, { x: call }, { path: [CALLED, ...held.path] });
  if (name === 'computed') return flow.push(held, { x: call }, { path: [REF, ...held.path] });
  if (!isExternal(flow, held, call) || DIRECT.has(name)) return flow.push(held, { x: call });
  const chunk = index.chunk(held.chunk)!;
  e.args.forEach((arg, i) => {
    if (chunk.arena[arg.x]?.kind === 'obj') handTo(flow, held, call, i, 0, SUCCESS);
  });
  const path = name === 'useInfiniteQuery' ? ['data', 'pages', '[]'] : ['data'];
  flow.push(held, { x: call }, { path: [...path, ...held.path] });
  if (/mutation/i.test(name)) flow.push(held, { x: call }, { path: ['mutateAsync', '()', ...held.path] });
  if (!/^use/.test(name)) flow.push(held, { x: call });
}
