/** Flask-RESTX, Flask-RESTPlus and Flask-RESTful: Api, Namespace, resources with several paths; verbs are the class's methods. */
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { cat, str, type Value } from '../../values/value';
import {
  argument,
  constructed,
  externalBase,
  externalClass,
  type Framework,
  type Registration,
  type Role,
  verbs,
} from '../routes/registration';

const API = /^flask_rest(x|plus|ful)(\.\w+)*\.Api$/;
const NAMESPACE = /^flask_rest(x|plus)(\.\w+)*\.Namespace$/;
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

export const restful: Framework = {
  id: 'restful',
  factories: ['route', 'resource'],
  direct: ['add_resource', 'add_namespace', 'init_app', 'namespace'],
  constructors: ['Api'],
  role,
  read,
};

function role(ctx: Context, value: Value): Role | undefined {
  if (value.kind === 'made' && value.callee.kind === 'member' && value.callee.name === 'namespace' && role(ctx, value.callee.of))
    return namespaceRole(value.args);
  const made = externalClass(ctx, value);
  if (!made) return undefined;
  if (API.test(made.path)) {
    const prefix = argument(made.args, 'prefix');
    return { kind: 'router', framework: 'restful', ...(prefix ? { prefix } : {}) };
  }
  return NAMESPACE.test(made.path) ? namespaceRole(made.args) : undefined;
}

/** A namespace without a path lies at its name. */
function namespaceRole(args: CallSite['args']): Role {
  const path = argument(args, 'path', 2);
  const name = argument(args, 'name', 0);
  const given = path && !(path.kind === 'lit') ? path : name && cat([str('/'), name]);
  return { kind: 'router', framework: 'restful', ...(given ? { prefix: given } : {}) };
}

function read(call: CallSite): (Registration | Invoke)[] {
  const { ctx, callee, args } = call;
  if (
    callee.kind === 'made' &&
    callee.callee.kind === 'member' &&
    (callee.callee.name === 'route' || callee.callee.name === 'resource')
  ) {
    const on = callee.callee.of;
    const target = args.pos[0];
    return target && role(ctx, on) ? callee.args.pos.flatMap((path) => resource(ctx, on, path, target, callee.args)) : [];
  }
  const base = externalBase(ctx, callee);
  if (base && API.test(base)) {
    const self = constructed(call);
    const app = argument(externalClass(ctx, self)?.args ?? args, 'app', 0) ?? argument(args, 'blueprint');
    return app && !(app.kind === 'lit') ? [included(app, self, args)] : [];
  }
  if (callee.kind !== 'member' || !role(ctx, callee.of)) return [];
  return onApi(call, callee);
}

const included = (on: Value, child: Value, options: CallSite['args'], prefix?: Value): Registration => ({
  op: 'include',
  on,
  child,
  prefix,
  options,
  framework: 'restful',
  ...(prefix ? { replaces: true } : {}),
});

function onApi({ ctx, args, ...call }: CallSite, callee: Value & { kind: 'member' }): Registration[] {
  const [first] = args.pos;
  switch (callee.name) {
    case 'init_app':
      return first ? [included(first, callee.of, args)] : [];
    case 'namespace':
      return [included(callee.of, ctx.call(callee, args, call.site, call.place.env), args)];
    case 'add_namespace': {
      const path = argument(args, 'path', 1);
      return first ? [included(callee.of, first, args, path && path.kind !== 'lit' ? path : undefined)] : [];
    }
    case 'add_resource': {
      const [target, ...paths] = args.pos;
      const isNamespace = role(ctx, callee.of) !== undefined;
      return target && isNamespace ? paths.flatMap((path) => resource(ctx, callee.of, path, target, args)) : [];
    }
    default:
      return [];
  }
}

function resource(ctx: Context, on: Value, path: Value, target: Value, options: CallSite['args']): Registration[] {
  const given = verbs(ctx, argument(options, 'methods'));
  const own = VERBS.filter((verb) => target.kind === 'class' && ctx.member(target, verb).kind === 'fn').map((v) =>
    v.toUpperCase(),
  );
  const methods = given && own.length ? own.filter((verb) => given.includes(verb)) : own;
  if (own.length && !methods.length) return [];
  return [
    {
      op: 'route',
      on,
      path,
      handler: target,
      options,
      framework: 'restful',
      methods: methods.length ? methods : (given ?? ['ANY']),
      ...(options.named.endpoint ? { name: options.named.endpoint } : {}),
    },
  ];
}
