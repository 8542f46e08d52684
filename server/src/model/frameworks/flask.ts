/** Flask and Quart: route and verb decorators, add_url_rule, blueprints and their prefixes, class views, dispatchers. */
import { assignedMember } from '../../values/assigned';
import { ancestry } from '../../values/classes';
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { entriesOf } from '../../values/elements';
import { type Args, isNull, NULL, str, type Value } from '../../values/value';
import {
  argument,
  constructed,
  externalBase,
  externalClass,
  type Framework,
  type Registration,
  type Role,
  unwrapped,
  verbs,
  verbsGiven,
} from '../routes/registration';
import { roleOf } from '../routes/roles';
import { isCurrentApp, ofCurrentApp } from './current-app';
import { ofLibrary } from './library-routers';

const LIBRARY = '^(flask|quart|apiflask|flask_smorest|flask_openapi3)(\\.\\w+)*\\.';
const APP = new RegExp(`${LIBRARY}(Flask|Quart|APIFlask|OpenAPI)$`);
const BLUEPRINT = new RegExp(`${LIBRARY}(Blueprint|APIBlueprint)$`);
/** Flask-Smorest's: what is registered on it is registered on its application. */
const API = /^flask_smorest(\.\w+)*\.Api$/;
const DISPATCHER = /^werkzeug(\.\w+)*\.DispatcherMiddleware$/;
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];
const FACTORIES = [...VERBS, 'route', 'websocket', 'endpoint'];
const DIRECT = ['add_url_rule', 'register_blueprint', 'add_websocket'];

export const flask: Framework = {
  id: 'flask',
  factories: FACTORIES,
  direct: DIRECT,
  constructors: ['DispatcherMiddleware'],
  role,
  read,
};

function role(ctx: Context, value: Value): Role | undefined {
  if (isCurrentApp(value)) return { kind: 'router', framework: 'flask' };
  const made = externalClass(ctx, value);
  if (!made) return undefined;
  if (APP.test(made.path)) return { kind: 'app', framework: 'flask' };
  if (API.test(made.path)) return { kind: 'router', framework: 'flask' };
  if (!BLUEPRINT.test(made.path)) return undefined;
  const prefix = argument(made.args, 'url_prefix');
  const name = argument(made.args, 'name', 0);
  return { kind: 'router', framework: 'flask', ...(prefix && !isNull(prefix) ? { prefix } : {}), ...(name ? { name } : {}) };
}

function read(call: CallSite): (Registration | Invoke)[] {
  const { ctx } = call;
  const callee = ofCurrentApp(call.callee);
  if (callee.kind === 'made') {
    const member = ofCurrentApp(callee.callee);
    if (member.kind === 'member') return decoration(call, member, callee);
  }
  if (callee.kind === 'member') return role(ctx, callee.of) ? direct(call, callee) : [];
  const path = externalBase(ctx, callee);
  if (path && API.test(path)) return onApplication(argument(call.args, 'app', 0), constructed(call), call.args);
  return path && DISPATCHER.test(path) ? dispatched(call) : [];
}

/** `Api(app)`, `api.init_app(app)`. */
const onApplication = (on: Value | undefined, child: Value, options: Args): Registration[] =>
  on && !isNull(on) ? [{ op: 'include', on, child, prefix: undefined, options, framework: 'flask' }] : [];

/** The second call of `app.route("/x")(view)`. */
function decoration(
  call: CallSite,
  member: Value & { kind: 'member' },
  made: Value & { kind: 'made' },
): (Registration | Invoke)[] {
  const { ctx } = call;
  const { args: options } = made;
  const handler = call.args.pos[0];
  const on = member.of;
  if (!handler || !FACTORIES.includes(member.name) || !role(ctx, on)) return [];
  const framework = 'flask';
  if (member.name === 'endpoint') return [{ op: 'endpoint', on, name: argument(options, 'endpoint', 0), handler, framework }];
  const verb = VERBS.includes(member.name) ? [member.name.toUpperCase()] : undefined;
  const given = verb ?? verbsGiven(ctx, argument(options, 'methods')) ?? methodsSet(ctx, handler);
  const methods = member.name === 'websocket' ? ['WS'] : viewMethods(ctx, handler, given);
  const path = argument(options, 'rule', 0);
  const override = on.kind === 'inst' && methods[0] !== 'WS' ? ctx.member(on, 'add_url_rule') : undefined;
  if (override?.kind === 'fn') {
    const { rule: _rule, endpoint, ...named } = options.named;
    const list: Value = { kind: 'list', items: methods.map((m) => str(m)) };
    return [{ invoke: override, args: { pos: [path ?? NULL, endpoint ?? NULL, handler], named: { ...named, methods: list } } }];
  }
  return [{ op: 'route', on, methods, path, handler, options, call: made.site, framework, ...named(options) }];
}

const named = (args: Args, index = -1): { name?: Value } => {
  const name = argument(args, 'endpoint', index);
  return name && !isNull(name) ? { name } : {};
};

function direct({ ctx, args, site }: CallSite, callee: Value & { kind: 'member' }): Registration[] {
  const framework = 'flask';
  const on = callee.of;
  if (callee.name === 'register_blueprint') {
    const child = argument(args, 'blueprint', 0);
    const given = argument(args, 'url_prefix');
    const prefix = given && !isNull(given) ? given : undefined;
    if (!child) return [];
    const foreign = ofLibrary(ctx, framework, on, child, prefix, args);
    return foreign ?? [{ op: 'include', on, child, prefix, replaces: true, options: args, framework }];
  }
  if (callee.name === 'init_app') return onApplication(argument(args, 'app', 0), on, args);
  if (callee.name !== 'add_url_rule' && callee.name !== 'add_websocket') return [];
  const view = argument(args, 'view_func', 2);
  const handler = viewClass(view) ?? view ?? NULL;
  const given = verbsGiven(ctx, argument(args, 'methods')) ?? (view && methodsSet(ctx, view));
  const methods = callee.name === 'add_websocket' ? ['WS'] : viewMethods(ctx, handler, given);
  return [
    {
      op: 'route',
      on,
      path: argument(args, 'rule', 0),
      handler,
      options: args,
      call: site,
      framework,
      methods,
      ...named(args, 1),
    },
  ];
}

/** DispatcherMiddleware(app, {"/office": backoffice}): further applications behind paths of the first. */
function dispatched({ ctx, args }: CallSite): Registration[] {
  const role = (v: Value) => roleOf(ctx, v);
  const [first, mounts] = args.pos;
  const on = first && unwrapped(role, wsgiOf(first));
  if (!on || !mounts || !role(on)) return [];
  return (entriesOf(ctx, mounts) ?? []).flatMap(([prefix, app]): Registration[] => {
    const child = unwrapped(role, app);
    return role(child) ? [{ op: 'include', on, child, prefix, options: args, framework: 'flask' }] : [];
  });
}

/** `app.wsgi_app` stands for the application, also where it has been wrapped before. */
const wsgiOf = (v: Value): Value => (v.kind === 'member' && v.name === 'wsgi_app' ? v.of : v);

/** The class of `Tasks.as_view("tasks")`. */
function viewClass(handler: Value | undefined): (Value & { kind: 'class' }) | undefined {
  if (handler?.kind !== 'made' || handler.callee.kind !== 'member' || handler.callee.name !== 'as_view') return undefined;
  return handler.callee.of.kind === 'class' ? handler.callee.of : undefined;
}

/**
 * A view class answers the verbs that it has methods for, or those of its `methods`; one that a library makes whatever that likes; a function GET
 * unless told otherwise.
 */
function viewMethods(ctx: Context, handler: Value, given: string[] | undefined): string[] {
  if (given) return given;
  if (handler.kind !== 'class') return [handler.kind === 'made' && AS_VIEW.test(pathOf(handler.callee)) ? 'ANY' : 'GET'];
  const own = VERBS.filter((verb) => ctx.member(handler, verb).kind === 'fn').map((v) => v.toUpperCase());
  const listed = verbs(ctx, ctx.member(handler, 'methods'));
  return own.length ? own : (listed ?? [isOfLibrary(ctx, handler) ? 'ANY' : 'GET']);
}

/** `view.methods = ["PUT"]` of a function or of what as_view() gives. */
function methodsSet(ctx: Context, view: Value): string[] | undefined {
  return view.kind === 'fn' || view.kind === 'made' ? verbs(ctx, assignedMember(ctx, view, 'methods')) : undefined;
}

const AS_VIEW = /(^|\.)as_view$/;
const pathOf = (callee: Value): string => (callee.kind === 'ext' ? callee.path : callee.kind === 'member' ? callee.name : '');

/** A class that inherits what it answers: `class Graph(GraphQLView)`. */
const isOfLibrary = (ctx: Context, cls: Value & { kind: 'class' }): boolean =>
  ancestry(ctx, cls).some((base) => base.kind === 'ext' && !/^((flask|quart)\.views|builtins)\./.test(base.path));
