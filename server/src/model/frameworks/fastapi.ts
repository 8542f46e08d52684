/** FastAPI and Starlette: verb decorators, api_route, add_api_route, include_router, mounted applications, lifespans. */
import { own } from '../../base/own';
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { alternatives, NULL, str, type Value } from '../../values/value';
import {
  argument,
  constructed,
  externalBase,
  externalClass,
  type Framework,
  type Registration,
  type Role,
  verbs,
  verbsGiven,
} from '../routes/registration';
import { COMPUTED, changesKeywords, isPrefixComputed } from './computed-prefix';
import { ofLibrary } from './library-routers';
import { endpointMethods, listed, MOUNT, mounted } from './starlette-routes';

const APP = /^(fastapi|starlette)(\.\w+)*\.(FastAPI|Starlette)$/;
const ROUTER = /^(fastapi|starlette)(\.\w+)*\.(APIRouter|Router)$/;
const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'];
const FACTORIES = [...VERBS, 'api_route', 'route', 'websocket', 'websocket_route'];
const DIRECT = [
  'include_router',
  'add_api_route',
  'add_route',
  'add_websocket_route',
  'add_api_websocket_route',
  'mount',
  'host',
  'frontend',
];

export const fastapi: Framework = {
  id: 'fastapi',
  factories: FACTORIES,
  direct: DIRECT,
  constructors: ['FastAPI', 'Starlette', 'APIRouter', 'Router', 'Mount'],
  role,
  read,
};

function role(ctx: Context, value: Value): Role | undefined {
  const made = externalClass(ctx, value);
  if (!made) return undefined;
  if (APP.test(made.path)) return { kind: 'app', framework: 'fastapi' };
  if (MOUNT.test(made.path)) return { kind: 'router', framework: 'fastapi' };
  if (!ROUTER.test(made.path)) return undefined;
  const prefix = isPrefixComputed(ctx, value) ? COMPUTED : argument(made.args, 'prefix');
  return { kind: 'router', framework: 'fastapi', ...(prefix ? { prefix } : {}) };
}

/** `app.router` registers on the app. */
function receiver(ctx: Context, value: Value): Value {
  return value.kind === 'member' && value.name === 'router' && role(ctx, value.of) ? value.of : value;
}

function read(call: CallSite): (Registration | Invoke)[] {
  const { ctx, callee } = call;
  if (callee.kind === 'made' && callee.callee.kind === 'member') return decoration(call, callee.callee, callee);
  if (callee.kind === 'member') {
    const added = addedToList(call, callee);
    if (added) return added;
    const on = receiver(ctx, callee.of);
    return role(ctx, on) ? direct(call, on, callee) : [];
  }
  const path = externalBase(ctx, callee);
  if (!path) return [];
  if (MOUNT.test(path)) return construction(call, 2);
  return APP.test(path) || ROUTER.test(path) ? construction(call, ROUTER.test(path) ? 0 : 1) : [];
}

/** FastAPI(routes=[…], lifespan=start), `at` being the place of the routes: its routes, and what the function does with the application that it is given. */
function construction(call: CallSite, at: number): (Registration | Invoke)[] {
  const self = constructed(call);
  const args = externalClass(call.ctx, self)?.args;
  if (!args) return [];
  const lifespan = argument(args, 'lifespan');
  const routes = argument(args, 'routes', at);
  return [...listed(call.ctx, self, routes), ...(lifespan ? [{ invoke: lifespan, args: { pos: [self], named: {} } }] : [])];
}

/** `app.routes.append(Mount(…))`, `app.router.routes.extend(…)`, `app.router.routes += …`. */
function addedToList(call: CallSite, callee: Value & { kind: 'member' }): Registration[] | undefined {
  const { ctx, args } = call;
  const isAssigned = callee.name === '=routes';
  const list = isAssigned ? callee : callee.of;
  if (list.kind !== 'member' || (!isAssigned && list.name !== 'routes')) return undefined;
  const on = receiver(ctx, list.of);
  const last = args.pos.at(-1);
  if (!last || !role(ctx, on)) return undefined;
  const isList = isAssigned || callee.name === 'extend';
  const from = routesOf(isList ? last : elementOf(call));
  const child = from && receiver(ctx, from);
  if (child && role(ctx, child))
    return [{ op: 'include', on, child, prefix: undefined, options: { pos: [], named: {} }, framework: 'fastapi' }];
  return listed(ctx, on, isList ? last : { kind: 'list', items: [last] });
}

/** The router of `router.routes`. */
const routesOf = (value: Value | undefined): Value | undefined =>
  value?.kind === 'member' && value.name === 'routes' ? value.of : undefined;

/** What is looped over, where the last argument is the loop's variable: `for route in router.routes: app.routes.append(route)`. */
function elementOf({ ctx, place, site }: CallSite): Value | undefined {
  const { arena, vars } = place.chunk;
  const call = arena[site.x];
  const arg = call?.kind === 'call' ? arena[call.args.at(-1)?.x ?? -1] : undefined;
  const [only, ...more] = arg?.kind === 'ref' && arg.chunk === place.id ? (own(vars, arg.name) ?? []) : [];
  const each = only && more.length === 0 && only.chunk === undefined ? arena[only.x] : arg;
  return each?.kind === 'each' ? ctx.evaluate(place, each.of) : undefined;
}

/** The second call of `router.get("/x")(handler)`. */
function decoration(
  call: CallSite,
  member: Value & { kind: 'member' },
  made: Value & { kind: 'made' },
): (Registration | Invoke)[] {
  const { ctx } = call;
  const on = receiver(ctx, member.of);
  const handler = call.args.pos[0];
  const { name } = member;
  if (!handler || !FACTORIES.includes(name) || !role(ctx, on)) return [];
  const methods = VERBS.includes(name)
    ? [name.toUpperCase()]
    : name.startsWith('websocket')
      ? ['WS']
      : (verbsGiven(ctx, argument(made.args, 'methods', name === 'route' ? 1 : -1)) ?? ['GET']);
  const path = argument(made.args, 'path', 0);
  if (name !== 'route') {
    const through = throughSubclass(call, member, made, methods);
    if (through) return through;
  }
  const bare = name === 'route' || name === 'websocket_route';
  return [
    {
      op: 'route',
      on,
      methods,
      path,
      handler,
      options: made.args,
      call: made.site,
      framework: 'fastapi',
      ...(bare ? { bare } : {}),
    },
  ];
}

/** A subclass that overrides api_route or add_api_route gets every route through it: get() calls the one, that the other. */
function throughSubclass(
  call: CallSite,
  { of, name }: Value & { kind: 'member' },
  { args, site, env }: Value & { kind: 'made' },
  methods: string[],
): (Registration | Invoke)[] | undefined {
  const { ctx } = call;
  const on = receiver(ctx, of);
  const [path, handler] = [argument(args, 'path', 0), call.args.pos[0]!];
  const wrapped = VERBS.includes(name) ? overridden(ctx, on, 'api_route') : undefined;
  if (wrapped) {
    const { path: _path, ...options } = args.named;
    const named = { ...options, methods: listOf(methods) };
    const decorator = ctx.call(wrapped, { pos: [path ?? NULL], named }, site, env);
    const done = alternatives(decorator).flatMap(({ value }) => decorated(call, value));
    if (done.length) return done;
  }
  const override = overridden(ctx, on, methods[0] === 'WS' ? 'add_api_websocket_route' : 'add_api_route');
  return override && [registerThrough(override, path, handler, methods, args.named)];
}

const decorated = (call: CallSite, by: Value): (Registration | Invoke)[] =>
  by.kind === 'fn' ? [{ invoke: by, args: call.args }] : by.kind === 'made' ? read({ ...call, callee: by }) : [];

function overridden(ctx: Context, on: Value, name: string): (Value & { kind: 'fn' }) | undefined {
  if (on.kind !== 'inst') return undefined;
  const method = ctx.member(on, name);
  return method.kind === 'fn' ? method : undefined;
}

const listOf = (methods: readonly string[]): Value => ({ kind: 'list', items: methods.map((m) => str(m)) });

function registerThrough(
  method: Value,
  path: Value | undefined,
  handler: Value,
  methods: string[],
  named: Record<string, Value>,
): Invoke {
  const { path: _path, ...options } = named;
  return {
    invoke: method,
    args: { pos: [path ?? NULL, handler], named: { ...options, ...(methods[0] === 'WS' ? {} : { methods: listOf(methods) }) } },
  };
}

function direct(call: CallSite, on: Value, callee: Value & { kind: 'member' }): (Registration | Invoke)[] {
  const { ctx, args } = call;
  const framework = 'fastapi';
  const path = argument(args, 'path', 0);
  const handler = argument(args, 'endpoint', 1) ?? argument(args, 'route', 1);
  const route = { op: 'route', on, path, handler: handler ?? NULL, options: args, call: call.site, framework } as const;
  switch (callee.name) {
    case 'include_router': {
      const child = argument(args, 'router', 0);
      if (!child) return [];
      const router = receiver(ctx, child);
      const prefix = callee.viaSuper && changesKeywords(call.place.chunk) ? COMPUTED : argument(args, 'prefix');
      const foreign = ofLibrary(ctx, framework, on, router, prefix, args);
      return foreign ?? [{ op: 'include', on, child: router, prefix, options: args, framework }];
    }
    case 'add_api_route':
    case 'add_route': {
      const bare = callee.name === 'add_route';
      return [
        {
          ...route,
          ...(bare ? { bare } : {}),
          methods: endpointMethods(ctx, handler, verbs(ctx, argument(args, 'methods', bare ? 2 : -1))),
        },
      ];
    }
    case 'add_api_websocket_route':
      return [{ ...route, methods: ['WS'] }];
    case 'add_websocket_route':
      return [{ ...route, bare: true, methods: ['WS'] }];
    case 'mount':
      return mounted(ctx, on, path, argument(args, 'app', 1), args);
    case 'frontend':
      return [{ op: 'files', on, path: path ?? str('/'), framework }];
    default:
      return [];
  }
}
