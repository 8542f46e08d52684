/** JavaScript servers of the workspace: Express, Fastify, Koa, Hono answer these paths; calls to them are not the Python side's. */
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { alternatives, textOf, type Value } from '../../values/value';
import { type Client, externalName, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

const SERVER =
  /^(express(\.Router)?|fastify(\.fastify)?|@koa\/router|koa-router|hono\.Hono|hono|polka|restify\.createServer|itty-router(\.\w+)?|find-my-way)$/;

export const servers: Client = {
  id: 'servers',
  names: [...VERBS, 'all', 'use'],
  read({ callee, args }: CallSite): RequestData[] {
    if (callee.kind !== 'member' || ![...VERBS, 'all', 'use'].includes(callee.name) || args.pos.length < 2) return [];
    const [path, ...handlers] = args.pos;
    if (!path || !isServer(callee)) return [];
    return callee.name === 'use' ? mounted(path, handlers) : [served(callee.name, path)];
  },
};

function isServer(value: Value): boolean {
  const root = rootOf(value);
  return root.kind === 'made' && SERVER.test(externalName(root.callee) ?? '');
}

/** app.use('/users', router): what the router has is asked for below; all of that is its affair. */
function mounted(path: Value, handlers: readonly Value[]): RequestData[] {
  const text = textOf(path)?.replace(/\/+$/, '');
  if (!text?.startsWith('/') || !handlers.some((h) => alternatives(h).some((a) => isServer(a.value)))) return [];
  return [text, `${text}/*`].map((below) => served('all', { kind: 'str', text: below }));
}

const served = (verb: string, path: Value): RequestData => ({
  ...plainRequest('servers', path, 'GET'),
  kind: 'served',
  method: verbText(verb === 'all' ? 'any' : verb),
});
