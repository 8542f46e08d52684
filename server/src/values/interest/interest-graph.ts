/**
 * One file's part of the question which calls matter (see interest.ts): what its functions, variables and names hang on.
 *
 * A node is something that may be called: a function or class of this file, a variable, or whatever goes by a name anywhere. A level
 * says how often: at level 0 calling it matters, at level 1 calling what the call gives, as with the factory of a decorator.
 */
import { own } from '../../base/own';
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { Chunk, CodeFacts } from '../../facts/facts';
import { addEdge, type Edges, renumbered } from './interest-edges';
import type { DirectInterest } from './interest-knowledge';
import { CONSTRUCTORS, type Mention, Nodes, type Scope } from './interest-mentions';
import { Taint } from './interest-taint';
import { ITERATING, importsOf, plain } from './interest-words';

export interface FileGraph {
  /**
   * Nodes from 0 on are the names that the file has in common with others; numbers above are its own. 'load': whatever goes by the
   * name; '.load': a member, but of no module; '#load': of this very module; '1|pkg.api|users.load': by an import, resolved later.
   */
  names: string[];
  nodes: number;
  edges: Edges;
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

export function fileInterest(facts: CodeFacts, knowledge: DirectInterest): FileInterest {
  return new Builder(facts, knowledge, importsOf(facts)).build();
}

class Builder {
  private readonly nodes: Nodes;
  private readonly edges: number[] = [];
  private readonly seeds: [number, number][] = [];
  private readonly calls: Interesting[] = [];
  private readonly taint: Taint;

  constructor(
    private readonly facts: CodeFacts,
    private readonly knowledge: DirectInterest,
    private readonly imports: ReadonlySet<string>,
  ) {
    this.nodes = new Nodes(facts, knowledge, imports);
    this.taint = new Taint(facts, knowledge);
  }

  build(): FileInterest {
    for (const [id, chunk] of Object.entries(this.facts.chunks)) this.add({ id, chunk });
    this.exported();
    this.seeds.push(...this.nodes.seeds());
    const names = this.nodes.names();
    const at = (node: number) => (node >= 0 ? node : names.length - 1 - node);
    return {
      graph: {
        names,
        nodes: this.nodes.count,
        edges: renumbered(this.edges, at),
        seeds: this.seeds.map(([node, level]) => [at(node), level]),
      },
      calls: this.calls.map((c) =>
        c.hangs ? { chunk: c.chunk, x: c.x, hangs: c.hangs.map(([node, level]) => [at(node), level]) } : c,
      ),
    };
  }

  /** Names of exports that are no names of variables. */
  private exported(): void {
    const module = this.nodes.scope('');
    if (this.facts.component) addEdge(this.edges, this.nodes.name('#default'), 0, this.nodes.body(''), 0, true);
    for (const [name, x] of module && !this.nodes.python ? Object.entries(this.facts.exports ?? {}) : []) {
      const e = module!.chunk.arena[x];
      if (e?.kind === 'ref' && e.name === name) continue;
      this.hang(this.nodes.name(WHOLE.has(name) ? '#default' : name), 0, this.nodes.mentioned(module!, x));
    }
  }

  private hang(from: number, fromLevel: number, to: readonly Mention[], exact = false): void {
    for (const [node, level] of to) if (node !== from) addEdge(this.edges, from, fromLevel, node, level, exact);
  }

  private add(at: Scope): void {
    const { id, chunk } = at;
    this.declaration(at);
    const runs = chunk.kind === 'class' ? this.nodes.node(`b${id}`) : this.nodes.body(id);
    const used = resultsUsed(chunk);
    for (let x = 0; x < chunk.arena.length; x++) this.expression(at, x, runs, used);
    for (const [name, assigns] of Object.entries(chunk.vars)) {
      for (const a of assigns) {
        const from = a.chunk === undefined ? at : this.nodes.scope(a.chunk);
        if (from) this.assigned(from, a.x, this.nodes.variable(id, name));
      }
      if (chunk.kind !== 'function') this.named(id, plain(name), this.nodes.variable(id, name));
    }
    for (const set of chunk.sets ?? []) {
      if (set.index !== undefined && this.knowledge.items?.(chunk, set.object)) this.seed(runs, id, set.x);
      if (set.name === undefined) continue;
      this.hang(this.nodes.member(set.name), 0, this.nodes.mentioned(at, set.x));
      if (this.knowledge.fields?.has(set.name)) this.seed(runs, id, set.x);
    }
    for (const { x } of chunk.returns ?? []) this.hang(this.nodes.body(id), 1, this.nodes.mentioned(at, x));
  }

  /** A variable is what it is given; also the decorator of a route: `register = router.get("/x")`. */
  private assigned(from: Scope, x: X, variable: number): void {
    this.hang(variable, 0, this.nodes.mentioned(from, x));
    const e = from.chunk.arena[x];
    if (e?.kind === 'call' && this.knowledge.stored?.(from.chunk, e, this.imports)) this.seeds.push([variable, 0]);
  }

  /** Names by which a variable of a module or class is known outside. */
  private named(id: ChunkId, name: string, variable: number): void {
    if (this.nodes.python && CONSTRUCTORS.has(name)) return;
    if (this.nodes.python) addEdge(this.edges, this.nodes.name(id === '' ? `#${name}` : `.${name}`), 0, variable, 0, false);
    addEdge(this.edges, this.nodes.name(name), 0, variable, 0, false);
  }
  /** Calling a function runs what is written inside; calling a class runs its constructor and those of its bases. */
  private declaration({ id, chunk }: Scope): void {
    const parent = chunk.parent === undefined ? undefined : this.nodes.scope(chunk.parent);
    if (!parent) return;
    const inside = chunk.kind === 'class' ? this.nodes.node(`b${id}`) : this.nodes.body(id);
    if (parent.chunk.kind === 'function' || (parent.id === '' && this.facts.component))
      addEdge(this.edges, this.nodes.body(parent.id), 0, inside, 0, true);
    if (parent.chunk.kind === 'class' && CONSTRUCTORS.has(chunk.name))
      addEdge(this.edges, this.nodes.body(parent.id), 0, this.nodes.body(id), 0, true);
    if (parent.chunk.kind === 'class' && chunk.name === '__call__')
      addEdge(this.edges, this.nodes.body(parent.id), 1, this.nodes.body(id), 0, false);
    for (const base of chunk.bases ?? []) this.hang(this.nodes.body(id), 0, this.nodes.mentioned(parent, base));
    this.parameters(id, chunk, parent.chunk);
  }

  /** A parameter is what some call of that name hands over, by position (a method may be called with or without self) or by keyword. */
  private parameters(id: ChunkId, chunk: Chunk, parent: Chunk): void {
    const method = parent.kind === 'class';
    const ownName = method && CONSTRUCTORS.has(chunk.name) ? parent.name : chunk.name;
    if (ownName === '') return;
    const outside =
      !this.nodes.python || (method && chunk.name === ownName)
        ? this.nodes.member(ownName)
        : parent.kind === 'module' || method
          ? `#${ownName}`
          : ownName;
    const name = typeof outside === 'number' ? (this.nodes.python ? `.${ownName}` : ownName) : outside;
    chunk.params?.forEach((param, i) => {
      const variable = this.nodes.variable(id, param.name);
      const positions = method && this.nodes.python ? [i - 1, i] : [i];
      for (const at of positions) if (at >= 0) addEdge(this.edges, variable, 0, this.nodes.name(`${name}(${at}`), 0, false);
      addEdge(this.edges, variable, 0, this.nodes.name(`${name}(${param.name}`), 0, false);
    });
  }

  private handed(at: Scope, e: Expr & { kind: 'call' | 'new' }, called: boolean): void {
    const name = this.nodes.outsideName(at.chunk, e.callee);
    if (name === undefined) return;
    e.args.forEach((arg, i) => {
      const value = at.chunk.arena[arg.x];
      if (!value || arg.spread || !this.isHanded(value)) return;
      const parameter = this.nodes.name(`${name}(${arg.name ?? i}`);
      this.hang(parameter, 0, this.nodes.mentioned(at, arg.x));
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

  private expression(at: Scope, x: X, runs: number, used: ReadonlyMap<X, 'called' | 'returned'>): void {
    const e = at.chunk.arena[x]!;
    if (e.kind === 'obj') {
      for (const entry of e.entries)
        if (entry.key !== undefined) this.hang(this.nodes.member(entry.key), 0, this.nodes.mentioned(at, entry.x));
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
      this.seeds.push([this.nodes.body(at.id), 1]);
  }

  private hangsOn(at: Scope, e: Expr & { kind: 'call' | 'new' | 'elem' }): Mention[] {
    if (e.kind === 'elem') return e.component === undefined ? [] : this.nodes.mentioned(at, e.component);
    const callee = at.chunk.arena[e.callee];
    const iterates = this.nodes.python
      ? callee?.kind === 'free' && callee.name === 'map'
      : callee?.kind === 'get' && ITERATING.has(callee.name);
    const through = !this.nodes.python && callee?.kind === 'get' && /^(?:call|apply)$/.test(callee.name);
    const own = this.nodes.mentioned(at, e.callee);
    if (!through && !iterates) return own;
    return [
      ...own,
      ...(through ? this.nodes.mentioned(at, callee.object) : []),
      ...(iterates ? e.args.slice(0, this.nodes.python ? 1 : undefined).flatMap((a) => this.nodes.mentioned(at, a.x)) : []),
    ];
  }

  private seed(runs: number, chunk: ChunkId, x: X): void {
    this.calls.push({ chunk, x });
    if (this.seeds.at(-1)?.[0] !== runs && this.taint.reaches(chunk, x)) this.seeds.push([runs, 0]);
  }
}

/** What `import x from` and `require` give. */
const WHOLE = new Set(['default', 'export=']);

const HANDED = new Set(['fn', 'class', 'get', 'free', 'list', 'either']);
/** What surely is no function. */
const DATA = new Set(['str', 'lit', 'cat', 'unknown', 'obj']);

/** Calls whose results are called, `router.get("/x")` in `@router.get("/x")`, and those whose results are returned. */
function resultsUsed(chunk: Chunk): Map<X, 'called' | 'returned'> {
  const out = new Map<X, 'called' | 'returned'>();
  for (const { x } of chunk.returns ?? []) out.set(x, 'returned');
  for (const e of chunk.arena) if (e.kind === 'call') out.set(e.callee, 'called');
  return out;
}
