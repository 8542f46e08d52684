/**
 * What of a file's graph other files can feel: names that stand in other files too, and what lies between them. A function that nobody else
 * names, or a name that nobody else has, changes nothing for others, so an edit of such is not felt beyond its file.
 */
import { edgesInto } from './interest-closure';
import { between, type End, Ends, FROM, TO } from './interest-edges';
import type { FileGraph } from './interest-graph';

export interface Share {
  graph: FileGraph;
  /** The names of the graph as all files know them. */
  names: string[];
}
export const NO_SHARE: Share = { graph: { names: [], nodes: 0, edges: [], seeds: [] }, names: [] };

/** `ends`: which names may matter because of other files, or to them. Names of what is outside are kept, for they begin what matters. */
export function shareOf(graph: FileGraph, canonical: readonly string[], ends: readonly number[]): Share {
  const outwards = reached(graph, [...ends, ...graph.seeds.map(([node]) => node)], TO);
  const inwards = reached(graph, ends, FROM);
  const isLive = (node: number) => outwards[node] === 1 && inwards[node] === 1;
  const edges = between(graph.edges, isLive);
  const seeds = graph.seeds.filter(([node]) => isLive(node));
  const kept = new Set(ends.filter((node) => canonical[node]!.startsWith('@')));
  for (let i = 0; i < edges.length; i += 3) kept.add(edges[i]!).add(edges[i + 1]!);
  for (const [node] of seeds) kept.add(node);
  if (kept.size === 0) return NO_SHARE;
  const at = new Map([...kept].sort((a, b) => a - b).map((node, i) => [node, i]));
  return {
    graph: {
      names: graph.names.filter((_, node) => at.has(node)),
      nodes: at.size,
      edges: edges.map((one, i) => (i % 3 === 2 ? one : at.get(one)!)),
      seeds: seeds.map(([node, level]) => [at.get(node)!, level]),
    },
    names: canonical.filter((_, node) => at.has(node)),
  };
}

/** The nodes to which edges lead, followed from one of their ends to the other. */
function reached(graph: FileGraph, begin: readonly number[], end: End): Uint8Array {
  const ends = end === TO ? edgesInto(graph) : new Ends(graph.edges, graph.nodes, end);
  const out = new Uint8Array(graph.nodes);
  const todo = [...begin];
  const follow = (from: number, to: number): void => {
    todo.push(end === FROM ? to : from);
  };
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (out[node]) continue;
    out[node] = 1;
    ends.each(node, follow);
  }
  return out;
}
