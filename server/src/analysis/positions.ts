/** Where things are written: sites of expressions as ranges, from the layouts of the files. */
import { positionAt } from '../base/range';
import type { Layout } from '../facts/facts';
import type { Site } from '../values/value';

/** Lines and columns from 1; offsets from 0. */
export interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  from: number;
  to: number;
}

type Ignores = NonNullable<Layout['ignores']>;

/** The layouts of the files; those with comments that silence findings are few, and found at once. */
export class Layouts {
  private readonly all = new Map<string, Layout>();
  private readonly silencing = new Map<string, Ignores>();

  get(file: string): Layout | undefined {
    return this.all.get(file);
  }

  set(file: string, layout: Layout | undefined): void {
    if (layout) this.all.set(file, layout);
    else this.all.delete(file);
    if (layout?.ignores?.length) this.silencing.set(file, layout.ignores);
    else this.silencing.delete(file);
  }

  ignores(): [file: string, ignores: Ignores][] {
    return [...this.silencing];
  }
}

export class Positions {
  constructor(
    private readonly layouts: Layouts,
    private readonly asked?: Set<string>,
  ) {}

  /** The same, noting which files are asked for. */
  watched(asked: Set<string>): Positions {
    return new Positions(this.layouts, asked);
  }

  /** Where an expression stands. */
  of(site: Site): Place {
    const spans = this.layout(site.file)?.spans[site.chunk];
    const from = spans?.[site.x * 2] ?? 0;
    return this.range(site.file, from, spans?.[site.x * 2 + 1] ?? from);
  }

  /** A stretch of an expression's text, counted from where it begins. */
  part(site: Site, [from, to]: readonly [number, number]): Place {
    const start = this.of(site).from;
    return this.range(site.file, start + from, start + to);
  }

  range(file: string, from: number, to: number): Place {
    const lines = this.layout(file)?.lines ?? [0];
    const start = positionAt(lines, from);
    const end = positionAt(lines, to);
    return { file, line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1, from, to };
  }

  /** Offsets of what is given as lines and columns. */
  offsets(span: Omit<Place, 'from' | 'to'>): { from: number; to: number } {
    const lines = this.layout(span.file)?.lines ?? [0];
    const at = (line: number, column: number) => (lines[line - 1] ?? 0) + column - 1;
    return { from: at(span.line, span.column), to: at(span.endLine, span.endColumn) };
  }

  layout(file: string): Layout | undefined {
    this.asked?.add(file);
    return this.layouts.get(file);
  }

  /** Every comment that silences findings, by file. */
  ignores(): [file: string, ignores: Ignores][] {
    return this.layouts.ignores();
  }
}
