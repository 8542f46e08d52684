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

/** `isFelt`: whether a name may matter because of other files, or to them. */
export function shareOf(graph: FileGraph, canonical: readonly string[], isFelt: (name: string) => boolean): Share {
  const felt = canonical.map(isFelt);
  const ends = felt.flatMap((is, node) => (is ? [node] : []));
  const outwards = reached(graph, [...ends, ...graph.seeds.map(([node]) => node)], 2, 0);
  const inwards = reached(graph, ends, 0, 2);
  const at = new Map<number, number>();
  for (let node = 0; node < graph.nodes; node++) {
    const isName = node < canonical.length;
    if (isName ? felt[node] : outwards[node] && inwards[node]) at.set(node, at.size);
  }
  if (at.size === 0) return NO_SHARE;
  return {
    graph: {
      names: graph.names.filter((_, node) => felt[node]),
      nodes: at.size,
      edges: graph.edges.flatMap(([from, fromLevel, to, toLevel, exact]): FileGraph['edges'] => {
        const [a, b] = [at.get(from), at.get(to)];
        return a === undefined || b === undefined ? [] : [[a, fromLevel, b, toLevel, exact]];
      }),
      seeds: graph.seeds.flatMap(([node, level]): FileGraph['seeds'] => (at.has(node) ? [[at.get(node)!, level]] : [])),
    },
    names: canonical.filter((_, node) => felt[node]),
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
