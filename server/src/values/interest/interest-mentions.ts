/** The nodes of a file's graph, and which of them an expression may mean when it is called. */
import { own } from '../../base/own';
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { Chunk, CodeFacts } from '../../facts/facts';
import type { DirectInterest } from './interest-knowledge';
import { plain } from './interest-words';

export const MAX_LEVEL = 2;
export const CONSTRUCTORS = new Set(['__init__', '__post_init__', '__attrs_post_init__', 'constructor', '__new__']);

export interface Scope {
  id: ChunkId;
  chunk: Chunk;
}
export type Mention = [node: number, level: number];

export class Nodes {
  private readonly shared = new Map<string, number>();
  private readonly own = new Map<string, number>();
  private readonly variables = new Map<ChunkId, Map<string, number>>();
  private ownCount = 0;
  readonly python: boolean;

  constructor(
    private readonly facts: CodeFacts,
    private readonly knowledge: DirectInterest,
    private readonly imports: ReadonlySet<string>,
  ) {
    this.python = facts.lang === 'python';
  }

  /** The names shared with other files; numbers below 0 follow them once all are known. */
  names(): string[] {
    return [...this.shared.keys()];
  }
  get count(): number {
    return this.shared.size + this.ownCount;
  }

  /** Names count up from 0, the file's own nodes down from -1, until all names are known. */
  name(name: string): number {
    const found = this.shared.get(name);
    if (found !== undefined) return found;
    this.shared.set(name, this.shared.size);
    return this.shared.size - 1;
  }
  node(key: string): number {
    const found = this.own.get(key);
    if (found !== undefined) return found;
    this.own.set(key, -++this.ownCount);
    return -this.ownCount;
  }
  variable(id: ChunkId, name: string): number {
    let inChunk = this.variables.get(id);
    if (!inChunk) {
      inChunk = new Map();
      this.variables.set(id, inChunk);
    }
    const found = inChunk.get(name) ?? -++this.ownCount;
    inChunk.set(name, found);
    return found;
  }
  readonly body = (id: ChunkId) => this.node(`c${id}`);
  readonly member = (name: string) => this.name(this.python ? `.${name}` : name);

  scope(id: ChunkId): Scope | undefined {
    const chunk = this.facts.chunks[id];
    return chunk && { id, chunk };
  }

  /** What a helper of a library is likely to wrap: useCallback(() => …), partial(send, "GET"), memo(forwardRef(() => …)). */
  private isFunctionLike(chunk: Chunk, x: X, depth: number): boolean {
    const e = chunk.arena[x];
    if (e?.kind === 'fn' || e?.kind === 'ref') return true;
    const callee = e?.kind === 'call' && !this.python ? chunk.arena[e.callee] : undefined;
    if (e?.kind !== 'call' || !callee || depth > 4) return false;
    const helper = callee.kind === 'get' ? chunk.arena[callee.object] : callee;
    const isImported =
      helper?.kind === 'ref' &&
      (own(this.facts.chunks[helper.chunk]?.vars, helper.name) ?? []).some(
        (a) => this.facts.chunks[a.chunk ?? helper.chunk]?.arena[a.x]?.kind === 'import',
      );
    return isImported && e.args.some((a) => this.isFunctionLike(chunk, a.x, depth + 1));
  }

  /** The name by which other files know what an expression means; see `FileGraph.names`. */
  outsideName(chunk: Chunk, x: X): string | undefined {
    let e = chunk.arena[x];
    if (!this.python) return e?.kind === 'get' ? e.name : e && 'name' in e ? this.plainName(chunk, e) : undefined;
    const path: string[] = [];
    for (; e?.kind === 'get'; e = chunk.arena[e.object]) path.unshift(e.name);
    const last = path.at(-1);
    if (e?.kind === 'free') return last === undefined ? (this.facts.stars ? e.name : undefined) : `.${last}`;
    if (e?.kind === 'import') return importedName(e, path);
    if (e?.kind !== 'ref') return last === undefined ? undefined : isImportCall(chunk, e) ? last : `.${last}`;
    const assigns = own(this.facts.chunks[e.chunk]?.vars, e.name) ?? [];
    const values = assigns.map((a) => this.facts.chunks[a.chunk ?? (e as { chunk: ChunkId }).chunk]?.arena[a.x]);
    const imported = values.find((v) => v?.kind === 'import');
    if (imported?.kind === 'import') return importedName(imported, path);
    if (last === undefined) return e.chunk === '' ? `#${plain(e.name)}` : plain(e.name);
    return values.some((v) => v && (MODULES.has(v.kind) || isImportCall(chunk, v))) ? last : `.${last}`;
  }

  private plainName(chunk: Chunk, e: { name?: string }): string | undefined {
    const from = own(chunk.vars, e.name ?? '')?.[0];
    const value = from && chunk.arena[from.x];
    return value?.kind === 'import' && value.name !== undefined && value.name !== 'default' ? value.name : plain(e.name ?? '');
  }

  /** `super().__init__` runs the constructors of the bases, `Base.__init__` that of the class. */
  private constructorsBelow(id: ChunkId, chunk: Chunk, object: X): Mention[] {
    if (chunk.arena[object]?.kind !== 'super') return this.mentioned({ id, chunk }, object);
    for (let at = this.scope(id); at; at = at.chunk.parent === undefined ? undefined : this.scope(at.chunk.parent)) {
      if (at.chunk.kind !== 'class' || at.chunk.parent === undefined) continue;
      const parent = this.scope(at.chunk.parent)!;
      return (at.chunk.bases ?? []).flatMap((base) => this.mentioned(parent, base));
    }
    return [];
  }

  /** `get = router.get`, `{"GET": router.get}`: a registering method that is not called where it is named. */
  private taken(e: Expr): number[] {
    const how =
      e.kind === 'get' || (e.kind === 'free' && !this.python) ? this.knowledge.taken?.(e.name, this.imports) : undefined;
    return how ? [this.node(how === 'factory' ? FACTORY : DIRECT)] : NO_NODES;
  }

  /** Where the methods that are taken matter: a factory by what it gives. */
  seeds(): Mention[] {
    return [FACTORY, DIRECT].flatMap((key): Mention[] => (this.own.has(key) ? [[this.node(key), key === FACTORY ? 1 : 0]] : []));
  }

  /** What an expression may mean when it is called: a variable, a member or import by its name, alternatives, what makes it. */
  mentioned({ id, chunk }: Scope, x: X): Mention[] {
    const search: Search = { id, chunk, out: [] };
    this.visit(search, x, 0, 0, false);
    return search.out;
  }

  private visit(search: Search, x: X, level: number, depth: number, isUsed: boolean): void {
    const { id, chunk, out } = search;
    const e = chunk.arena[x];
    if (!e || depth > 8 || level > MAX_LEVEL) return;
    switch (e.kind) {
      case 'ref':
        out.push([this.variable(e.chunk, e.name), level]);
        return;
      case 'fn':
      case 'class':
        out.push([this.body(e.chunk), level]);
        return;
      case 'free':
      case 'get':
      case 'import':
        return this.visitName(search, x, e, level, isUsed);
      case 'call':
        return this.visitCall(search, e, level, depth);
      case 'new':
        return this.visit(search, e.callee, level + 1, depth + 1, false);
      // What is awaited, looped over or indexed is no method.
      case 'await':
      case 'each':
        return this.visit(search, e.of, level, depth + 1, true);
      case 'at':
        return this.visit(search, e.object, level, depth + 1, true);
      case 'either':
        for (const one of e.of) this.visit(search, one, level, depth + 1, false);
        return;
      case 'list':
        for (const item of e.items) this.visit(search, item.x, level, depth + 1, false);
        return;
      case 'map':
        return this.visit(search, e.item, level, depth + 1, false);
      case 'obj':
        for (const entry of e.entries) if (id === '' || depth > 0) this.visit(search, entry.x, level, depth + 1, false);
        return;
      default:
        return;
    }
  }

  private visitName({ id, chunk, out }: Search, x: X, e: Named, level: number, isUsed: boolean): void {
    if (e.kind === 'import' && !this.python && (e.name === undefined || e.name === 'default'))
      out.push([this.name(`0|${e.module}|default`), level]);
    if (e.kind === 'get' && this.python && CONSTRUCTORS.has(e.name)) {
      for (const [node, up] of this.constructorsBelow(id, chunk, e.object)) out.push([node, level + up]);
      return;
    }
    const name = this.outsideName(chunk, x);
    if (name !== undefined) out.push([this.name(name), level]);
    if (!isUsed) for (const node of this.taken(e)) out.push([node, level]);
  }

  private visitCall(search: Search, e: Expr & { kind: 'call' }, level: number, depth: number): void {
    const { arena } = search.chunk;
    this.visit(search, e.callee, level + 1, depth + 1, true);
    const callee = arena[e.callee];
    const of =
      callee?.kind === 'get' && (this.python ? TABLES.has(callee.name) : callee.name === 'bind') ? callee.object : undefined;
    if (of !== undefined) this.visit(search, of, level, depth + 1, false);
    const isPartial = callee !== undefined && 'name' in callee && callee.name === 'partial';
    for (const { x } of e.args)
      if (e.decorator || isPartial || this.isFunctionLike(search.chunk, x, depth)) this.visit(search, x, level, depth + 1, false);
  }
}

type Named = Expr & { kind: 'free' | 'get' | 'import' };
interface Search extends Scope {
  out: Mention[];
}

const NO_NODES: number[] = [];
const FACTORY = 'taken factory';
const DIRECT = 'taken';
/** Methods of dicts that give what is in them; that of classes which gives classes like them. */
const TABLES = new Set(['items', 'values', '__subclasses__']);

/** What a variable may be given that holds a module. */
const MODULES = new Set(['param', 'each', 'at']);

/** import_module(name) */
function isImportCall(chunk: Chunk, e: Expr | undefined): boolean {
  const callee = e?.kind === 'call' ? chunk.arena[e.callee] : undefined;
  return (
    callee !== undefined && 'name' in callee && /^(__import__|import_module|import_string|load_module)$/.test(callee.name ?? '')
  );
}

const importedName = (e: Expr & { kind: 'import' }, path: readonly string[]): string =>
  `${e.level ?? 0}|${e.module}|${[...(e.name === undefined ? [] : [e.name]), ...path].join('.')}`;
