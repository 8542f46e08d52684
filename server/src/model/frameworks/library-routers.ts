/**
 * Routers that a library makes and that an application includes. Those of FastAPI Users are known; of any other only the prefix is, so
 * that whatever is asked below it may be answered.
 */
import { own } from '../../base/own';
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { type Args, alternatives, cat, str, textOf, unknown, type Value } from '../../values/value';
import { isNamedLate, reasonOf } from '../../values/words';
import type { Registration } from '../routes/registration';
import { roleOf } from '../routes/roles';
import { anyBelow } from './library-pages';

/** What FastAPI Users' factories answer, below the prefix that they are included with. */
const FASTAPI_USERS: Record<string, [method: string, path: string, name: string][]> = {
  get_auth_router: [
    ['POST', '/login', 'login'],
    ['POST', '/logout', 'logout'],
  ],
  get_register_router: [['POST', '/register', 'register']],
  get_verify_router: [
    ['POST', '/request-verify-token', 'request_verify_token'],
    ['POST', '/verify', 'verify'],
  ],
  get_reset_password_router: [
    ['POST', '/forgot-password', 'forgot_password'],
    ['POST', '/reset-password', 'reset_password'],
  ],
  get_users_router: [
    ['GET', '/me', 'current_user'],
    ['PATCH', '/me', 'patch_current_user'],
    ['GET', '/{id}', 'user'],
    ['PATCH', '/{id}', 'patch_user'],
    ['DELETE', '/{id}', 'delete_user'],
  ],
  get_oauth_router: [
    ['GET', '/authorize', 'authorize'],
    ['GET', '/callback', 'callback'],
  ],
  get_oauth_associate_router: [
    ['GET', '/authorize', 'authorize'],
    ['GET', '/callback', 'callback'],
  ],
};

/** What including a router registers if nothing of the workspace makes it; undefined if something does, or if that is not known. */
export function ofLibrary(
  ctx: Context,
  framework: string,
  on: Value,
  child: Value,
  prefix: Value | undefined,
  options: Args,
): Registration[] | undefined {
  const routers = alternatives(child).map((a) => a.value);
  if (!routers.every((router) => isMadeElsewhere(ctx, router))) return undefined;
  const known = routers.length === 1 ? knownRoutes(ctx, routers[0]!) : undefined;
  const route = { op: 'route', on, handler: child, options, framework } as const;
  const below = (path: Value | string) => cat([prefix ?? str(''), typeof path === 'string' ? str(path) : path]);
  if (!known) {
    const rest = cat([str('/'), unknown(`any route of what is included here: ${reasonOf(routers[0] ?? child)}`)]);
    return [{ ...route, methods: ['ANY'], path: below(rest) }];
  }
  return known.map(([method, path, name]) => ({ ...route, methods: [method], path: below(path), name: str(name) }));
}

function isMadeElsewhere(ctx: Context, router: Value): boolean {
  if (roleOf(ctx, router)) return false;
  const root = rootOf(router);
  if (root.kind === 'inst') return root !== router;
  const from = root.kind === 'made' ? root.callee : root;
  // What Python itself hands out, `sorted(plugins)`, `import_module(name)`, is of this workspace all the same.
  return (
    from.kind === 'ext' && !/^(builtins|importlib|itertools|functools|pkgutil|operator|collections|typing)\./.test(from.path)
  );
}

function knownRoutes(ctx: Context, router: Value): [string, string, string][] | undefined {
  if (router.kind !== 'made' || router.callee.kind !== 'member') return undefined;
  const { of, name } = router.callee;
  const maker = rootOf(of);
  const path = maker.kind === 'made' && maker.callee.kind === 'ext' ? maker.callee.path : undefined;
  return path?.startsWith('fastapi_users.') || (maker.kind === 'inst' && ctx.member(maker, name).kind !== 'fn')
    ? FASTAPI_USERS[name]
    : undefined;
}

/** `import_module(name).setup(app)`, `entry_point.load()(app)`: whatever a module that is named at run time adds to the applications that it is handed. */
export function handedToPlugin({ ctx, callee, args }: CallSite): Registration[] {
  const module = callee.kind === 'member' || callee.kind === 'made' ? rootOf(callee) : undefined;
  if (!module || !isNamedLate(module)) return [];
  return [...args.pos, ...Object.values(args.named)].flatMap((on): Registration[] => {
    const role = roleOf(ctx, on);
    const options = { pos: [], named: {} };
    return role ? [{ op: 'include', on, child: module, prefix: str('/'), options, framework: role.framework }] : [];
  });
}

/** Where libraries put what they add, unless they are told otherwise. */
const USUAL: Record<string, string[]> = {
  'fastapi_versioning.VersionedFastAPI': ['/v{major}_{minor}'],
  'fastapi_versionizer.Versionizer': ['/v{major}_{minor}'],
};

/** `gradio.mount_gradio_app(app, demo, path="/demo")`: what a library adds, below the path that it is told, to the applications that it is handed. */
export function handedToLibrary({ ctx, callee, args }: CallSite): Registration[] {
  if (callee.kind !== 'ext' || ownsItsRoutes(callee.path)) return [];
  const given = [...args.pos, ...Object.values(args.named)];
  const told = given.flatMap((value) => textOf(value) ?? []).filter((text) => /^\/[^/]/.test(text));
  const paths = told.length ? told : (own(USUAL, callee.path) ?? []);
  return given.flatMap((on) => {
    const role = paths.length ? roleOf(ctx, on) : undefined;
    return role?.kind === 'app'
      ? paths.map((path) => anyBelow(on, str(path.replace(/\/$/, '')), role.framework, callee.path))
      : [];
  });
}

/** Frameworks, whose own calls are read as what they are, and their tests' clients. */
const ownsItsRoutes = (path: string): boolean => /^(fastapi|starlette|flask|quart|werkzeug|httpx)\b/.test(path);
