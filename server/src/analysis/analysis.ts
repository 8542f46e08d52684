/** The façade: the only door for everything above. Changes go in, snapshots come out; nothing here reads a disk. */
import type { Layout } from '../facts/facts';
import { type CallDetails, CallDetailsTable } from '../model/call-details';
import { type Call, CallTable } from '../model/calls';
import { type Route, RouteTable } from '../model/routes';
import { Api } from '../rules/api';
import { metaRules } from '../rules/meta-rules';
import { rules } from '../rules/registry';
import type { Meta } from '../rules/rule';
import type { Context } from '../values/context';
import { Evaluator } from '../values/evaluate';
import { World } from '../values/world';
import { placedDetails } from './details';
import { findingsOf, type Severities } from './findings';
import { wholeLiteral } from './literal';
import { Positions } from './positions';
import { RowCache } from './row-cache';
import { byPath, callRow, routeRow } from './rows';
import type { CallRow, Change, Finding, RouteRow, Span } from './types';

export interface AnalysisOptions {
  /** The folders that are looked at, as engine paths. */
  roots: readonly string[];
}

export class Analysis {
  private readonly world = new World();
  private readonly evaluator = new Evaluator(this.world);
  private readonly routes: RouteTable;
  private readonly calls: CallTable;
  private readonly details: CallDetailsTable;
  private readonly layouts = new Map<string, Layout>();

  constructor(private readonly options: AnalysisOptions) {
    this.routes = new RouteTable(this.evaluator, options.roots);
    this.calls = new CallTable(this.evaluator, this.routes, options.roots);
    this.details = new CallDetailsTable(this.evaluator);
  }

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
    return new Snapshot(
      this.options,
      this.world,
      { ctx: this.evaluator, routes: this.routes, calls: this.calls, details: this.details },
      new Positions(this.layouts),
    );
  }
}

const rowsOfRoutes = new RowCache<Route, RouteRow>();
const rowsOfCalls = new RowCache<Call, CallRow>();

/** What the analysis says of the state after the last changes. Answers are computed when asked for. */
export class Snapshot {
  private routeRows: RouteRow[] | undefined;
  private callRows: CallRow[] | undefined;
  private callOfRow: Map<CallRow, Call> | undefined;
  private api: Api | undefined;

  constructor(
    private readonly options: AnalysisOptions,
    private readonly world: World,
    private readonly tables: { ctx: Context; routes: RouteTable; calls: CallTable; details: CallDetailsTable },
    private readonly positions: Positions,
  ) {}

  /** Files that exist but are not loaded, though answers asked so far depend on them. */
  wanted(): string[] {
    return this.world.wanted();
  }

  routes(): RouteRow[] {
    this.routeRows ??= this.tables.routes
      .all()
      .map((r) => rowsOfRoutes.get(r, this.positions, (positions) => routeRow(r, positions)))
      .sort(byPath);
    return this.routeRows;
  }

  calls(): CallRow[] {
    this.callRows ??= this.tables.calls
      .all()
      .map((c) => this.rowOf(c))
      .sort(byPath);
    return this.callRows;
  }

  private rowOf(c: Call): CallRow {
    return rowsOfCalls.get(c, this.positions, (positions) => callRow(c, positions, wholeLiteral(this.world, positions, c.site)));
  }

  /** What a call of this snapshot sends and what is read of its answer. Computed when first asked for; undefined for rows of another snapshot. */
  callDetails(row: CallRow): CallDetails<Span> | undefined {
    this.callOfRow ??= new Map(this.tables.calls.all().map((c) => [this.rowOf(c), c]));
    const call = this.callOfRow.get(row);
    return call && placedDetails(this.tables.details.of(call), this.positions);
  }

  /** What the rules say. `severities` are the caller's own; those of a crosswire.json win. */
  findings(severities: Severities = {}): Finding[] {
    const { ctx, routes, calls } = this.tables;
    this.api ??= new Api(ctx, routes, calls.all(), this.options.roots);
    return findingsOf(this.api, this.positions, this.options.roots, severities);
  }

  /** Every rule there is, the ones about comments and settings included. */
  rules(): readonly Meta[] {
    return [...rules.map((r) => r.meta), ...metaRules];
  }

  /** What limits the answers, for whoever reads the figures: parts of the workspace that are not understood. */
  notes(): string[] {
    return [];
  }
}
