/**
 * The kernel for change. Everything from values upwards is a function of other such functions and, at the bottom, of inputs.
 * A query remembers each answer with what was read to get it. Setting an input puts its readers, and theirs, in doubt (a wave over
 * recorded edges); an answer in doubt is verified when next asked for, and where it comes out equal the wave stops.
 *
 * An `early` query is what an edit rarely changes (one function of a file): when in doubt it is computed before anything is asked, and
 * the wave goes on from it only if it changed. It may not be part of a cycle. What is early may read what is early before it: `early` is
 * its rank, 1 for those that read nothing early but directly. Where a rank is too low, work is done twice, and the answer is the same.
 *
 * A `spread` is a walk over the whole workspace of which each reader wants one key: it feels what changes under that key alone.
 *
 * Cycles: asking for what is being computed yields the query's `cut` value. An answer that depended on a cut is not remembered,
 * except by the head of the cycle, for otherwise it would depend on who asked first. It is lent out while that head still runs.
 *
 * What nothing reads any more is forgotten at the next change, unless its query is `kept`, and so is what was last asked for from outside
 * many changes ago.
 */
import { type Hand, inputOf, sourceOf } from './inputs';
import {
  type Counts,
  type Dep,
  type Frame,
  House,
  type Input,
  Lent,
  Node,
  type Owner,
  ownerOf,
  type Query,
  type QueryOptions,
  RANKS,
  Room,
  type Source,
  type Spread,
  type SpreadOptions,
} from './node';
import { Notes } from './notes';

export type { Counts, Input, Query, QueryOptions, Rank, Source, Spread, SpreadOptions } from './node';

const MAX_DEPTH = 80;
/** Beyond every depth and generation. */
const NONE = 1 << 30;
/** For so many changes an answer is kept that is only asked for from outside. */
const KEPT = 64;

export class Database {
  private revision = 1;
  private generation = 1;
  private stack: Frame[] = [];
  private readonly notes = new Notes();
  /** Early answers in doubt, and when they last changed, by rank. */
  private readonly pending = RANKS.map(() => new Map<Node, number>());
  /** What may be forgotten at the next change: what lost its last reader, and what is asked for from outside. */
  private loose = new Set<Node>();
  private sweptAt = 1;
  readonly counts = new Map<string, Counts>();
  private readonly hand: Hand = {
    isComputing: () => this.stack.length > 0,
    note: (node) => this.note(node),
    replace: (node, value) => this.replace(node, value),
    loosen: (node) => this.loose.add(node),
  };

  input<T>(equal: (a: T, b: T) => boolean = Object.is): Input<T> {
    return inputOf(this.hand, equal);
  }

  source<T>(read: (key: string) => T, equal: (a: T, b: T) => boolean = Object.is): Source<T> {
    return sourceOf(this.hand, read, equal);
  }

  private replace(leaf: Node, value: unknown): void {
    leaf.value = value;
    leaf.changed = ++this.revision;
    this.doubt(leaf);
  }

  /**
   * What one walk finds for many keys: `walk` says of which the answer may be another than before it, `read` answers one key by what the
   * walk left. It may not be part of a cycle.
   */
  spread<T>(name: string, walk: () => Iterable<string>, read: (key: string) => T, options: SpreadOptions<T>): Spread<T> {
    const stale = new Set<string>();
    const answers = this.source(read, options.equal);
    const told = (): void => {
      const keys = [...stale];
      stale.clear();
      keys.forEach(answers.touch);
    };
    const walked = (): object => {
      for (const key of walk()) stale.add(key);
      return {};
    };
    const owner = this.owner(name, walked, () => undefined, { early: options.early });
    const whole = new Node({ ...owner, told }, new Room(), '', null);
    whole.asked = NONE;
    return {
      get: (key) => {
        if (this.stack.length === 0) this.settle();
        if (whole.state === 'absent') this.alone(whole);
        return answers.get(key);
      },
    };
  }

  /** Computes it as if nothing else were being computed: its readers need not know of it, and however deep they stand it sees everything. */
  private alone(node: Node): void {
    const outer = this.stack;
    this.stack = [];
    try {
      this.refresh(node);
    } finally {
      this.stack = outer;
    }
  }

  private owner<A, T>(name: string, run: (arg: A, key: string) => T, cut: (arg: A) => T, options: QueryOptions<T>): Owner {
    const owner = ownerOf(name, run, cut, options);
    this.counts.set(name, owner.counts);
    return owner;
  }

  query<A, T>(name: string, compute: (arg: A, key: string) => T, cut: (arg: A) => T, options: QueryOptions<T> = {}): Query<A, T> {
    const owner = this.owner(name, compute, cut, options);
    const { counts } = owner;
    const ask = (room: Room, key: string, arg: A): T => {
      counts.asked++;
      let node = room.get(key);
      if (!node) {
        node = new Node(owner, room, key, arg);
        if (owner.isKept) node.asked = NONE;
        room.set(key, node);
        counts.held++;
      }
      return this.ask(node) as T;
    };
    const all = new Room();
    const house = new House();
    return {
      counts,
      get: (key, arg) => ask(all, key, arg),
      at: (key, part, arg) => ask(house.room(key), part, arg),
    };
  }

  private ask(node: Node): unknown {
    const reader = this.stack.at(-1);
    if (!reader) return this.answer(node);
    if (node.frame) return this.cutAt(node, node.frame.depth);
    if (node.state !== 'fresh') {
      if (node.lent?.head.live) return this.lend(node.lent, reader);
      if (this.stack.length >= MAX_DEPTH) return this.cutAt(node, 0);
      const lent = this.refresh(node);
      if (lent) return this.lend(lent, reader);
    }
    this.note(node);
    return node.value;
  }

  /** Asked from outside. */
  private answer(node: Node): unknown {
    this.settle();
    if (node.asked !== NONE) node.asked = this.generation;
    if (!node.isRead) this.loose.add(node);
    const lent = node.state === 'fresh' ? null : this.refresh(node);
    return lent ? lent.value : node.value;
  }

  private note(dep: Dep): void {
    const reader = this.stack.at(-1);
    if (reader) this.notes.note(dep, reader);
  }

  private lend(lent: Lent, reader: Frame): unknown {
    this.note(lent);
    if (lent.head.depth < reader.depth) reader.cut = Math.min(reader.cut, lent.head.depth);
    return lent.value;
  }

  private cutAt(node: Node, depth: number): unknown {
    const reader = this.stack.at(-1);
    if (reader) reader.cut = Math.min(reader.cut, depth);
    return node.owner!.cut(node);
  }

  /** Brings a node up to date. Answers what can only be lent, if the result hangs on a cycle's head further down. */
  private refresh(node: Node): Lent | null {
    const frame = this.notes.frame(this.stack.length, NONE);
    const owner = node.owner!;
    this.stack.push(frame);
    node.frame = frame;
    try {
      if (node.state === 'doubt' && this.verify(node, frame)) return null;
      frame.cut = NONE;
      owner.counts.recomputed++;
      const value = owner.run(node);
      if (frame.cut < frame.depth) return this.setAside(node, value, frame);
      if (node.state === 'doubt' && owner.same(node.value, value)) owner.counts.unchanged++;
      else {
        node.value = value;
        node.changed = this.revision;
      }
      this.keep(node, frame);
      return null;
    } finally {
      if (node.state === 'absent') this.loose.add(node);
      frame.live = false;
      this.notes.drop(frame);
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
    this.notes.keep(node, frame, (dep) => this.leave(dep, node));
    node.state = 'fresh';
    node.lent = null;
    node.verified = this.revision;
  }

  private setAside(node: Node, value: unknown, frame: Frame): Lent {
    for (const dep of node.deps) this.leave(dep, node);
    node.deps = [];
    node.state = 'absent';
    node.lent = new Lent(value, this.notes.distinct(frame), this.stack[frame.cut]!);
    return node.lent;
  }

  private leave(dep: Node, reader: Node): void {
    if (dep.dropReader(reader)) this.loose.add(dep);
  }

  private doubt(from: Node): void {
    const queue: Node[] = [];
    const enqueue = (reader: Node): void => {
      queue.push(reader);
    };
    from.eachReader(enqueue);
    for (let node = queue.pop(); node; node = queue.pop()) {
      if (node.state !== 'fresh') continue;
      node.state = 'doubt';
      const early = node.owner?.early;
      const pending = early ? this.pending[early - 1] : undefined;
      if (pending) pending.set(node, pending.get(node) ?? node.changed);
      else node.eachReader(enqueue);
    }
  }

  /** Before anything is asked from outside. */
  private settle(): void {
    if (this.sweptAt !== this.revision) {
      this.sweptAt = this.revision;
      this.generation++;
      this.forget();
    }
    for (let pending = this.first(); pending; pending = this.first())
      for (const [node, changed] of pending) {
        pending.delete(node);
        if (node.state === 'doubt') this.refresh(node);
        if (node.changed === changed) continue;
        node.owner!.told?.();
        this.doubt(node);
      }
  }

  /** Of the lowest rank in which something is in doubt. */
  private first(): Map<Node, number> | undefined {
    return this.pending.find((one) => one.size > 0);
  }

  private forget(): void {
    const queue = [...this.loose];
    this.loose = new Set();
    for (let node = queue.pop(); node; node = queue.pop()) {
      if (node.isRead || (!node.isKeptElsewhere && node.owner === null && node.value !== undefined)) continue;
      if (node.asked && node.asked + KEPT >= this.generation) {
        this.loose.add(node);
        continue;
      }
      node.home.remove(node);
      if (node.owner) node.owner.counts.held--;
      for (const pending of this.pending) pending.delete(node);
      for (const dep of node.deps) if (dep.dropReader(node)) queue.push(dep);
    }
  }
}
