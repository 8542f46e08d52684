/** Rows in a stable order. Most are those of the state before: only what is new is sorted, and put where it belongs. */
export class RowOrder<R extends object> {
  private before: readonly R[] = [];

  constructor(private readonly compare: (a: R, b: R) => number) {}

  /** What compares equal stays in the order in which it is given. */
  sorted(rows: readonly R[]): R[] {
    const at = new Map(rows.map((row, i) => [row, i]));
    const compare = (a: R, b: R) => this.compare(a, b) || at.get(a)! - at.get(b)!;
    const known = new Set(this.before);
    const kept = inOrder(
      this.before.filter((row) => at.has(row)),
      compare,
    );
    const added = rows.filter((row) => !known.has(row)).sort(compare);
    this.before = merged(kept, added, compare);
    return [...this.before];
  }
}

/** Equal ones may have changed places. */
function inOrder<R>(rows: R[], compare: (a: R, b: R) => number): R[] {
  return rows.every((row, i) => i === 0 || compare(rows[i - 1]!, row) <= 0) ? rows : rows.sort(compare);
}

function merged<R>(left: readonly R[], right: readonly R[], compare: (a: R, b: R) => number): R[] {
  if (right.length === 0) return [...left];
  const out: R[] = [];
  let next = 0;
  for (const row of left) {
    while (next < right.length && compare(right[next]!, row) < 0) out.push(right[next++]!);
    out.push(row);
  }
  return [...out, ...right.slice(next)];
}
