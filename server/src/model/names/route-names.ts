/** Routes by the names under which templates ask for their paths: `url_for("auth.login", next=page)` is the path of that endpoint. */
import { distance, isTypo } from '../../base/distance';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import type { PatternPart } from '../../values/pattern';
import { patternOf } from '../../values/pattern';
import { textOf, type Value } from '../../values/value';
import { externalName } from '../requests/request';
import { hasOpenInclude } from '../routes/open-includes';
import { roleOf } from '../routes/roles';
import type { Route, RouteTable } from '../routes/routes';
import { djangoPath } from './django-names';

/** The paths of each name: an endpoint may have several, with more parameters and with fewer. */
type Names = ReadonlyMap<string, readonly string[]>;

const queries: (ctx: Context) => { names: Query<RouteTable, Names>; whole: Query<RouteTable, boolean> } = perContext((ctx) => ({
  whole: ctx.world.db.query(
    'whether all names of routes are known',
    (table: RouteTable) => isWhole(ctx, table),
    () => false,
  ),
  names: ctx.world.db.query(
    'names of routes',
    (table: RouteTable) => namesOf(ctx, table.all()),
    (): Names => new Map(),
    { equal: (a, b) => a.size === b.size && [...a].every(([name, paths]) => b.get(name)?.join() === paths.join()) },
  ),
}));

/** The path that a call of url_for stands for; undefined for any other value, or a name that no route has. */
export function namedPath(ctx: Context, table: RouteTable, value: Value): PatternPart[] | undefined {
  if (value.kind === 'made' && externalName(value.callee) === 'global:url') return urlTag(ctx, value);
  if (value.kind === 'member' && value.name === 'path') return namedPath(ctx, table, value.of);
  if (value.kind === 'made' && value.callee.kind === 'member' && /_query_params$/.test(value.callee.name))
    return namedPath(ctx, table, value.callee.of);
  if (value.kind !== 'made' || !URL_FOR.test(externalName(value.callee) ?? '')) return undefined;
  const first = value.args.pos[0];
  const name = textOf(first);
  const path = name === undefined ? undefined : fitting(pathsOf(queries(ctx).names.get('', table), name), value.args.named);
  if (path === undefined) return undefined;
  const site = first?.kind === 'str' ? first.site : value.site;
  const parts = path.split(/(\{[^{}]*\})/).flatMap((piece, i): PatternPart[] => {
    if (i % 2 === 0) return piece === '' ? [] : [{ text: piece, ...(site ? { site } : {}) }];
    return filled(value.args.named[piece.slice(1, -1).replace(/:path$/, '')], piece);
  });
  return [...parts, ...queryOf(path, value.args.named)];
}

function filled(given: Value | undefined, piece: string): PatternPart[] {
  const parts = given ? patternOf(given) : [];
  const isText = parts.length === 1 && parts[0]!.text !== undefined;
  return isText ? parts : [{ hole: given ?? { kind: 'unknown', why: `parameter ${piece}` } }];
}

/** What Flask is given that the path has no place for becomes its query; words of its own begin with a line. */
function queryOf(path: string, named: Readonly<Record<string, Value>>): PatternPart[] {
  const taken = new Set(parametersOf(path));
  const more = Object.entries(named).filter(([name]) => !taken.has(name) && !name.startsWith('_'));
  return more.flatMap(([name, value], i) => [{ text: `${i ? '&' : '?'}${name}=` }, ...filled(value, name)]);
}

const parametersOf = (path: string): string[] => [...path.matchAll(/\{(\w+)(?::path)?\}/g)].map((m) => m[1]!);

/** Routes that have a name; for '.show' those of every blueprint that has one. */
export function routesNamed(ctx: Context, table: RouteTable, name: string): Set<Route> {
  const fits = (own: string | undefined) => own === name || (name.startsWith('.') && own?.endsWith(name));
  return new Set(table.all().filter((route) => fits(nameOf(ctx, route))));
}

/** Also of the request that a template is given, and of its application. */
const URL_FOR = /^(?:global:(?:\{\{request\}\}\.)?|flask\.|quart\.)(?:request\.)?(?:app\.)?url_(?:path_)?for$/;

/** Of '.show', in the blueprint that renders the page, only where one blueprint alone has it. */
function pathsOf(names: Names, name: string): readonly string[] | undefined {
  if (!name.startsWith('.')) return names.get(name);
  const found = [...names].filter(([own]) => own.endsWith(name));
  return found.length === 1 ? found[0]![1] : undefined;
}

/** Django's `{% url 'name' a b=c %}`: arguments by position or by name. */
function urlTag(ctx: Context, { args, site }: Value & { kind: 'made' }): PatternPart[] | undefined {
  const [first, ...rest] = args.pos;
  const name = textOf(first);
  const path = name === undefined ? undefined : djangoPath(ctx, name);
  let next = 0;
  const at = first?.kind === 'str' ? (first.site ?? site) : site;
  return path?.split(/(\{[^{}]*\})/).flatMap((piece, i): PatternPart[] => {
    if (i % 2 === 0) return piece === '' ? [] : [{ text: piece, site: at }];
    return filled(args.named[piece.slice(1, -1)] ?? rest[next++], piece);
  });
}

/** Of several paths the one whose parameters are all given, the longest such; else the one with the fewest. */
function fitting(paths: readonly string[] | undefined, given: Readonly<Record<string, Value>>): string | undefined {
  const sorted = [...(paths ?? [])].sort((a, b) => parametersOf(b).length - parametersOf(a).length);
  return sorted.find((path) => parametersOf(path).every((p) => Object.hasOwn(given, p))) ?? sorted.at(-1);
}

function namesOf(ctx: Context, routes: readonly Route[]): Names {
  const out = new Map<string, string[]>();
  for (const route of routes) {
    const name = route.path === null || route.partial || route.app === null ? undefined : nameOf(ctx, route);
    const paths = name === undefined ? undefined : (out.get(name) ?? []);
    if (paths && !paths.includes(route.path!)) out.set(name!, [...paths, route.path!]);
  }
  return out;
}

/** Flask: the blueprints' names and the endpoint's, dotted; FastAPI and Starlette: name= or the handler's own. */
function nameOf(ctx: Context, { source, handler }: Route): string | undefined {
  const given = textOf(source.route.name ?? source.route.options.named.name);
  const own = given ?? handler.name?.split('.')[0];
  if (own === undefined || source.route.framework === 'fastapi') return own;
  const blueprints = source.includes.map((include) => textOf(roleOf(ctx, include.child)?.name)).filter((n) => n !== undefined);
  return own.includes('.') ? own : [...blueprints, own].join('.');
}

/**
 * Names of routes that are a slip away from one that no route has, best first; undefined where a route may have it. Extensions bring
 * endpoints of their own: a name counts as wrong only beside a known one, in a blueprint of the project or nearly written like it.
 */
export function namesNear(ctx: Context, table: RouteTable, name: string): string[] | undefined {
  if (/^\.|:|(^|\.)static$/.test(name) || !queries(ctx).whole.get('', table)) return undefined;
  const names = [...queries(ctx).names.get('', table).keys()];
  if (names.includes(name)) return undefined;
  const own = blueprintOf(name);
  const near = names.filter((other) => isTypo(name, other) || (own === undefined && other.endsWith(`.${name}`)));
  const isOurs = own !== undefined && names.some((other) => blueprintOf(other) === own);
  return near.length || isOurs ? near.sort((a, b) => distance(name, a) - distance(name, b)) : undefined;
}

const blueprintOf = (name: string): string | undefined => (name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : undefined);

/** Whether the name of each route of Flask can be told, and nothing else makes any. */
function isWhole(ctx: Context, table: RouteTable): boolean {
  const routes = table.all().filter((r) => !r.test);
  return routes.length > 0 && routes.every((r) => isTold(ctx, r)) && !hasOpenInclude(ctx, table);
}

function isTold(ctx: Context, { path, partial, app, handler, source }: Route): boolean {
  const { framework, name, options } = source.route;
  if (framework !== 'flask' || path === null || partial || app === null) return false;
  const given = name ?? options.named.name;
  const isNamed = given ? textOf(given) !== undefined : handler.name !== null && !handler.name.includes('.');
  return (
    isNamed &&
    source.includes.every(({ child, options: said }) => !said?.named.name && textOf(roleOf(ctx, child)?.name) !== undefined)
  );
}
