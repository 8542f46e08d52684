/** What page scripts share through window, by name: `window.App`, `App.api`, the functions of classic scripts. */
import { basename, dirname } from '../base/uri';
import { genericEnv } from './activations';
import type { Context } from './context';
import { perContext } from './memo';
import { alternatives, either, RECURSIVE, type Site, sameValue, type Value } from './value';
import type { SharedAt } from './world';

/** Libraries that pages load as scripts. A copy of one in the repository is the library, not the project's code. */
const LIBRARIES = new Set([
  '$',
  'jQuery',
  'axios',
  'htmx',
  'Vue',
  'React',
  'angular',
  '_',
  'ky',
  'superagent',
  'io',
  'moment',
  'Alpine',
  'SwaggerUIBundle',
]);
/** More definitions than this say that the name means something else on every page. */
const MAX_SITES = 12;

const queries = perContext((ctx) => ({
  value: ctx.world.db.query(
    'page global',
    (at: SharedAt) => valueAt(ctx, at),
    () => RECURSIVE,
    { equal: sameValue },
  ),
}));

/** What a global name is worth to a script in `from`; undefined if no script of the workspace defines it. */
export function sharedGlobal(ctx: Context, name: string, from?: string): Value | undefined {
  const sites = loadedBy(ctx, nearest(ctx.world.shared(name), from), from);
  if (sites.length === 0) return undefined;
  const values = sites.map((at) => queries(ctx).value.get(`${at.file}#${at.chunk}#${at.variable ?? at.x}`, at));
  const known = values.flatMap((v) => alternatives(v)).filter((a) => !isRecursive(a.value));
  const library = LIBRARIES.has(name) ? known.filter((a) => a.value.kind === 'ext' && a.value.path !== `global:${name}`) : known;
  if (library.length) return either(library);
  return known.length ? undefined : RECURSIVE;
}

const isRecursive = (v: Value) => v.kind === 'unknown' && v.why === 'recursive';

function valueAt(ctx: Context, at: SharedAt): Value {
  const env = genericEnv(ctx, at.file, at.chunk);
  if (at.variable !== undefined) return ctx.binding(at.file, at.chunk, at.variable, env);
  const place = ctx.place(at.file, at.chunk, env);
  const kept = place ? alternatives(ctx.evaluate(place, at.x)).filter((a) => !isRecursive(a.value)) : [];
  return kept.length ? either(kept) : RECURSIVE;
}

/** Of several definitions those that lie closest: the file's own, its folder's, its application's. */
function nearest(sites: readonly SharedAt[], from: string | undefined): readonly SharedAt[] {
  if (sites.length < 2 || from === undefined) return sites.slice(0, MAX_SITES);
  let best: SharedAt[] = [];
  let depth = -1;
  for (const at of sites) {
    const shared = at.file === from ? Number.POSITIVE_INFINITY : commonFolders(at.file, from);
    if (shared > depth) [best, depth] = [[at], shared];
    else if (shared === depth) best.push(at);
  }
  return best.slice(0, MAX_SITES);
}

/** Of several definitions those of the scripts that a page names. */
function loadedBy(ctx: Context, sites: readonly SharedAt[], from: string | undefined): readonly SharedAt[] {
  if (sites.length < 2 || from === undefined || !/\.(?:x?html?|jinja2?|j2)$/.test(from)) return sites;
  const named = new Set(
    ctx.world
      .chunkIds(from)
      .flatMap((id) =>
        (ctx.world.chunk(from, id)?.arena ?? []).flatMap((e) =>
          e.kind === 'str' && e.value.endsWith('.js') ? [basename(e.value)] : [],
        ),
      ),
  );
  const loaded = sites.filter((at) => named.has(basename(at.file)));
  return loaded.length ? loaded : sites;
}

function commonFolders(a: string, b: string): number {
  const [x, y] = [dirname(a).split('/'), dirname(b).split('/')];
  let i = 0;
  while (i < x.length && i < y.length && x[i] === y[i]) i++;
  return i;
}

/** A member that another script sets on an object which window holds: `App.api = …` for the object of `window.App = {}`. */
export function memberElsewhere(ctx: Context, site: Site, name: string): Value | undefined {
  for (const own of ctx.world.sharedIn(site.file)) {
    if (own.chunk !== site.chunk || !holds(ctx, site, own.x)) continue;
    const found = sharedGlobal(ctx, `${own.name}.${name}`, site.file);
    if (found) return found;
  }
  return undefined;
}

/** The object itself, or `window.App || {}` with it in second place. */
function holds(ctx: Context, site: Site, x: number): boolean {
  if (x === site.x) return true;
  const e = ctx.world.chunk(site.file, site.chunk)?.arena[x];
  return e?.kind === 'either' && e.op === 'or' && e.of.includes(site.x);
}
