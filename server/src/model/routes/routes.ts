/**
 * The route table: every registration of the workspace, followed from the applications down through includes and mounts.
 * What no application reaches is unregistered; what is only partly known stays as an open pattern.
 */
import { equalData, sameItems } from '../../base/equal';
import type { Context } from '../../values/context';
import { Effects } from '../../values/effects';
import { supersededBy } from '../../values/openness';
import { patternOf, patternText } from '../../values/pattern';
import { alternatives, keyOf, mergeWhen, NULL, siteKey, textOf, unknown, type Value } from '../../values/value';
import { openapiRoutes } from '../frameworks/openapi';
import { AppNames } from './apps';
import { CurrentApps } from './current-apps';
import { glanceFor } from './glance';
import { Imported } from './imported';
import { includedAs, isOnlyIncluded } from './inner-apps';
import { type Hosts, Listeners } from './listeners';
import { Mains } from './mains';
import { callsTo, isTestPath, routerName, siteOfValue } from './naming';
import { hasOpenInclude } from './open-includes';
import { isOutOfSight, namedByCalls, outOfSight } from './out-of-sight';
import type { Registration } from './registration';
import { registrations } from './registrations';
import { roleOf } from './roles';
import { type RootPaths, rootPathsOf } from './root-paths';
import type { Route, Step } from './route';
import { dedupe, KnownRoutes } from './route-identity';
import { joined, perhaps, rowsOf, shown } from './route-rows';
import { type Done, isAskedOfInstance, NOWHERE, type Table, under, unspecified, type Walk } from './route-walk';
import { Uncalled } from './uncalled';

export type { Route, RouteSource, Step } from './route';

/** How deep routers in routers are followed, and how many ways down from one application. */
const MAX_INCLUDES = 64;
const MAX_WAYS = 5_000;

export class RouteTable {
  readonly effects: Effects<Registration>;
  private readonly names: AppNames;
  private readonly listeners: Listeners;
  private readonly imported: Imported;
  private readonly mains: Mains;
  private readonly uncalled: Uncalled;
  private readonly currentApps: CurrentApps;
  private readonly table;
  private readonly fronts;
  private readonly glances;
  private readonly known = new KnownRoutes();
  /** Includes followed from the application that is looked at. */
  private ways = 0;

  constructor(
    private readonly ctx: Context,
    private readonly roots: readonly string[],
  ) {
    this.effects = new Effects(ctx, registrations);
    this.names = new AppNames(ctx);
    this.listeners = new Listeners(ctx, this.names);
    this.imported = new Imported(ctx.world);
    this.mains = new Mains(ctx.world, this.imported, this.names, (file) => this.isTest(file));
    this.uncalled = new Uncalled(ctx.world);
    this.currentApps = new CurrentApps(ctx, this.imported, this.names, (file) => this.isTest(file));
    this.table = ctx.world.db.query<null, Route[]>(
      'routes',
      () => this.assemble(),
      () => [],
      { equal: sameItems, early: 6 },
    );
    this.fronts = ctx.world.db.query<null, RootPaths>(
      'root paths',
      () => rootPathsOf(ctx, this.all(), this.names.commands()),
      () => ({}),
      { equal: equalData },
    );
    this.glances = ctx.world.db.query<null, RegExp>(
      'what matters in a text',
      () => glanceFor(this.effects.interest.mattering()),
      () => glanceFor(new Set()),
      { equal: (a, b) => a.source === b.source },
    );
  }

  /** What is in the text of every file that can matter to the table, though others only mention names of it. */
  glance(): RegExp {
    return this.glances.get('', null);
  }

  /** The files among which importers are sought, and what the text of one has. */
  importers(): { files: readonly string[]; glance: RegExp } {
    return this.imported.sought();
  }

  all(): Route[] {
    return this.table.get('', null);
  }

  /** Hosts under which each application is known to answer. Routes themselves do not hang on that. */
  hosts(): Hosts {
    return this.listeners.hosts();
  }

  /** What proxies in front of applications take away. */
  rootPaths(): RootPaths {
    return this.fronts.get('', null);
  }

  private assemble(): Route[] {
    const table = this.collect();
    const out: Route[] = [];
    const reached = new Set<string>();
    const apps = [...table.by].filter(([, { object }]) => object.kind !== 'sym' && roleOf(this.ctx, object)?.kind === 'app');
    const isOwn = (key: string, object: Value) => !table.included.has(key) && !isOnlyIncluded(this.ctx, table.included, object);
    const isReached = (key: string, object: Value) =>
      reached.has(key) || (object.kind === 'made' && !object.env.args && reached.has(siteKey(object.site)));
    for (const [key, { object }] of apps) if (isOwn(key, object)) this.fromApp(table, key, object, reached, out);
    for (const [key, { object }] of apps) if (!isReached(key, object)) this.fromApp(table, key, object, reached, out);
    for (const [key, { object, done }] of table.by) {
      if (isReached(key, object)) continue;
      for (const { value: prefix } of alternatives(roleOf(this.ctx, object)?.prefix ?? NULL)) {
        const at = { ...NOWHERE, own: patternOf(prefix), path: [key] };
        for (const e of done) if (e.data.op === 'route') this.rows(table, e.data, e, at, out);
      }
    }
    const isOpen = out.some((row) => row.app === null) && hasOpenInclude(this.ctx, this);
    return this.known.keep([...dedupe(isOpen ? out.map(perhaps) : out), ...openapiRoutes(this.ctx)]);
  }

  private fromApp(table: Table, key: string, object: Value, reached: Set<string>, out: Route[]): void {
    this.ways = 0;
    const named = this.names.of(object);
    const apart = this.doneTo(table, object, new Set()).some((e) => !this.isTest((e.via[0] ?? e.site).file));
    const appSite = siteOfValue(object) ?? null;
    const conditions = [...this.mains.startedIf(appSite, named?.name)];
    const from = { app: named?.name ?? '?', appRoot: named?.root ?? null, appSite, conditions, apart, path: [key] };
    this.walk(table, object, { ...NOWHERE, ...from }, reached, out);
  }

  private isTest(file: string): boolean {
    return this.roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root));
  }

  /** Registrations by what they are made on. What depends on parameters counts only where no call says what they are. */
  private collect(): Table {
    const all = this.effects.all();
    const superseded = supersededBy(all.filter((e) => e.data));
    const table: Table = { by: new Map(), included: new Set(), endpoints: new Map(), labels: new Map() };
    const isNamed = namedByCalls(all);
    const seen = new Set<string>();
    for (const e of all) {
      if (!e.data || superseded(e) || isNamed(e)) continue;
      const identity = `${siteKey(e.site)}|${registrations.key(e.data)}|${e.conditions.join('&')}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
      for (const { value: on, when } of alternatives(e.data.on)) {
        const both = mergeWhen(e.when, when);
        if (both === null) continue;
        const entry = table.by.get(keyOf(on)) ?? { object: on, done: [] };
        entry.done.push({ ...e, data: { ...e.data, on } as Registration, ...(both ? { when: both } : {}) });
        table.by.set(keyOf(on), entry);
        this.note(table, on, e.data);
      }
    }
    this.currentApps.place(table, (on, data) => this.note(table, on, data));
    return table;
  }

  private note(table: Table, on: Value, data: Registration): void {
    if (data.op === 'include' && on.kind !== 'sym')
      for (const child of alternatives(data.child)) for (const as of includedAs(child.value)) table.included.add(as);
    if ((data.op !== 'route' && data.op !== 'endpoint') || data.framework !== 'flask') return;
    const { handler } = data;
    if (handler.kind !== 'fn') return;
    const blueprint = textOf(roleOf(this.ctx, on)?.name);
    const name = data.name ? textOf(data.name) : this.ctx.world.outline(handler.file, handler.chunk)?.name;
    if (name !== undefined) table.endpoints.set(blueprint === undefined ? name : `${blueprint}.${name}`, handler);
  }

  private walk(table: Table, object: Value, at: Walk, reached: Set<string>, out: Route[]): void {
    reached.add(keyOf(object));
    for (const e of this.doneTo(table, object, reached)) {
      const runs = this.runsIf(object, e, at);
      const here = under(at, [...(runs ?? []), ...e.conditions], e.when);
      if (!here) continue;
      if (e.data.op === 'route') this.rows(table, e.data, e, runs ? here : { ...NOWHERE, own: at.own, path: [] }, out);
      else if (e.data.op === 'include' && runs) this.descend(table, e.data, e, here, reached, out);
    }
  }

  /** What is registered on an object, also by the function that made it where no caller has a say in that. */
  private doneTo(table: Table, object: Value, reached: Set<string>): Done[] {
    const doneBy = (key: string): Done[] => {
      reached.add(key);
      return table.by.get(key)?.done ?? [];
    };
    const exact = doneBy(keyOf(object));
    const others = [...new Set(unspecified(object).map(keyOf))].flatMap((key) => (key === keyOf(object) ? [] : doneBy(key)));
    if (object.kind !== 'made' || (!isAskedOfInstance(object) && (exact.length || others.length))) return [...exact, ...others];
    const isIn = (all: readonly Done[]) => (e: Done) => all.some((other) => siteKey(other.site) === siteKey(e.site));
    const made = this.doneWhereMade(object).filter((e) => !isIn(exact)(e));
    if (made.length) reached.add(siteKey(object.site));
    return [...exact, ...made, ...others.filter((e) => !isIn(made)(e))];
  }

  /** What the function that makes an object does to it in this very activation, though no call of it is written: a property's. */
  private doneWhereMade(object: Value & { kind: 'made' }): Done[] {
    const { env } = object;
    if (env.chunk === '' || (!env.args && !env.self)) return [];
    const isIt = ({ value }: { value: Value }) => keyOf(value) === keyOf(object);
    return this.effects
      .of(env.file, env.chunk, env)
      .flatMap((e): Done[] => (e.data && alternatives(e.data.on).some(isIt) ? [{ ...e, data: { ...e.data, on: object } }] : []));
  }

  /**
   * Conditions under which what is written there runs at all. What stands at the top of a module that nobody imports or starts never happens
   * (null) to a variable of another module; what a function does that nothing names happens if it is called.
   */
  private runsIf(object: Value, e: Done, at: Walk): readonly string[] | null {
    const { file, chunk } = e.via[0] ?? e.site;
    const home = siteOfValue(object);
    const isFactory = at.appSite?.file === file && at.appSite.chunk === chunk;
    if (home?.chunk === '' && chunk !== '') return isFactory ? [] : this.uncalled.conditionsOf(file, chunk);
    if (home?.chunk !== '' || file === home.file || file === at.appSite?.file) return [];
    if (this.imported.has(file) || this.names.starts(file)) return [];
    return at.appSite && this.mains.conditions(file, at.appSite.file);
  }

  private descend(
    table: Table,
    include: Registration & { op: 'include' },
    e: Done,
    at: Walk,
    reached: Set<string>,
    out: Route[],
  ): void {
    for (const child of alternatives(include.child)) {
      const key = keyOf(child.value);
      if (at.path.includes(key)) continue;
      if (at.path.length > MAX_INCLUDES || ++this.ways > MAX_WAYS) {
        this.rows(table, outOfSight(include, unknown('routers are included in more ways than are followed')), e, at, out);
        this.reach(table, child.value, reached);
        continue;
      }
      const role = roleOf(this.ctx, child.value);
      if (!role && isOutOfSight(child.value)) {
        const inner = under(at, [], child.when);
        if (inner) this.rows(table, outOfSight(include, child.value), e, inner, out);
        continue;
      }
      const replaced = include.replaces && include.prefix;
      for (const given of alternatives(include.prefix ?? NULL))
        for (const made of alternatives((!replaced && role?.prefix) || NULL)) {
          const inner = under(under(under(at, [], child.when), [], given.when), [], made.when);
          if (!inner) continue;
          const own = patternOf(made.value);
          const step: Step = {
            text: `${this.label(table, key, child.value)} is included${shown(patternOf(given.value))}${own.length ? `, its own prefix ${patternText(own)?.text ?? '{?}'}` : ''}`,
            site: e.site,
            via: callsTo(this.ctx, e),
          };
          const prefix = joined(joined(at.prefix, at.own, include.framework), patternOf(given.value), include.framework);
          const next = {
            ...inner,
            prefix,
            own,
            path: [...at.path, key],
            trace: [step, ...at.trace],
            includes: [include, ...at.includes],
          };
          this.walk(table, child.value, next, reached, out);
        }
    }
  }

  /** Marks all that is included here as reached: an application has it, at paths that are not followed. */
  private reach(table: Table, object: Value, reached: Set<string>): void {
    if (reached.has(keyOf(object))) return;
    for (const { data } of this.doneTo(table, object, reached))
      if (data.op === 'include') for (const { value } of alternatives(data.child)) this.reach(table, value, reached);
  }

  private label(table: Table, key: string, object: Value): string {
    const known = table.labels.get(key) ?? routerName(this.ctx, object) ?? 'a router';
    table.labels.set(key, known);
    return known;
  }

  private rows(table: Table, route: Registration & { op: 'route' }, e: Done, at: Walk, out: Route[]): void {
    const name = route.handler.kind === 'lit' ? textOf(route.name) : undefined;
    const handler = (name !== undefined && table.endpoints.get(name)) || route.handler;
    const files = [
      at.appSite?.file ?? null,
      ...at.trace.map((s) => s.site.file),
      ...(at.apart ? [(e.via[0] ?? e.site).file] : []),
    ];
    for (const row of rowsOf(this.ctx, { ...route, handler }, e, at))
      out.push({ ...row, test: [row.site.file, ...files].some((file) => file !== null && this.isTest(file)) });
  }
}
