/**
 * Which calls are worth evaluating. A call matters directly if the knowledge says so of its form; otherwise only if something of that
 * name is a function, class or alias in which a call matters. Members and imports are compared by name alone, so this errs on the side
 * of evaluating too much, never too little; it is computed from each file's facts and closed over the workspace.
 */
import type { Query } from '../base/query';
import type { ChunkId, Expr, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { World } from './world';

export interface DirectInterest {
  name: string;
  lang: 'python' | 'web';
  /** Whether a call matters by its form alone; `called`: its result is called in turn, as a decorator factory's is; `imports`: what the file imports. */
  direct(chunk: Chunk, e: Expr, called: boolean, imports: ReadonlySet<string>): boolean;
}

interface FileInterest {
  /** Names that matter by themselves. */
  direct: string[];
  /** Name, then the names on which it hangs. */
  edges: string[][];
}

export class Interest {
  private readonly ofFile: Query<string, FileInterest>;
  private readonly imports: Query<string, ReadonlySet<string>>;
  private readonly names: Query<null, ReadonlySet<string>>;
  private readonly calls: Query<{ file: string; id: ChunkId }, readonly X[]>;

  constructor(
    private readonly world: World,
    private readonly knowledge: DirectInterest,
  ) {
    const none: FileInterest = { direct: [], edges: [] };
    const { db } = world;
    this.imports = db.query(
      `imports for ${knowledge.name}`,
      (file) => this.importsOf(file),
      () => new Set<string>(),
      { equal: sameSet },
    );
    this.ofFile = db.query(
      `interest of ${knowledge.name}`,
      (file) => this.fileInterest(file),
      () => none,
      { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
    );
    this.names = db.query(
      `names of ${knowledge.name}`,
      () => this.close(),
      () => new Set<string>(),
      { equal: sameSet },
    );
    this.calls = db.query(
      `calls of ${knowledge.name}`,
      ({ file, id }) => this.interesting(file, id),
      () => [],
      { equal: (a, b) => a.join() === b.join() },
    );
  }

  /** The calls of a chunk that are worth evaluating. */
  callsOf(file: string, id: ChunkId): readonly X[] {
    return this.calls.get(`${file}#${id}`, { file, id });
  }

  private interesting(file: string, id: ChunkId): X[] {
    const chunk = this.world.chunk(file, id);
    if (!chunk) return [];
    const names = this.names.get('', null);
    const called = calledResults(chunk);
    const imports = this.imports.get(file, file);
    const out: X[] = [];
    for (let x = 0; x < chunk.arena.length; x++) {
      const e = chunk.arena[x]!;
      if (e.kind !== 'call' && e.kind !== 'new' && e.kind !== 'elem') continue;
      if (this.knowledge.direct(chunk, e, called.has(x), imports) || calleeNodes({ file, id, chunk }, e).some((n) => names.has(n)))
        out.push(x);
    }
    return out;
  }

  private fileInterest(file: string): FileInterest {
    const direct = new Set<string>();
    const edges = new Map<string, Set<string>>();
    const edge = (from: string, to: string) => {
      if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    };
    const imports = this.imports.get(file, file);
    for (const id of this.world.chunkIds(file)) {
      const chunk = this.world.chunk(file, id);
      if (chunk) this.chunkInterest(file, id, chunk, imports, direct, edge);
    }
    return { direct: [...direct].sort(), edges: [...edges].map(([from, to]) => [from, ...[...to].sort()]) };
  }

  private chunkInterest(file: string, id: ChunkId, chunk: Chunk, imports: ReadonlySet<string>, direct: Set<string>, edge: (from: string, to: string) => void): void {
    const me = chunkNode(file, id);
    const at: Scope = { file, id, chunk };
    const parent = chunk.parent === undefined ? undefined : this.world.chunk(file, chunk.parent);
    if (parent?.kind === 'function') edge(chunkNode(file, chunk.parent!), me);
    if (parent?.kind === 'class' && CONSTRUCTORS.has(chunk.name)) edge(chunkNode(file, chunk.parent!), me);
    if (parent && chunk.kind === 'class') for (const base of chunk.bases ?? []) for (const node of mentioned({ file, id: chunk.parent!, chunk: parent }, base)) edge(me, node);
    const called = calledResults(chunk);
    for (let x = 0; x < chunk.arena.length; x++) {
      const e = chunk.arena[x]!;
      if (e.kind === 'call' || e.kind === 'new' || e.kind === 'elem') {
        if (this.knowledge.direct(chunk, e, called.has(x), imports)) direct.add(me);
        if (id !== '') for (const node of calleeNodes(at, e)) edge(me, node);
      } else if (e.kind === 'obj') for (const entry of e.entries) if (entry.key !== undefined) for (const node of mentioned(at, entry.x)) edge(nameNode(entry.key), node);
    }
    for (const [name, assigns] of Object.entries(chunk.vars)) {
      const variable = bindingNode(file, id, name);
      for (const { x } of assigns) for (const node of mentioned(at, x)) edge(variable, node);
      if (chunk.kind !== 'function') edge(nameNode(plain(name)), variable);
    }
    for (const set of chunk.sets ?? []) if (set.name !== undefined) for (const node of mentioned(at, set.x)) edge(nameNode(set.name), node);
  }

  private importsOf(file: string): ReadonlySet<string> {
    const out = new Set<string>();
    for (const id of this.world.chunkIds(file))
      for (const e of this.world.chunk(file, id)?.arena ?? [])
        if (e.kind === 'import' && !e.level) out.add(e.module.split('.')[0]!);
    for (const star of this.world.head(file)?.stars ?? []) if (!star.level) out.add(star.module.split('.')[0]!);
    return out;
  }

  private close(): ReadonlySet<string> {
    const hangs = new Map<string, string[]>();
    const queue: string[] = [];
    for (const file of this.world.files(this.knowledge.lang)) {
      const { direct, edges } = this.ofFile.get(file, file);
      queue.push(...direct);
      for (const [from, ...to] of edges)
        for (const name of to) {
          const list = hangs.get(name);
          if (list) list.push(from!);
          else hangs.set(name, [from!]);
        }
    }
    const out = new Set<string>();
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (out.has(name)) continue;
      out.add(name);
      queue.push(...(hangs.get(name) ?? []));
    }
    return out;
  }
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && [...a].every((n) => b.has(n));

interface Scope {
  file: string;
  id: ChunkId;
  chunk: Chunk;
}
/** A function or class, a variable, and what goes by a name across files. */
const chunkNode = (file: string, id: ChunkId) => `c:${file}#${id}`;
const bindingNode = (file: string, id: ChunkId, name: string) => `v:${file}#${id}#${name}`;
const nameNode = (name: string) => `n:${name}`;
const CONSTRUCTORS = new Set(['__init__', 'constructor', '__call__', '__new__']);
const plain = (name: string) => name.replace(/~\d+$/, '');

/** Calls whose results are called: `router.get("/x")` in `@router.get("/x")`. */
function calledResults(chunk: Chunk): Set<X> {
  const out = new Set<X>();
  for (const e of chunk.arena) if (e.kind === 'call') out.add(e.callee);
  return out;
}

function calleeNodes(at: Scope, e: Expr): string[] {
  if (e.kind === 'elem') return e.component === undefined ? [] : mentioned(at, e.component);
  return e.kind === 'call' || e.kind === 'new' ? mentioned(at, e.callee) : [];
}

/** What an expression may mean when it is called: a variable, a member or import by its name, alternatives, what makes it. */
function mentioned(at: Scope, x: X, depth = 0): string[] {
  const e = at.chunk.arena[x];
  if (!e || depth > 6) return [];
  const more = (child: X) => mentioned(at, child, depth + 1);
  switch (e.kind) {
    case 'ref': return [bindingNode(at.file, e.chunk, e.name)];
    case 'fn':
    case 'class': return [chunkNode(at.file, e.chunk)];
    case 'free':
    case 'get': return [nameNode(e.name)];
    case 'import': return e.name === undefined ? [] : [nameNode(e.name)];
    case 'call': return e.decorator ? e.args.flatMap((a) => more(a.x)) : more(e.callee);
    case 'new': return more(e.callee);
    case 'await': return more(e.of);
    case 'either': return e.of.flatMap(more);
    case 'each': return more(e.of);
    case 'at': return more(e.object);
    case 'list': return e.items.flatMap((i) => more(i.x));
    default: return [];
  }
}
