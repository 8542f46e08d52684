/**
 * The route table: every registration of the workspace, followed from the applications down through includes and mounts.
 * What no application reaches is unregistered; what is only partly known stays as an open pattern.
 */
import type { Context } from '../values/context';
import { type Effect, Effects } from '../values/effects';
import { type PatternPart, patternOf, patternText, reasonOf } from '../values/pattern';
import { alternatives, keyOf, type Site, type Value } from '../values/value';
import { frameworks } from './frameworks/registry';
import { handlerName, objectName, siteOfValue } from './naming';
import type { Registration, Role } from './registration';
import { registrations } from './registrations';

/** One step of a trace: words, and the expression that shows it. */
export interface Step {
  text: string;
  site: Site;
}

export interface Route {
  method: string;
  /** As served, parameters as {name} or {name:path}; `{?}` where a part is unknown; null where all is. */
  path: string | null;
  partial: boolean;
  reason: string | null;
  framework: string;
  handler: { name: string | null; file?: string; chunk?: string };
  /** The registration: decorator or call. */
  site: Site;
  /** The literal of the path as far as one is written. */
  pathSites: Site[];
  app: string | null;
  appFile: string | null;
  conditions: string[];
  trace: Step[];
}

type Done = Effect<Registration> & { data: Registration };
interface Table {
  by: Map<string, { object: Value; done: Done[] }>;
  included: Set<string>;
}

export class RouteTable {
  readonly effects: Effects<Registration>;
  private readonly table;

  constructor(private readonly ctx: Context) {
    this.effects = new Effects(ctx, registrations);
    this.table = ctx.world.db.query<null, Route[]>(
      'routes',
      () => this.assemble(),
      () => [],
      { equal: sameRoutes },
    );
  }

  all(): Route[] {
    return this.table.get('', null);
  }

  private assemble(): Route[] {
    const table = this.collect();
    const out: Route[] = [];
    const reached = new Set<string>();
    for (const [key, { object }] of table.by) {
      const role = this.roleOf(object);
      if (role?.kind !== 'app' || table.included.has(key)) continue;
      const from: Walk = {
        app: objectName(this.ctx, object),
        appFile: siteOfValue(object)?.file ?? null,
        prefix: [],
        conditions: [],
        trace: [],
        path: [key],
      };
      this.walk(table, object, from, reached, out);
    }
    for (const [key, { object }] of table.by) {
      if (reached.has(key)) continue;
      const prefix = patternOf(this.roleOf(object)?.prefix);
      const root = { app: null, appFile: null, prefix, conditions: [], trace: [], path: [key] };
      if (!this.isIncludedSomewhere(table, key)) this.walk(table, object, root, reached, out);
    }
    return dedupe(out);
  }

  private isIncludedSomewhere(table: Table, key: string): boolean {
    return (
      table.included.has(key) &&
      [...table.by.values()].some(({ done }) =>
        done.some((d) => d.data.op === 'include' && keyOf(d.data.child) === key && keyOf(d.data.on) !== key),
      )
    );
  }

  /** Registrations by what they are made on. What depends on parameters counts only where no call says what they are. */
  private collect(): Table {
    const all = this.ctx.world.files('python').flatMap((file) => this.effects.ofFile(file));
    const closed = new Set(all.filter((e) => e.data && e.open.length === 0).map((e) => siteKey(e.site)));
    const table: Table = { by: new Map(), included: new Set() };
    const seen = new Set<string>();
    for (const e of all) {
      if (!e.data || (e.open.length && closed.has(siteKey(e.site)))) continue;
      const identity = `${siteKey(e.site)}|${registrations.key(e.data)}|${e.conditions.join('&')}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
      for (const { value: on } of alternatives(e.data.on)) {
        const entry = table.by.get(keyOf(on)) ?? { object: on, done: [] };
        entry.done.push({ ...e, data: { ...e.data, on } as Registration });
        table.by.set(keyOf(on), entry);
      }
      if (e.data.op === 'include') for (const child of alternatives(e.data.child)) table.included.add(keyOf(child.value));
    }
    return table;
  }

  private roleOf(value: Value): Role | undefined {
    for (const framework of frameworks) {
      const role = framework.role(this.ctx, value);
      if (role) return role;
    }
    return undefined;
  }

  private walk(table: Table, object: Value, at: Walk, reached: Set<string>, out: Route[]): void {
    reached.add(keyOf(object));
    for (const e of table.by.get(keyOf(object))?.done ?? []) {
      const here: Walk = { ...at, conditions: [...at.conditions, ...e.conditions] };
      if (e.data.op === 'route') out.push(...this.rows(e.data, e, here));
      else if (e.data.op === 'include') this.descend(table, e.data, e, here, reached, out);
    }
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
      if (at.path.includes(key) || at.path.length > 12) continue;
      const role = this.roleOf(child.value);
      for (const given of alternatives(include.prefix ?? { kind: 'lit', value: null })) {
        const own = include.replaces && include.prefix ? [] : patternOf(role?.prefix);
        const prefix = [...at.prefix, ...patternOf(given.value), ...own];
        const name = objectName(this.ctx, child.value) ?? 'a router';
        const step: Step = {
          text: `${name} is included${shown(patternOf(given.value))}${own.length ? `, its own prefix ${patternText(own)?.text ?? '{?}'}` : ''}`,
          site: e.site,
        };
        this.walk(table, child.value, { ...at, prefix, path: [...at.path, key], trace: [step, ...at.trace] }, reached, out);
      }
    }
  }

  private rows(route: Registration & { op: 'route' }, e: Done, at: Walk): Route[] {
    const out: Route[] = [];
    for (const { value } of alternatives(route.path ?? { kind: 'unknown', why: 'no path is given' })) {
      const parts = [...at.prefix, ...patternOf(value)];
      const text = route.path ? (patternText(parts) ?? (parts.length ? null : { text: '', partial: false })) : null;
      const hole = parts.find((p) => p.hole)?.hole;
      const path = text && tidy(text.text);
      const pathSites = parts.flatMap((p) => (p.site && p.text ? [p.site] : []));
      const site = handedOver(this.ctx, e, route.handler);
      for (const method of route.methods) {
        const handler = handlerName(this.ctx, route.handler, method);
        const own: Step = { text: `${handler.name ?? 'a handler'} answers ${method}${shown(patternOf(value))}`, site };
        out.push({
          method,
          path,
          partial: path !== null && text!.partial,
          reason: hole ? reasonOf(hole) : at.app === null ? 'no application includes it' : null,
          framework: route.framework,
          handler,
          site,
          pathSites,
          app: at.app,
          appFile: at.appFile,
          conditions: [...new Set(at.conditions)],
          trace: [own, ...at.trace],
        });
      }
    }
    return out;
  }
}

interface Walk {
  app: string | null;
  appFile: string | null;
  prefix: PatternPart[];
  conditions: string[];
  /** Outermost last. */
  trace: Step[];
  path: string[];
}

/** Where a person would look for the route: the outermost call that is given the handler by name. */
function handedOver(ctx: Context, e: Done, handler: Value): Site {
  const wanted = keyOf(handler);
  for (const site of e.via) {
    const place = ctx.place(site.file, site.chunk, ctx.genericEnv(site.file, site.chunk));
    const call = place?.chunk.arena[site.x];
    if (!place || call?.kind !== 'call') continue;
    if (call.args.some((arg) => alternatives(ctx.evaluate(place, arg.x)).some((a) => keyOf(a.value) === wanted))) return site;
  }
  return e.site;
}

const siteKey = (s: Site) => `${s.file}#${s.chunk}#${s.x}`;
const shown = (parts: PatternPart[]) => (parts.length ? ` at ${patternText(parts)?.text ?? '{?}'}` : '');

/** Flask's <int:id> as {id}, <path:p> as {p:path}; FastAPI's converters but path dropped; one slash where prefixes meet. */
export function tidy(path: string): string {
  const braces = path
    .replace(/<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>/g, (_all, kind: string | undefined, name: string) =>
      kind === 'path' ? `{${name}:path}` : `{${name}}`,
    )
    .replace(/\{(\w+):(?!path\})\w+\}/g, '{$1}')
    .replace(/\/{2,}/g, '/');
  return braces === '' ? '/' : braces.startsWith('/') || braces.startsWith('{?}') ? braces : `/${braces}`;
}

function dedupe(routes: Route[]): Route[] {
  const seen = new Map<string, Route>();
  for (const r of routes) {
    const key = `${r.method} ${r.path} ${siteKey(r.site)} ${r.app} ${r.handler.file}#${r.handler.chunk}`;
    const before = seen.get(key);
    if (!before || before.conditions.length > r.conditions.length) seen.set(key, r);
  }
  return [...seen.values()];
}

const sameRoutes = (a: Route[], b: Route[]) => a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
