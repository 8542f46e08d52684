/** axios: the default instance, created instances and their base URL, request(config), verbs, calls of the instance itself. */

import { ancestry } from '../../values/classes';
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { externalArgs } from '../../values/instances';
import { rootOf } from '../../values/openness';
import { either, type Value } from '../../values/value';
import { intercepted } from '../requests/interceptors';
import { assigned } from '../requests/library-fields';
import { type Client, compact, externalName, option, type RequestData, VERBS, verbText } from '../requests/request';
import { type Reshaped, reshapedBy } from '../requests/reshaped';

const WITH_BODY = ['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'];
const MEMBERS = [...VERBS, 'postForm', 'putForm', 'patchForm', 'request'];

export const axios: Client = { id: 'axios', names: [...MEMBERS, 'axios', 'getUri'], read };

/** The configuration of an instance, absent on the default one; undefined for what is no axios. */
function instance(ctx: Context, value: Value): { config: Value | undefined; self: Value } | undefined {
  const name = externalName(value);
  if (name === 'axios' || name === 'global:axios') return { config: undefined, self: value };
  if (value.kind === 'made' && /^(global:)?axios\.create$/.test(externalName(value.callee) ?? ''))
    return { config: value.args.pos[0], self: value };
  if (value.kind === 'made' && value.callee.kind === 'member' && value.callee.name === 'create') {
    const outer = instance(ctx, value.callee.of);
    return outer && { config: value.args.pos[0] ?? outer.config, self: value };
  }
  if (value.kind === 'made' && /^axios\.Axios$/.test(externalName(value.callee) ?? ''))
    return { config: value.args.pos[0], self: value };
  // What a library makes of a client is that client: `setupCache(axios.create({ baseURL }))`.
  if (value.kind === 'made' && value.callee.kind === 'ext' && !value.isNew && value.args.pos[0]?.kind === 'made')
    return instance(ctx, value.args.pos[0]);
  if (value.kind === 'inst' && ancestry(ctx, value.cls).some((base) => externalName(base) === 'axios.Axios'))
    return { config: configOf(ctx, value), self: value };
  return undefined;
}

/** What a subclass hands to Axios; of an instance that nobody made yet it is whoever makes one who says. */
function configOf(ctx: Context, self: Value & { kind: 'inst' }): Value | undefined {
  const { pos, open } = externalArgs(ctx, self);
  return pos[0] ?? (open ? { kind: 'member', of: self, name: 'defaults' } : undefined);
}

function read(call: CallSite): RequestData[] {
  const { ctx, callee, args } = call;
  const direct = instance(ctx, callee);
  if (direct) return callOf(call, direct);
  const name = externalName(callee);
  const member = name?.match(/^(?:global:)?axios\.(\w+)$/)?.[1];
  if (member && MEMBERS.includes(member)) return verb(call, { config: undefined, self: { kind: 'ext', path: 'axios' } }, member);
  if (callee.kind !== 'member' || !MEMBERS.includes(callee.name) || args.pos.length === 0) return [];
  const of = instance(ctx, callee.of);
  return of ? verb({ ...call, ctx }, of, callee.name) : [];
}

interface Instance {
  config: Value | undefined;
  self: Value;
}

function baseOf(ctx: Context, of: Instance, config: Value | undefined): Value | undefined {
  const given = option(ctx, config, 'baseURL');
  if (given && !(given.kind === 'member' && rootOf(given).kind === 'sym')) return given;
  const shared =
    assigned(ctx, of.self, 'defaults.baseURL') ??
    option(ctx, of.config, 'baseURL') ??
    assigned(ctx, { kind: 'ext', path: 'axios' }, 'defaults.baseURL');
  // What callers may hand over takes the place of the instance's: `instance({ ...config, ...options })`.
  return given && shared ? either([{ value: given }, { value: shared }]) : (given ?? shared);
}

/** axios(config) and axios(url, config). */
function callOf(call: CallSite, of: Instance): RequestData[] {
  const [first, second] = call.args.pos;
  if (!first) return [];
  const url = option(call.ctx, first, 'url');
  return url ? [configured(call.ctx, of, first, url)] : first.kind === 'obj' ? [] : [configured(call.ctx, of, second, first)];
}

function configured(ctx: Context, of: Instance, config: Value | undefined, url: Value): RequestData {
  const target = intercepted(ctx, of.self, { url, base: baseOf(ctx, of, config) });
  return compact({
    client: 'axios',
    kind: 'request' as const,
    method: option(ctx, config, 'method'),
    fallback: 'GET',
    ...target,
    body: option(ctx, config, 'data'),
    query: option(ctx, config, 'params'),
    headers: option(ctx, config, 'headers'),
    reshaped: reshaped(ctx, of, config),
  });
}

/** What interceptors and options of the request, its instance or all of them do to what is sent and answered. */
function reshaped(ctx: Context, of: Instance, config: Value | undefined): Reshaped | undefined {
  const all = reshapedBy(ctx, of.self);
  const shared = (name: string) =>
    option(ctx, of.config, name) ?? assigned(ctx, of.self, `defaults.${name}`) ?? assigned(ctx, DEFAULT, `defaults.${name}`);
  const has = (name: string) => option(ctx, config, name) !== undefined || shared(name) !== undefined;
  const out: Reshaped = {
    ...all,
    ...(has('transformRequest') ? { body: true } : {}),
    ...(has('transformResponse') ? { answer: true } : {}),
    ...(has('paramsSerializer') || shared('params') !== undefined ? { query: true } : {}),
  };
  return Object.keys(out).length ? out : undefined;
}
const DEFAULT: Value = { kind: 'ext', path: 'axios' };

function verb(call: CallSite, of: Instance, name: string): RequestData[] {
  const { ctx, args } = call;
  const [first, second, third] = args.pos;
  if (!first) return [];
  if (name === 'request') {
    const url = option(ctx, first, 'url');
    return url ? [configured(ctx, of, first, url)] : [];
  }
  const hasBody = WITH_BODY.includes(name);
  const config = hasBody ? third : second;
  const body = hasBody ? second : option(ctx, config, 'data');
  return [{ ...configured(ctx, of, config, first), method: verbText(name.replace('Form', '')), ...(body ? { body } : {}) }];
}
