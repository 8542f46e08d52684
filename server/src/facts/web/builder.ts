/** Facts and layout of one file while they are being written: chunks with their arenas, and names that stay put when code above moves. */
import type { ChunkId, Expr, TypeForm, X } from '../expression';
import type { Assign, Block, Chunk, CodeFacts, Extracted, Param, Returned, SetMember } from '../facts';
import { narrowUses, type Use } from '../reach';

export interface Place {
  from: number;
  to: number;
}

export class ChunkBuilder {
  readonly arena: Expr[] = [];
  readonly spans: number[] = [];
  readonly vars = new Map<string, Assign[]>();
  readonly varTypes = new Map<string, TypeForm>();
  readonly casts = new Map<X, TypeForm>();
  readonly blockOf: Record<X, number> = {};
  readonly blocks: Block[] = [{ kind: 'body', parent: 0 }];
  readonly sets: SetMember[] = [];
  readonly deletes: NonNullable<Chunk['deletes']> = [];
  readonly asks: NonNullable<Chunk['asks']> = [];
  readonly returns: { x: X; block?: number }[] = [];
  readonly raises: X[] = [];
  readonly yields: Returned[] = [];
  /** The rest of what a chunk may say, as it becomes known. */
  readonly more: Partial<
    Pick<
      Chunk,
      'params' | 'async' | 'returnType' | 'typeParams' | 'decorators' | 'getter' | 'static' | 'arrow' | 'bases' | 'options'
    >
  > = {};
  readonly children = new Map<string, number>();
  private readonly taken = new Map<string, number>();
  /** References to bindings of this very chunk, each with the number of assignments before it. */
  readonly uses: Use[] = [];

  constructor(
    readonly id: ChunkId,
    readonly kind: Chunk['kind'],
    readonly name: string,
    readonly parent: ChunkBuilder | undefined,
  ) {}

  add(expr: Expr, from: number, to: number, block: number): X {
    const x = this.arena.push(expr) - 1;
    this.spans.push(from, to);
    if (block !== 0 && (expr.kind === 'call' || expr.kind === 'new' || expr.kind === 'elem')) this.blockOf[x] = block;
    return x;
  }

  /** A binding that no other of this chunk has: a shadowed name gets `~2`, `~3`… */
  fresh(name: string): string {
    let own = name;
    let count = this.taken.get(name) ?? 1;
    while (this.vars.has(own)) own = `${name}~${++count}`;
    this.taken.set(name, count);
    this.vars.set(own, []);
    return own;
  }

  finish(): Chunk {
    narrowUses(this);
    const chunk: Chunk = {
      kind: this.kind,
      name: this.name,
      arena: this.arena,
      vars: Object.fromEntries(this.vars),
      blocks: this.blocks,
    };
    if (this.parent) chunk.parent = this.parent.id;
    if (this.sets.length > 0) chunk.sets = this.sets;
    if (this.deletes.length > 0) chunk.deletes = this.deletes;
    if (this.asks.length > 0) chunk.asks = this.asks;
    if (Object.keys(this.blockOf).length > 0) chunk.blockOf = this.blockOf;
    if (this.returns.length > 0) chunk.returns = this.returns;
    if (this.raises.length > 0) chunk.raises = this.raises;
    if (this.yields.length > 0) chunk.yields = this.yields;
    if (this.varTypes.size > 0) chunk.varTypes = Object.fromEntries(this.varTypes);
    if (this.casts.size > 0) chunk.casts = Object.fromEntries(this.casts);
    return Object.assign(chunk, this.more);
  }
}

export class FileBuilder {
  readonly chunks = new Map<ChunkId, ChunkBuilder>();
  readonly decls: Extracted['layout']['decls'] = {};
  readonly params: Record<ChunkId, number[]> = {};
  readonly keys: Record<string, number[]> = {};
  readonly exports = new Map<string, X>();
  readonly stars: NonNullable<CodeFacts['stars']> = [];
  readonly types = new Map<string, { params?: string[]; form: TypeForm }>();
  readonly scripts: string[] = [];
  readonly templates: string[] = [];
  /** Start and end of every comment, interleaved. */
  readonly comments: number[] = [];
  component: CodeFacts['component'];
  damaged: string | undefined;
  private errorCount = 0;

  constructor(readonly text: string) {}

  /** The chunk of a page, template or module itself. */
  root(id: ChunkId, kind: Chunk['kind'], place: Place, parent?: ChunkBuilder): ChunkBuilder {
    return this.open(new ChunkBuilder(id, kind, '', parent), place, place, place.from);
  }

  /**
   * A chunk within another. `like` is what it is called among its siblings: `save` is unique by `~2`, `then$` numbered from 0;
   * a member of a class is joined by a dot.
   */
  nested(
    parent: ChunkBuilder,
    kind: Chunk['kind'],
    name: string,
    like: string,
    whole: Place,
    nameAt: Place,
    bodyFrom: number,
  ): ChunkBuilder {
    const join = parent.id === '' ? '' : parent.kind === 'class' ? `${parent.id}.` : `${parent.id}/`;
    let count = parent.children.get(like) ?? 0;
    let id: ChunkId;
    do {
      id = join + (like.endsWith('$') ? `${like}${count}` : count === 0 ? like : `${like}~${count + 1}`);
      count++;
    } while (this.chunks.has(id));
    parent.children.set(like, count);
    return this.open(new ChunkBuilder(id, kind, name, parent), whole, nameAt, bodyFrom);
  }

  private open(chunk: ChunkBuilder, whole: Place, name: Place, bodyFrom: number): ChunkBuilder {
    this.chunks.set(chunk.id, chunk);
    this.decls[chunk.id] = { from: whole.from, to: whole.to, nameFrom: name.from, nameTo: name.to, bodyFrom };
    return chunk;
  }

  setParams(chunk: ChunkBuilder, params: Param[], places: number[]): void {
    chunk.more.params = params;
    if (places.length > 0) this.params[chunk.id] = places;
  }

  /** The first damage is the one reported. */
  damage(why: string): void {
    this.damaged ??= why;
  }

  /** So many places of one of its scripts could not be parsed. */
  errors(count: number): void {
    this.errorCount += count;
    if (count > 0) this.damage('syntax error');
  }

  finish(lines: number[], ignores: Extracted['layout']['ignores']): Extracted {
    const facts: CodeFacts = { kind: 'code', lang: 'web', chunks: {} };
    const layout: Extracted['layout'] = { lines, spans: {}, decls: this.decls };
    for (const [id, chunk] of this.chunks) {
      facts.chunks[id] = chunk.finish();
      layout.spans[id] = chunk.spans;
    }
    if (this.stars.length > 0) facts.stars = this.stars;
    if (this.exports.size > 0) facts.exports = Object.fromEntries(this.exports);
    if (this.types.size > 0) facts.types = Object.fromEntries(this.types);
    if (this.scripts.length > 0) facts.scripts = this.scripts;
    if (this.templates.length > 0) facts.templates = this.templates;
    if (this.component) facts.component = this.component;
    if (this.damaged) facts.damaged = this.damaged;
    if (Object.keys(this.params).length > 0) layout.params = this.params;
    if (Object.keys(this.keys).length > 0) layout.keys = this.keys;
    if (this.errorCount > 0) layout.errors = this.errorCount;
    if (ignores && ignores.length > 0) layout.ignores = ignores;
    return { facts, layout };
  }
}
