/** Backends of which only an OpenAPI file is here: each of its operations is a route, and its place in the file the handler. */
import { decoded, escapedName } from '../../base/pointer';
import { dirname, join } from '../../base/uri';
import type { OpenApiFacts, OpenApiOperation } from '../../facts/config';
import { type Backend, type BaseUrl, baseUrl, configFiles, plainHost } from '../../values/config';
import type { Context } from '../../values/context';
import { type Site, unknown } from '../../values/value';
import type { Route, Step } from '../routes/route';

/** An address in front of the file's paths, said in crosswire.json, takes the place of those in the file. */
export function openapiRoutes(ctx: Context): Route[] {
  const seen = new Set<string>();
  return configFiles(ctx)
    .flatMap((c) => c.backends)
    .flatMap((backend) => {
      const key = `${backend.openapi} ${backend.urls.length > 0}`;
      if (backend.openapi === undefined || seen.has(key)) return [];
      seen.add(key);
      return routesOf(ctx, backend, backend.openapi);
    });
}

interface Described {
  operation: Pick<OpenApiOperation, 'method' | 'path' | 'id' | 'servers'>;
  site: Site;
  /** Why it is not known which verbs are answered. */
  reason?: string;
}

/** What a file describes, with the paths that stand in other files of the workspace. */
function describedIn(ctx: Context, file: string, facts: OpenApiFacts): Described[] {
  const own = facts.operations.map((operation, x): Described => ({ operation, site: { file, chunk: '', x } }));
  return [...own, ...(facts.elsewhere ?? []).flatMap(({ path, ref }) => inOther(ctx, file, path, ref))];
}

function inOther(ctx: Context, file: string, path: string, ref: string): Described[] {
  const [name = '', fragment = ''] = ref.split('#');
  const other = join(dirname(file), name);
  const facts = ctx.world.settings(other);
  const pointer = decoded(fragment);
  const found =
    facts?.of === 'openapi-part' || facts?.of === 'openapi'
      ? facts.operations.flatMap((operation, x): Described[] => {
          const at = facts.of === 'openapi' ? `/paths/${escapedName(operation.path)}` : operation.path;
          return at === pointer ? [{ operation: { ...operation, path }, site: { file: other, chunk: '', x } }] : [];
        })
      : [];
  if (found.length) return found;
  return [{ operation: { method: 'ANY', path }, site: { file, chunk: '', x: 0 }, reason: `what ${ref} says of it is not found` }];
}

function routesOf(ctx: Context, backend: Backend, file: string): Route[] {
  const facts = ctx.world.settings(file);
  if (facts?.of !== 'openapi') return [];
  return describedIn(ctx, file, facts).flatMap(({ operation: { method, path, id, servers = facts.servers }, site, reason }) => {
    const fronts = backend.urls.length || !servers.length ? [''] : [...new Set(servers.map((url) => baseUrl(url).path))];
    return fronts.map((front): Route => {
      const text = `${method} ${path} is described here`;
      const trace: Step[] = [
        { text: front === '' ? text : `${text}; its server puts ${front} in front`, site },
        { text: `the backend ${backend.name} is said to be described by this file`, site: backend.site },
      ];
      return {
        method,
        path: `${front}${path}`.replace(/\/{2,}/g, '/'),
        partial: reason !== undefined,
        reason: reason ?? null,
        framework: ID,
        handler: { name: id ?? null },
        site,
        pathSites: [],
        app: backend.name,
        appFile: file,
        appSite: null,
        appRoot: null,
        conditions: [],
        test: false,
        trace,
        source: {
          route: { op: 'route', on: HANDLER, methods: [method], path: undefined, handler: HANDLER, options: NONE, framework: ID },
          includes: [],
        },
      };
    });
  });
}

const ID = 'openapi';
const HANDLER = unknown('described by an OpenAPI file');
const NONE = { pos: [], named: {} };

/** Hosts where the file says that it is served. */
export function serversOf(ctx: Context, { openapi, urls }: Backend): BaseUrl[] {
  const facts = openapi === undefined || urls.length ? undefined : ctx.world.settings(openapi);
  if (facts?.of !== 'openapi') return [];
  const all = facts.servers.flatMap((url) => baseUrl(url).host ?? []);
  return [...new Set(all.map((host) => plainHost(host)))].map((host) => ({ host, path: '' }));
}
