/** FastAPI and Starlette: verb decorators, api_route, add_api_route, include_router, Route and Mount lists, mounted applications. */
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { NULL, str, textOf, type Value } from '../../values/value';
import {
  argument,
  constructed,
  externalBase,
  externalClass,
  type Framework,
  type Registration,
  type Role,
  verbs,
} from '../registration';

const APP = /^(fastapi|starlette)(\.\w+)*\.(FastAPI|Starlette)$/;
const ROUTER = /^(fastapi|starlette)(\.\w+)*\.(APIRouter|Router)$/;
const ROUTE = /^(fastapi|starlette)\.routing\.(Route|APIRoute)$/;
const SOCKET = /^(fastapi|starlette)\.routing\.(WebSocketRoute|APIWebSocketRoute)$/;
const MOUNT = /^(fastapi|starlette)\.routing\.(Mount|Host)$/;
const FILES = /(^|\.)(StaticFiles|SPAStaticFiles)$/;
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
  names: [...FACTORIES, ...DIRECT],
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
  const prefix = argument(made.args, 'prefix');
  return { kind: 'router', framework: 'fastapi', ...(prefix ? { prefix } : {}) };
}

/** `app.router` registers on the app. */
export function receiver(ctx: Context, value: Value): Value {
  return value.kind === 'member' && value.name === 'router' && role(ctx, value.of) ? value.of : value;
}

function read(call: CallSite): (Registration | Invoke)[] {
  const { ctx, callee, args } = call;
  if (callee.kind === 'made' && callee.callee.kind === 'member') return decoration(call, callee.callee, callee);
  if (callee.kind === 'member') {
    const on = receiver(ctx, callee.of);
    if (!role(ctx, on)) return [];
    return direct(call, on, callee);
  }
  const path = externalBase(ctx, callee);
  if (path && (APP.test(path) || ROUTER.test(path) || MOUNT.test(path))) {
    const self = constructed(call);
    const made = externalClass(ctx, self);
    return listed(ctx, self, made ? argument(made.args, 'routes', MOUNT.test(path) ? 2 : 1) : undefined);
  }
  return args.pos.length === 0 ? [] : [];
}

/** The second call of `router.get("/x")(handler)`. */
function decoration(
  call: CallSite,
  member: Value & { kind: 'member' },
  made: Value & { kind: 'made' },
): (Registration | Invoke)[] {
  const on = receiver(call.ctx, member.of);
  const handler = call.args.pos[0];
  if (!handler || !FACTORIES.includes(member.name) || !role(call.ctx, on)) return [];
  const name = member.name;
  const methods = VERBS.includes(name)
    ? [name.toUpperCase()]
    : name.startsWith('websocket')
      ? ['WS']
      : (verbs(call.ctx, argument(made.args, 'methods', name === 'route' ? 1 : -1)) ?? ['GET']);
  const path = argument(made.args, 'path', 0);
  if (name !== 'route') {
    const override = overridden(call.ctx, on, methods[0] === 'WS' ? 'add_api_websocket_route' : 'add_api_route');
    if (override) return [registerThrough(override, path, handler, methods, made.args.named)];
  }
  return [{ op: 'route', on, methods, path, handler, options: made.args, framework: 'fastapi' }];
}

/** A subclass that overrides add_api_route gets every route through it, as in the library. */
function overridden(ctx: Context, on: Value, name: string): Value | undefined {
  if (on.kind !== 'inst') return undefined;
  const method = ctx.member(on, name);
  return method.kind === 'fn' ? method : undefined;
}

function registerThrough(
  method: Value,
  path: Value | undefined,
  handler: Value,
  methods: string[],
  named: Record<string, Value>,
): Invoke {
  const list: Value = { kind: 'list', items: methods.map((m) => str(m)) };
  return {
    invoke: method,
    args: { pos: [path ?? NULL, handler], named: { ...named, ...(methods[0] === 'WS' ? {} : { methods: list }) } },
  };
}

function direct(call: CallSite, on: Value, callee: Value & { kind: 'member' }): (Registration | Invoke)[] {
  const { ctx, args } = call;
  const framework = 'fastapi';
  switch (callee.name) {
    case 'include_router': {
      const child = argument(args, 'router', 0);
      return child
        ? [{ op: 'include', on, child: receiver(ctx, child), prefix: argument(args, 'prefix'), options: args, framework }]
        : [];
    }
    case 'add_api_route':
    case 'add_route':
      return [
        {
          op: 'route',
          on,
          path: argument(args, 'path', 0),
          handler: handlerArgument(args) ?? NULL,
          options: args,
          framework,
          methods: endpointMethods(
            ctx,
            handlerArgument(args),
            verbs(ctx, argument(args, 'methods', callee.name === 'add_route' ? 2 : -1)),
          ),
        },
      ];
    case 'add_websocket_route':
    case 'add_api_websocket_route':
      return [
        {
          op: 'route',
          on,
          path: argument(args, 'path', 0),
          handler: handlerArgument(args) ?? NULL,
          options: args,
          framework,
          methods: ['WS'],
        },
      ];
    case 'mount':
      return mounted(ctx, on, argument(args, 'path', 0), argument(args, 'app', 1), args);
    case 'frontend':
      return [{ op: 'files', on, path: argument(args, 'path', 0) ?? str('/'), framework }];
    default:
      return [];
  }
}

const handlerArgument = (args: CallSite['args']) => argument(args, 'endpoint', 1) ?? argument(args, 'route', 1);

function mounted(
  ctx: Context,
  on: Value,
  path: Value | undefined,
  app: Value | undefined,
  options: CallSite['args'],
): Registration[] {
  const made = app && externalClass(ctx, app);
  if (!app || (made && FILES.test(made.path))) return [{ op: 'files', on, path, framework: 'fastapi' }];
  return [{ op: 'include', on, child: app, prefix: path, options, framework: 'fastapi' }];
}

/** Starlette(routes=[Route(…), Mount(…)]). */
function listed(ctx: Context, on: Value, routes: Value | undefined): Registration[] {
  const out: Registration[] = [];
  for (const item of (routes && ctx.elements(routes)) ?? []) {
    const made = externalClass(ctx, item);
    if (!made) continue;
    const path = argument(made.args, 'path', 0);
    const handler = argument(made.args, 'endpoint', 1);
    if (ROUTE.test(made.path))
      out.push({
        op: 'route',
        on,
        path,
        handler: handler ?? NULL,
        options: made.args,
        framework: 'fastapi',
        methods: endpointMethods(ctx, handler, verbs(ctx, argument(made.args, 'methods'))),
      });
    else if (SOCKET.test(made.path))
      out.push({ op: 'route', on, path, handler: handler ?? NULL, options: made.args, framework: 'fastapi', methods: ['WS'] });
    else if (MOUNT.test(made.path)) {
      const app = argument(made.args, 'app', 1);
      if (app) out.push(...mounted(ctx, on, path, app, made.args));
      else out.push({ op: 'include', on, child: item, prefix: path, options: made.args, framework: 'fastapi' });
    }
  }
  return out;
}

/** A class endpoint answers the verbs it has methods for; a function GET unless told otherwise. */
function endpointMethods(ctx: Context, handler: Value | undefined, given: string[] | undefined): string[] {
  if (given) return given;
  if (handler?.kind !== 'class') return ['GET'];
  const own = VERBS.filter((verb) => ctx.member(handler, verb).kind === 'fn').map((v) => v.toUpperCase());
  return own.length ? own : ['ANY'];
}

export const literal = (value: Value | undefined): string | undefined => textOf(value);
