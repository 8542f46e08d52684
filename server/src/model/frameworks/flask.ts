/** Flask and Quart: route and verb decorators, add_url_rule, blueprints and their prefixes, class views. */
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { NULL, type Value } from '../../values/value';
import { argument, externalClass, type Framework, type Registration, type Role, verbs } from '../registration';

const APP = /^(flask|quart)(\.\w+)*\.(Flask|Quart)$|^(apiflask|openapi|flask_openapi3|spectree)\.(APIFlask|OpenAPI)$/;
const BLUEPRINT = /^(flask|quart|apiflask|flask_smorest|flask_openapi3)(\.\w+)*\.(Blueprint|APIBlueprint)$/;
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];
const FACTORIES = [...VERBS, 'route', 'websocket'];
const DIRECT = ['add_url_rule', 'register_blueprint', 'add_websocket'];

export const flask: Framework = { id: 'flask', names: [...FACTORIES, ...DIRECT], constructors: [], role, read };

function role(ctx: Context, value: Value): Role | undefined {
  const made = externalClass(ctx, value);
  if (!made) return undefined;
  if (APP.test(made.path)) return { kind: 'app', framework: 'flask' };
  if (!BLUEPRINT.test(made.path)) return undefined;
  const prefix = argument(made.args, 'url_prefix');
  return { kind: 'router', framework: 'flask', ...(prefix && !isNull(prefix) ? { prefix } : {}) };
}
const isNull = (v: Value) => v.kind === 'lit' && v.value === null;

function read(call: CallSite): (Registration | Invoke)[] {
  const { ctx, callee } = call;
  if (callee.kind === 'made' && callee.callee.kind === 'member') {
    const member = callee.callee;
    const target = call.args.pos[0];
    if (!target || !FACTORIES.includes(member.name) || !role(ctx, member.of)) return [];
    const methods =
      member.name === 'websocket'
        ? ['WS']
        : VERBS.includes(member.name)
          ? [member.name.toUpperCase()]
          : (verbs(ctx, argument(callee.args, 'methods')) ?? ['GET']);
    return [
      {
        op: 'route',
        on: member.of,
        methods,
        path: argument(callee.args, 'rule', 0),
        handler: target,
        options: callee.args,
        framework: 'flask',
        ...named(callee.args),
      },
    ];
  }
  if (callee.kind !== 'member' || !role(ctx, callee.of)) return [];
  return direct(call, callee);
}

const named = (args: CallSite['args'], index = -1): { name?: Value } => {
  const name = argument(args, 'endpoint', index);
  return name ? { name } : {};
};

function direct({ ctx, args }: CallSite, callee: Value & { kind: 'member' }): Registration[] {
  if (callee.name === 'register_blueprint') {
    const child = argument(args, 'blueprint', 0);
    const prefix = argument(args, 'url_prefix');
    return child
      ? [
          {
            op: 'include',
            on: callee.of,
            child,
            prefix: prefix && !isNull(prefix) ? prefix : undefined,
            replaces: true,
            options: args,
            framework: 'flask',
          },
        ]
      : [];
  }
  if (callee.name !== 'add_url_rule') return [];
  const handler = argument(args, 'view_func', 2);
  return [
    {
      op: 'route',
      on: callee.of,
      path: argument(args, 'rule', 0),
      handler: viewClass(handler) ?? handler ?? NULL,
      options: args,
      framework: 'flask',
      methods: viewMethods(ctx, handler, verbs(ctx, argument(args, 'methods'))),
      ...named(args, 1),
    },
  ];
}

/** The class of `Tasks.as_view("tasks")`. */
function viewClass(handler: Value | undefined): (Value & { kind: 'class' }) | undefined {
  const of =
    handler?.kind === 'made' && handler.callee.kind === 'member' && handler.callee.name === 'as_view'
      ? handler.callee.of
      : undefined;
  return of?.kind === 'class' ? of : undefined;
}

function viewMethods(ctx: Context, handler: Value | undefined, given: string[] | undefined): string[] {
  const cls = viewClass(handler);
  if (given) return given;
  if (!cls) return ['GET'];
  const own = VERBS.filter((verb) => ctx.member(cls, verb).kind === 'fn').map((v) => v.toUpperCase());
  const listed = verbs(ctx, ctx.member(cls, 'methods'));
  return own.length ? own : (listed ?? ['GET']);
}
