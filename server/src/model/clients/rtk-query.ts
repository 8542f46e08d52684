/** RTK Query: createApi({ baseQuery: fetchBaseQuery({ baseUrl }), endpoints }): every endpoint's query is a request. */

import type { CallSite } from '../../values/effects';
import { entriesOf } from '../../values/elements';
import { alternatives, ext, unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData } from '../requests/request';

export const rtkQuery: Client = {
  id: 'rtk-query',
  names: ['createApi', 'injectEndpoints'],
  read(call: CallSite): RequestData[] {
    const { ctx, callee, args, site, place } = call;
    const [config] = args.pos;
    const injected = callee.kind === 'member' && callee.name === 'injectEndpoints' ? callee.of : undefined;
    const creates = /^@reduxjs\/toolkit(\/.*)?\.createApi$/.test(externalName(callee) ?? '');
    if (!config || (!creates && !injected)) return [];
    const own = injected?.kind === 'made' ? injected.args.pos[0] : config;
    const query = option(ctx, own, 'baseQuery');
    const base = query?.kind === 'made' ? option(ctx, query.args.pos[0], 'baseUrl') : undefined;
    const endpoints = option(ctx, config, 'endpoints');
    if (!endpoints) return [];
    const table = ctx.call(endpoints, { pos: [ext('rtk:builder')], named: {} }, site, place.env);
    return (entriesOf(ctx, table) ?? []).flatMap(([, endpoint]) => request(call, endpoint, base));
  },
};

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
