/** Starlette's routes as objects: lists of Route, WebSocketRoute and Mount, class endpoints, mounted applications. */
import type { Context } from '../../values/context';
import { elementsUnder } from '../../values/elements';
import { type Args, cat, NULL, str, textOf, unknown, type Value } from '../../values/value';
import { reasonOf } from '../../values/words';
import { argument, externalBase, externalClass, type Registration, unwrapped, verbs } from '../routes/registration';
import { roleOf } from '../routes/roles';

const ROUTE = /^(fastapi|starlette)\.routing\.(Route|APIRoute)$/;
const SOCKET = /^(fastapi|starlette)\.routing\.(WebSocketRoute|APIWebSocketRoute)$/;
export const MOUNT = /^(fastapi|starlette)\.routing\.(Mount|Host)$/;
const FILES = /(^|\.)(StaticFiles|SPAStaticFiles)$/;
const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const framework = 'fastapi';

/** Starlette(routes=[Route(…), Mount(…)]). */
export function listed(ctx: Context, on: Value, list: Value | undefined): Registration[] {
  if (!list || (list.kind === 'lit' && list.value === null)) return [];
  const { known, rest } = elementsUnder(ctx, list);
  const found = known.flatMap(({ value, when }) => entry(ctx, when ? { kind: 'either', of: [{ value: on, when }] } : on, value));
  return rest ? [...found, notKnown(on, rest)] : found;
}

/** Routes of which nobody can say which they are: any address below may be one of them. */
function notKnown(on: Value, rest: Value): Registration {
  const below = cat([str('/'), unknown(`any route of a list: ${reasonOf(rest)}`)]);
  return {
    op: 'route',
    on,
    methods: ['ANY'],
    path: below,
    handler: NULL,
    options: { pos: [], named: {} },
    framework,
    bare: true,
  };
}

function entry(ctx: Context, on: Value, item: Value): Registration[] {
  const made = externalClass(ctx, item);
  if (!made) return item.kind === 'unknown' || item.kind === 'member' ? [notKnown(on, item)] : [];
  const { args: options } = made;
  const path = argument(options, 'path', 0);
  const handler = argument(options, 'endpoint', 1) ?? NULL;
  const written = made.site ? { written: made.site } : {};
  const route = { op: 'route', on, path, handler, options, framework, bare: true, ...written } as const;
  if (ROUTE.test(made.path))
    return [{ ...route, methods: endpointMethods(ctx, handler, verbs(ctx, argument(options, 'methods'))) }];
  if (SOCKET.test(made.path)) return [{ ...route, methods: ['WS'] }];
  if (!MOUNT.test(made.path)) return [];
  const app = argument(options, 'app', 1);
  if (app) return mounted(ctx, on, path, app, options);
  return [{ op: 'include', on, child: item, prefix: withoutSlash(path), options, framework }];
}

/** What is mounted: an application or router, perhaps inside of middleware; files; something that nobody can look into. */
export function mounted(ctx: Context, on: Value, path: Value | undefined, app: Value | undefined, options: Args): Registration[] {
  const child = app && unwrapped((v) => roleOf(ctx, v), app);
  if (!child) return [{ op: 'files', on, path, framework }];
  if (roleOf(ctx, child)) return [{ op: 'include', on, child, prefix: withoutSlash(path), options, framework }];
  const base = externalBase(ctx, child.kind === 'made' ? child.callee : child.kind === 'inst' ? child.cls : child);
  if (base && FILES.test(base)) return [{ op: 'files', on, path, framework }];
  const below = cat([
    withoutSlash(path) ?? str(''),
    str('/'),
    unknown('any path of what is mounted, which cannot be looked into'),
  ]);
  return [{ op: 'route', on, methods: ['ANY'], path: below, handler: child, options, framework, bare: true }];
}

/** A mount's path ends before the slash, if it has one. */
function withoutSlash(path: Value | undefined): Value | undefined {
  const text = textOf(path);
  return text?.endsWith('/') && path ? str(text.replace(/\/+$/, ''), path.kind === 'str' ? path.site : undefined) : path;
}

/** A class endpoint answers the verbs that it has methods for; an ASGI object all of them, a function GET, unless told otherwise. */
export function endpointMethods(ctx: Context, handler: Value | undefined, given: string[] | undefined): string[] {
  if (given) return given;
  if (handler?.kind === 'inst' || handler?.kind === 'made') return ['ANY'];
  if (handler?.kind !== 'class') return ['GET'];
  const own = VERBS.filter((verb) => ctx.member(handler, verb).kind === 'fn').map((v) => v.toUpperCase());
  return own.length ? own : ['ANY'];
}
