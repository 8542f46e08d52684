/**
 * What one file gives to every script of its page: `window.App = …`, `App.api = …` where App is no variable of the file, and the
 * top-level names of a classic script. Dotted: 'App', 'App.api', '$.fn.tree'. A pure function of the file's facts.
 */
import type { Arg, ChunkId, Expr, X } from '../facts/expression';
import type { Assign, Chunk, CodeFacts } from '../facts/facts';

/** `x` in `chunk` is what is assigned; for a top-level name of a script, `variable` says which. */
export interface SharedName {
  name: string;
  chunk: ChunkId;
  x: X;
  variable?: string;
  /** For a member of a prototype: the constructor, an expression of the same chunk. */
  of?: X;
}

/** Names that belong to the platform: assigning to one is a side effect, not a definition. */
const PLATFORM = new Set(
  `window self globalThis document location history navigator screen console performance crypto fetch XMLHttpRequest WebSocket EventSource URL
  URLSearchParams FormData Headers Request Response AbortController localStorage sessionStorage indexedDB setTimeout setInterval clearTimeout
  clearInterval requestAnimationFrame alert confirm prompt open close name event top parent opener status Promise Object Array String Number Boolean
  Symbol Map Set WeakMap Date Math JSON RegExp Error Function Reflect Proxy Intl Element HTMLElement Node Event CustomEvent Blob File FileReader
  importScripts Image Worker process require module exports define global Buffer import.meta scrollX scrollY origin caches`.split(
    /\s+/,
  ),
);
/** What the page's own global object is called. */
export const WINDOWS = new Set(['window', 'globalThis', 'self', 'global']);
const MAX_PARTS = 5;
/** Libraries that lie in the repository, and what a bundler wrote: main-CA4_OjGq.js, chart.bundle.js. */
const COPIES =
  /\/(?:vendors?|libs|third[-_]?party|bower_components|node_modules|dist)\/|[.-](?:bundle|min|nocache|cache|umd)\.[mc]?js$|[.-](?=\w*\d)(?=\w*[A-Za-z])\w{8,}\.m?js$/;
/** What every Vue component has as `this.$name`: the name under which such assignments are kept. */
export const COMPONENT_GLOBALS = '#component';
/** Members that a file puts on the prototype of another file's constructor. */
export const PROTOTYPES = '#prototype';

export function sharedNames(file: string, facts: CodeFacts): SharedName[] {
  if (facts.lang !== 'web' || COPIES.test(file)) return [];
  const out: SharedName[] = [];
  const classic = isClassic(file, facts);
  const reader = new Reader(facts, classic);
  if (classic) topLevel(facts, out);
  for (const [id, chunk] of Object.entries(facts.chunks)) {
    for (const set of chunk.sets ?? []) {
      if (set.name === undefined || set.augmented) continue;
      const object = reader.path(id, chunk.arena[set.object], 0);
      const maker = reader.foreign(id, chunk.arena[set.object]);
      if (maker !== undefined) out.push({ name: `${PROTOTYPES}.${set.name}`, chunk: id, x: set.x, of: maker });
      const name = object === undefined ? reader.componentGlobal(chunk, set.object, set.name) : joined(object, set.name);
      if (name !== undefined && allowed(name)) out.push({ name, chunk: id, x: set.x });
    }
    for (const e of chunk.arena) if (e.kind === 'call') assigned(reader, id, chunk, e.callee, e.args, out);
  }
  return out;
}

/** A script that is no module: its top-level names are everybody's. */
function isClassic(file: string, facts: CodeFacts): boolean {
  if (!/\.(?:js|x?html?|jinja2?|j2)$/.test(file) || facts.exports || facts.stars || facts.component) return false;
  return !Object.values(facts.chunks[''] ? { own: facts.chunks[''] } : {}).some((chunk) =>
    chunk.arena.some((e) => e.kind === 'import'),
  );
}

function topLevel(facts: CodeFacts, out: SharedName[]): void {
  for (const [name, assigns] of Object.entries(facts.chunks['']?.vars ?? {})) {
    const first = assigns[0];
    if (first && allowed(name) && !name.includes('~'))
      out.push({ name, chunk: '', x: first.chunk === undefined ? first.x : -1, variable: name });
  }
}

const joined = (object: string, name: string) => (object === '' ? name : `${object}.${name}`);

function allowed(name: string): boolean {
  const parts = name.split('.');
  return !PLATFORM.has(parts[0]!) && parts.length <= MAX_PARTS && !/^on[a-z]+$/.test(name);
}

/** Object.assign(window, {a, b}) · $.extend(App, {…}) */
function assigned(reader: Reader, id: ChunkId, chunk: Chunk, callee: X, args: readonly Arg[], out: SharedName[]): void {
  const method = chunk.arena[callee];
  if (method?.kind !== 'get' || (method.name !== 'assign' && method.name !== 'extend') || args.length < 2) return;
  const target = reader.path(id, chunk.arena[args[0]!.x], 0);
  if (target === undefined || PLATFORM.has(target.split('.')[0]!)) return;
  for (const arg of args.slice(1)) {
    const e = chunk.arena[arg.x];
    if (e?.kind !== 'obj') continue;
    for (const entry of e.entries)
      if (entry.key !== undefined && allowed(joined(target, entry.key)))
        out.push({ name: joined(target, entry.key), chunk: id, x: entry.x });
  }
}

class Reader {
  constructor(
    private readonly facts: CodeFacts,
    private readonly classic: boolean,
  ) {}

  /** The global name of an expression: '' of window, 'App.api' of `App.api`, of `window.App`'s alias `const App = (window.App = …)`. */
  path(id: ChunkId, e: Expr | undefined, depth: number): string | undefined {
    const chunk = this.facts.chunks[id];
    if (!e || !chunk || depth > 8) return undefined;
    switch (e.kind) {
      case 'free':
        return WINDOWS.has(e.name) ? '' : e.name;
      case 'get': {
        const object = this.path(id, chunk.arena[e.object], depth + 1);
        return object === undefined ? undefined : joined(object, e.name);
      }
      case 'ref':
        return this.variable(e.chunk, e.name, depth);
      case 'either':
        return e.op === 'or' ? this.path(id, chunk.arena[e.of[0]!], depth + 1) : undefined;
      default:
        return undefined;
    }
  }

  private variable(id: ChunkId, name: string, depth: number): string | undefined {
    if (this.classic && id === '') return name;
    const assigns: readonly Assign[] = this.facts.chunks[id]?.vars[name] ?? [];
    const only = assigns.length === 1 ? assigns[0] : undefined;
    if (!only || only.chunk !== undefined) return undefined;
    return this.path(id, this.facts.chunks[id]?.arena[only.x], depth + 1) ?? this.assignedGlobal(id, only.x);
  }

  /** `const App = (window.App = {})`: the expression is the object; what is set to it says the name. */
  private assignedGlobal(id: ChunkId, x: X): string | undefined {
    const chunk = this.facts.chunks[id];
    const set = chunk?.sets?.find((s) => s.x === x && s.name !== undefined);
    const object = set && chunk?.arena[set.object];
    return object?.kind === 'free' && WINDOWS.has(object.name) ? set?.name : undefined;
  }

  /** Of `Api.prototype` the constructor, where it is of another file: a global or an import. */
  foreign(id: ChunkId, e: Expr | undefined): X | undefined {
    if (e?.kind !== 'get' || e.name !== 'prototype') return undefined;
    const maker = this.facts.chunks[id]?.arena[e.object];
    if (maker?.kind === 'free') return e.object;
    const home = maker?.kind === 'ref' ? this.facts.chunks[maker.chunk] : undefined;
    const assigns = maker?.kind === 'ref' && home && Object.hasOwn(home.vars, maker.name) ? home.vars[maker.name] : undefined;
    return assigns?.some((a) => a.chunk === undefined && home?.arena[a.x]?.kind === 'import') ? e.object : undefined;
  }

  /** Vue.prototype.$api = …; app.config.globalProperties.$api = … */
  componentGlobal(chunk: Chunk, object: X, name: string): string | undefined {
    const e = chunk.arena[object];
    const holds = e?.kind === 'get' && (e.name === 'globalProperties' || (e.name === 'prototype' && name.startsWith('$')));
    return holds ? `${COMPONENT_GLOBALS}.${name}` : undefined;
  }
}
