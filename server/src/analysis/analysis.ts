/** The façade: the only door for everything above. Changes go in, snapshots come out; nothing here reads a disk. */
import { positionAt } from '../base/range';
import type { Layout } from '../facts/facts';
import { isTestPath } from '../model/naming';
import { type Route, RouteTable } from '../model/routes';
import { Evaluator } from '../values/evaluate';
import type { Site } from '../values/value';
import { World } from '../values/world';
import type { Change, RouteRow, TraceStep } from './types';

export interface AnalysisOptions {
  /** The folders that are looked at, as engine paths. */
  roots: readonly string[];
}

export class Analysis {
  private readonly world = new World();
  private readonly evaluator = new Evaluator(this.world);
  private readonly routes = new RouteTable(this.evaluator);
  private readonly layouts = new Map<string, Layout>();

  constructor(private readonly options: AnalysisOptions) {}

  apply(changes: readonly Change[]): Snapshot {
    for (const change of changes) {
      if ('removed' in change) {
        this.world.remove(change.path);
        this.layouts.delete(change.path);
      } else if ('present' in change) this.world.setPresent(change.path);
      else {
        this.world.setFacts(change.path, change.extracted.facts);
        this.layouts.set(change.path, change.extracted.layout);
      }
    }
    this.world.flush();
    return new Snapshot(this.options, this.world, this.routes, this.layouts);
  }
}

/** What the analysis says of the state after the last changes. Answers are computed when asked for. */
export class Snapshot {
  constructor(
    private readonly options: AnalysisOptions,
    private readonly world: World,
    private readonly table: RouteTable,
    private readonly layouts: ReadonlyMap<string, Layout>,
  ) {}

  /** Files that exist but are not loaded, though answers asked so far depend on them. */
  wanted(): string[] {
    return this.world.wanted();
  }

  routes(): RouteRow[] {
    return this.table
      .all()
      .map((r) => this.row(r))
      .sort(byPath);
  }

  private row(r: Route): RouteRow {
    const at = this.position(r.site);
    const root = this.options.roots.find((dir) => r.site.file.startsWith(`${dir}/`)) ?? '';
    return {
      method: r.method,
      path: r.path,
      handler: r.handler.name,
      file: r.site.file,
      line: at.line,
      column: at.column,
      app: r.app,
      registered: r.app !== null,
      test: isTestPath(r.site.file, root) || (r.appFile !== null && isTestPath(r.appFile, root)),
      condition: r.conditions.length ? r.conditions.join(' and ') : null,
      partial: r.partial,
      reason: r.reason,
      trace: r.trace.map((s): TraceStep => ({ text: s.text, file: s.site.file, line: this.position(s.site).line })),
    };
  }

  /** Line and column, from 1, of where an expression begins. */
  private position(site: Site): { line: number; column: number } {
    const layout = this.layouts.get(site.file);
    const offset = layout?.spans[site.chunk]?.[site.x * 2] ?? 0;
    const at = positionAt(layout?.lines ?? [0], offset);
    return { line: at.line + 1, column: at.column + 1 };
  }
}

function byPath(a: RouteRow, b: RouteRow): number {
  const left = a.path ?? '~';
  const right = b.path ?? '~';
  return left < right
    ? -1
    : left > right
      ? 1
      : a.method < b.method
        ? -1
        : a.method > b.method
          ? 1
          : a.file < b.file
            ? -1
            : a.file > b.file
              ? 1
              : a.line - b.line;
}
