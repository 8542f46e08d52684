/**
 * openapi-fetch and its hooks: client.GET("/tasks/{id}", …), $api.useQuery("get", "/tasks"); hey-api: client.get({ url: "/tasks/{id}", path }).
 * Braces are parameters.
 */
import type { CallSite } from '../../values/effects';
import { unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

export const openapi: Client = {
  id: 'openapi',
  names: [...VERBS.map((v) => v.toUpperCase()), 'useQuery', 'useMutation', 'useSuspenseQuery', 'queryOptions'],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    if (callee.kind !== 'member') return [];
    const hey = heyApi(ctx, callee, args.pos[0]);
    if (hey) return [hey];
    const base = baseOf(ctx, callee.of);
    if (base === undefined) return [];
    const [first, second, third] = args.pos;
    const hook = /^use|^queryOptions$/.test(callee.name);
    const url = hook ? second : first;
    if (!url || (!hook && !VERBS.includes(callee.name.toLowerCase()))) return [];
    const init = hook ? third : second;
    const method = hook ? first : verbText(callee.name);
    return [
      compact({
        ...plainRequest('openapi', url, 'GET'),
        method,
        body: option(ctx, init, 'bodySerializer') ? unknown('what a serializer makes') : option(ctx, init, 'body'),
        query: option(ctx, option(ctx, init, 'params'), 'query'),
        braces: true as const,
        ...(base ? { base } : {}),
      }),
    ];
  },
};

/** The base URL of a client made by the library; null where it has none. */
function baseOf(ctx: CallSite['ctx'], value: Value): Value | null | undefined {
  if (value.kind !== 'made') return undefined;
  const name = externalName(value.callee);
  if (name === 'openapi-fetch' || name === 'openapi-fetch.createClient') return option(ctx, value.args.pos[0], 'baseUrl') ?? null;
  if (/^openapi-(react-query|fetch-react-query)$/.test(name ?? '') && value.args.pos[0]) return baseOf(ctx, value.args.pos[0]);
  return undefined;
}

const HEY_API = /^@hey-api\/client-[\w-]+(?:\/\w+)?\.(createClient|createConfig)$/;

/** The base may also be set where the application begins: where it is not given here, it is not known. */
function heyApi(
  ctx: CallSite['ctx'],
  { of, name }: Value & { kind: 'member' },
  config: Value | undefined,
): RequestData | undefined {
  if (of.kind !== 'made' || HEY_API.exec(externalName(of.callee) ?? '')?.[1] !== 'createClient') return undefined;
  const url = option(ctx, config, 'url');
  if (!url || (name !== 'request' && !VERBS.includes(name))) return undefined;
  const [given] = of.args.pos;
  const isMade = given?.kind === 'made' && HEY_API.test(externalName(given.callee) ?? '');
  return compact({
    ...plainRequest('openapi', url, 'GET'),
    method: name === 'request' ? option(ctx, config, 'method') : verbText(name),
    base: option(ctx, isMade ? given.args.pos[0] : given, 'baseUrl') ?? unknown('the base that the client is told'),
    body: option(ctx, config, 'body'),
    query: option(ctx, config, 'query'),
    braces: true as const,
  });
}
