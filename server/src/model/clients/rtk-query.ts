/** RTK Query: createApi({ baseQuery: fetchBaseQuery({ baseUrl }), endpoints }): every endpoint's query is a request. */

import { genericActivation } from '../../values/activations';
import type { CallSite, Invoke } from '../../values/effects';
import { entriesOf } from '../../values/elements';
import { ownersOf } from '../../values/openness';
import { alternatives, ext, keyOf, unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData } from '../requests/request';

export const rtkQuery: Client = {
  id: 'rtk-query',
  names: ['createApi', 'injectEndpoints'],
  read(call: CallSite): (RequestData | Invoke)[] {
    const { ctx, callee, args, site, place } = call;
    const [config] = args.pos;
    if (callee.kind === 'made' && externalName(callee.callee) === BASE_QUERY && config)
      return asked(ctx, config, callee.args.pos[0]);
    if (callee.kind === 'made' && isFetchBase(callee) && config && !ownersOf(ctx, [option(ctx, config, 'url') ?? config]).length)
      return asked(ctx, config, option(ctx, callee.args.pos[0], 'baseUrl'));
    const injected = callee.kind === 'member' && callee.name === 'injectEndpoints' ? enhanced(callee.of) : undefined;
    const creates = /^@reduxjs\/toolkit(\/.*)?\.createApi$/.test(externalName(callee) ?? '');
    if (!config || (!creates && !injected)) return [];
    const own = injected?.kind === 'made' ? injected.args.pos[0] : config;
    const query = option(ctx, own, 'baseQuery');
    const base = query ? baseOf(call, query, 0) : creates ? undefined : UNKNOWN;
    const endpoints = option(ctx, config, 'endpoints');
    if (!endpoints) return [];
    const table = ctx.call(endpoints, { pos: [ext('rtk:builder')], named: {} }, site, place.env);
    return (entriesOf(ctx, table) ?? []).flatMap(([, endpoint]) => request(call, endpoint, base));
  },
};

const UNKNOWN = unknown('set by the base query');
const BASE_QUERY = 'rtk:baseQuery';
const QUERIES = /^@reduxjs\/toolkit(\/.*)?\./;
const MAX_DEPTH = 3;

/** `api.enhanceEndpoints({…}).injectEndpoints({…})` */
function enhanced(of: Value): Value {
  if (of.kind !== 'made' || of.callee.kind !== 'member' || of.callee.name !== 'enhanceEndpoints') return of;
  return enhanced(of.callee.of);
}

const isFetchBase = ({ callee }: Value & { kind: 'made' }): boolean =>
  /^@reduxjs\/toolkit(\/.*)?\.fetchBaseQuery$/.test(externalName(callee) ?? '');

/** The base of `fetchBaseQuery({ baseUrl })`, also under `retry(…)` or where a function of the project hands its arguments on to it. */
function baseOf(call: CallSite, query: Value, depth: number): Value | undefined {
  const name = query.kind === 'made' ? externalName(query.callee) : undefined;
  const own = name?.replace(QUERIES, '');
  if (query.kind === 'made' && own !== name && own === 'fetchBaseQuery') return option(call.ctx, query.args.pos[0], 'baseUrl');
  if (query.kind === 'made' && own !== name && own === 'retry' && query.args.pos[0] && depth < MAX_DEPTH)
    return baseOf(call, query.args.pos[0], depth + 1);
  if (query.kind === 'fn' && depth < MAX_DEPTH) return handedOnTo(call, query, depth);
  return UNKNOWN;
}

/** `async (args, api, extra) => { … await baseQuery(args, api, extra) … }`: where its first argument goes unchanged, all to one base. */
function handedOnTo(call: CallSite, fn: Value & { kind: 'fn' }, depth: number): Value | undefined {
  const { ctx } = call;
  const place = ctx.place(fn.file, fn.chunk, genericActivation(fn));
  const bases = (place?.chunk.arena ?? []).flatMap((e): (Value | undefined)[] => {
    const first = e.kind === 'call' ? e.args[0] && place!.chunk.arena[e.args[0].x] : undefined;
    if (e.kind !== 'call' || first?.kind !== 'ref' || first.chunk !== fn.chunk || first.name !== place!.chunk.params?.[0]?.name)
      return [];
    return [baseOf(call, ctx.evaluate(place!, e.callee), depth + 1)];
  });
  const [base = UNKNOWN] = bases;
  return bases.every((b) => b !== undefined && keyOf(b) === keyOf(base)) ? base : UNKNOWN;
}

function request(call: CallSite, endpoint: Value, base: Value | undefined): (RequestData | Invoke)[] {
  const { ctx, site, place } = call;
  if (endpoint.kind !== 'made' || !/^rtk:builder\.(query|mutation|infiniteQuery)$/.test(externalName(endpoint.callee) ?? ''))
    return [];
  const query = option(ctx, endpoint.args.pos[0], 'query');
  const argument = unknown('argument of the hook');
  if (query) return asked(ctx, ctx.call(query, { pos: [argument], named: {} }, site, place.env), base);
  const own = option(ctx, endpoint.args.pos[0], 'queryFn');
  if (own?.kind !== 'fn') return [];
  // queryFn(argument, api, extraOptions, baseQuery)
  const given: Value = {
    kind: 'made',
    callee: ext(BASE_QUERY),
    args: { pos: base ? [base] : [], named: {} },
    site,
    env: place.env,
  };
  const rest = unknown('of the library');
  return [{ invoke: own, args: { pos: [argument, rest, rest, given], named: {} } }];
}

/** What a base query is given: an address, or an object with one. */
function asked(ctx: CallSite['ctx'], what: Value, base: Value | undefined): RequestData[] {
  return alternatives(what).map(({ value }) => {
    const url = option(ctx, value, 'url') ?? value;
    return compact({
      ...plainRequest('rtk-query', url, 'GET'),
      method: option(ctx, value, 'method'),
      body: option(ctx, value, 'body'),
      query: option(ctx, value, 'params'),
      base,
    });
  });
}
