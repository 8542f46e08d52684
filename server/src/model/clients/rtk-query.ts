/** RTK Query: createApi({ baseQuery: fetchBaseQuery({ baseUrl }), endpoints }): every endpoint's query is a request. */

import { genericActivation } from '../../values/calls';
import type { CallSite } from '../../values/effects';
import { entriesOf } from '../../values/elements';
import { alternatives, ext, keyOf, unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData } from '../requests/request';

export const rtkQuery: Client = {
  id: 'rtk-query',
  names: ['createApi', 'injectEndpoints'],
  read(call: CallSite): RequestData[] {
    const { ctx, callee, args, site, place } = call;
    const [config] = args.pos;
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
const QUERIES = /^@reduxjs\/toolkit(\/.*)?\./;
const MAX_DEPTH = 3;

/** `api.enhanceEndpoints({…}).injectEndpoints({…})` */
function enhanced(of: Value): Value {
  if (of.kind !== 'made' || of.callee.kind !== 'member' || of.callee.name !== 'enhanceEndpoints') return of;
  return enhanced(of.callee.of);
}

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

function request({ ctx, site, place }: CallSite, endpoint: Value, base: Value | undefined): RequestData[] {
  if (endpoint.kind !== 'made' || !/^rtk:builder\.(query|mutation|infiniteQuery)$/.test(externalName(endpoint.callee) ?? ''))
    return [];
  const query = option(ctx, endpoint.args.pos[0], 'query');
  if (!query) return [];
  const result = ctx.call(query, { pos: [unknown('argument of the hook')], named: {} }, site, place.env);
  return alternatives(result).map(({ value }) => {
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
