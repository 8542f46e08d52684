/**
 * One file's part of the question which calls matter (see interest.ts): what its functions, variables and names hang on.
 *
 * A node is something that may be called: a function or class of this file, a variable, or whatever goes by a name anywhere. A level
 * says how often: at level 0 calling it matters, at level 1 calling what the call gives, as with the factory of a decorator.
 */
import { own } from '../base/own';
import type { ChunkId, Expr, X } from '../facts/expression';
import type { Chunk, CodeFacts, SetMember } from '../facts/facts';
import type { DirectInterest } from './interest';
import { Taint } from './interest-taint';

/** A node and a level; `from` matters at its level where `to` does. An exact edge holds for its levels alone, others above them too. */
export type Edge = [from: number, fromLevel: number, to: number, toLevel: number, exact: boolean];
export interface FileGraph {
  /**
   * Nodes from 0 on are the names that the file has in common with others; numbers above are its own. 'load': whatever goes by the
   * name; '.load': a member, but of no module; '#load': of this very module; '1|pkg.api|users.load': by an import, resolved later.
   */
  names: string[];
  nodes: number;
  edges: Edge[];
  /** What matters by its form alone: node and level. */
  seeds: [number, number][];
}
export interface Interesting {
  chunk: ChunkId;
  x: X;
  /** Where one of these matters, the call does. Absent: it matters by its form. */
  hangs?: [number, number][];
}
export interface FileInterest {
  graph: FileGraph;
  calls: Interesting[];
}

export const MAX_LEVEL = 2;
const CONSTRUCTORS = new Set(['__init__', 'constructor', '__new__']);
const plain = (name: string) => name.replace(/~\d+$/, '');

/** Every word by which something in a file may be meant; most files need no more than this glance. */
export function wordsOf(facts: CodeFacts): ReadonlySet<string> {
  const words = new Set<string>();
  for (const chunk of Object.values(facts.chunks)) {
    words.add(chunk.name);
    for (const e of chunk.arena) {
      if ('name' in e && e.name !== undefined) words.add(e.name);
      if (e.kind === 'obj') for (const entry of e.entries) if (entry.key !== undefined) words.add(entry.key);
    }
    for (const set of chunk.sets ?? []) if (set.name !== undefined) words.add(set.name);
  }
  return words;
}

/** Whether anything in a file matters by its form. */
export function isSeeded(facts: CodeFacts, words: ReadonlySet<string>, knowledge: DirectInterest): boolean {
  if (knowledge.words && !knowledge.words.some((word) => words.has(word))) return false;
  if (knowledge.callees?.some((word) => words.has(word))) return true;
  const imports = importsOf(facts);
  return Object.values(facts.chunks).some((chunk) => {
    const called = new Set<X>();
    for (const e of chunk.arena) if (e.kind === 'call') called.add(e.callee);
    const matters = (e: Expr, x: X) =>
      (e.kind === 'call' || e.kind === 'new' || e.kind === 'elem') &&
      (knowledge.direct(chunk, e, called.has(x), imports) ||
        knowledge.returned?.(chunk, e, imports) ||
        (called.has(x) && handsFactory(chunk, e, knowledge)));
    const isSet = (s: SetMember) =>
      (s.name !== undefined && knowledge.fields?.has(s.name)) || (s.index !== undefined && knowledge.items?.(chunk, s.object));
    return chunk.arena.some(matters) || chunk.sets?.some(isSet);
  });
}

/** protect(app.get, "/x"): what it gives is a factory of decorators, wherever the helper is. */
const handsFactory = (chunk: Chunk, e: Expr, { factories }: DirectInterest): boolean =>
  factories !== undefined && e.kind === 'call' && e.args.some((a) => isFactory(chunk.arena[a.x], factories));
const isFactory = (e: Expr | undefined, factories: ReadonlySet<string>) => e?.kind === 'get' && factories.has(e.name);

/** The word by which other files may mean what goes by a name of a graph: of '/w/pkg/users.py#load(0' it is 'load'. */
export function wordOf(name: string): string {
  const bracket = name.indexOf('(');
  const whole = bracket < 0 ? name : name.slice(0, bracket);
  return whole.slice(Math.max(whole.lastIndexOf('#'), whole.lastIndexOf('.')) + 1);
}

export function fileInterest(facts: CodeFacts, knowledge: DirectInterest): FileInterest {
  return new Builder(facts, knowledge, importsOf(facts)).build();
}

function importsOf(facts: CodeFacts): ReadonlySet<string> {
  const out = new Set<string>();
  for (const chunk of Object.values(facts.chunks))
    for (const e of chunk.arena) if (e.kind === 'import' && !e.level) out.add(e.module.split('.')[0]!);
  for (const star of facts.stars ?? []) if (!star.level) out.add(star.module.split('.')[0]!);
  return out;
}

interface Scope {
  id: ChunkId;
  chunk: Chunk;
}
type Mention = [node: number, level: number];

class Builder {
  private readonly shared = new Map<string, number>();
  private readonly own = new Map<string, number>();
  private readonly edges: Edge[] = [];
  private readonly seeds: [number, number][] = [];
  private readonly calls: Interesting[] = [];
  private readonly python: boolean;
  private readonly taint: Taint;

  constructor(
    private readonly facts: CodeFacts,
    private readonly knowledge: DirectInterest,
    private readonly imports: ReadonlySet<string>,
  ) {
    this.python = facts.lang === 'python';
    this.taint = new Taint(facts, knowledge);
  }

  build(): FileInterest {
    for (const [id, chunk] of Object.entries(this.facts.chunks)) this.add({ id, chunk });
    this.exported();
    const names = [...this.shared.keys()];
    const at = (node: number) => (node >= 0 ? node : names.length - 1 - node);
    return {
      graph: {
        names,
        nodes: names.length + this.own.size,
        edges: this.edges.map(([from, a, to, b, exact]) => [at(from), a, at(to), b, exact]),
        seeds: this.seeds.map(([node, level]) => [at(node), level]),
      },
      calls: this.calls.map((c) => (c.hangs ? { ...c, hangs: c.hangs.map(([node, level]) => [at(node), level]) } : c)),
    };
  }

  /** Names of exports that are no names of variables. */
  private exported(): void {
    const module = this.scope('');
    if (this.facts.component) this.edges.push([this.name('#default'), 0, this.body(''), 0, true]);
    for (const [name, x] of module && !this.python ? Object.entries(this.facts.exports ?? {}) : []) {
      const e = module!.chunk.arena[x];
      if (e?.kind === 'ref' && e.name === name) continue;
      this.hang(this.name(WHOLE.has(name) ? '#default' : name), 0, this.mentioned(module!, x));
    }
  }

  /** Names count up from 0, the file's own nodes down from -1, until all names are known. */
  private name(name: string): number {
    const found = this.shared.get(name);
    if (found !== undefined) return found;
    this.shared.set(name, this.shared.size);
    return this.shared.size - 1;
  }
  private node(key: string): number {
    const found = this.own.get(key);
    if (found !== undefined) return found;
    this.own.set(key, -1 - this.own.size);
    return -this.own.size;
  }
  private readonly body = (id: ChunkId) => this.node(`c${id}`);
  private readonly variable = (id: ChunkId, name: string) => this.node(`v${id}#${name}`);

  private hang(from: number, fromLevel: number, to: readonly Mention[], exact = false): void {
    for (const [node, level] of to) if (node !== from) this.edges.push([from, fromLevel, node, level, exact]);
  }

  private add(at: Scope): void {
    const { id, chunk } = at;
    this.declaration(at);
    const runs = chunk.kind === 'class' ? this.node(`b${id}`) : this.body(id);
    const used = resultsUsed(chunk);
    for (let x = 0; x < chunk.arena.length; x++) this.expression(at, x, runs, used);
    for (const [name, assigns] of Object.entries(chunk.vars)) {
      for (const a of assigns) {
        const from = a.chunk === undefined ? at : this.scope(a.chunk);
        if (from) this.hang(this.variable(id, name), 0, this.mentioned(from, a.x));
      }
      if (chunk.kind !== 'function') this.named(id, plain(name), this.variable(id, name));
    }
    for (const set of chunk.sets ?? []) {
      if (set.index !== undefined && this.knowledge.items?.(chunk, set.object)) this.seed(runs, id, set.x);
      if (set.name === undefined) continue;
      this.hang(this.member(set.name), 0, this.mentioned(at, set.x));
      if (this.knowledge.fields?.has(set.name)) this.seed(runs, id, set.x);
    }
    for (const { x } of chunk.returns ?? []) this.hang(this.body(id), 1, this.mentioned(at, x));
  }

  /** Names by which a variable of a module or class is known outside. */
  private named(id: ChunkId, name: string, variable: number): void {
    if (this.python && CONSTRUCTORS.has(name)) return;
    if (this.python) this.edges.push([this.name(id === '' ? `#${name}` : `.${name}`), 0, variable, 0, false]);
    this.edges.push([this.name(name), 0, variable, 0, false]);
  }
  private readonly member = (name: string) => this.name(this.python ? `.${name}` : name);

  private scope(id: ChunkId): Scope | undefined {
    const chunk = this.facts.chunks[id];
    return chunk && { id, chunk };
  }

  /** Calling a function runs what is written inside; calling a class runs its constructor and those of its bases. */
  private declaration({ id, chunk }: Scope): void {
    const parent = chunk.parent === undefined ? undefined : this.scope(chunk.parent);
    if (!parent) return;
    const inside = chunk.kind === 'class' ? this.node(`b${id}`) : this.body(id);
    if (parent.chunk.kind === 'function' || (parent.id === '' && this.facts.component))
      this.edges.push([this.body(parent.id), 0, inside, 0, true]);
    if (parent.chunk.kind === 'class' && CONSTRUCTORS.has(chunk.name))
      this.edges.push([this.body(parent.id), 0, this.body(id), 0, true]);
    if (parent.chunk.kind === 'class' && chunk.name === '__call__')
      this.edges.push([this.body(parent.id), 1, this.body(id), 0, false]);
    for (const base of chunk.bases ?? []) this.hang(this.body(id), 0, this.mentioned(parent, base));
    this.parameters(id, chunk, parent.chunk);
  }

  /** A parameter is what some call of that name hands over, by position (a method may be called with or without self) or by keyword. */
  private parameters(id: ChunkId, chunk: Chunk, parent: Chunk): void {
    const method = parent.kind === 'class';
    const ownName = method && CONSTRUCTORS.has(chunk.name) ? parent.name : chunk.name;
    if (ownName === '') return;
    const outside =
      !this.python || (method && chunk.name === ownName)
        ? this.member(ownName)
        : parent.kind === 'module' || method
          ? `#${ownName}`
          : ownName;
    const name = typeof outside === 'number' ? (this.python ? `.${ownName}` : ownName) : outside;
    chunk.params?.forEach((param, i) => {
      const variable = this.variable(id, param.name);
      const positions = method && this.python ? [i - 1, i] : [i];
      for (const at of positions) if (at >= 0) this.edges.push([variable, 0, this.name(`${name}(${at}`), 0, false]);
      this.edges.push([variable, 0, this.name(`${name}(${param.name}`), 0, false]);
    });
  }

  private handed(at: Scope, e: Expr & { kind: 'call' | 'new' }, called: boolean): void {
    const name = this.outsideName(at, e.callee);
    if (name === undefined) return;
    e.args.forEach((arg, i) => {
      const value = at.chunk.arena[arg.x];
      if (!value || arg.spread || !this.isHanded(value)) return;
      const parameter = this.name(`${name}(${arg.name ?? i}`);
      this.hang(parameter, 0, this.mentioned(at, arg.x));
      if (called && value.kind === 'get' && this.knowledge.factories?.has(value.name)) this.seeds.push([parameter, 1]);
    });
  }

  private isHanded(value: Expr): boolean {
    if (value.kind !== 'ref') return HANDED.has(value.kind);
    const home = this.facts.chunks[value.chunk];
    return (own(home?.vars, value.name) ?? []).some(
      (a) => a.chunk !== undefined || !DATA.has(home?.arena[a.x]?.kind ?? 'unknown'),
    );
  }

  /** The name by which other files know what an expression means; see `FileGraph.names`. */
  private outsideName({ chunk }: Scope, x: X): string | undefined {
    const path: string[] = [];
    let e = chunk.arena[x];
    for (; e?.kind === 'get'; e = chunk.arena[e.object]) path.unshift(e.name);
    const last = path.at(-1);
    if (!this.python) return last ?? (e && 'name' in e ? this.plainName(chunk, e) : undefined);
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

  private expression(at: Scope, x: X, runs: number, used: ReadonlyMap<X, 'called' | 'returned'>): void {
    const e = at.chunk.arena[x]!;
    if (e.kind === 'obj') {
      for (const entry of e.entries)
        if (entry.key !== undefined) this.hang(this.member(entry.key), 0, this.mentioned(at, entry.x));
      return;
    }
    if (e.kind !== 'call' && e.kind !== 'new' && e.kind !== 'elem') return;
    const use = used.get(x);
    if (e.kind !== 'elem') this.handed(at, e, use === 'called');
    if (this.knowledge.direct(at.chunk, e, use === 'called', this.imports)) this.seed(runs, at.id, x);
    else {
      const hangs = this.hangsOn(at, e);
      if (hangs.length) this.calls.push({ chunk: at.id, x, hangs });
      if (hangs.length && this.taint.reaches(at.id, x)) this.hang(runs, 0, hangs, true);
    }
    if (use === 'returned' && at.chunk.kind === 'function' && this.knowledge.returned?.(at.chunk, e, this.imports))
      this.seeds.push([this.body(at.id), 1]);
  }

  private hangsOn(at: Scope, e: Expr & { kind: 'call' | 'new' | 'elem' }): Mention[] {
    if (e.kind === 'elem') return e.component === undefined ? [] : this.mentioned(at, e.component);
    const callee = at.chunk.arena[e.callee];
    const iterates = !this.python && callee?.kind === 'get' && ITERATING.has(callee.name);
    return [...this.mentioned(at, e.callee), ...(iterates ? e.args.flatMap((a) => this.mentioned(at, a.x)) : [])];
  }

  private seed(runs: number, chunk: ChunkId, x: X): void {
    this.calls.push({ chunk, x });
    if (this.seeds.at(-1)?.[0] !== runs && this.taint.reaches(chunk, x)) this.seeds.push([runs, 0]);
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

  /** What an expression may mean when it is called: a variable, a member or import by its name, alternatives, what makes it. */
  private mentioned({ id, chunk }: Scope, x: X): Mention[] {
    const out: Mention[] = [];
    const visit = (at: X, level: number, depth: number): void => {
      const e = chunk.arena[at];
      if (!e || depth > 8 || level > MAX_LEVEL) return;
      const more = (child: X, up = 0) => visit(child, level + up, depth + 1);
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
        case 'import': {
          if (e.kind === 'import' && !this.python && (e.name === undefined || e.name === 'default'))
            out.push([this.name(`0|${e.module}|default`), level]);
          if (e.kind === 'get' && this.python && CONSTRUCTORS.has(e.name)) {
            out.push(...this.constructorsBelow(id, chunk, e.object).map(([node, up]): Mention => [node, level + up]));
            return;
          }
          const name = this.outsideName({ id, chunk }, at);
          if (name !== undefined) out.push([this.name(name), level]);
          return;
        }
        case 'call':
          more(e.callee, 1);
          for (const a of e.args) if (e.decorator || isFunctionLike(chunk.arena[a.x])) more(a.x);
          return;
        case 'new':
          return more(e.callee, 1);
        case 'await':
        case 'each':
          return more(e.of);
        case 'either':
          for (const one of e.of) more(one);
          return;
        case 'at':
          return more(e.object);
        case 'list':
          for (const item of e.items) more(item.x);
          return;
        case 'map':
          return more(e.item);
        case 'obj':
          for (const entry of e.entries) if (id === '' || depth > 0) more(entry.x);
          return;
        default:
          return;
      }
    };
    visit(x, 0, 0);
    return out;
  }
}

/** What `import x from` and `require` give. */
const WHOLE = new Set(['default', 'export=']);

/** Methods that call what they are given with each element: `urls.forEach(load)`. */
const ITERATING = new Set(['map', 'forEach', 'flatMap']);

const HANDED = new Set(['fn', 'class', 'get', 'free', 'list', 'either']);
/** What surely is no function. */
const DATA = new Set(['str', 'lit', 'cat', 'unknown', 'obj']);

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

/** What a helper of a library is likely to wrap: useCallback(() => …), partial(send, "GET"). */
const isFunctionLike = (e: Expr | undefined): boolean => e?.kind === 'fn' || e?.kind === 'ref';

/** Calls whose results are called, `router.get("/x")` in `@router.get("/x")`, and those whose results are returned. */
function resultsUsed(chunk: Chunk): Map<X, 'called' | 'returned'> {
  const out = new Map<X, 'called' | 'returned'>();
  for (const { x } of chunk.returns ?? []) out.set(x, 'returned');
  for (const e of chunk.arena) if (e.kind === 'call') out.set(e.callee, 'called');
  return out;
}
