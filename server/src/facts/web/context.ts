/**
 * Where lowering stands: tree, chunk, scope and block, and how to go on with a node.
 *
 * Each concern (calls.ts, jsx.ts, …) is a table from node type to handler; script.ts puts the tables together. A handler lowers its
 * node's children through the context, so that no concern needs to know another.
 */
import type { Expr, TypeForm, X } from '../expression';
import type { Block } from '../facts';
import type { ChunkBuilder, FileBuilder, Place } from './builder';
import { ownArguments } from './own-arguments';
import type { Bound, Scope } from './scope';
import type { FlatTree } from './tree';

/** What a function or class is given to, for its chunk's name. `numbered`: an argument, `then$0`. */
export interface Hint extends Partial<Place> {
  name: string;
  numbered?: true;
}

export type ToExpression = (c: Context, node: number, hint?: Hint) => X;
export type ToStatement = (c: Context, node: number) => void;

export interface Handlers {
  expressions: ReadonlyMap<string, ToExpression>;
  statements: ReadonlyMap<string, ToStatement>;
  hoist(c: Context, statements: readonly number[]): void;
  typeForm(c: Context, node: number): TypeForm;
}

/** Template tags that were blanked out of a script or attribute before parsing, by where they stood. */
export interface Holes {
  at(from: number): Hole | undefined;
  within(from: number, to: number): readonly Hole[];
}
export interface Hole extends Place {
  lower(c: Context): X;
}

export class Context {
  block = 0;
  holes: Holes | undefined;
  /** What a name that nothing binds is, where that is not a global: a template's `this.name`. */
  unbound: ((c: Context, name: string, place: Place) => X) | undefined;

  constructor(
    readonly file: FileBuilder,
    readonly tree: FlatTree,
    readonly handlers: Handlers,
    public chunk: ChunkBuilder,
    public scope: Scope,
  ) {}

  add(expr: Expr, node: number): X {
    return this.chunk.add(expr, this.tree.from[node]!, this.tree.to[node]!, this.block);
  }
  addAt(expr: Expr, place: Place): X {
    return this.chunk.add(expr, place.from, place.to, this.block);
  }
  place(node: number): Place {
    return { from: this.tree.from[node]!, to: this.tree.to[node]! };
  }

  expr(node: number, hint?: Hint): X {
    const handler = this.handlers.expressions.get(this.tree.type[node]!);
    return handler ? handler(this, node, hint) : this.unknown(node, this.tree.type[node]!);
  }

  /** Not lowered, but what stands inside is: its calls are in the arena. */
  unknown(node: number, why: string): X {
    this.salvage(node);
    return this.add({ kind: 'unknown', why }, node);
  }

  /** Lowers whatever can be lowered below a node that itself cannot. */
  salvage(node: number): void {
    for (const child of this.tree.namedOf(node)) this.any(child);
  }

  any(node: number): void {
    const type = this.tree.type[node]!;
    const statement = this.handlers.statements.get(type);
    if (statement) {
      statement(this, node);
      return;
    }
    const expression = this.handlers.expressions.get(type);
    if (expression) expression(this, node);
    else this.salvage(node);
  }

  /** The statements of one scope, in order; their declarations are known to all of them. */
  statements(nodes: readonly number[]): void {
    this.handlers.hoist(this, nodes);
    for (const node of nodes) this.any(node);
  }

  typeForm(node: number): TypeForm {
    return this.handlers.typeForm(this, node);
  }

  /** One more value of a binding. From another chunk the assignment says whose arena its expression is of. */
  assign(bound: Bound, x: X): void {
    const into = bound.chunk.vars.get(bound.name);
    if (!into) return;
    const block = this.block === 0 ? {} : { block: this.block };
    into.push(bound.chunk === this.chunk ? { x, ...block } : { x, chunk: this.chunk.id, ...block });
  }

  ref(name: string, place: Place): X {
    const bound = this.scope.lookup(name) ?? (name === 'arguments' ? ownArguments(this, place) : undefined);
    if (bound) return this.refTo(bound, place);
    return this.unbound ? this.unbound(this, name, place) : this.addAt({ kind: 'free', name }, place);
  }

  refTo(bound: Bound, place: Place): X {
    const x = this.addAt({ kind: 'ref', chunk: bound.chunk.id, name: bound.name }, place);
    const before = bound.chunk === this.chunk ? this.chunk.vars.get(bound.name) : undefined;
    if (before && before.length > 0) this.chunk.uses.push({ x, seen: before.length, block: this.block });
    return x;
  }

  inBlock(block: Omit<Block, 'parent'>, run: () => void): void {
    const outer = this.block;
    this.block = this.chunk.blocks.push({ ...block, parent: outer }) - 1;
    run();
    this.block = outer;
  }

  inScope(scope: Scope, run: () => void): void {
    const outer = this.scope;
    this.scope = scope;
    run();
    this.scope = outer;
  }

  /** Inside another chunk: its scope, and its blocks from the body on. */
  inChunk(chunk: ChunkBuilder, scope: Scope, run: () => void): void {
    const { chunk: outer, block } = this;
    this.chunk = chunk;
    this.block = 0;
    this.inScope(scope, run);
    this.chunk = outer;
    this.block = block;
  }
}

/** A condition's source, white space folded, cut where nobody would read on. */
export function folded(text: string, limit = 120): string {
  const one = text.replace(/\s+/g, ' ').trim();
  return one.length > limit ? `${one.slice(0, limit - 1)}…` : one;
}
