/**
 * A call that has the form of a request, on something that cannot be looked into: a global of another script, a package's client.
 * It may match, it never alarms.
 */
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import type { Value } from '../../values/value';
import {
  type Client,
  compact,
  externalName,
  looksLikePath,
  option,
  plainRequest,
  type RequestData,
  VERBS,
  verbText,
} from '../requests/request';

/** Things of the platform that have a get or delete of their own. */
const PLATFORM = /^global:(Map|Set|WeakMap|WeakSet|Headers|FormData|URL|URLSearchParams|Date|Proxy|DOMParser)$/;

export const unknownClient: Client = {
  id: 'unknown client',
  names: ['fetch', 'request', ...VERBS],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    const name = callee.kind === 'member' ? callee.name : callee.kind === 'ext' ? callee.path.split('.').at(-1)! : undefined;
    const root = rootOf(callee);
    if (name === undefined || ['obj', 'dict', 'list', 'str', 'inst', 'sym'].includes(root.kind)) return [];
    if (root.kind === 'made' && PLATFORM.test(externalName(root.callee) ?? '')) return [];
    const [first, second] = args.pos;
    const described = ofObject(ctx, first);
    if (described) return [described];
    if (name === 'fetch' || name === 'request' || name === '$fetch') {
      if (!looksLikePath(first)) return [];
      return [
        compact({
          ...plainRequest('unknown client', first!, 'GET'),
          method: option(ctx, second, 'method'),
          body: option(ctx, second, 'body'),
          guess: true as const,
        }),
      ];
    }
    if (!VERBS.includes(name.toLowerCase()) || !looksLikePath(first)) return [];
    return [{ ...plainRequest('unknown client', first!, 'GET'), method: verbText(name), guess: true }];
  },
};

/** `useAxios({ url: '/tasks', method: 'POST' })`: an address and a verb together are a request, whoever takes them. */
function ofObject(ctx: Context, given: Value | undefined): RequestData | undefined {
  const url = given?.kind === 'obj' ? option(ctx, given, 'url') : undefined;
  const method = url && looksLikePath(url) ? option(ctx, given, 'method') : undefined;
  if (!url || !method) return undefined;
  return compact({
    ...plainRequest('unknown client', url, 'GET'),
    method,
    body: option(ctx, given, 'data'),
    guess: true as const,
  });
}
