/** The façade: the only door for everything above. Changes go in, snapshots come out; nothing here reads a disk. */
import type { Counts } from '../base/query';
import { resolved } from '../fixes/about';
import type { Offer } from '../fixes/fix';
import { type FixOptions, Project } from '../fixes/project';
import { offersFor } from '../fixes/registry';
import { type Renamable, type Renamed, renamableAt, rename } from '../fixes/rename/rename';
import { type Call, CallTable } from '../model/calls/calls';
import { ControlTable } from '../model/controls/controls';
import { type CallDetails, CallDetailsTable } from '../model/details/call-details';
import { fieldsOf, type ModelField } from '../model/details/python-types';
import type { Parameter } from '../model/details/route-details';
import { testedRoutes } from '../model/matching/tested';
import { routesNamed } from '../model/names/route-names';
import { Pages } from '../model/requests/pages';
import { type Route, RouteTable } from '../model/routes/routes';
import { Api } from '../rules/api';
import { metas } from '../rules/registry';
import type { Meta } from '../rules/rule';
import { levelFor } from '../values/config';
import { Evaluator } from '../values/evaluate';
import type { Site } from '../values/value';
import { World } from '../values/world';
import { placedDetails } from './call-details';
import { type ContractView, contractView } from './contract';
import { controlRow } from './control-row';
import { type Declared, type DetailedRoute, declaredAt, detailed, placeOf } from './details';
import { aboutOf, type Findings, Judge, type Severities } from './findings';
import { wholeLiteral } from './literal';
import { type ModelTables, modelOf } from './model';
import { damagedOf, notesOf } from './notes';
import { Layouts, type Place, Positions } from './positions';
import { RowCache } from './row-cache';
import { RowOrder } from './row-order';
import { byPath, callRow, routeRow } from './rows';
import { settingsFindings } from './settings';
import type { CallRow, Change, ControlRow, Finding, RouteRow, Span } from './types';

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
  private readonly controls: ControlTable;
  private readonly judge: Judge;
  private readonly layouts = new Layouts();
  private readonly orders = { routes: new RowOrder<RouteRow>(byPath), calls: new RowOrder<CallRow>(byPath) };

  constructor(private readonly options: AnalysisOptions) {
    this.routes = new RouteTable(this.evaluator, options.roots);
    this.calls = new CallTable(this.evaluator, this.routes, options.roots);
    this.details = new CallDetailsTable(this.evaluator, this.calls);
    this.controls = new ControlTable(this.evaluator, this.calls, options.roots);
    const { routes, calls, details, controls, evaluator: ctx } = this;
    const { roots } = options;
    const model = modelOf({ ctx, routes, calls, details, controls, roots }, () => this.judge);
    this.judge = new Judge(new Api(model), roots);
  }

  /** How often each kind of answer was asked for and worked out so far: what the tests of work compare. */
  counters(): Record<string, Counts> {
    return Object.fromEntries([...this.world.db.counts].map(([name, counts]) => [name, { ...counts }]));
  }

  apply(changes: readonly Change[]): Snapshot {
    for (const change of changes) {
      if ('removed' in change) {
        this.world.remove(change.path);
        this.layouts.set(change.path, undefined);
      } else if ('present' in change) this.world.setPresent(change.path);
      else {
        this.world.setFacts(change.path, change.extracted.facts);
        this.layouts.set(change.path, change.extracted.layout);
      }
    }
    this.world.flush();
    const { evaluator: ctx, routes, calls, details, controls, judge, orders } = this;
    const { roots } = this.options;
    const tables = { ctx, routes, calls, details, controls, judge, orders, roots };
    return new Snapshot(this.world, tables, new Positions(this.layouts), roots);
  }
}

const rowsOfRoutes = new RowCache<Route, RouteRow>();
const rowsOfCalls = new RowCache<Call, CallRow>();

interface Tables extends ModelTables {
  judge: Judge;
  orders: { routes: RowOrder<RouteRow>; calls: RowOrder<CallRow> };
}

/** What the analysis says of the state after the last changes. Answers are computed when asked for. */
export class Snapshot {
  private routeRows: RouteRow[] | undefined;
  private readonly routeOf = new WeakMap<RouteRow, Route>();
  private callRows: CallRow[] | undefined;
  private controlRows: ControlRow[] | undefined;
  private readonly callOf = new WeakMap<CallRow, Call>();
  private pageTable: Pages | undefined;

  constructor(
    private readonly world: World,
    private readonly tables: Tables,
    private readonly positions: Positions,
    private readonly roots: readonly string[],
  ) {}

  /** Files that exist but are not loaded, though answers asked so far depend on them. */
  wanted(): string[] {
    return this.world.wanted();
  }

  /** Files of which only names are mentioned, and what the text of one that can matter has. */
  mentioned(): { files: readonly string[]; glance: RegExp } {
    return { files: this.world.mentioned(), glance: this.tables.routes.glance() };
  }

  /** Files that may import a module of which nobody knows who does, and what the text of one that may has. */
  importers(): { files: readonly string[]; glance: RegExp } {
    return this.tables.routes.importers();
  }

  /** What one of the rows of `routes()` takes and gives. */
  details(row: RouteRow): DetailedRoute | undefined {
    const route = this.routeOf.get(row);
    return route && detailed(this.tables.ctx, route, this.positions);
  }

  /** The fields of a model that details name. */
  fields(model: { file: string; chunk: string }): ModelField[] {
    return fieldsOf(this.tables.ctx, model);
  }

  /** Where a class or function that details name is declared; where something in details is written. */
  declared(of: { file: string; chunk: string }): Declared | undefined {
    return declaredAt(this.positions, of);
  }
  placeOf(spot: Site | Parameter): Place {
    return placeOf(this.tables.ctx, this.positions, spot);
  }

  routes(): RouteRow[] {
    this.routeRows ??= this.tables.orders.routes.sorted(
      this.tables.routes.all().map((r) => {
        const row = rowsOfRoutes.get(r, this.positions, (positions) => routeRow(r, positions));
        this.routeOf.set(row, r);
        return row;
      }),
    );
    return this.routeRows;
  }

  /** Routes whose path `url_for` gives for a name; for '.show' those of every blueprint that has one. */
  named(name: string): RouteRow[] {
    const named = routesNamed(this.tables.ctx, this.tables.routes, name);
    return this.routes().filter((row) => named.has(this.routeOf.get(row)!));
  }

  /** How many routes an application serves, as the audit counts them: tests left out. */
  servedCount(): number {
    return this.tables.judge.model.servedCount;
  }

  callCount(): number {
    return this.tables.calls.count();
  }

  calls(): CallRow[] {
    this.callRows ??= this.tables.orders.calls.sorted(this.tables.calls.all().map((c) => this.rowOf(c)));
    return this.callRows;
  }

  private rowOf(c: Call): CallRow {
    const row = rowsOfCalls.get(c, this.positions, (positions) =>
      callRow(c, positions, wholeLiteral(this.world, positions, c.site)),
    );
    this.callOf.set(row, c);
    return row;
  }

  /** What a call of this snapshot sends and what is read of its answer. Computed when first asked for; undefined for rows of another snapshot. */
  callDetails(row: CallRow): CallDetails<Span> | undefined {
    const call = this.callOf.get(row);
    return call && placedDetails(this.tables.details.of(call), this.positions);
  }

  /** What such a call and its route agree and disagree about; undefined where no route surely answers. */
  contract(row: CallRow): ContractView | undefined {
    const call = this.callOf.get(row);
    return call && contractView(this.tables.judge.model.contracts, call, this.positions);
  }

  /** Buttons, links, forms and what else has a handler, with what each reaches. Computed when first asked for. */
  controls(): ControlRow[] {
    this.controlRows ??= this.tables.controls.all().map((c) => controlRow(c, this.positions, (call) => this.rowOf(call)));
    return this.controlRows;
  }

  /** What the rules say. `severities` are the caller's own; those of a crosswire.json win. */
  findings(severities: Severities = {}): Finding[] {
    return this.audit(severities).findings;
  }

  /** The same, beside what comments silence. */
  audit(severities: Severities = {}): Findings {
    return this.tables.judge.findings(this.positions, severities);
  }

  /** Whether there is such a rule, and it is not off for the file. */
  isAsked(rule: string, file: string, severities: Severities = {}): boolean {
    const level = levelFor(this.tables.ctx, file, rule) ?? severities[rule];
    return level !== 'off' && this.rules().some(({ id }) => id === rule);
  }

  /** What can be done about one of the findings. `text` gives what a file says now, which must be what was applied last. */
  fixes(finding: Finding, text: (file: string) => string | undefined, options: FixOptions = { todos: true }): Offer[] {
    const { file, rule, message, data } = finding;
    const { from, to } = this.positions.offsets(finding);
    const about = resolved(this.tables.judge.model, aboutOf(finding));
    return offersFor(this.project(text, options), { file, rule, message, data, from, to, about });
  }

  private project(text: (file: string) => string | undefined, options: FixOptions): Project {
    const { judge, details } = this.tables;
    const layout = (file: string) => this.positions.layout(file);
    return new Project(judge.model, judge.roots, text, layout, options, (call) => details.of(call));
  }

  /** The segment or parameter of a path that stands at an offset; undefined where none does. */
  renamable(file: string, offset: number, text: (file: string) => string | undefined): Renamable | undefined {
    return renamableAt(this.project(text, { todos: false }), file, offset);
  }

  /** Another name for it, on both sides of the wire. */
  rename(file: string, offset: number, name: string, text: (file: string) => string | undefined): Renamed {
    return rename(this.project(text, { todos: false }), file, offset, name);
  }

  /** What is sure while the UI is still being read: findings of the rules that ask for no calls. */
  earlyFindings(severities: Severities = {}): Findings {
    return this.tables.judge.early(this.positions, severities);
  }

  /** What is wrong in the crosswire.json files, whatever severity that has: for who asks for no findings. */
  settingsProblems(): { file: string; line: number; column: number; message: string }[] {
    return settingsFindings(this.tables.ctx, this.positions);
  }

  /** Routes that the tests of the workspace ask for; undefined where none does, so that nothing can be said. */
  tested(): ReadonlySet<RouteRow> | undefined {
    const tested = testedRoutes(this.tables.ctx, this.tables.routes.all(), this.roots);
    return tested && new Set(this.routes().filter((row) => tested.has(this.routeOf.get(row)!)));
  }

  /** The pages of the UI that hold a file, as far as files are read. */
  pages(file: string): readonly string[] {
    const pages = this.pagesOfUi();
    return this.world.files('web').includes(file) ? pages.of(file) : [];
  }

  /** Where a router of the UI shows a file: '/tasks/:id'. */
  addresses(file: string): readonly string[] {
    return this.pagesOfUi().addressesOf(file);
  }

  private pagesOfUi(): Pages {
    this.pageTable ??= new Pages(this.tables.ctx, this.roots);
    return this.pageTable;
  }

  /** Every rule there is, the ones about comments and settings included. */
  rules(): readonly Meta[] {
    return metas;
  }

  /** Files of which parts are not understood, and why: what is in these is not known. */
  damaged(): { path: string; reason: string }[] {
    return damagedOf(this.world, this.positions);
  }

  /** What limits the answers, for whoever reads the figures: parts of the workspace that are not understood. */
  notes(): string[] {
    const { ctx, routes: table, roots } = this.tables;
    return notesOf({ ctx, table, routes: this.routes(), calls: this.calls(), roots });
  }
}
