/**
 * State of Vuex: `commit('SET_TASKS', tasks)` runs the mutation of that name, what it keeps is read as `$store.state.tasks`, by getters and through
 * `mapState`. A module's state stands under the module's name.
 */
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { type Glance, gathered } from '../../values/memo';
import { type Site, siteKey, textOf } from '../../values/value';
import { usesNamed } from '../shapes/callers';
import { fileIndex } from '../uses';
import type { Flow } from './flow';
import { enter } from './functions';
import { type Held, moved, siteOfHeld } from './held';

interface Part {
  name: string;
  /** The options of the store or module. */
  store: Site;
  file: string;
  fn: string;
}

const hasOptions = (key: string): Glance => ({
  words: [key],
  has: ({ arena }) => arena.some((e) => e.kind === 'obj' && e.entries.some((n) => n.key === key)),
});
const partsNamed = (key: 'mutations' | 'getters') =>
  gathered<Part>(`${key} of Vuex`, 'web', (ctx, file) => partsOf(ctx, file, key), samePart, hasOptions(key));
const mutations = partsNamed('mutations');
const getters = partsNamed('getters');
const modules = gathered<{ name: string; store: Site; of: Site }>(
  'modules of Vuex',
  'web',
  modulesIn,
  (a, b) => a.name === b.name && siteKey(a.store) === siteKey(b.store) && siteKey(a.of) === siteKey(b.of),
  hasOptions('modules'),
);
/** `$store.state`, anywhere. */
const states = gathered<Site>('states of Vuex', 'web', statesIn, (a, b) => siteKey(a) === siteKey(b), {
  words: ['state'],
  has: ({ arena }) => arena.some((e) => e.kind === 'get' && e.name === 'state'),
});

function samePart(a: Part, b: Part): boolean {
  return a.name === b.name && a.file === b.file && a.fn === b.fn && siteKey(a.store) === siteKey(b.store);
}

/** Objects with an entry of this name: options of stores. */
function* storesIn(ctx: Context, file: string, key: string): Generator<{ place: Place; store: Site; x: X }> {
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    for (const [x, e] of chunk?.arena.entries() ?? []) {
      const entry = e.kind === 'obj' ? e.entries.find((n) => n.key === key) : undefined;
      const place = entry && ctx.place(file, id, ctx.genericEnv(file, id));
      if (entry && place) yield { place, store: { file, chunk: id, x }, x: entry.x };
    }
  }
}

/** What an expression is worth that is an object written somewhere, with its entries. */
function objectAt(ctx: Context, place: Place, x: X): { place: Place; e: Expr & { kind: 'obj' }; site: Site } | undefined {
  const value = ctx.evaluate(place, x);
  const at = value.kind === 'obj' ? ctx.place(value.site.file, value.site.chunk, value.env) : undefined;
  const e = value.kind === 'obj' ? at?.chunk.arena[value.site.x] : undefined;
  return at && e?.kind === 'obj' && value.kind === 'obj' ? { place: at, e, site: value.site } : undefined;
}

function partsOf(ctx: Context, file: string, key: 'mutations' | 'getters'): Part[] {
  return [...storesIn(ctx, file, key)].flatMap(({ place, store, x }) => {
    const all = objectAt(ctx, place, x);
    return (all?.e.entries ?? []).flatMap((entry): Part[] => {
      const name = entry.key ?? (entry.keyX === undefined ? undefined : textOf(ctx.evaluate(all!.place, entry.keyX)));
      const fn = ctx.evaluate(all!.place, entry.x);
      return name !== undefined && fn.kind === 'fn' ? [{ name, store, file: fn.file, fn: fn.chunk }] : [];
    });
  });
}

function modulesIn(ctx: Context, file: string): { name: string; store: Site; of: Site }[] {
  return [...storesIn(ctx, file, 'modules')].flatMap(({ place, store, x }) => {
    const all = objectAt(ctx, place, x);
    return (all?.e.entries ?? []).flatMap((entry) => {
      const options = entry.key === undefined ? undefined : objectAt(ctx, all!.place, entry.x);
      return options ? [{ name: entry.key!, store: options.site, of: store }] : [];
    });
  });
}

function statesIn(ctx: Context, file: string): Site[] {
  return ctx.world.chunkIds(file).flatMap((id) => {
    const chunk = ctx.world.chunk(file, id)!;
    return chunk.arena.flatMap((e, x): Site[] => {
      if (e.kind !== 'get' || e.name !== 'state') return [];
      const of = chunk.arena[e.object];
      const isIt = (of?.kind === 'get' && of.name === '$store') || (of?.kind === 'ref' && isStore(ctx, file, id, e.object));
      return isIt ? [{ file, chunk: id, x }] : [];
    });
  });
}

/** `useStore()`, `createStore({…})`, `new Vuex.Store({…})` */
function isStore(ctx: Context, file: string, id: string, x: X): boolean {
  const place = ctx.place(file, id, ctx.genericEnv(file, id));
  const value = place && ctx.evaluate(place, x);
  return (
    value?.kind === 'made' && value.callee.kind === 'ext' && /^vuex\b.*\b(useStore|createStore|Store)$/.test(value.callee.path)
  );
}

/** Under which names the state of a store stands in the whole. */
function prefixOf(ctx: Context, store: Site, depth = 0): readonly string[] {
  const key = siteKey(store);
  const own = modules(ctx).find((m) => siteKey(m.store) === key);
  return own && depth < 4 ? [...prefixOf(ctx, own.of, depth + 1), own.name] : [];
}

/** `commit('tasks/put', tasks)`: the mutation gets it, where there is one of that name. */
export function committed(flow: Flow, held: Held, call: X, arg: number): boolean {
  const { ctx } = flow;
  const place = ctx.place(held.file, held.chunk, ctx.genericEnv(held.file, held.chunk));
  const e = place?.chunk.arena[call];
  const callee = e?.kind === 'call' ? place!.chunk.arena[e.callee] : undefined;
  if (arg !== 1 || !place || e?.kind !== 'call' || !callee || !('name' in callee) || !/^commit(~\d+)?$/.test(callee.name ?? ''))
    return false;
  const [name = '', ...around] = (textOf(ctx.evaluate(place, e.args[0]!.x)) ?? '').split('/').reverse();
  const all = mutations(ctx).filter((m) => m.name === name);
  const near = around.length
    ? all.filter(({ store }) => prefixOf(ctx, store).at(-1) === around[0])
    : all.filter(({ store }) => store.file === held.file);
  const meant = near.length ? near : all;
  if (meant.length !== 1) return false;
  enter(flow, held, meant[0]!.file, meant[0]!.fn, 1, []);
  return true;
}

/** `state.tasks = tasks` in a mutation: whoever reads the state has it. */
export function keptByMutation(flow: Flow, held: Held, home: string, name: string, path: readonly string[]): void {
  const { ctx } = flow;
  const chunk = fileIndex(ctx, held.file).chunk(home);
  if (chunk?.kind !== 'function' || chunk.params?.[0]?.name !== name) return;
  const own = mutations(ctx).find((m) => m.file === held.file && m.fn === home);
  if (!own) return;
  const whole = [...prefixOf(ctx, own.store), ...path];
  for (const { file, chunk: at, x } of states(ctx)) flow.push(held, { file, chunk: at, x }, { path: whole, stack: [] });
  for (const getter of getters(ctx))
    if (siteKey(getter.store) === siteKey(own.store)) enter(flow, moved(held, {}, { path }), getter.file, getter.fn, 0, []);
  for (const use of usesNamed(ctx, 'mapState'))
    if (use.role === 'called')
      mapped(flow, moved(held, { file: use.file, chunk: use.chunk }, { path: whole, stack: [] }), use.call);
}

/** `...mapState(['tasks'])`, `...mapState('module', { all: 'tasks', first: (state) => state.tasks[0] })` */
function mapped(flow: Flow, held: Held, call: X): void {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  const e = chunk?.arena[call];
  if (e?.kind !== 'call' || !e.args[0]) return;
  const first = chunk!.arena[e.args[0].x];
  const around = first?.kind === 'str' ? first.value.split('/') : [];
  if (around.some((name, i) => held.path[i] !== name)) return;
  const [name, ...rest] = held.path.slice(around.length);
  const given = chunk!.arena[e.args.at(-1)!.x];
  const textAt = (x: X) => {
    const at = chunk!.arena[x];
    return at?.kind === 'str' ? at.value : undefined;
  };
  const own = moved(held, {}, { path: rest });
  if (given?.kind === 'list') for (const item of given.items) if (textAt(item.x) === name) asMember(flow, own, name);
  for (const entry of given?.kind === 'obj' ? given.entries : []) {
    const value = chunk!.arena[entry.x];
    if (textAt(entry.x) === name) asMember(flow, own, entry.key);
    else if (value?.kind === 'fn')
      enter(flow, moved(held, {}, { path: held.path.slice(around.length) }), held.file, value.chunk, 0, [siteOfHeld(held, call)]);
  }
}

/** What a component has under a name. */
export function asMember(flow: Flow, held: Held, name: string | undefined): void {
  for (const at of name === undefined ? [] : fileIndex(flow.ctx, held.file).ofThis(name)) flow.push(held, at, { stack: [] });
}
