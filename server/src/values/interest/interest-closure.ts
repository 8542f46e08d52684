/** What matters in one file, given which names do: marks that spread along the edges of its graph. */
import { Ends, over, TO } from './interest-edges';
import type { FileGraph } from './interest-graph';

export class Closure {
  readonly masks: Uint8Array;
  queued = true;
  private readonly into: Ends;
  private readonly todo: number[] = [];

  constructor(
    graph: FileGraph,
    readonly names: readonly string[],
  ) {
    this.masks = new Uint8Array(graph.nodes);
    this.into = edgesInto(graph);
    for (const [node, level] of graph.seeds) this.mark(node, 1 << level);
  }

  /** The names of the project that now matter more than is known. */
  run(known: (name: string, node: number) => number): [string, number][] {
    const { names, masks, todo } = this;
    names.forEach((name, node) => this.mark(node, known(name, node)));
    const back = (from: number, to: number, levels: number): void => this.mark(from, over(levels, masks[to]!));
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) this.into.each(node, back);
    return names.flatMap((name, node): [string, number][] =>
      !name.startsWith('@') && masks[node]! & ~known(name, node) ? [[name, masks[node]!]] : [],
    );
  }

  private mark(node: number, mask: number): void {
    if ((this.masks[node]! | mask) === this.masks[node]) return;
    this.masks[node]! |= mask;
    this.todo.push(node);
  }
}

const made = new WeakMap<FileGraph, Ends>();
/** For each node the edges that lead to it. */
export function edgesInto(graph: FileGraph): Ends {
  const before = made.get(graph);
  if (before) return before;
  const into = new Ends(graph.edges, graph.nodes, TO);
  made.set(graph, into);
  return into;
}
