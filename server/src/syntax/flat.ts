/**
 * A tree copied into plain arrays in the order of its text, so that lowering pays for the wasm boundary once and the tree can be
 * deleted at once. Anonymous tokens and line continuations
 * are left out; comments are kept apart.
 *
 * Node n's children lie between n + 1 and after[n]: `for (let c = n + 1; c < after[n]; c = after[c])`.
 */
import type { Tree } from 'web-tree-sitter';
import { type Walker, walk } from './walker';

/** Index of a node; -1 is none. */
export type N = number;

export interface FlatTree {
  text: string;
  /** Names of node types, by the numbers in `type`. */
  types: readonly string[];
  /** Names of fields, by the numbers in `field`; 0 is none. */
  fields: readonly (string | null)[];
  type: Int32Array;
  field: Int32Array;
  from: Int32Array;
  to: Int32Array;
  after: Int32Array;
  count: number;
  /** Start and end of every comment, interleaved. */
  comments: number[];
  /** Places that could not be parsed. */
  errors: number;
}

export interface Pruning {
  /** Types whose children nobody asks for. */
  leaves: ReadonlySet<string>;
  /** Like `leaves`, where it depends on the text that starts here. */
  isLeaf?(type: string, text: string, from: number): boolean;
}

const ERROR = 65535;
const errorName = 'ERROR';
const namesOf = new WeakMap<object, Names>();

interface Names {
  types: string[];
  /** 0: anonymous, not kept. 1: kept. 2: kept without children. 3: ask. 4: a comment. */
  use: Uint8Array;
}

/** The tree stays the caller's to delete. */
export function flatten(tree: Tree, text: string, pruning: Pruning): FlatTree {
  const { types, use } = names(tree, pruning);
  const out = new Arrays(Math.max(64, text.length >> 2));
  const comments: number[] = [];
  const parents: N[] = [];
  let errors = 0;
  const walker = walk(tree);
  for (;;) {
    const type = walker.type();
    if (type === ERROR) errors++;
    const how = type === ERROR ? 1 : (use[type] ?? 0);
    if (how === 4) comments.push(walker.from(), walker.to());
    else if (how !== 0) {
      const n = out.add(walker, type === ERROR ? types.length - 1 : type);
      const stop = how === 2 || (how === 3 && pruning.isLeaf?.(types[type]!, text, out.from[n]!));
      if (!stop && walker.first()) {
        parents.push(n);
        continue;
      }
      out.after[n] = out.count;
    }
    while (!walker.next()) {
      const parent = parents.pop();
      if (parent === undefined) {
        walker.end();
        // What is only missing is no node of its own.
        if (errors === 0 && tree.rootNode.hasError) errors = 1;
        return { text, types, fields: tree.language.fields, ...out.done(), comments, errors };
      }
      walker.up();
      out.after[parent] = out.count;
    }
  }
}

function names(tree: Tree, pruning: Pruning): Names {
  const known = namesOf.get(pruning);
  if (known) return known;
  const { language } = tree;
  const types = [...language.types, errorName];
  const use = new Uint8Array(types.length);
  types.forEach((name, id) => {
    if (name === 'comment') use[id] = 4;
    else if (name === 'line_continuation' || !language.nodeTypeIsNamed(id)) use[id] = 0;
    else if (pruning.leaves.has(name)) use[id] = 2;
    else use[id] = pruning.isLeaf ? 3 : 1;
  });
  const made = { types, use };
  namesOf.set(pruning, made);
  return made;
}

class Arrays {
  count = 0;
  type: Int32Array;
  field: Int32Array;
  from: Int32Array;
  to: Int32Array;
  after: Int32Array;

  constructor(private size: number) {
    this.type = new Int32Array(size);
    this.field = new Int32Array(size);
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    this.after = new Int32Array(size);
  }

  add(walker: Walker, type: number): N {
    if (this.count === this.size) this.grow();
    const n = this.count++;
    this.type[n] = type;
    this.field[n] = walker.field();
    this.from[n] = walker.from();
    this.to[n] = walker.to();
    return n;
  }

  private grow(): void {
    this.size *= 2;
    const copy = (old: Int32Array) => {
      const next = new Int32Array(this.size);
      next.set(old);
      return next;
    };
    this.type = copy(this.type);
    this.field = copy(this.field);
    this.from = copy(this.from);
    this.to = copy(this.to);
    this.after = copy(this.after);
  }

  done(): Pick<FlatTree, 'type' | 'field' | 'from' | 'to' | 'after' | 'count'> {
    const { type, field, from, to, after, count } = this;
    return { type, field, from, to, after, count };
  }
}
