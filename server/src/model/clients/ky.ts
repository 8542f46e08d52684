/** ky and got: verbs on the default instance or on one made by create or extend with a prefix. */
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { cat, str, unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, type RequestData, VERBS, verbText } from '../requests/request';

export const ky: Client = {
  id: 'ky',
  names: [...VERBS, 'ky', 'got'],
  read(call: CallSite): RequestData[] {
    const { ctx, callee, args } = call;
    const name = externalName(callee);
    const direct = name === undefined ? undefined : /^(?:global:)?(?:ky|got)(?:\.(\w+))?$/.exec(name);
    if (direct && (direct[1] === undefined || VERBS.includes(direct[1]))) return request(ctx, undefined, direct[1], args.pos);
    const of = callee.kind === 'member' ? instance(ctx, callee.of) : instance(ctx, callee);
    if (!of || (callee.kind === 'member' && !VERBS.includes(callee.name))) return [];
    return request(ctx, of.base, callee.kind === 'member' ? callee.name : undefined, args.pos);
  },
};

interface Instance {
  base: Value | undefined;
}

function instance(ctx: Context, value: Value): Instance | undefined {
  if (value.kind !== 'made') return undefined;
  const options = optionsOf(ctx, value);
  const base = option(ctx, options, 'prefixUrl') ?? option(ctx, options, 'prefix') ?? option(ctx, options, 'baseUrl');
  if (/^(global:)?(ky|got)\.(create|extend)$/.test(externalName(value.callee) ?? '')) return { base };
  if (value.callee.kind !== 'member' || !['create', 'extend'].includes(value.callee.name)) return undefined;
  const outer = instance(ctx, value.callee.of);
  return outer && { base: base ?? outer.base };
}

/** `api.extend((options) => ({ prefixUrl: `${options.prefixUrl}/users` }))` is given those of the instance. */
function optionsOf(ctx: Context, { args, callee, site, env }: Value & { kind: 'made' }): Value | undefined {
  const [given] = args.pos;
  if (given?.kind !== 'fn') return given;
  const outer = callee.kind === 'member' && callee.of.kind === 'made' ? optionsOf(ctx, callee.of) : undefined;
  return ctx.call(given, { pos: [outer ?? unknown('options of the instance')], named: {} }, site, env);
}

function request(ctx: Context, base: Value | undefined, verb: string | undefined, [url, options]: Value[]): RequestData[] {
  if (!url) return [];
  return [
    compact({
      client: 'ky',
      kind: 'request' as const,
      method: verb ? verbText(verb) : option(ctx, options, 'method'),
      fallback: 'GET',
      url,
      base: base && cat([base, str('/')]),
      body: option(ctx, options, 'json') ?? option(ctx, options, 'body'),
      query: option(ctx, options, 'searchParams'),
    }),
  ];
}
