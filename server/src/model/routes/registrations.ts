/** What of Python code can register a route: the knowledge by which the effects of functions are read. */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Knowledge } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { type Args, argsKey, keyOf, type Value } from '../../values/value';
import { libraryPages } from '../frameworks/library-pages';
import { handedToLibrary, handedToPlugin } from '../frameworks/library-routers';
import { frameworks } from '../frameworks/registry';
import type { Registration } from './registration';

const factories = new Set(frameworks.flatMap((f) => f.factories));
const direct = new Set(frameworks.flatMap((f) => f.direct));
const names = new Set([...factories, ...direct]);
const constructors = new Set(frameworks.flatMap((f) => f.constructors));
const makers = new Set([...constructors, 'Flask', 'Quart', 'Blueprint', 'Namespace', 'Route', 'WebSocketRoute', 'APIRoute']);
/** Arguments of constructors on which paths and includes hang. */
const SHAPING = new Set(['prefix', 'url_prefix', 'routes', 'lifespan', 'path', 'app', 'blueprint', 'endpoint', 'name']);
/** The name of a namespace and its path, the path and the handler of an entry of a list of routes. */
const PLACES: Record<string, string[]> = {
  Namespace: ['0', '2'],
  Mount: ['0', '1'],
  Route: ['0', '1'],
  WebSocketRoute: ['0', '1'],
};
const shaping = new Map(Object.entries(PLACES).map(([name, places]) => [name, new Set([...SHAPING, ...places])]));
/** What other things than applications have too. */
const AMBIGUOUS = new Set(['mount', 'host', 'frontend', 'namespace', 'expose', 'init_app']);
/** Names of attributes of many other things. */
const COMMON = new Set(['options', 'head', 'trace', 'route', 'websocket']);
/** `app.router.routes += [Route(…)]` */
const ROUTES = new Set(['routes']);
const LIST = new Set(['append', 'extend', 'insert']);

export const registrations: Knowledge<Registration> = {
  name: 'registrations',
  lang: 'python',
  /** Further up, whoever hands over a function or object no longer knows what becomes of it; what is registered surely is followed to the end. */
  reach: 4,
  direct: mattersByForm,
  fields: ROUTES,
  returned: returnsDecorator,
  stored: isDecorator,
  callees: ['Api'],
  factories,
  taken: howTaken,
  shapes: (name) => (makers.has(name) ? (shaping.get(name) ?? SHAPING) : undefined),
  read: (call) => {
    for (const framework of frameworks) {
      const found = framework.read(call);
      if (found.length) return found;
    }
    return [...handedToPlugin(call), ...handedToLibrary(call)];
  },
  mayMatter: ({ callee, args }) => {
    if (callee.kind === 'sym') return true;
    if (callee.kind === 'member')
      return (
        names.has(callee.name) &&
        !(factories.has(callee.name) && isLookup(args)) &&
        (callee.of.kind === 'sym' || rootOf(callee).kind === 'inst' || args.pos.length > 0)
      );
    if (callee.kind !== 'made') return false;
    return callee.callee.kind === 'sym' || (callee.callee.kind === 'member' && names.has(callee.callee.name));
  },
  values: (r) =>
    r.op === 'include'
      ? [r.on, r.child, ...(r.prefix ? [r.prefix] : [])]
      : r.op === 'route'
        ? [r.on, r.handler, ...(r.path ? [r.path] : [])]
        : [r.on],
  key: keyOfRegistration,
};

/** `data.get("name")`, `config.get("port", 8000)`, `queue.get()`: nothing in it is a path or a handler. */
const isLookup = ({ pos, named, open }: Args): boolean =>
  !open &&
  Object.keys(named).length === 0 &&
  pos.every((v) => v.kind === 'lit' || (v.kind === 'str' && v.text !== '' && !v.text.includes('/')));

/** `get = router.get`, `include = app.include_router` */
function howTaken(name: string, imports: ReadonlySet<string>): 'factory' | 'direct' | undefined {
  if (!names.has(name) || COMMON.has(name) || AMBIGUOUS.has(name) || !importsFramework(imports)) return undefined;
  return factories.has(name) ? 'factory' : 'direct';
}

/** All that is read of it later, the options of routes and includes too. */
function keyOfRegistration(r: Registration): string {
  const key = (value: Value | undefined) => (value ? keyOf(value) : '');
  const on = `${r.op}|${key(r.on)}`;
  switch (r.op) {
    case 'route':
      return `${on}|${key(r.path)}|${r.methods.join()}|${key(r.handler)}|${argsKey(r.options)}`;
    case 'include':
      return `${on}|${key(r.child)}|${key(r.prefix)}|${argsKey(r.options)}`;
    case 'endpoint':
      return `${on}|${key(r.name)}|${key(r.handler)}`;
    case 'files':
      return `${on}|${key(r.path)}`;
  }
}

const libraries = new Set([
  'fastapi',
  'starlette',
  'flask',
  'quart',
  'flask_restx',
  'flask_restful',
  'flask_restplus',
  'apiflask',
  'flask_smorest',
  'flask_openapi3',
]);

/** Registering methods by their names, factories of decorators only where their result is called, constructors that are given routes. */
function mattersByForm(chunk: Chunk, e: Expr, called: boolean, imports: ReadonlySet<string>): boolean {
  if (e.kind !== 'call') return false;
  const callee = chunk.arena[e.callee];
  if (callee?.kind === 'get') {
    if (factories.has(callee.name)) return called;
    if (LIST.has(callee.name)) return isRoutes(chunk.arena[callee.object]);
    if (AMBIGUOUS.has(callee.name)) return importsFramework(imports);
    return (
      direct.has(callee.name) ||
      makesRoutes(callee.name, e, imports) ||
      (e.args.length > 0 && isNamedLate(chunk, callee.object, imports)) ||
      handsOnWithPath(chunk, e, imports)
    );
  }
  if (callee?.kind === 'call') {
    const inner = chunk.arena[callee.callee];
    if (inner?.kind === 'get' && names.has(inner.name)) return true;
    if ((isPathGiven(chunk, callee) && (e.decorator || importsFramework(imports))) || isRouterGiven(chunk, callee)) return true;
    if (e.decorator && isImportedGiven(chunk, callee)) return true;
    if (e.args.length === 0) return false;
    const isTaken =
      isGetattr(chunk, callee) && (importsFramework(imports) || chunk.arena[callee.args[1]?.x ?? -1]?.kind === 'str');
    return isTaken || isNamedLate(chunk, e.callee, imports) || (inner?.kind === 'call' && isGetattr(chunk, inner));
  }
  if (callee?.kind === 'free' && callee.name === 'map') return isDirect(chunk.arena[e.args[0]?.x ?? -1]);
  if (callee?.kind !== 'ref') return false;
  const isPlugin = e.args.length > 0 && isNamedLate(chunk, e.callee, imports);
  return (
    isPlugin || handsOnRouter(chunk, callee, e) || makesRoutes(callee.name, e, imports) || handsOnWithPath(chunk, e, imports)
  );
}

/** `@on(app, "/x")`, `@helper.post("/x")`: a path is given to what makes a decorator. */
const isPathGiven = (chunk: Chunk, { args }: Expr & { kind: 'call' }): boolean =>
  args.some((a) => isPath(chunk, chunk.arena[a.x]));

/** `@on(app, PATH)` where the application or router is made beside it. */
const isRouterGiven = ({ arena, vars }: Chunk, { args }: Expr & { kind: 'call' }): boolean =>
  args.some((a) => {
    const e = arena[a.x];
    return (
      e?.kind === 'ref' &&
      (own(vars, e.name) ?? []).some(({ x, chunk }) => {
        const made = chunk === undefined ? arena[x] : undefined;
        const by = made?.kind === 'call' ? arena[made.callee] : undefined;
        return by !== undefined && 'name' in by && by.name !== undefined && makers.has(by.name);
      })
    );
  });

/** `@on(app, PATH)`, `@page(Paths.HOME)`: where an application or path may be imported. */
function isImportedGiven(chunk: Chunk, { args }: Expr & { kind: 'call' }): boolean {
  const given = args.filter((a) => !a.spread && a.name === undefined).map((a) => chunk.arena[a.x]);
  return given.some((e) => {
    const isMember = e?.kind === 'get';
    const root = isMember ? chunk.arena[e.object] : e;
    if (root?.kind !== 'ref' || !isImported(chunk, root.name)) return false;
    return isMember || given.length > 1 || /^[A-Z_\d]+$/.test(root.name);
  });
}

const isImported = ({ arena, vars }: Chunk, name: string): boolean =>
  (own(vars, name) ?? []).some((a) => a.chunk === undefined && arena[a.x]?.kind === 'import');

/** `register(router)` of a function that was handed over, with a router that is made beside it. */
function handsOnRouter(chunk: Chunk, { chunk: home, name }: Expr & { kind: 'ref' }, e: Expr & { kind: 'call' }): boolean {
  const isParameter = (own(chunk.vars, name) ?? []).some(({ x }) => chunk.arena[x]?.kind === 'param');
  return home !== '' && (isParameter || own(chunk.vars, name) === undefined) && isRouterGiven(chunk, e);
}

/** "/x", f"/x/{name}" */
function isPath({ arena }: Chunk, e: Expr | undefined): boolean {
  const start = e?.kind === 'cat' ? arena[e.parts[0] ?? -1] : e;
  return start?.kind === 'str' && start.value.startsWith('/');
}

/** `map(app.register_blueprint, blueprints)` */
const isDirect = (e: Expr | undefined): boolean =>
  e?.kind === 'get' && direct.has(e.name) && !COMMON.has(e.name) && !AMBIGUOUS.has(e.name);

/** `mount_dashboard(app, board, path="/board")`: something is handed to a function together with a path. */
function handsOnWithPath(chunk: Chunk, e: Expr & { kind: 'call' }, imports: ReadonlySet<string>): boolean {
  const given = e.args.map((a) => chunk.arena[a.x]);
  return (
    given.some((v) => v?.kind === 'str' && v.value.startsWith('/')) &&
    given.some((v) => v?.kind === 'ref') &&
    importsFramework(imports)
  );
}

/** `import_module(name)`, `entry_point.load()`, or a variable that holds it. */
function isNamedLate({ arena, vars }: Pick<Chunk, 'arena' | 'vars'>, x: X, imports: ReadonlySet<string>): boolean {
  const e = arena[x];
  if (e?.kind === 'ref')
    return (own(vars, e.name) ?? []).some((a) => arena[a.x]?.kind === 'call' && isNamedLate({ arena, vars: {} }, a.x, imports));
  const callee = e?.kind === 'call' ? arena[e.callee] : undefined;
  if (callee === undefined || !('name' in callee)) return false;
  const loads = callee.kind === 'get' && callee.name === 'load' && METADATA.some((library) => imports.has(library));
  return loads || callee.name === 'import_module';
}
/** Libraries that know the plugins that are installed. */
const METADATA = ['importlib', 'importlib_metadata', 'pkg_resources'];

/** `getattr(router, verb)`, `getattr(app, "post")`; not `getattr(torch, "bfloat16")`. */
function isGetattr({ arena }: Chunk, { callee, args }: Expr & { kind: 'call' }): boolean {
  const of = arena[callee];
  const name = arena[args[1]?.x ?? -1];
  return of?.kind === 'free' && of.name === 'getattr' && (name?.kind !== 'str' || names.has(name.value));
}
const isRoutes = (e: Expr | undefined): boolean => e?.kind === 'get' && e.name === 'routes';

function importsFramework(imports: ReadonlySet<string>): boolean {
  for (const name of imports) if (libraries.has(name)) return true;
  return false;
}

/** Text that has none of this registers nothing by its form: it knows no framework, and calls neither such methods nor what a call gives. */
export const FORM = [
  String.raw`\)[ \t]*\(|\.routes\b`,
  String.raw`\b(?:${[...libraries, ...constructors, ...direct].filter((name) => !AMBIGUOUS.has(name)).join('|')})\b`,
].join('|');

/** An application or router that is given its routes where it is made. */
const makesRoutes = (name: string, e: Expr & { kind: 'call' }, imports: ReadonlySet<string>): boolean =>
  constructors.has(name) &&
  (e.args.length > 1 ||
    (libraryPages.constructors.includes(name) && e.args.length > 0) ||
    (name === 'Router' && e.args.length > 0 && imports.has('starlette')) ||
    e.args.some((a) => a.name === 'routes' || a.name === 'lifespan' || a.spread));

/** `return router.get(f"/v1/{name}")`, `return super().get("/read" + path)`, `return getattr(router, verb)(path)`; not `return rows.get(key)`. */
function returnsDecorator(chunk: Chunk, e: Expr, imports: ReadonlySet<string>): boolean {
  const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
  if (e.kind !== 'call' || (callee?.kind !== 'call' && callee?.kind !== 'get')) return false;
  if (callee.kind === 'call') return isGetattr(chunk, callee) && importsFramework(imports);
  if (!names.has(callee.name) || !importsFramework(imports)) return false;
  const path = e.args.find((a) => !a.spread && (a.name === undefined || a.name === 'path' || a.name === 'rule'));
  const form = path && chunk.arena[path.x];
  if (form?.kind === 'str') return form.value === '' || form.value.includes('/');
  return form?.kind === 'cat' || (form !== undefined && (e.args.length > 1 || chunk.arena[callee.object]?.kind === 'super'));
}

/** `register = router.get("/x")`, `add = super().api_route(path)`; not `limit = rows.get(key, 5)`. */
function isDecorator(chunk: Chunk, e: Expr, imports: ReadonlySet<string>): boolean {
  if (e.kind !== 'call' || !returnsDecorator(chunk, e, imports)) return false;
  const callee = chunk.arena[e.callee];
  if (callee?.kind === 'get' && chunk.arena[callee.object]?.kind === 'super') return true;
  return isPath(chunk, chunk.arena[e.args[0]?.x ?? -1]);
}
