/**
 * Whom a call asks: every application of the workspace, unless something tells. In this order: which backends the folder of the call asks
 * (crosswire.json), an address of a backend that the call or its proxy begins with, the host and port on which an application listens.
 */
import { isInside } from '../../base/uri';
import { askedBackends, type Backend, type BaseUrl, backendsFor, baseUrl, plainHost } from '../../values/config';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { type Rewrite, rewritten, rulesFor } from '../../values/rewrites';
import { siteKey } from '../../values/value';
import { serversOf } from '../frameworks/openapi';
import type { Address } from '../requests/address';
import type { Hosts } from '../routes/listeners';
import type { RootPaths } from '../routes/root-paths';
import type { Route } from '../routes/route';

/** A path as one of those sees it who may answer it. */
export interface Aim {
  path: string;
  /** Absent: whoever has it. */
  of?: Asked;
}
export interface Asked {
  has(route: Route): boolean;
  /** 'the backend billing', 'localhost:8001'; absent where it is only said whom the folder asks. */
  words?: string;
}

/** What holds for the files of one folder. */
interface Local {
  backends: (Backend & { at: BaseUrl[] })[];
  mayAsk: ((route: Route) => boolean) | undefined;
}

const locals = perContext((ctx) => ({
  of: ctx.world.db.query<string, Local>(
    'backends of folder',
    (dir) => localOf(ctx, dir),
    (): Local => ({ backends: [], mayAsk: undefined }),
  ),
}));

function localOf(ctx: Context, dir: string): Local {
  const file = `${dir}/-`;
  const asked = askedBackends(ctx, file);
  const backends = (asked ?? backendsFor(ctx, file)).map((b) => ({ ...b, at: [...b.urls, ...serversOf(ctx, b)] }));
  return { backends, mayAsk: asked && ((route) => asked.some((b) => belongs(route, b))) };
}

function belongs(route: Route, { name, folder, openapi }: Backend): boolean {
  if (openapi !== undefined) return route.appFile === openapi && route.app === name;
  return folder !== undefined && isInside(route.appFile ?? route.site.file, folder);
}

export class Directions {
  constructor(
    private readonly ctx: Context,
    private readonly served: readonly Route[],
    private readonly rewrites: (file: string) => readonly Rewrite[],
    /** Asked only for an address that names a host. */
    private readonly hosts: () => Hosts,
    private readonly rootPaths: () => RootPaths,
  ) {}

  /** Where somebody is named, nobody else may answer. `text`: the path as the call asks for it. */
  aims(dir: string, file: string, address: Address, text: string): { aims: Aim[]; told: boolean } {
    const { aims, told } = this.asked(dir, file, address, text);
    return { aims: distinct([...aims, ...aims.flatMap((aim) => this.behindProxy(aim))]), told };
  }

  /** What an application gets to see of a path that begins with its root path. */
  private behindProxy({ path, of }: Aim): Aim[] {
    return Object.entries(this.rootPaths()).flatMap(([site, fronts]) =>
      fronts
        .filter((front) => isBelow(path, front))
        .map((front) => {
          const has = (r: Route) => r.appSite !== null && siteKey(r.appSite) === site && (of?.has(r) ?? true);
          return { path: path.slice(front.length) || '/', of: { has, ...(of?.words === undefined ? {} : { words: of.words }) } };
        }),
    );
  }

  private asked(dir: string, file: string, address: Address, text: string): { aims: Aim[]; told: boolean } {
    const local = locals(this.ctx).of.get(dir, dir);
    const host = hostOf(address);
    const direct = host === undefined ? undefined : this.at(local, host, text);
    if (direct) return { aims: direct, told: true };
    if (address.origin === 'external') return { aims: [{ path: text }], told: false };
    const rules = rulesFor(text, this.rewrites(file)).filter((rule) => !rule.local && !rule.vague);
    const way = (rule: Rewrite) => {
      const path = rewritten(text, rule);
      const to = rule.to === undefined ? undefined : targetHost(rule.to);
      const named = to === undefined ? undefined : this.at(local, to, path);
      return named ? { aims: named, told: true } : this.bare(local, path);
    };
    const ways = rules.filter((rule) => !rule.maybe).map(way);
    // What a proxy rewrites may come as it is where there is none: in production.
    const isTold = ways.length > 0 && ways.every((way) => way.told);
    const asIs = isTold ? ways.flatMap((way) => way.aims.map((aim) => ({ ...aim, path: text }))) : undefined;
    const plain = asIs ? { aims: asIs, told: true } : this.bare(local, text);
    const sometimes = rules.filter((rule) => rule.maybe).map(way);
    return {
      aims: distinct([...ways, plain, ...sometimes].flatMap(({ aims }) => aims)),
      told: isTold || (!ways.length && plain.told),
    };
  }

  /** Whether the folder's calls may ask who serves a route, whatever the address. */
  mayAsk(dir: string, route: Route): boolean {
    const { mayAsk } = locals(this.ctx).of.get(dir, dir);
    return mayAsk === undefined || mayAsk(route);
  }

  private at({ backends, mayAsk = () => true }: Local, host: string, path: string): Aim[] | undefined {
    const told = longest(
      backends.flatMap((b) => b.at.filter((u) => u.host === host && isBelow(path, u.path)).map((u) => ({ backend: b, url: u }))),
    );
    if (told.length) return told.map(({ backend, url }) => aimAt(backend, url, path));
    const hosts = this.hosts();
    const listens = (r: Route): readonly string[] => (r.appSite !== null && hosts[siteKey(r.appSite)]) || [];
    if (!this.served.some((r) => listens(r).includes(host) && mayAsk(r))) return undefined;
    const isHere = host.startsWith('localhost');
    const has = (r: Route) => mayAsk(r) && (listens(r).includes(host) || (isHere && listens(r).length === 0));
    return [{ path, of: { has, words: host } }];
  }

  /** Without a host: below a path that a backend claims, that backend; else all that claim none. */
  private bare({ backends, mayAsk }: Local, path: string): { aims: Aim[]; told: boolean } {
    const claims = backends.flatMap((b) => b.at.filter((u) => u.host === undefined).map((u) => ({ backend: b, url: u })));
    const told = longest(claims.filter(({ url }) => url.path !== '' && isBelow(path, url.path)));
    if (told.length) return { aims: told.map(({ backend, url }) => aimAt(backend, url, path)), told: true };
    const elsewhere = backends.filter((b) => {
      const own = claims.filter((c) => c.backend === b);
      return own.length > 0 && own.every((c) => c.url.path !== '');
    });
    const hosted = backends.flatMap((b) =>
      b.at.filter((u) => u.host !== undefined && u.path !== '' && isBelow(path, u.path)).map((u) => aimAt(b, u, path)),
    );
    if (!mayAsk && !elsewhere.length) return { aims: [{ path }, ...hosted], told: false };
    const has = (r: Route) => (mayAsk?.(r) ?? true) && !elsewhere.some((b) => belongs(r, b));
    return { aims: [{ path, of: { has } }, ...hosted], told: false };
  }
}

function aimAt(backend: Backend, url: BaseUrl, path: string): Aim {
  const rest = path.slice(url.path.length);
  return {
    path: rest === '' ? '/' : rest,
    of: { has: (route) => belongs(route, backend), words: `the backend ${backend.name}` },
  };
}

const isBelow = (path: string, front: string): boolean => path === front || path.startsWith(`${front}/`) || front === '';

function longest<T extends { url: BaseUrl }>(all: readonly T[]): T[] {
  const most = Math.max(...all.map((one) => one.url.path.length));
  return all.filter((one) => one.url.path.length === most);
}

function distinct(aims: readonly Aim[]): Aim[] {
  return aims.filter((aim, i) => !aims.slice(0, i).some((a) => a.path === aim.path && a.of === aim.of));
}

/** 'localhost:8001' of an address that names a port or another host. */
function hostOf({ origin, host, port }: Address): string | undefined {
  if (host === undefined || (origin === 'own' && port === undefined)) return undefined;
  return plainHost(port === undefined ? host : `${host}:${port}`);
}

/** Of a proxy's target: 'http://billing:8000', 'localhost:8000'. */
function targetHost(to: string): string | undefined {
  return to.includes('{}') ? undefined : (baseUrl(to).host ?? (/^[\w.-]+:\d+$/.test(to) ? plainHost(to) : undefined));
}
