/**
 * The edges of a file's graph (see interest-graph.ts), three numbers each in one list. A large workspace has hundreds of thousands of them,
 * and as a list for each they would be a good part of all that is kept.
 */
import { MAX_LEVEL } from './interest-mentions';

/** [from, to, levels, from, to, levels, …] */
export type Edges = readonly number[];

/** `from` matters at its level where `to` does at its own. An exact edge holds for its levels alone, others above them too. */
export function addEdge(edges: number[], from: number, fromLevel: number, to: number, toLevel: number, exact: boolean): void {
  edges.push(from, to, (fromLevel << 4) | (toLevel << 1) | (exact ? 1 : 0));
}

/** The same between nodes of other numbers. */
export const renumbered = (edges: Edges, at: (node: number) => number): Edges =>
  edges.map((one, i) => (i % 3 === 2 ? one : at(one)));

/** Those of which both nodes are left. */
export function between(edges: Edges, isLeft: (node: number) => boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < edges.length; i += 3)
    if (isLeft(edges[i]!) && isLeft(edges[i + 1]!)) out.push(edges[i]!, edges[i + 1]!, edges[i + 2]!);
  return out;
}

/** How `from` matters over an edge of these levels where `to` matters so: levels as bits. */
export function over(levels: number, mask: number): number {
  const fromLevel = levels >> 4;
  const toLevel = (levels >> 1) & 7;
  if (levels & 1) return mask & (1 << toLevel) ? 1 << fromLevel : 0;
  return ((mask >> toLevel) << fromLevel) & ((2 << MAX_LEVEL) - 1);
}

/** Which end of an edge: where it stands in the list. */
export const FROM = 0;
export const TO = 1;
export type End = typeof FROM | typeof TO;

/** The edges that have a node at one end, each by where it begins in the list: `first` of the node, then `next` of every third place. */
export class Ends {
  private readonly first: Int32Array;
  private readonly next: Int32Array;

  constructor(
    private readonly edges: Edges,
    nodes: number,
    end: End,
  ) {
    this.first = new Int32Array(nodes).fill(-1);
    this.next = new Int32Array(edges.length / 3);
    // From behind, so that they are visited as they stand.
    for (let i = edges.length - 3; i >= 0; i -= 3) {
      const node = edges[i + end]!;
      this.next[i / 3] = this.first[node]!;
      this.first[node] = i;
    }
  }

  each(node: number, visit: (from: number, to: number, levels: number) => void): void {
    const { edges, next } = this;
    for (let i = this.first[node]!; i >= 0; i = next[i / 3]!) visit(edges[i]!, edges[i + 1]!, edges[i + 2]!);
  }
}
