/** What rules read of a route's handler: its parameters, what it answers with. */
import type { Chunk } from '../facts/facts';
import type { Route } from '../model/routes';
import type { Site } from '../values/value';
import type { Api } from './api';

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

/** Whether a browser opens the route itself: it answers with a page, or sends the browser elsewhere. */
export function isPage(api: Api, route: Route): boolean {
  if (route.method !== 'GET' && route.method !== 'ANY') return false;
  if (route.path === '/') return true;
  const chunk = handlerChunk(api, route);
  if (!chunk) return false;
  return chunk.arena.some((e) => {
    if (e.kind !== 'call') return false;
    const callee = chunk.arena[e.callee];
    return callee !== undefined && 'name' in callee && callee.name !== undefined && PAGES.has(callee.name);
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
  return path ? { ...site, x: path.x } : site;
}
