/** fetch, Request, ofetch, $fetch and Nuxt's useFetch, sendBeacon: an address and an options object. */
import { genericActivation } from '../../values/activations';
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { alternatives, type Value } from '../../values/value';
import { patchedAddress } from '../requests/patched-fetch';
import { type Client, compact, externalName, methodIn, option, plainRequest, type RequestData } from '../requests/request';

const FETCH =
  /^(global:(fetch|\$fetch|useFetch|useLazyFetch)|(node-fetch|cross-fetch|isomorphic-fetch|undici|whatwg-fetch|isomorphic-unfetch)(\.fetch)?|ofetch\.(\$fetch|ofetch)|(#app|#imports|nuxt\/app)\.(\$fetch|useFetch|useLazyFetch)|undici\.request|electron\.net\.fetch|@tauri-apps\/(api|plugin)-http\.fetch|@sveltejs\/kit\.(hook\.)?event\.fetch)(\.raw|\.native)?$/;

/** Those that take a base among their options; the platform's takes none, whatever is spread into them. */
const TAKES_BASE = /\$fetch|useFetch|useLazyFetch|ofetch/;

export const fetchClient: Client = {
  id: 'fetch',
  names: ['fetch', '$fetch', 'useFetch', 'useLazyFetch', 'ofetch', 'sendBeacon', 'raw', 'request', 'requestUrl'],
  read(call: CallSite): RequestData[] {
    const name = externalName(call.callee);
    const [first, options] = call.args.pos;
    if (!first || name === undefined) return created(call, first, options);
    if (name === 'global:navigator.sendBeacon') return [plainRequest('fetch', first, 'POST', compact({ body: options }))];
    if (name === 'obsidian.requestUrl' || name === 'obsidian.request') return [objectRequest(call, first)];
    if (!FETCH.test(name)) return [];
    const sent = requestOf(call, first, options);
    return [name === 'global:fetch' ? { ...sent, url: patchedAddress(call, sent.url) } : sent];
  },
};

const isFetch = (value: Value | undefined): boolean => value !== undefined && FETCH.test(externalName(value) ?? '');

/** `$fetch.create({ baseURL })` makes a client of its own, and so do libraries of fetch: `fetchRetry(fetch)`. */
function created(call: CallSite, first: Value | undefined, options: Value | undefined): RequestData[] {
  const callee = call.callee.kind === 'member' && /^(raw|native)$/.test(call.callee.name) ? call.callee.of : call.callee;
  if (first && callee.kind === 'made' && callee.callee.kind === 'ext' && !callee.isNew && isFetch(callee.args.pos[0]))
    return [requestOf(call, first, options)];
  if (
    !first ||
    callee.kind !== 'made' ||
    !/^(global:\$fetch|ofetch\.(\$fetch|ofetch))\.create$/.test(externalName(callee.callee) ?? '')
  )
    return [];
  const [own] = callee.args.pos;
  const base = setByHook(call.ctx, option(call.ctx, own, 'onRequest'), 'baseURL') ?? option(call.ctx, own, 'baseURL');
  return [{ ...requestOf(call, first, options), ...(base ? { base } : {}) }];
}

function requestOf(call: CallSite, first: Value, options: Value | undefined): RequestData {
  const { ctx } = call;
  const request = requestIn(first);
  const url =
    request?.args.pos[0] ?? (first.kind === 'fn' ? ctx.call(first, { pos: [], named: {} }, call.site, call.place.env) : first);
  const init = options ?? request?.args.pos[1];
  return compact({
    client: 'fetch',
    kind: 'request' as const,
    method: methodIn(ctx, init),
    fallback: 'GET',
    url,
    base: TAKES_BASE.test(externalName(call.callee) ?? '$fetch') ? option(ctx, init, 'baseURL') : undefined,
    body: option(ctx, init, 'body'),
    query: option(ctx, init, 'query') ?? option(ctx, init, 'params'),
    headers: option(ctx, init, 'headers'),
  });
}

/** `new Request(url, init)`, also where an interceptor may have put another one in its place. */
function requestIn(value: Value): (Value & { kind: 'made' }) | undefined {
  for (const { value: one } of alternatives(value))
    if (one.kind === 'made' && externalName(one.callee) === 'global:Request') return one;
  return undefined;
}

/** requestUrl({ url, method }) or requestUrl(url). */
function objectRequest(call: CallSite, first: Value): RequestData {
  const url = option(call.ctx, first, 'url');
  if (!url) return plainRequest('fetch', first, 'GET');
  return compact({
    ...plainRequest('fetch', url, 'GET'),
    method: option(call.ctx, first, 'method'),
    body: option(call.ctx, first, 'body'),
  });
}

/** What a hook of ofetch sets among the options: `onRequest({ options }) { options.baseURL = '/api' }`. */
function setByHook(ctx: Context, hook: Value | undefined, name: string): Value | undefined {
  if (hook?.kind !== 'fn') return undefined;
  const place = ctx.place(hook.file, hook.chunk, genericActivation(hook));
  const set = place?.chunk.sets?.filter((one) => one.name === name).at(-1);
  return set && ctx.evaluate(place!, set.x);
}
