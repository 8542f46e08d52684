/**
 * The kernel for change. Everything from values upwards is a function of other such functions and, at the bottom, of inputs.
 * A query remembers each answer with what was read to get it. Setting an input puts its readers, and theirs, in doubt (a wave over
 * recorded edges); an answer in doubt is verified when next asked for, and where it comes out equal the wave stops.
 *
 * An `early` query is what an edit rarely changes (one function of a file): when in doubt it is computed before anything is asked, and
 * the wave goes on from it only if it changed. It may not be part of a cycle. What is early may read what is early before it: `early` is
 * its rank, 1 for those that read nothing early but directly.
 *
 * Cycles: asking for what is being computed yields the query's `cut` value. An answer that depended on a cut is not remembered,
 * except by the head of the cycle, for otherwise it would depend on who asked first. It is lent out while that head still runs.
 */
type State = 'absent' | 'fresh' | 'doubt';

interface Node {
  readonly owner: {
    readonly name: string;
    run(node: Node): unknown;
    same(a: unknown, b: unknown): boolean;
    readonly counts: Counts;
    doubted?: Set<string>;
    readonly early: number;
  } | null;
  readonly key: string;
  arg: unknown;
  state: State;
  value: unknown;
  changed: number;
  verified: number;
  deps: Node[];
  readers: Set<Node>;
  frame: Frame | null;
  lent: { value: unknown; deps: Node[]; head: Frame } | null;
}
interface Frame {
  readonly depth: number;
  readonly deps: Set<Node>;
  /** The lowest frame that a cut below here reached; own depth or more: none that matters. */
  cut: number;
  live: boolean;
}
export interface Counts {
  asked: number;
  recomputed: number;
  unchanged: number;
}

const MAX_DEPTH = 80;
const NONE = Number.POSITIVE_INFINITY;

const newNode = (owner: Node['owner'], key: string, arg: unknown): Node => ({
  owner,
  key,
  arg,
  state: 'absent',
  value: undefined,
  changed: 0,
  verified: 0,
  deps: [],
  readers: new Set(),
  frame: null,
  lent: null,
});

export interface Input<T> {
  get(key: string): T | undefined;
  set(key: string, value: T | undefined): void;
  keys(): Iterable<string>;
}
export interface Query<A, T> {
  /** The answer for `key`; `arg` is what the computation gets, and must be a function of the key. */
  get(key: string, arg: A): T;
  readonly counts: Counts;
  /** Keys whose answers came into doubt, or were first computed, since the last call. Only for queries made with `watch`. */
  drain(): string[];
}
export interface QueryOptions<T> {
  equal?: (a: T, b: T) => boolean;
  watch?: boolean;
  early?: 1 | 2;
}

export class Database {
  private revision = 1;
  private readonly stack: Frame[] = [];
  private readonly tables: Map<string, Node>[] = [];
  /** Early answers in doubt, and when they last changed, by rank. */
  private readonly pending = [new Map<Node, number>(), new Map<Node, number>()] as const;
  readonly counts = new Map<string, Counts>();

  input<T>(equal: (a: T, b: T) => boolean = Object.is): Input<T> {
    const nodes = new Map<string, Node>();
    const node = (key: string): Node => {
      let found = nodes.get(key);
      if (!found) {
        found = { ...newNode(null, key, undefined), state: 'fresh' };
        nodes.set(key, found);
      }
      return found;
    };
    return {
      get: (key) => {
        const found = node(key);
        this.stack.at(-1)?.deps.add(found);
        return found.value as T | undefined;
      },
      set: (key, value) => {
        const found = node(key);
        const old = found.value as T | undefined;
        if (old === value || (old !== undefined && value !== undefined && equal(old, value))) return;
        found.value = value;
        found.changed = ++this.revision;
        this.doubt(found);
        if (value === undefined && found.readers.size === 0) nodes.delete(key);
      },
      keys: () => [...nodes.values()].filter((n) => n.value !== undefined).map((n) => n.key),
    };
  }

  query<A, T>(name: string, compute: (arg: A, key: string) => T, cut: (arg: A) => T, options: QueryOptions<T> = {}): Query<A, T> {
    const nodes = new Map<string, Node>();
    this.tables.push(nodes);
    const counts: Counts = { asked: 0, recomputed: 0, unchanged: 0 };
    this.counts.set(name, counts);
    const equal = options.equal ?? Object.is;
    const owner = {
      name,
      counts,
      run: (node: Node) => compute(node.arg as A, node.key),
      same: (a: unknown, b: unknown) => equal(a as T, b as T),
      ...(options.watch ? { doubted: new Set<string>() } : {}),
      early: options.early ?? 0,
    };
    return {
      counts,
      get: (key, arg) => {
        if (this.stack.length === 0) this.settle();
        counts.asked++;
        let node = nodes.get(key);
        if (!node) {
          node = newNode(owner, key, arg);
          nodes.set(key, node);
        }
        return this.ask(node, () => cut(arg)) as T;
      },
      drain: () => {
        this.settle();
        const keys = [...(owner.doubted ?? [])];
        owner.doubted?.clear();
        return keys;
      },
    };
  }

  /** Forgets answers that nothing reads any more. Watched queries are roots and stay. */
  sweep(): number {
    this.settle();
    let dropped = 0;
    for (let again = true; again; ) {
      again = false;
      for (const nodes of this.tables)
        for (const [key, node] of nodes) {
          if (node.readers.size || node.owner?.doubted || node.frame) continue;
          for (const dep of node.deps) if (dep.readers.delete(node)) again = true;
          nodes.delete(key);
          dropped++;
        }
    }
    return dropped;
  }

  private ask(node: Node, cut: () => unknown): unknown {
    const reader = this.stack.at(-1);
    if (node.frame) return this.cutAt(node.frame.depth, cut);
    if (node.state === 'fresh') {
      reader?.deps.add(node);
      return node.value;
    }
    if (node.lent?.head.live && reader) return this.lend(node.lent, reader);
    if (this.stack.length >= MAX_DEPTH) return this.cutAt(0, cut);
    const lent = this.refresh(node);
    if (lent && reader) return this.lend(lent, reader);
    reader?.deps.add(node);
    return lent ? lent.value : node.value;
  }

  private lend(lent: { value: unknown; deps: Node[]; head: Frame }, reader: Frame): unknown {
    for (const dep of lent.deps) reader.deps.add(dep);
    if (lent.head.depth < reader.depth) reader.cut = Math.min(reader.cut, lent.head.depth);
    return lent.value;
  }

  private cutAt(depth: number, cut: () => unknown): unknown {
    const reader = this.stack.at(-1);
    if (reader) reader.cut = Math.min(reader.cut, depth);
    return cut();
  }

  /** Brings a node up to date. Answers what can only be lent, if the result hangs on a cycle's head further down. */
  private refresh(node: Node): { value: unknown; deps: Node[]; head: Frame } | null {
    const frame: Frame = { depth: this.stack.length, deps: new Set(), cut: NONE, live: true };
    this.stack.push(frame);
    node.frame = frame;
    try {
      if (node.state === 'doubt' && this.verify(node, frame)) return null;
      frame.deps.clear();
      frame.cut = NONE;
      const counts = node.owner!.counts;
      counts.recomputed++;
      const value = node.owner!.run(node);
      if (frame.cut < frame.depth) return this.setAside(node, value, frame);
      const equal = node.state === 'doubt' && node.owner!.same(node.value, value);
      if (equal) counts.unchanged++;
      else {
        node.value = value;
        node.changed = this.revision;
      }
      this.keep(node, frame);
      return null;
    } finally {
      frame.live = false;
      node.frame = null;
      this.stack.pop();
    }
  }

  /** True if nothing that the node read has changed since it was last verified. */
  private verify(node: Node, frame: Frame): boolean {
    for (const dep of node.deps) {
      if (dep.state === 'doubt' && dep.owner && !dep.frame) this.refresh(dep);
      if (dep.state !== 'fresh' || dep.changed > node.verified || frame.cut !== NONE) return false;
    }
    node.state = 'fresh';
    node.verified = this.revision;
    return true;
  }

  private keep(node: Node, frame: Frame): void {
    for (const dep of node.deps) if (!frame.deps.has(dep)) dep.readers.delete(node);
    node.deps = [...frame.deps];
    for (const dep of node.deps) dep.readers.add(node);
    node.state = 'fresh';
    node.lent = null;
    node.verified = this.revision;
  }

  private setAside(node: Node, value: unknown, frame: Frame): { value: unknown; deps: Node[]; head: Frame } {
    for (const dep of node.deps) dep.readers.delete(node);
    node.deps = [];
    node.state = 'absent';
    node.lent = { value, deps: [...frame.deps], head: this.stack[frame.cut]! };
    return node.lent;
  }

  private doubt(from: Node): void {
    const queue = [...from.readers];
    for (let node = queue.pop(); node; node = queue.pop()) {
      if (node.state !== 'fresh') continue;
      node.state = 'doubt';
      node.owner?.doubted?.add(node.key);
      const pending = node.owner?.early ? this.pending[node.owner.early - 1] : undefined;
      if (pending) pending.set(node, pending.get(node) ?? node.changed);
      else queue.push(...node.readers);
    }
  }

  private settle(): void {
    for (const pending of this.pending)
      for (const [node, changed] of pending) {
        pending.delete(node);
        if (node.state === 'doubt') this.refresh(node);
        if (node.changed !== changed) this.doubt(node);
      }
  }
}
