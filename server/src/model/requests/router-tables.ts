/**
 * What the routers of the UI show at which address: `{ path: '/tasks', component: () => import('./Tasks.vue') }`, `<Route path="/tasks"
 * element={<Tasks/>}>`, `createRoute({ path, component })`, `{ '/tasks': Tasks }`. Read as it is written, over names, `lazy(…)` and wrappers of one file, so
 * that a page is known before anything runs.
 */

import { join } from '../../base/uri';
import type { ChunkId, Entry, Expr, X } from '../../facts/expression';
import type { Chunk, CodeFacts } from '../../facts/facts';

/** An import of what is shown at an address. */
export interface Shown {
  /** '/tasks/:id'; '' where it is not literal. */
  address: string;
  module: string;
}

/** What a route of a table calls that which it shows. */
const SHOWS = new Set([
  'component',
  'components',
  'Component',
  'element',
  'lazy',
  'loadComponent',
  'getComponent',
  'render',
  'page',
]);
const CHILDREN = new Set(['children', 'routes', 'childRoutes']);

export function shownBy(facts: CodeFacts): Shown[] {
  return Object.keys(facts.chunks).flatMap((id) => new Tables(facts, id).all());
}

class Tables {
  private readonly chunk: Chunk;
  private readonly shown: Shown[] = [];
  private readonly nested = new Set<X>();

  constructor(
    private readonly facts: CodeFacts,
    private readonly id: ChunkId,
  ) {
    this.chunk = facts.chunks[id] ?? nothing;
  }

  all(): Shown[] {
    // What is written inside another route is written before it.
    for (let x = this.chunk.arena.length - 1; x >= 0; x--) if (!this.nested.has(x)) this.route(x, '');
    return this.shown.reverse();
  }

  private route(x: X, above: string): void {
    const e = this.chunk.arena[x];
    const entries = e && entriesOf(e);
    if (!entries) return;
    const path = entries.find(({ key }) => key === 'path');
    const isIndex = entries.some(({ key }) => key === 'index');
    const shows = entries.filter(({ key }) => key !== undefined && SHOWS.has(key));
    const children = [...entries.filter(({ key }) => key !== undefined && CHILDREN.has(key)), ...inner(e)];
    if (e.kind === 'obj' && !path && !isIndex) return this.addressed(e.entries);
    if ((!path && !isIndex && children.length === 0) || (shows.length === 0 && children.length === 0)) return;
    const own = path ? this.text(path.x) : '';
    const address = own.startsWith('/') ? own : join(above || '/', own);
    this.nested.add(x);
    if (path || isIndex) for (const one of shows) this.show(one.x, address);
    for (const child of children) this.below(child.x, address);
    if (e.kind === 'elem') for (const x of e.children) if (!this.isRoute(x)) this.show(x, address);
  }

  private isRoute(x: X): boolean {
    const e = this.chunk.arena[x];
    return e?.kind === 'elem' && entriesOf(e) !== undefined;
  }

  /** `{ '/': Home, '/tasks': Tasks }` */
  private addressed(entries: readonly Entry[]): void {
    if (entries.length === 0 || !entries.every(({ key }) => key !== undefined && /^[/*]/.test(key))) return;
    for (const { key = '', x } of entries) this.show(x, key);
  }

  private below(x: X, address: string): void {
    const e = this.chunk.arena[x];
    if (e?.kind === 'list') for (const item of e.items) this.below(item.x, address);
    else {
      this.route(x, address);
      this.nested.add(x);
    }
  }

  private show(x: X, address: string): void {
    const modules = new Set<string>();
    modulesOf({ facts: this.facts, modules, seen: new Set() }, this.id, x);
    for (const module of modules) this.shown.push({ address, module });
  }

  private text(x: X): string {
    const e = this.chunk.arena[x];
    return e?.kind === 'str' ? e.value : '';
  }
}

const nothing: Chunk = { kind: 'module', name: '', arena: [], vars: {}, blocks: [] };

/** Of an object, or of an element of a router: <Route>, <PrivateRoute>. */
function entriesOf(e: Expr): readonly Entry[] | undefined {
  if (e.kind === 'obj') return e.entries;
  return e.kind === 'elem' && /Route$/.test(e.tag) ? e.props : undefined;
}

const inner = (e: Expr): { x: X }[] => (e.kind === 'elem' ? e.children.map((x) => ({ x })) : []);

interface Search {
  facts: CodeFacts;
  modules: Set<string>;
  seen: Set<string>;
}

/** The modules that an expression shows something of. */
function modulesOf(search: Search, id: ChunkId, x: X): void {
  const key = `${id}\n${x}`;
  const e = search.facts.chunks[id]?.arena[x];
  if (!e || search.seen.has(key)) return;
  search.seen.add(key);
  if (e.kind === 'import') search.modules.add(e.module);
  else if (e.kind === 'ref') named(search, e.chunk, e.name);
  else if (e.kind === 'fn')
    for (const [i, inside] of arenaOf(search, e.chunk)) if (isShown(inside)) modulesOf(search, e.chunk, i);
  for (const part of partsOf(e, search.facts.chunks[id]?.arena ?? [])) modulesOf(search, id, part);
}

const arenaOf = ({ facts }: Search, id: ChunkId) => (facts.chunks[id]?.arena ?? []).entries();
const isShown = (e: Expr) => e.kind === 'import' || e.kind === 'elem';

function named(search: Search, id: ChunkId, name: string): void {
  for (const { x, chunk } of search.facts.chunks[id]?.vars[name] ?? []) modulesOf(search, chunk ?? id, x);
}

const argsOf = (e: Expr & { kind: 'call' }) => e.args.map(({ x }) => x);

/** An element shows its children, where it has some: what is around them only wraps. So does what a component is handed to; `import('./a').then(…)` shows './a'. */
function partsOf(e: Expr, arena: readonly Expr[]): readonly X[] {
  if (e.kind === 'elem') return e.children.length > 0 ? e.children : e.component === undefined ? [] : [e.component];
  if (e.kind === 'call') return arena[e.callee]?.kind === 'get' ? [e.callee, ...argsOf(e)] : argsOf(e);
  if (e.kind === 'get') return [e.object];
  if (e.kind === 'either') return e.of;
  if (e.kind === 'await') return [e.of];
  return e.kind === 'obj' ? e.entries.map(({ x }) => x) : [];
}
