/** Nodes of the kernel (see query.ts): one for each remembered answer or input, with what it read and who read it. */

export interface Counts {
  asked: number;
  recomputed: number;
  unchanged: number;
  /** Answers that are remembered now. */
  held: number;
}

/** What the answers of one query have in common. */
export interface Owner {
  readonly name: string;
  readonly counts: Counts;
  /** 0: not early. */
  readonly early: number;
  readonly isKept: boolean;
  run(node: Node): unknown;
  cut(node: Node): unknown;
  same(a: unknown, b: unknown): boolean;
  /** Called when an early answer has changed, while nothing is computed. */
  told?: (() => void) | undefined;
}

/** A computation that runs. */
export interface Frame {
  readonly depth: number;
  /** Tells what this frame has read already, unless another one has read it since: what is noted twice is made one in the end. */
  readonly stamp: number;
  /** Where what it reads begins among the notes. */
  readonly from: number;
  /** The lowest frame that a cut below here reached; own depth or more: none that matters. */
  cut: number;
  live: boolean;
}

/** An answer that only stands while the head of its cycle runs. What it read is read by whoever takes it: as one, until an answer is kept. */
export class Lent {
  stamp = 0;

  constructor(
    readonly value: unknown,
    readonly deps: readonly Dep[],
    readonly head: Frame,
  ) {}
}
export type Dep = Node | Lent;

const NOTHING: readonly Node[] = [];
/** So many readers are looked through faster than hashed. */
const FEW = 16;

/** Where nodes are found by a key; where their key has two parts, one room for each first part. */
export class Room extends Map<string, Node> {
  constructor(
    private readonly house?: Map<string, Room>,
    private readonly name = '',
  ) {
    super();
  }

  remove(node: Node): void {
    this.delete(node.key);
    if (this.size === 0) this.house?.delete(this.name);
  }
}

/** A room for each first part of a key. */
export class House {
  private readonly rooms = new Map<string, Room>();

  room(name: string): Room {
    let room = this.rooms.get(name);
    if (!room) {
      room = new Room(this.rooms, name);
      this.rooms.set(name, room);
    }
    return room;
  }
}

export class Node {
  state: 'absent' | 'fresh' | 'doubt' = 'absent';
  value: unknown = undefined;
  changed = 0;
  verified = 0;
  deps: readonly Node[] = NOTHING;
  frame: Frame | null = null;
  lent: Lent | null = null;
  /** The frame or pass that saw it last. */
  stamp = 0;
  /** The last generation in which it was asked for from outside. */
  asked = 0;
  /** Each once. Mostly there is one; many are a set. */
  private readers: Node | Node[] | Set<Node> | null = null;

  constructor(
    /** Null: an input. */
    readonly owner: Owner | null,
    readonly home: Room,
    readonly key: string,
    readonly arg: unknown,
    /** It can be read again when it is asked for again. */
    readonly isKeptElsewhere = false,
  ) {}

  get isRead(): boolean {
    return this.readers !== null;
  }

  /** One that does not read it yet. */
  addReader(reader: Node): void {
    const { readers } = this;
    if (readers === null) this.readers = reader;
    else if (readers instanceof Set) readers.add(reader);
    else if (readers instanceof Node) this.readers = [readers, reader];
    else if (readers.length < FEW) readers.push(reader);
    else this.readers = new Set([...readers, reader]);
  }

  /** Answers whether nobody is left. */
  dropReader(reader: Node): boolean {
    const { readers } = this;
    if (readers instanceof Set) {
      readers.delete(reader);
      if (readers.size === 0) this.readers = null;
    } else if (Array.isArray(readers)) {
      const at = readers.indexOf(reader);
      if (at >= 0) readers.splice(at, 1);
      if (readers.length === 0) this.readers = null;
    } else if (readers === reader) this.readers = null;
    return this.readers === null;
  }

  eachReader(visit: (reader: Node) => void): void {
    const { readers } = this;
    if (readers instanceof Node) visit(readers);
    else readers?.forEach(visit);
  }
}

/** What is not worked out: an input, or what is kept elsewhere. */
export function leaf(home: Room, key: string, isKeptElsewhere: boolean): Node {
  const node = new Node(null, home, key, undefined, isKeptElsewhere);
  node.state = 'fresh';
  home.set(key, node);
  return node;
}

/** What is given. */
export interface Input<T> {
  get(key: string): T | undefined;
  set(key: string, value: T | undefined): void;
  keys(): Iterable<string>;
}
/** What is kept elsewhere: read when it is first asked for, and again when it is said to have changed. */
export interface Source<T> {
  get(key: string): T;
  touch(key: string): void;
}
export interface Query<A, T> {
  /** The answer for `key`; `arg` is what the computation gets, and must be a function of the key. */
  get(key: string, arg: A): T;
  /** The same for a key of two parts, which is found without putting a text together. */
  at(key: string, part: string, arg: A): T;
  readonly counts: Counts;
}
export interface QueryOptions<T> {
  equal?: (a: T, b: T) => boolean;
  early?: Rank;
  /** Not forgotten while nobody reads it: what is found by a walk over the workspace and asked for now and then. */
  kept?: true;
}
export const RANKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
export type Rank = (typeof RANKS)[number];
export interface SpreadOptions<T> {
  early: Rank;
  equal?: (a: T, b: T) => boolean;
}
/** What one walk finds for many keys. */
export interface Spread<T> {
  get(key: string): T;
}

export function ownerOf<A, T>(
  name: string,
  run: (arg: A, key: string) => T,
  cut: (arg: A) => T,
  { equal = Object.is, early, kept }: QueryOptions<T>,
): Owner {
  return {
    name,
    counts: { asked: 0, recomputed: 0, unchanged: 0, held: 0 },
    early: early ?? 0,
    isKept: kept === true,
    run: (node) => run(node.arg as A, node.key),
    cut: (node) => cut(node.arg as A),
    same: (a, b) => equal(a as T, b as T),
  };
}
