/** The layout of one text laid over another: every position goes where its text went. */
import { lineAt, lineStarts } from '../base/range';
import type { Layout } from './facts';

/** Characters [from, to) of the old text stand as [newFrom, newTo) in the new one. */
export interface Replaced {
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

/** `replaced` are the differences between the layout's own text and `text`, from the top down. */
export function movedLayout(layout: Layout, replaced: readonly Replaced[], text: string): Layout {
  const move = mover(replaced);
  const all = (spans: Readonly<Record<string, number[]>>) =>
    Object.fromEntries(Object.entries(spans).map(([key, places]) => [key, places.map(move)]));
  const lines = lineStarts(text);
  const decls = Object.entries(layout.decls).map(([id, decl]) => [
    id,
    {
      from: move(decl.from),
      to: move(decl.to),
      nameFrom: move(decl.nameFrom),
      nameTo: move(decl.nameTo),
      bodyFrom: move(decl.bodyFrom),
    },
  ]);
  const moved: Layout = { ...layout, lines, spans: all(layout.spans), decls: Object.fromEntries(decls) };
  if (layout.params) moved.params = all(layout.params);
  if (layout.keys) moved.keys = all(layout.keys);
  if (layout.ignores)
    moved.ignores = layout.ignores.map((ignore) => ({
      ...ignore,
      from: move(ignore.from),
      to: move(ignore.to),
      line: lineAt(lines, move(layout.lines[ignore.line] ?? 0)),
    }));
  return moved;
}

/** What lay within a difference stays as near to its start as the new text allows. */
function mover(replaced: readonly Replaced[]): (at: number) => number {
  return (at) => {
    let low = 0;
    let high = replaced.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (replaced[middle]!.from <= at) low = middle + 1;
      else high = middle;
    }
    const before = replaced[low - 1];
    if (!before) return at;
    if (at >= before.to) return at - before.to + before.newTo;
    return Math.min(before.newFrom + at - before.from, before.newTo);
  };
}
