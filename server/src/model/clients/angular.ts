/** Angular's HttpClient, injected by type or by inject(HttpClient): verbs and request(method, url); httpResource(() => url or request). */
import type { CallSite } from '../../values/effects';
import { alternatives, NULL, type Value } from '../../values/value';
import { interceptedByAngular } from '../requests/angular-interceptors';
import { type Client, compact, externalName, option, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

const WITH_BODY = ['post', 'put', 'patch'];

export const angular: Client = {
  id: 'angular',
  names: [...VERBS, 'jsonp', 'request', 'httpResource'],
  read(call: CallSite): RequestData[] {
    const { ctx, callee, args, site } = call;
    if (RESOURCE.test(externalName(callee) ?? '')) return resource(call);
    if (callee.kind !== 'member' || !isHttpClient(callee.of)) return [];
    const [first, second, third] = args.pos;
    if (!first) return [];
    const sent = (url: Value) => plainRequest('angular', interceptedByAngular(ctx, site.file, url), 'GET');
    if (callee.name === 'request')
      return second ? [compact({ ...sent(second), method: first, body: option(ctx, third, 'body') })] : [];
    if (!VERBS.includes(callee.name)) return [];
    const hasBody = WITH_BODY.includes(callee.name);
    const options = hasBody ? third : second;
    return [
      compact({
        ...sent(first),
        method: verbText(callee.name),
        body: hasBody ? second : option(ctx, options, 'body'),
        query: option(ctx, options, 'params'),
      }),
    ];
  },
};

const RESOURCE = /^@angular\/common\/http\.httpResource$/;

/** `httpResource(() => '/tasks')`, `httpResource(() => ({ url, method, params }))`: asked anew when a signal in it changes. */
function resource({ ctx, args, site, place }: CallSite): RequestData[] {
  const [given] = args.pos;
  const asked = given?.kind === 'fn' ? ctx.call(given, { pos: [], named: {} }, site, place.env) : given;
  return alternatives(asked ?? NULL).flatMap(({ value }): RequestData[] => {
    if (value.kind === 'lit') return [];
    const options = value.kind === 'obj' || value.kind === 'dict' ? value : undefined;
    const url = options ? option(ctx, options, 'url') : value;
    if (!url) return [];
    return [
      compact({
        ...plainRequest('angular', interceptedByAngular(ctx, site.file, url), 'GET'),
        method: option(ctx, options, 'method'),
        query: option(ctx, options, 'params'),
        body: option(ctx, options, 'body'),
      }),
    ];
  });
}

function isHttpClient(value: Value): boolean {
  if (value.kind === 'sym') return value.fallback !== undefined && isHttpClient(value.fallback);
  if (value.kind !== 'made') return false;
  const name = externalName(value.callee);
  if (name === '@angular/common/http.HttpClient') return true;
  return name === '@angular/core.inject' && externalName(value.args.pos[0] ?? value) === '@angular/common/http.HttpClient';
}
