/** JavaScript servers of the workspace: Express, Fastify, Koa, Hono answer these paths; calls to them are not the Python side's. */
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import type { Value } from '../../values/value';
import { type Client, externalName, plainRequest, type RequestData, VERBS, verbText } from '../request';

const SERVER =
  /^(express(\.Router)?|fastify(\.fastify)?|@koa\/router|koa-router|hono\.Hono|hono|polka|restify\.createServer|itty-router(\.\w+)?|find-my-way|msw\.(http|rest))$/;

export const servers: Client = {
  id: 'servers',
  names: [...VERBS, 'all'],
  read({ callee, args }: CallSite): RequestData[] {
    if (callee.kind === 'ext') {
      const mock = /^msw\.(http|rest)\.(\w+)$/.exec(callee.path);
      return mock && args.pos[0] ? [served(mock[2]!, args.pos[0])] : [];
    }
    if (callee.kind !== 'member' || ![...VERBS, 'all'].includes(callee.name) || args.pos.length < 2) return [];
    const root = rootOf(callee);
    if (root.kind !== 'made' || !SERVER.test(externalName(root.callee) ?? '')) return [];
    return [served(callee.name, args.pos[0]!)];
  },
};

const served = (verb: string, path: Value): RequestData => ({
  ...plainRequest('servers', path, 'GET'),
  kind: 'served',
  method: verbText(verb === 'all' ? 'any' : verb),
});
