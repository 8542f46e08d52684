/** What rules read of a route's handler: its parameters, what it answers with. */
import type { Chunk } from '../facts/facts';
import type { Route } from '../model/routes/routes';
import { patternOf } from '../values/pattern';
import { type Site, siteKey, type Value } from '../values/value';
import { type Api, listed } from './api';
import type { RelatedSite } from './rule';

export function handlerChunk(api: Api, route: Route): Chunk | undefined {
  const { file, chunk } = route.handler;
  return file !== undefined && chunk !== undefined ? api.ctx.world.chunk(file, chunk) : undefined;
}

/** What makes a page, a file or a redirect of the answer: for a browser that is sent there, not for code. */
const PAGES = new Set([
  'render_template',
  'render_template_string',
  'TemplateResponse',
  'HTMLResponse',
  'RedirectResponse',
  'redirect',
  'send_from_directory',
]);

/** Whether a browser opens the route itself, or sends a page's form to it: it answers with a page, or sends the browser elsewhere. */
export function isPage(api: Api, route: Route): boolean {
  if (!['GET', 'POST', 'ANY'].includes(route.method)) return false;
  // What takes every path hands out the pages of a single-page application.
  if (route.path === '/' || /^\/\{[^{}]*:path\}$/.test(route.path ?? '')) return true;
  const { file, chunk } = route.handler;
  return file !== undefined && chunk !== undefined && makesPage(api, file, chunk, 0);
}

/** Helpers that make the page for several handlers: `return render_list(books)`. */
const HELPERS = 3;

function makesPage(api: Api, file: string, id: string, depth: number): boolean {
  const chunk = api.ctx.world.chunk(file, id);
  if (!chunk) return false;
  const direct = chunk.arena.some((e) => {
    if (e.kind !== 'call') return false;
    const callee = chunk.arena[e.callee];
    return callee !== undefined && 'name' in callee && callee.name !== undefined && PAGES.has(callee.name);
  });
  if (direct || depth === HELPERS) return direct;
  const place = api.ctx.place(file, id, api.ctx.genericEnv(file, id));
  return (chunk.returns ?? []).some(({ x }) => {
    const call = chunk.arena[x];
    const helper = place && call?.kind === 'call' ? api.ctx.evaluate(place, call.callee) : undefined;
    return helper?.kind === 'fn' && makesPage(api, helper.file, helper.chunk, depth + 1);
  });
}

/** The path as the registration writes it; the registration itself where it writes none. */
export function routeSite(api: Api, route: Route): Site {
  const { site } = route;
  const arena = api.ctx.world.chunk(site.file, site.chunk)?.arena;
  const call = arena?.[site.x];
  if (!arena || call?.kind !== 'call') return site;
  const made = arena[call.callee];
  const args = call.decorator && made?.kind === 'call' ? made.args : call.args;
  const path = args.find((a) => {
    const e = arena[a.x];
    return (e?.kind === 'str' && (e.value === '' || e.value.includes('/'))) || e?.kind === 'cat';
  });
  return path ? { ...site, x: path.x } : (siteOfText(route.source.route.path) ?? site);
}

/** A helper that registers is handed the path: there it is written. */
function siteOfText(path: Value | undefined): Site | undefined {
  return path?.kind === 'str' || path?.kind === 'cat' ? (path.site ?? patternOf(path).find((p) => p.site)?.site) : undefined;
}

/** Where a person looks for the route: its registration, or the line that has a helper register it. */
export function servedAt(api: Api, route: Route): Site {
  const path = routeSite(api, route);
  return path.file === route.site.file && path.chunk === route.site.chunk ? route.site : path;
}

/** 'GET /api/config is served here', one for each place of several routes: 'DELETE, GET and PUT /api/items/{id} are served here'. */
export function servedHere(api: Api, routes: readonly Route[]): RelatedSite[] {
  const places = new Map<string, { site: Site; routes: Route[] }>();
  for (const route of routes) {
    const site = servedAt(api, route);
    const place = places.get(siteKey(site)) ?? { site, routes: [] };
    place.routes.push(route);
    places.set(siteKey(site), place);
  }
  return [...places.values()].map(({ site, routes: here }) => {
    const verbs = listed(here.map((r) => r.method).sort());
    return { message: `${verbs} ${here[0]!.path} ${verbs.includes(' ') ? 'are' : 'is'} served here`, site };
  });
}
