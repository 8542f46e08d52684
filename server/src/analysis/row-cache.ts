/** Rows are made once, and again only when one of the files that they name has another layout. */
import type { Layout } from '../facts/facts';
import type { Positions } from './positions';

interface Made<R> {
  row: R;
  layouts: readonly (readonly [file: string, layout: Layout | undefined])[];
}

export class RowCache<M extends object, R> {
  private readonly made = new WeakMap<M, Made<R>>();

  get(of: M, positions: Positions, make: (positions: Positions) => R): R {
    const before = this.made.get(of);
    if (before?.layouts.every(([file, layout]) => positions.layout(file) === layout)) return before.row;
    const files = new Set<string>();
    const row = make(positions.watched(files));
    this.made.set(of, { row, layouts: [...files].map((file) => [file, positions.layout(file)] as const) });
    return row;
  }
}
