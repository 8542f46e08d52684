/**
 * What the answers that are being worked out have read so far. One list for all of them: only the innermost one reads, and when it is done
 * the one around it goes on where it stopped. So nothing is allocated before it is known how much an answer has read.
 */
import { type Dep, type Frame, Lent, Node } from './node';

export class Notes {
  private readonly all: Dep[] = [];
  /** What stands behind it is left over. */
  private end = 0;
  private stamps = 0;

  frame(depth: number, cut: number): Frame {
    return { depth, stamp: ++this.stamps, from: this.end, cut, live: true };
  }

  note(dep: Dep, reader: Frame): void {
    if (dep.stamp === reader.stamp) return;
    dep.stamp = reader.stamp;
    this.all[this.end++] = dep;
  }

  drop({ from }: Frame): void {
    this.end = from;
  }

  /** What a frame has read, each once, in the order of reading. */
  distinct({ from }: Frame): Dep[] {
    const { all } = this;
    const stamp = ++this.stamps;
    let end = from;
    for (let at = from; at < this.end; at++) {
      const dep = all[at]!;
      if (dep.stamp === stamp) continue;
      dep.stamp = stamp;
      all[end++] = dep;
    }
    return all.slice(from, end);
  }

  /** The node reads from now on what the frame has read: a node is among the readers of just those that it reads. */
  keep(node: Node, frame: Frame, leave: (dep: Node) => void): void {
    const deps = this.opened(this.distinct(frame));
    const now = this.stamps;
    const before = ++this.stamps;
    for (const dep of node.deps)
      if (dep.stamp === now) dep.stamp = before;
      else leave(dep);
    for (const dep of deps) if (dep.stamp !== before) dep.addReader(node);
    node.deps = deps;
  }

  /** The same with what lent answers read in their place. */
  private opened(deps: readonly Dep[]): readonly Node[] {
    if (isPlain(deps)) return deps;
    const stamp = ++this.stamps;
    const out: Node[] = [];
    const todo = deps.toReversed();
    for (let dep = todo.pop(); dep; dep = todo.pop()) {
      if (dep.stamp === stamp) continue;
      dep.stamp = stamp;
      if (dep instanceof Node) out.push(dep);
      else for (const one of dep.deps.toReversed()) todo.push(one);
    }
    return out;
  }
}

const isPlain = (deps: readonly Dep[]): deps is readonly Node[] => !deps.some((dep) => dep instanceof Lent);
