/** htmx: attributes that request or keep a connection open, and htmx.ajax(verb, url). */
import type { CallSite } from '../../values/effects';
import { str, textOf, type Value } from '../../values/value';
import { type Client, externalName, plainRequest, type RequestData, verbText } from '../requests/request';

const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

export const htmx: Client = {
  id: 'htmx',
  names: ['ajax'],
  read({ callee, args }: CallSite): RequestData[] {
    const [method, url] = args.pos;
    if (!/^(?:global:htmx|htmx\.org)\.ajax$/.test(externalName(callee) ?? '') || !url) return [];
    return [{ ...plainRequest('htmx', url, 'GET'), method }];
  },
};

/** Whether an attribute is one of these. */
export const isOfHtmx = (name: string): boolean => /^(?:data-)?(?:hx-|sse-connect$|ws-connect$)/.test(name);

/** `at` gives the value of an attribute that is written on the element. */
export function attributes(at: (name: string) => Value | undefined): RequestData[] {
  const either = (name: string) => at(name) ?? at(`data-${name}`);
  const out = VERBS.flatMap((verb): RequestData[] => {
    const url = either(`hx-${verb}`);
    return url ? [{ ...plainRequest('htmx', url, verb.toUpperCase()), method: verbText(verb) }] : [];
  });
  const events = either('sse-connect') ?? connected(either('hx-sse'));
  if (events) out.push(plainRequest('htmx', events, 'GET'));
  const socket = either('ws-connect') ?? connected(either('hx-ws'));
  if (socket) out.push({ ...plainRequest('htmx', socket, 'WS'), kind: 'socket', method: str('WS') });
  return out;
}

/** `hx-sse="connect:/events swap:message"`, as it was before there were extensions. */
function connected(value: Value | undefined): Value | undefined {
  const url = /(?:^|\s)connect:(\S+)/.exec(textOf(value) ?? '')?.[1];
  return url === undefined ? undefined : str(url, value?.kind === 'str' ? value.site : undefined);
}
