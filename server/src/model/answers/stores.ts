/**
 * State that lives outside of components: what a store is given in one place and whoever has the store reads in another. Pinia's
 * `defineStore`, stores that are hooks (`create((set) => …)`), slices of Redux with their thunks, actions and selectors.
 */
import type { Expr, X } from '../../facts/expression';
import { textOf, type Value } from '../../values/value';
import { usesNamed } from '../shapes/callers';
import { fileIndex } from '../uses';
import { isCallOf } from './branches';
import type { Flow } from './flow';
import { calledBy, calleeValue, enter, handTo } from './functions';
import { type Held, moved } from './held';

/** The result of a function that is called: `const store = useTasks()`. */
export const CALLED = '()';
/** What a thunk came to, until an action carries it: `addCase(load.fulfilled, (state, action) => action.payload)`. */
const DONE = '@done';

interface Written {
  chunk: string;
  /** The call of which the function is a part. */
  call: X;
  /** Keys of the objects around it, from the outside: ['actions', 'load']. */
  keys: string[];
}

/** Where a function is written inside of what a call is given: `defineStore('tasks', { actions: { load() {…} } })`. */
function writtenIn(flow: Flow, file: string, fn: string): Written | undefined {
  const index = fileIndex(flow.ctx, file);
  for (let id: string | undefined = fn; id; id = index.chunk(id)?.parent) {
    const at = index.written(id);
    const chunk = at && index.chunk(at.chunk);
    if (!at || !chunk) continue;
    const keys: string[] = [];
    for (let x = at.x, hops = 0; hops < 5; hops++) {
      const p = index.parents(at.chunk, x)[0];
      const e: Expr | undefined = p === undefined ? undefined : chunk.arena[p];
      if (p === undefined || !e) break;
      if (e.kind === 'obj') keys.unshift(e.entries.find((n) => n.x === x)?.key ?? '[]');
      else if (e.kind === 'call') return { chunk: at.chunk, call: p, keys };
      else break;
      x = p;
    }
  }
  return undefined;
}

/** `this.tasks = …` in an action of a store: whoever has the store has it. */
export function keptInStore(flow: Flow, held: Held, path: readonly string[]): void {
  const at = writtenIn(flow, held.file, held.chunk);
  if (!at || calledBy(flow, moved(held, { chunk: at.chunk }), at.call) !== 'defineStore') return;
  flow.push(held, { chunk: at.chunk, x: at.call }, { path: [CALLED, ...path], stack: [] });
  // Getters take the state as their parameter.
  const index = fileIndex(flow.ctx, held.file);
  const call = index.chunk(at.chunk)?.arena[at.call];
  for (const arg of call?.kind === 'call' ? call.args : []) {
    const options = index.chunk(at.chunk)!.arena[arg.x];
    const getters = options?.kind === 'obj' ? options.entries.find((n) => n.key === 'getters') : undefined;
    const all = getters && index.chunk(at.chunk)!.arena[getters.x];
    for (const { x } of all?.kind === 'obj' ? all.entries : []) {
      const getter = index.chunk(at.chunk)!.arena[x];
      if (getter?.kind === 'fn') enter(flow, moved(held, {}, { path }), held.file, getter.chunk, 0, []);
    }
  }
}

/** `set({ tasks })` where `set` is what `create((set, get) => …)` gives the function: whoever calls the store has it. */
export function setInStore(flow: Flow, held: Held, callee: X): boolean {
  const index = fileIndex(flow.ctx, held.file);
  const e = index.chunk(held.chunk)?.arena[callee];
  const maker = e?.kind === 'ref' ? index.chunk(e.chunk) : undefined;
  if (e?.kind !== 'ref' || maker?.kind !== 'function' || maker.params?.[0]?.name !== e.name) return false;
  const at = writtenIn(flow, held.file, e.chunk);
  if (!at || !isOfLibrary(flow, held, at)) return false;
  // `create<State>()((set) => …)`, `create(persist((set) => …))`
  flow.push(held, { chunk: at.chunk, x: outermost(flow, held.file, at) }, { path: [CALLED, ...held.path], stack: [] });
  // `get().tasks` in the store's own functions.
  const get = maker.params[1]?.name;
  for (const ref of get === undefined ? [] : index.refs(e.chunk, get))
    for (const call of index.parents(ref.chunk, ref.x))
      if (isCallOf(index.chunk(ref.chunk), call, ref.x)) flow.push(held, { chunk: ref.chunk, x: call }, { stack: [] });
  return true;
}

function isOfLibrary(flow: Flow, held: Held, { chunk, call }: Written): boolean {
  const callee = calleeValue(flow, moved(held, { chunk }), call);
  const of = callee?.kind === 'made' ? callee.callee : callee;
  return of?.kind === 'ext' && !of.path.startsWith('global:');
}

function outermost(flow: Flow, file: string, { chunk, call }: Written): X {
  const index = fileIndex(flow.ctx, file);
  let x = call;
  for (let hops = 0; hops < 4; hops++) {
    const p = index.parents(chunk, x).find((q) => index.chunk(chunk)?.arena[q]?.kind === 'call');
    if (p === undefined) break;
    x = p;
  }
  return x;
}

/** `useTasks((state) => state.tasks)`: the function is given the state, and what it returns is the result. */
export function selected(flow: Flow, held: Held, call: X): void {
  flow.direct.add(`${held.file}#${held.chunk}#${call}`);
  handTo(flow, held, call, 0, 0);
}

/** `createAsyncThunk("tasks/load", async () => …)` came to it. */
export function ofThunk(flow: Flow, held: Held, call: X): void {
  flow.push(held, { x: call }, { path: ['fulfilled', DONE, ...held.path] });
}

/** `builder.addCase(load.fulfilled, (state, action) => …)` */
export function inCase(flow: Flow, held: Held, call: X, arg: number): boolean {
  if (held.path[0] !== DONE) return false;
  const action = moved(held, {}, { path: ['payload', ...held.path.slice(1)] });
  if (arg === 0) handTo(flow, action, call, 1, 1);
  return true;
}

/** `dispatch(put(task))`: the reducer of that name gets it as its action's payload. */
export function toReducer(flow: Flow, held: Held, call: X): boolean {
  const callee = calleeValue(flow, held, call);
  const slice =
    callee?.kind === 'member' && callee.of.kind === 'member' && callee.of.name === 'actions' ? callee.of.of : undefined;
  if (callee?.kind !== 'member' || slice?.kind !== 'made') return false;
  const reducers = slice.args.pos[0] && flow.ctx.member(slice.args.pos[0], 'reducers');
  const fn = reducers && flow.ctx.member(reducers, callee.name);
  if (fn?.kind !== 'fn') return false;
  enter(flow, moved(held, {}, { path: ['payload', ...held.path] }), fn.file, fn.chunk, 1, []);
  return true;
}

/** `state.items = …` in a reducer of a slice: every selector that asks for the slice's `items` has it. */
export function keptInSlice(flow: Flow, held: Held, home: string, name: string, path: readonly string[]): void {
  const index = fileIndex(flow.ctx, held.file);
  if (index.chunk(home)?.params?.[0]?.name !== name) return;
  const at = writtenIn(flow, held.file, home);
  if (!at) return;
  const there = moved(held, { chunk: at.chunk });
  const slice = calledBy(flow, there, at.call) === 'createSlice' ? at : sliceAround(flow, there, at);
  const options = slice && argumentOf(flow, moved(held, { chunk: slice.chunk }), slice.call);
  const label = options && textOf(flow.ctx.member(options, 'name'));
  if (label === undefined) return;
  for (const use of usesNamed(flow.ctx, 'useSelector'))
    if (use.role === 'called')
      selected(flow, moved(held, { file: use.file, chunk: use.chunk }, { path: [label, ...path], stack: [] }), use.call);
}

/** `extraReducers: (builder) => { builder.addCase(…) }` */
function sliceAround(flow: Flow, held: Held, { chunk }: Written): Written | undefined {
  const at = writtenIn(flow, held.file, chunk);
  return at && calledBy(flow, moved(held, { chunk: at.chunk }), at.call) === 'createSlice' ? at : undefined;
}

function argumentOf(flow: Flow, held: Held, call: X): Value | undefined {
  const place = flow.ctx.place(held.file, held.chunk, flow.ctx.genericEnv(held.file, held.chunk));
  const e = place?.chunk.arena[call];
  return place && e?.kind === 'call' && e.args[0] ? flow.ctx.evaluate(place, e.args[0].x) : undefined;
}
