/** JavaScript servers of the workspace: Express, Fastify, Koa, Hono, Azure Functions answer these paths; calls to them are not the Python side's. */
import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { alternatives, str, textOf, type Value } from '../../values/value';
import { type Client, externalName, option, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

const SERVER =
  /^(express(\.Router)?|fastify(\.fastify)?|@koa\/router|koa-router|hono\.Hono|hono|polka|restify\.createServer|itty-router(\.\w+)?|find-my-way|h3\.(createRouter|createApp|H3))$/;

export const servers: Client = {
  id: 'servers',
  names: [...VERBS, 'all', 'use', 'http'],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    const name = AZURE.exec(externalName(callee) ?? '')?.[1];
    if (name !== undefined) return triggered(ctx, name, args.pos);
    if (callee.kind !== 'member' || ![...VERBS, 'all', 'use'].includes(callee.name) || args.pos.length < 2) return [];
    const [path, ...handlers] = args.pos;
    if (!path || !isServer(callee)) return [];
    return callee.name === 'use' ? mounted(path, handlers) : [served(callee.name, path)];
  },
};

const AZURE = /^@azure\/functions\.app\.(http|get|post|put|patch|deleteRequest)$/;

/** Azure Functions: `app.http('ban', { methods: ['POST'], route: 'users/{id}/ban' })`, below /api. */
function triggered(ctx: Context, name: string, [called, options]: readonly Value[]): RequestData[] {
  const route = option(ctx, options, 'route') ?? called;
  const path = route && textOf(route)?.replace(/\{(\w+)[^}]*\}/g, ':$1');
  if (path === undefined) return [];
  const methods = option(ctx, options, 'methods');
  const verbs = name === 'http' ? ((methods && ctx.elements(methods)) ?? []).flatMap((v) => textOf(v) ?? []) : [name];
  return (verbs.length ? verbs : ['all']).map((verb) => served(verb.replace('Request', '').toLowerCase(), str(`/api/${path}`)));
}

function isServer(value: Value): boolean {
  const root = rootOf(value);
  return root.kind === 'made' && SERVER.test(externalName(root.callee) ?? '');
}

/** app.use('/users', router): what the router has is asked for below; all of that is its affair, and may be that of a handler of a library. */
function mounted(path: Value, handlers: readonly Value[]): RequestData[] {
  const text = textOf(path)?.replace(/\/+$/, '');
  if (!text?.startsWith('/')) return [];
  const all = handlers.flatMap((h) => alternatives(h).map((a) => a.value));
  const below = (verb: string) => [text, `${text}/*`].map((one) => served(verb, { kind: 'str', text: one }));
  if (all.some(isServer)) return below('all');
  const last = all.at(-1);
  const name = last?.kind === 'made' ? externalName(last.callee) : undefined;
  if (name === undefined) return [];
  if (name === 'express.static') return below('get');
  return PASSES_ON.test(name) ? [] : below('all').map((one) => ({ ...one, guess: true as const }));
}

/** Middleware that looks at a request and hands it on, or hands it to another server, which the rules of proxies tell. */
const PASSES_ON =
  /cors|limit|helmet|morgan|logg|pars|json|urlencoded|text|raw|session|cookie|compress|passport|authenticat|authoriz|csrf|csurf|valid|check|guard|protect|require|multer|upload|timeout|slow|cache|prox/i;

const served = (verb: string, path: Value): RequestData => ({
  ...plainRequest('servers', path, 'GET'),
  kind: 'served',
  method: verbText(verb === 'all' ? 'any' : verb),
});
