/** One chunk while it is lowered: its arena with spans, its blocks, its bindings. */
import type { ChunkId, Expr, X } from '../expression';
import type { Assign, Block, Chunk, Layout, Param } from '../facts';
import { narrowUses, type Use } from '../reach';
import type { Scope } from './scopes';
import type { N, Source } from './source';

/** Of an unpacked value: an index, or what a slice says between its brackets. */
export type Step = number | string;

/** A loop of a comprehension: where its variables come from. `path` of 'b' in `for a, (b, c) in xs` is [1, 0]. */
export interface Loop extends Scope {
  kind: 'comprehension';
  of: X;
  block: number;
  paths: ReadonlyMap<string, readonly Step[]>;
  body: Body;
}

/** What the chunks of one file share. */
export interface File {
  source: Source;
  bodies: Map<ChunkId, Body>;
  layout: Layout;
  decls: Map<ChunkId, Layout['decls'][string]>;
  stars: { module: string; level?: number }[];
  /** Bodies are lowered one after the other, not within each other, so that nesting costs no stack. */
  queue: (() => void)[];
  depth: number;
  damaged?: 'too deep';
}

export class Body {
  readonly chunk: Chunk;
  readonly spans: number[] = [];
  readonly vars = new Map<string, Assign[]>();
  /** All assignments, also those that `vars` leaves out because a `+=` took them up. */
  readonly history = new Map<string, Assign[]>();
  /** References to names of this very chunk, each with the number of assignments before it. */
  readonly uses: Use[] = [];
  readonly annotations = new Map<string, X>();
  readonly params: number[] = [];
  /** How many chunks are around this one. */
  readonly nested: number;
  block = 0;
  /** Where names are looked up just now: the chunk's own scope, one of a comprehension in it, or for defaults the outer one. */
  scope: Scope;
  /** The name whose assignment is being lowered: in `x = x or {}` the second x is what x was before. */
  assigning: string | undefined;
  /** In an annotation ["Task"] names a type, and | is a choice. */
  inAnnotation = false;
  /** What a lambda met now is given to: a variable, a keyword, a call. */
  hint: string | undefined;
  private readonly idsTaken = new Map<string, number>();

  constructor(
    readonly file: File,
    readonly id: ChunkId,
    kind: Chunk['kind'],
    name: string,
    readonly own: Scope,
    parent?: Body,
  ) {
    this.scope = own;
    this.nested = parent ? parent.nested + 1 : 0;
    this.chunk = {
      kind,
      ...(parent && { parent: parent.id }),
      name,
      arena: [],
      vars: {},
      blocks: [{ kind: 'body', parent: -1 }],
    };
    file.bodies.set(id, this);
  }

  add(expr: Expr, from: number, to: number): X {
    const x = this.chunk.arena.push(expr) - 1;
    this.spans.push(from, to);
    if (this.block !== 0 && (expr.kind === 'call' || expr.kind === 'new')) {
      this.chunk.blockOf ??= {};
      this.chunk.blockOf[x] = this.block;
    }
    return x;
  }
  addFor(n: N, expr: Expr): X {
    return this.add(expr, this.file.source.from(n), this.file.source.to(n));
  }
  expr(x: X): Expr {
    return this.chunk.arena[x]!;
  }

  hinted<T>(hint: string | undefined, inside: () => T): T {
    const outer = this.hint;
    this.hint = hint;
    const result = inside();
    this.hint = outer;
    return result;
  }

  /** Runs `inside` in a new block and comes back to the present one. */
  within(block: Omit<Block, 'parent'>, inside: (block: number) => void): void {
    const outer = this.block;
    this.block = this.open(block);
    inside(this.block);
    this.block = outer;
  }
  open(block: Omit<Block, 'parent'>): number {
    return this.chunk.blocks.push({ ...block, parent: this.block }) - 1;
  }
  /** `{block}` for what is recorded outside block 0. */
  where(): { block?: number } {
    return this.block === 0 ? {} : { block: this.block };
  }
  /** Whether `block` is the present one or lies in it. */
  isWithinPresent(block: number): boolean {
    for (let b = block; b >= 0; b = this.chunk.blocks[b]!.parent) if (b === this.block) return true;
    return false;
  }

  bind(name: string, assign: Assign): void {
    this.assignmentsOf(name).push(assign);
    const all = this.history.get(name);
    if (all) all.push(assign);
    else this.history.set(name, [assign]);
  }
  assignmentsOf(name: string): Assign[] {
    const known = this.vars.get(name);
    if (known) return known;
    const made: Assign[] = [];
    this.vars.set(name, made);
    return made;
  }
  param(param: Param, from: number, to: number): void {
    const { params = [] } = this.chunk;
    this.chunk.params = params;
    params.push(param);
    this.params.push(from, to);
    this.bind(param.name, { x: this.add({ kind: 'param', index: params.length - 1 }, from, to) });
  }

  finished(): Chunk {
    narrowUses({ arena: this.chunk.arena, blocks: this.chunk.blocks, vars: this.history, uses: this.uses });
    this.chunk.vars = Object.fromEntries(this.vars);
    if (this.annotations.size > 0) this.chunk.annotations = Object.fromEntries(this.annotations);
    return this.chunk;
  }

  /** 'login', and 'login$1' for the second of that name; anonymous ones are numbered from 0. */
  childId(name: string, anonymous: boolean): ChunkId {
    const taken = this.idsTaken.get(name) ?? 0;
    this.idsTaken.set(name, taken + 1);
    const own = anonymous ? `${name}$${taken}` : taken === 0 ? name : `${name}$${taken}`;
    if (this.id === '') return own;
    return this.chunk.kind === 'class' ? `${this.id}.${own}` : `${this.id}/${own}`;
  }
}
