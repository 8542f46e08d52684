/** What matters in one file, given which names do: marks that spread along the edges of its graph. */
import type { FileGraph } from './interest-graph';
import { MAX_LEVEL } from './interest-mentions';

export class Closure {
  readonly masks: Uint8Array;
  queued = true;
  private readonly into: readonly (readonly number[] | undefined)[];
  private readonly todo: number[] = [];

  constructor(
    private readonly graph: FileGraph,
    readonly names: readonly string[],
  ) {
    this.masks = new Uint8Array(graph.nodes);
    this.into = edgesInto(graph);
    for (const [node, level] of graph.seeds) this.mark(node, 1 << level);
  }

  /** The names of the project that now matter more than is known. */
  run(known: (name: string, node: number) => number): [string, number][] {
    const { graph, names, masks, todo } = this;
    names.forEach((name, node) => this.mark(node, known(name, node)));
    for (let node = todo.pop(); node !== undefined; node = todo.pop())
      for (const i of this.into[node] ?? []) {
        const [from, fromLevel, , toLevel, exact] = graph.edges[i]!;
        const mask = masks[node]!;
        if (exact) this.mark(from, mask & (1 << toLevel) ? 1 << fromLevel : 0);
        else this.mark(from, ((mask >> toLevel) << fromLevel) & ((2 << MAX_LEVEL) - 1));
      }
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

const edgesOf = new WeakMap<FileGraph, readonly (readonly number[] | undefined)[]>();
/** For each node the edges that lead to it. */
function edgesInto(graph: FileGraph): readonly (readonly number[] | undefined)[] {
  const before = edgesOf.get(graph);
  if (before) return before;
  const into: (number[] | undefined)[] = [];
  graph.edges.forEach((edge, i) => {
    const list = into[edge[2]];
    if (list) list.push(i);
    else into[edge[2]] = [i];
  });
  edgesOf.set(graph, into);
  return into;
}
