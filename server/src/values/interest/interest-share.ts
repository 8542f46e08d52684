/**
 * What of a file's graph other files can feel: names that stand in other files too, and what lies between them. A function that nobody else
 * names, or a name that nobody else has, changes nothing for others, so an edit of such is not felt beyond its file.
 */
import type { FileGraph } from './interest-graph';

export interface Share {
  graph: FileGraph;
  /** The names of the graph as all files know them. */
  names: string[];
}
export const NO_SHARE: Share = { graph: { names: [], nodes: 0, edges: [], seeds: [] }, names: [] };

/** `ends`: which names may matter because of other files, or to them. Names of what is outside are kept, for they begin what matters. */
export function shareOf(graph: FileGraph, canonical: readonly string[], ends: readonly number[]): Share {
  const outwards = reached(graph, [...ends, ...graph.seeds.map(([node]) => node)], 2, 0);
  const inwards = reached(graph, ends, 0, 2);
  const isLive = (node: number) => outwards[node] === 1 && inwards[node] === 1;
  const edges = graph.edges.filter(([from, , to]) => isLive(from) && isLive(to));
  const seeds = graph.seeds.filter(([node]) => isLive(node));
  const kept = new Set(ends.filter((node) => canonical[node]!.startsWith('@')));
  for (const [from, , to] of edges) kept.add(from).add(to);
  for (const [node] of seeds) kept.add(node);
  if (kept.size === 0) return NO_SHARE;
  const at = new Map([...kept].sort((a, b) => a - b).map((node, i) => [node, i]));
  return {
    graph: {
      names: graph.names.filter((_, node) => at.has(node)),
      nodes: at.size,
      edges: edges.map(([from, fromLevel, to, toLevel, exact]) => [at.get(from)!, fromLevel, at.get(to)!, toLevel, exact]),
      seeds: seeds.map(([node, level]) => [at.get(node)!, level]),
    },
    names: canonical.filter((_, node) => at.has(node)),
  };
}

/** The nodes to which edges lead, followed from one of their ends to the other: an edge is [from, level, to, level, exact]. */
function reached(graph: FileGraph, begin: readonly number[], by: 0 | 2, to: 0 | 2): Uint8Array {
  const next: (number[] | undefined)[] = [];
  for (const edge of graph.edges) {
    const list = next[edge[by]];
    if (list) list.push(edge[to]);
    else next[edge[by]] = [edge[to]];
  }
  const out = new Uint8Array(graph.nodes);
  const todo = [...begin];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (out[node]) continue;
    out[node] = 1;
    todo.push(...(next[node] ?? []));
  }
  return out;
}
