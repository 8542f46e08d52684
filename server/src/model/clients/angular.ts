/** Angular's HttpClient, injected by type or by inject(HttpClient): verbs and request(method, url); httpResource(() => url or request). */
import type { CallSite } from '../../values/effects';
import { alternatives, type Value } from '../../values/value';
import { interceptedByAngular } from '../requests/angular-interceptors';
import { type Client, compact, externalName, option, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

const WITH_BODY = ['post', 'put', 'patch'];

export const angular: Client = {
  id: 'angular',
  names: [...VERBS, 'jsonp', 'request', 'httpResource'],
  read(call: CallSite): RequestData[] {
    const { ctx, callee, args, site } = call;
    if (externalName(callee) === '@angular/common/http.httpResource') return resource(call);
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

/** Asks for what the function gives, an address or a whole request; for nothing where it gives none. */
function resource({ ctx, args, site, place }: CallSite): RequestData[] {
  const [given] = args.pos;
  const asked = given?.kind === 'fn' ? ctx.call(given, { pos: [], named: {} }, site, place.env) : given;
  return (asked ? alternatives(asked) : []).flatMap(({ value }) => {
    if (value.kind === 'lit') return [];
    const url = option(ctx, value, 'url') ?? value;
    const sent = plainRequest('angular', interceptedByAngular(ctx, site.file, url), 'GET');
    return [
      compact({
        ...sent,
        method: option(ctx, value, 'method'),
        body: option(ctx, value, 'body'),
        query: option(ctx, value, 'params'),
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
