/**
 * What callers of a function can influence: expressions made of its parameters, through its variables and those of functions around.
 * What a function does that no caller can influence happens once, whoever calls it.
 */
import { someChild } from '../../facts/children';
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { Chunk, CodeFacts } from '../../facts/facts';
import type { DirectInterest } from './interest-knowledge';

export class Taint {
  private readonly variables = new Map<ChunkId, Set<string>>();

  constructor(
    private readonly facts: CodeFacts,
    private readonly knowledge: DirectInterest,
  ) {}

  /** Whether what happens at an expression depends on who calls: by the expression, or by a condition or loop around it. */
  reaches(id: ChunkId, x: X): boolean {
    const chunk = this.facts.chunks[id];
    if (!chunk || !this.hasParameters(id)) return false;
    if (this.facts.lang !== 'python' || this.expression(id, chunk, x, 0)) return true;
    for (let b = chunk.blockOf?.[x] ?? 0; b > 0; b = chunk.blocks[b]?.parent ?? 0) {
      const over = chunk.blocks[b]?.x;
      if (over !== undefined && this.expression(id, chunk, over, 0)) return true;
    }
    return false;
  }

  private hasParameters(id: ChunkId): boolean {
    for (let at: ChunkId | undefined = id; at !== undefined; at = this.facts.chunks[at]?.parent)
      if (this.facts.chunks[at]?.params?.length || (this.facts.lang !== 'python' && at !== '')) return true;
    return false;
  }

  private of(id: ChunkId): Set<string> {
    const before = this.variables.get(id);
    if (before) return before;
    const out = new Set<string>();
    this.variables.set(id, out);
    const chunk = this.facts.chunks[id];
    if (!chunk) return out;
    for (let grown = true; grown; ) {
      grown = false;
      for (const [name, assigns] of Object.entries(chunk.vars)) {
        if (out.has(name)) continue;
        const tainted = assigns.some((a) => {
          const from = this.facts.chunks[a.chunk ?? id];
          return from !== undefined && this.expression(a.chunk ?? id, from, a.x, 0);
        });
        if (tainted) out.add(name);
        grown ||= tainted;
      }
    }
    return out;
  }

  private expression(id: ChunkId, chunk: Chunk, x: X, depth: number): boolean {
    const e = chunk.arena[x];
    if (!e || depth > 20) return false;
    if (e.kind === 'param') return true;
    if (e.kind === 'ref') return this.of(e.chunk).has(e.name);
    const isTainted = (child: X) => this.expression(id, chunk, child, depth + 1);
    return shaping(e, this.knowledge, chunk)?.some(isTainted) ?? someChild(e, isTainted);
  }
}

/** Of what a library makes, only the arguments that are asked for later; undefined where all are. */
function shaping(e: Expr, knowledge: DirectInterest, chunk: Chunk): X[] | undefined {
  const callee = e.kind === 'call' || e.kind === 'new' ? chunk.arena[e.callee] : undefined;
  const only = callee && 'name' in callee && callee.name !== undefined ? knowledge.shapes?.(callee.name) : undefined;
  if (!only || (e.kind !== 'call' && e.kind !== 'new')) return undefined;
  return [e.callee, ...e.args.filter((a, i) => a.spread || only.has(a.name ?? String(i))).map((a) => a.x)];
}
