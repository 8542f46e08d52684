/** What of Python code can register a route: the knowledge by which the effects of functions are read. */
import type { Expr } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Knowledge } from '../values/effects';
import { rootOf } from '../values/openness';
import { argsKey, keyOf, type Value } from '../values/value';
import { frameworks } from './frameworks/registry';
import type { Registration } from './registration';

const factories = new Set(frameworks.flatMap((f) => f.factories));
const direct = new Set(frameworks.flatMap((f) => f.direct));
const names = new Set([...factories, ...direct]);
const constructors = new Set(frameworks.flatMap((f) => f.constructors));
const makers = new Set([...constructors, 'Flask', 'Quart', 'Blueprint', 'Namespace', 'Route', 'WebSocketRoute', 'APIRoute']);
/** Arguments of constructors on which paths and includes hang. */
const SHAPING = new Set(['prefix', 'url_prefix', 'routes', 'lifespan', 'path', 'app', 'blueprint', 'endpoint', 'name']);
/** What other things than applications have too. */
const AMBIGUOUS = new Set(['mount', 'host', 'frontend', 'namespace']);
const LIST = new Set(['append', 'extend', 'insert']);

export const registrations: Knowledge<Registration> = {
  name: 'registrations',
  lang: 'python',
  direct: mattersByForm,
  returned: returnsDecorator,
  callees: ['Api'],
  factories,
  shapes: (name) => (makers.has(name) ? SHAPING : undefined),
  read: (call) => {
    for (const framework of frameworks) {
      const found = framework.read(call);
      if (found.length) return found;
    }
    return [];
  },
  mayMatter: ({ callee, args }) => {
    if (callee.kind === 'sym') return true;
    if (callee.kind === 'member')
      return names.has(callee.name) && (callee.of.kind === 'sym' || rootOf(callee).kind === 'inst' || args.pos.length > 0);
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
    return direct.has(callee.name) || makesRoutes(callee.name, e);
  }
  if (callee?.kind === 'call') {
    const inner = chunk.arena[callee.callee];
    return inner?.kind === 'get' ? names.has(inner.name) : inner?.kind === 'free' && inner.name === 'getattr';
  }
  return callee?.kind === 'ref' && makesRoutes(callee.name, e);
}

const isRoutes = (e: Expr | undefined): boolean => e?.kind === 'get' && e.name === 'routes';

const importsFramework = (imports: ReadonlySet<string>) => [...libraries].some((l) => imports.has(l));

/** An application or router that is given its routes where it is made. */
const makesRoutes = (name: string, e: Expr & { kind: 'call' }): boolean =>
  constructors.has(name) && (e.args.length > 1 || e.args.some((a) => a.name === 'routes' || a.name === 'lifespan' || a.spread));

/** `return router.get(f"/v1/{name}")`, `return super().get("/read" + path)`, `return getattr(router, verb)(path)`; not `return rows.get(key)`. */
function returnsDecorator(chunk: Chunk, e: Expr, imports: ReadonlySet<string>): boolean {
  if (e.kind !== 'call' || !importsFramework(imports)) return false;
  const callee = chunk.arena[e.callee];
  if (callee?.kind === 'call') {
    const inner = chunk.arena[callee.callee];
    return inner?.kind === 'free' && inner.name === 'getattr';
  }
  if (callee?.kind !== 'get' || !names.has(callee.name)) return false;
  const path = e.args.find((a) => !a.spread && (a.name === undefined || a.name === 'path' || a.name === 'rule'));
  const form = path && chunk.arena[path.x];
  if (form?.kind === 'str') return form.value === '' || form.value.includes('/');
  return form?.kind === 'cat' || (form !== undefined && (e.args.length > 1 || chunk.arena[callee.object]?.kind === 'super'));
}
