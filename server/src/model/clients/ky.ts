/** ky and got: verbs on the default instance or on one made by create or extend with a prefix. */
import { activation } from '../../values/activations';
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { alternatives, cat, either, str, unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, type RequestData, VERBS, verbText } from '../requests/request';

export const ky: Client = {
  id: 'ky',
  names: [...VERBS, 'ky', 'got'],
  read(call: CallSite): RequestData[] {
    const { ctx, callee, args } = call;
    const name = externalName(callee);
    const direct = name === undefined ? undefined : /^(?:global:)?(?:ky|got)(?:\.(\w+))?$/.exec(name);
    if (direct && (direct[1] === undefined || VERBS.includes(direct[1]))) return request(ctx, NO_INSTANCE, direct[1], args.pos);
    const of = callee.kind === 'member' ? instance(ctx, callee.of) : instance(ctx, callee);
    if (!of || (callee.kind === 'member' && !VERBS.includes(callee.name))) return [];
    return request(ctx, of, callee.kind === 'member' ? callee.name : undefined, args.pos);
  },
};

interface Instance {
  base: Value | undefined;
  /** `beforeRequest`: they may put another request in the place of this one. */
  hooks: readonly Value[];
  /** What it does gives another response. */
  answers: boolean;
}

function instance(ctx: Context, value: Value): Instance | undefined {
  if (value.kind !== 'made') return undefined;
  const options = optionsOf(ctx, value);
  const base = option(ctx, options, 'prefixUrl') ?? option(ctx, options, 'prefix') ?? option(ctx, options, 'baseUrl');
  const given = option(ctx, option(ctx, options, 'hooks'), 'beforeRequest');
  const hooks = (given && ctx.elements(given)) ?? [];
  const answers = changesAnswers(ctx, options);
  if (/^(global:)?(ky|got)\.(create|extend)$/.test(externalName(value.callee) ?? '')) return { base, hooks, answers };
  if (value.callee.kind !== 'member' || !['create', 'extend'].includes(value.callee.name)) return undefined;
  const outer = instance(ctx, value.callee.of);
  return outer && { base: base ?? outer.base, hooks: [...outer.hooks, ...hooks], answers: outer.answers || answers };
}

const NO_INSTANCE: Instance = { base: undefined, hooks: [], answers: false };

/** `(request) => new Request(request.url.replace('/v1', '/v2'), request)` */
function afterHook(ctx: Context, hook: Value, url: Value): Value {
  const request: Value = { kind: 'dict', entries: { url }, open: true };
  const env = hook.kind === 'fn' ? activation(ctx, hook, { pos: [request], named: {} }, ctx.moduleEnv(hook.file)) : undefined;
  if (hook.kind !== 'fn' || !env) return url;
  const changed = alternatives(ctx.returnOf(hook, env)).flatMap(({ value }) =>
    value.kind === 'made' && externalName(value.callee) === 'global:Request' ? (value.args.pos[0] ?? []) : [],
  );
  return changed.length ? either(changed.map((value) => ({ value }))) : url;
}

/** `api.extend((options) => ({ prefixUrl: `${options.prefixUrl}/users` }))` is given those of the instance. */
function optionsOf(ctx: Context, { args, callee, site, env }: Value & { kind: 'made' }): Value | undefined {
  const [given] = args.pos;
  if (given?.kind !== 'fn') return given;
  const outer = callee.kind === 'member' && callee.of.kind === 'made' ? optionsOf(ctx, callee.of) : undefined;
  return ctx.call(given, { pos: [outer ?? unknown('options of the instance')], named: {} }, site, env);
}

const changesAnswers = (ctx: Context, options: Value | undefined): boolean =>
  option(ctx, options, 'parseJson') !== undefined || option(ctx, option(ctx, options, 'hooks'), 'afterResponse') !== undefined;

function request(
  ctx: Context,
  { base, hooks, answers }: Instance,
  verb: string | undefined,
  [url, options]: Value[],
): RequestData[] {
  if (!url) return [];
  const whole = base ? cat([base, str('/'), url]) : url;
  const sent = hooks.reduce((before, hook) => afterHook(ctx, hook, before), whole);
  return [
    compact({
      client: 'ky',
      kind: 'request' as const,
      method: verb ? verbText(verb) : option(ctx, options, 'method'),
      fallback: 'GET',
      ...(sent === whole ? { url, base: base && cat([base, str('/')]) } : { url: sent }),
      body: option(ctx, options, 'json') ?? option(ctx, options, 'body'),
      query: option(ctx, options, 'searchParams'),
      reshaped: answers || changesAnswers(ctx, options) ? { answer: true as const } : undefined,
    }),
  ];
}
