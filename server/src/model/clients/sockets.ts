/** EventSource, WebSocket, hooks around it, and Socket.IO's path. */
import type { CallSite } from '../../values/effects';
import { str, type Value } from '../../values/value';
import { type Client, externalName, option, plainRequest, type RequestData } from '../requests/request';

export const sockets: Client = {
  id: 'sockets',
  names: [
    'EventSource',
    'WebSocket',
    'ReconnectingWebSocket',
    'fetchEventSource',
    'useWebSocket',
    'useEventSource',
    'io',
    'connect',
    'Manager',
  ],
  read({ ctx, callee, args, place, site }: CallSite): RequestData[] {
    const name = externalName(callee) ?? '';
    const [first, second] = args.pos;
    if (
      /^(global:EventSource|event-source-polyfill\.EventSourcePolyfill|eventsource(\.EventSource)?|react-native-sse|@vueuse\/core\.useEventSource)$/.test(
        name,
      ) &&
      first
    )
      return [plainRequest('sockets', first, 'GET')];
    if (name === '@microsoft/fetch-event-source.fetchEventSource' && first) {
      const method = option(ctx, second, 'method');
      return [{ ...plainRequest('sockets', first, 'GET'), ...(method ? { method } : {}) }];
    }
    if (
      /^(global:WebSocket|reconnecting-websocket|isomorphic-ws|partysocket|ws)(\.WebSocket)?$|^(react-use-websocket|@vueuse\/core\.useWebSocket)(\.useWebSocket)?$/.test(
        name,
      ) &&
      first
    ) {
      const url = first.kind === 'fn' ? ctx.call(first, { pos: [], named: {} }, site, place.env) : first;
      return [{ ...plainRequest('sockets', url, 'WS'), kind: 'socket', method: str('WS') }];
    }
    if (/^(socket\.io-client(\.(io|connect|Manager))?|global:io(\.connect)?)$/.test(name)) return socketIo(ctx, first, second);
    return [];
  },
};

/** Socket.IO's first argument is a namespace, not a path: what reaches the server is its path option. */
function socketIo(ctx: CallSite['ctx'], first: Value | undefined, second: Value | undefined): RequestData[] {
  const options = second ?? (first && first.kind !== 'str' && first.kind !== 'cat' ? first : undefined);
  const path = option(ctx, options, 'path') ?? str('/socket.io/');
  return [{ ...plainRequest('socket.io', path, 'WS'), kind: 'socket', method: str('WS'), guess: true }];
}
