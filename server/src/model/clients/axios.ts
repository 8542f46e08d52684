/** axios, and redaxios that speaks as it: the default instance, created instances and their base URL, request(config), verbs, calls of the instance itself. */

import { equalData } from '../../base/equal';
import { ancestry } from '../../values/classes';
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { externalArgs } from '../../values/instances';
import { perContext } from '../../values/memo';
import { rootOf } from '../../values/openness';
import { either, keyOf, sameValue, type Value } from '../../values/value';
import { intercepted } from '../requests/interceptors';
import { assigned } from '../requests/library-fields';
import { type Client, compact, externalName, option, type RequestData, VERBS, verbText } from '../requests/request';
import { type Reshaped, reshapedBy } from '../requests/reshaped';

const WITH_BODY = ['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'];
const LIBRARY = /^(global:axios|axios|redaxios)$/;
const MEMBERS = [...VERBS, 'postForm', 'putForm', 'patchForm', 'request'];

export const axios: Client = { id: 'axios', names: [...MEMBERS, 'axios', 'getUri'], read };

/** The configuration of an instance, absent on the default one; undefined for what is no axios. */
function instance(ctx: Context, value: Value): { config: Value | undefined; self: Value } | undefined {
  if (LIBRARY.test(externalName(value) ?? '')) return { config: undefined, self: value };
  if (value.kind === 'made' && /^(global:axios|axios|redaxios)\.create$/.test(externalName(value.callee) ?? ''))
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
  const member = name?.match(/^(?:global:axios|axios|redaxios)\.(\w+)$/)?.[1];
  if (member && MEMBERS.includes(member)) return verb(call, { config: undefined, self: { kind: 'ext', path: 'axios' } }, member);
  if (callee.kind !== 'member' || !MEMBERS.includes(callee.name) || args.pos.length === 0) return [];
  const of = instance(ctx, callee.of);
  return of ? verb({ ...call, ctx }, of, callee.name) : [];
}

interface Instance {
  config: Value | undefined;
  self: Value;
}

/** What all requests of an instance have in common. */
interface Settings {
  base?: Value;
  /** Options that are given, whatever they are. */
  given: Record<string, true>;
}
const OPTIONS = ['transformRequest', 'transformResponse', 'paramsSerializer', 'params'];

const queries = perContext((ctx) => ({
  settings: ctx.world.db.query<Instance, Settings>(
    'settings of axios',
    (of) => settingsOf(ctx, of),
    () => ({ given: {} }),
    {
      equal: (a, b) => equalData(a.given, b.given) && (a.base && b.base ? sameValue(a.base, b.base) : a.base === b.base),
    },
  ),
}));

function settingsOf(ctx: Context, { self, config }: Instance): Settings {
  const base =
    assigned(ctx, self, 'defaults.baseURL') ?? option(ctx, config, 'baseURL') ?? assigned(ctx, DEFAULT, 'defaults.baseURL');
  const isGiven = (name: string) =>
    option(ctx, config, name) ?? assigned(ctx, self, `defaults.${name}`) ?? assigned(ctx, DEFAULT, `defaults.${name}`);
  const given = Object.fromEntries(OPTIONS.filter(isGiven).map((name) => [name, true as const]));
  return { ...(base ? { base } : {}), given };
}

/** What callers may hand over takes the place of the instance's: `instance({ ...config, ...options })`. */
function baseOf(given: Value | undefined, shared: Value | undefined): Value | undefined {
  const isHandedOver = given?.kind === 'member' && rootOf(given).kind === 'sym';
  return isHandedOver && shared ? either([{ value: given }, { value: shared }]) : (given ?? shared);
}

/** axios(config) and axios(url, config). */
function callOf(call: CallSite, of: Instance): RequestData[] {
  const [first, second] = call.args.pos;
  if (!first) return [];
  const url = option(call.ctx, first, 'url');
  return url ? [configured(call.ctx, of, first, url)] : first.kind === 'obj' ? [] : [configured(call.ctx, of, second, first)];
}

function configured(ctx: Context, of: Instance, config: Value | undefined, url: Value): RequestData {
  const settings = queries(ctx).settings.get(keyOf(of.self), of);
  const target = intercepted(ctx, of.self, { url, base: baseOf(option(ctx, config, 'baseURL'), settings.base) });
  return compact({
    client: 'axios',
    kind: 'request' as const,
    method: option(ctx, config, 'method'),
    fallback: 'GET',
    ...target,
    body: option(ctx, config, 'data'),
    query: option(ctx, config, 'params'),
    headers: option(ctx, config, 'headers'),
    reshaped: reshaped(ctx, of, config, settings.given),
  });
}

/** What interceptors and options of the request, its instance or all of them do to what is sent and answered. */
function reshaped(
  ctx: Context,
  of: Instance,
  config: Value | undefined,
  given: Readonly<Record<string, true>>,
): Reshaped | undefined {
  const all = reshapedBy(ctx, of.self);
  const has = (name: string) => given[name] === true || option(ctx, config, name) !== undefined;
  const out: Reshaped = {
    ...all,
    ...(has('transformRequest') ? { body: true } : {}),
    ...(has('transformResponse') ? { answer: true } : {}),
    ...(has('paramsSerializer') || given.params ? { query: true } : {}),
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
