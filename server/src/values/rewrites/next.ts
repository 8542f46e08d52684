/** Next's rewrites(), and the handlers that catch every path below them and pass it on: Next, Nuxt, SvelteKit. */
import { own } from '../../base/own';
import { genericEnv } from '../activations';
import { configFiles, configObjects, unwrap, valuesAt } from '../bundler-config';
import type { Context } from '../context';
import { textOf, type Value } from '../value';
import { patternRule, type Rewrite, vague } from './rule';
import { HOLE, isWholePath, pathSteps, type Target, targetsOf } from './target';

/** The path below which all of an application lies, '' for most. */
const basePath = (ctx: Context, config: Value): string => valuesAt(ctx, config, 'basePath').map(textOf)[0] ?? '';

export const nextBasePath = (ctx: Context, dir: string): string =>
  configFiles(ctx, dir, /^next\b/)
    .flatMap((file) => configObjects(ctx, file).map((config) => basePath(ctx, config)))
    .find((path) => path !== '') ?? '';

export function nextRules(ctx: Context, dir: string): Rewrite[] {
  return configFiles(ctx, dir, /^next\b/).flatMap((file) =>
    configObjects(ctx, file).flatMap((config) => {
      const base = basePath(ctx, config);
      const items = (name: string) => valuesAt(ctx, config, name).flatMap((v) => listed(ctx, file, v));
      return [
        ...items('rewrites').flatMap((item) => rewrites(ctx, file, base, item)),
        ...items('redirects').flatMap((item) => valuesAt(ctx, item, 'source').flatMap((v) => matcher(file, v, base))),
      ];
    }),
  );
}

/** Middleware that sends requests to where it says; its matchers say which it sees. */
export function middlewareRules(ctx: Context, dir: string): Rewrite[] {
  const facts = ctx.world.settings(`${dir}/package.json`);
  if (facts?.of !== 'package' || !facts.dependencies.includes('next')) return [];
  const files = [dir, `${dir}/src`].flatMap((at) =>
    (ctx.world.listing(at) ?? []).filter((name) => /^(?:middleware|proxy)\.[jt]s$/.test(name)).map((name) => `${at}/${name}`),
  );
  return files
    .filter((file) => rewritesIn(ctx, file))
    .flatMap((file) => {
      const matchers = valuesAt(ctx, ctx.exported(file, 'config'), 'matcher');
      const rules = matchers
        .flatMap((v) => (v.kind === 'list' ? (ctx.elements(v) ?? v.items) : [v]))
        .flatMap((v) => matcher(file, v));
      return rules.length ? rules : [vague(file)];
    });
}

/** NextResponse.rewrite(…) */
const rewritesIn = (ctx: Context, file: string): boolean =>
  ctx.world.chunkIds(file).some((id) => ctx.world.chunk(file, id)?.arena.some((e) => e.kind === 'get' && e.name === 'rewrite'));

function matcher(file: string, source: Value, base = ''): Rewrite[] {
  const text = textOf(source);
  return text === undefined ? [vague(file)] : [{ ...vague(file, base + text), test: patternRule(base + text, '').test }];
}

/** A list, or {beforeFiles, afterFiles, fallback}, from an async function. */
function listed(ctx: Context, file: string, value: Value): Value[] {
  return unwrap(ctx, value, file, 0).flatMap((v) => {
    const groups = ['beforeFiles', 'afterFiles', 'fallback'].flatMap((key) => valuesAt(ctx, v, key));
    return groups.length ? groups.flatMap((group) => unwrap(ctx, group, file, 0)) : [v];
  });
}

function rewrites(ctx: Context, file: string, base: string, item: Value): Rewrite[] {
  const sources = valuesAt(ctx, item, 'source').flatMap((v) => textOf(v) ?? []);
  const own = valuesAt(ctx, item, 'basePath').some((v) => v.kind === 'lit' && v.value === false) ? '' : base;
  const targets = distinct(valuesAt(ctx, item, 'destination').flatMap(targetsOf));
  const site = item.kind === 'obj' ? { site: item.site } : {};
  const maybe = ['has', 'missing'].some((key) => valuesAt(ctx, item, key).length > 0) ? { maybe: true as const } : {};
  return sources.flatMap((source) =>
    targets.map(
      (t): Rewrite => ({
        from: own + source,
        ...patternRule(own + source, t.path.replaceAll(HOLE, '{}') || '/'),
        ...origin(t),
        ...maybe,
        file,
        ...site,
      }),
    ),
  );
}

const origin = (t: Target) => (t.origin === undefined ? {} : { to: t.origin });
const distinct = (targets: Target[]): Target[] => [...new Map(targets.map((t) => [t.path, t])).values()];

/** app/api/[...path]/route.ts · pages/api/[...path].ts · server/api/[...].ts · routes/api/[...path]/+server.ts */
const CATCH_ALL =
  /\/(?:app|pages|server|routes)(?:\/[^/]+)*?\/\[{1,2}\.\.\.\w*\]{1,2}(?:\/(?:route|\+server)|\/index|\.\w+)?\.[mc]?[jt]sx?$/;

export function handlerRules(ctx: Context, dir: string): Rewrite[] {
  const files = ctx.world.files('web').filter((file) => file.startsWith(`${dir}/`) && CATCH_ALL.test(file));
  return files.flatMap((file) => handler(ctx, dir, file));
}

/** The path that a handler's file stands for; what it catches is `:path*`. */
function handledPath(dir: string, file: string): string | undefined {
  const inner = file.slice(dir.length);
  const [, kind, path] = /^(?:\/src)?\/(app|pages|server|routes)\/(.*)$/.exec(inner) ?? [];
  if (kind === undefined || path === undefined) return undefined;
  const segments = path
    .replace(/^routes\//, '')
    .replace(/(?:\/(?:route|\+server|index))?\.[mc]?[jt]sx?$/, '')
    .replace(/\.(?:get|post|put|patch|delete)$/, '')
    .split('/')
    .filter((segment) => !/^\(.*\)$/.test(segment));
  return `/${segments.map((s) => (/^\[+\.\.\./.test(s) ? ':path*' : s.replace(/^\[(\w+)\]$/, ':$1'))).join('/')}`;
}

const SENDERS =
  /^(?:global:(?:\$?fetch|URL|proxyRequest|Request)|h3\.(?:proxyRequest|sendProxy)|ofetch\.\$?fetch|axios(?:\.\w+)?|http-proxy-middleware(?:\.\w+)*|undici\.\w+|node-fetch)$/;

function handler(ctx: Context, dir: string, file: string): Rewrite[] {
  const from = handledPath(dir, file);
  if (from === undefined) return [];
  const verbs = exportedVerbs(ctx, file);
  const found = ctx.world.chunkIds(file).flatMap((id) => {
    const place = ctx.place(file, id, genericEnv(ctx, file, id));
    return (place?.chunk.arena ?? []).flatMap((e, x): Rewrite[] => {
      if (!place || (e.kind !== 'call' && e.kind !== 'new')) return [];
      const callee = ctx.evaluate(place, e.callee);
      if (callee.kind !== 'ext' || !SENDERS.test(callee.path)) return [];
      const targets = ctx.args(place, e.args).pos.slice(0, 2).flatMap(targetsOf);
      const sent = targets.filter((t) => t.path.includes(HOLE) || t.origin !== undefined);
      return sent.flatMap((t) => {
        const way = passedOn(from, t);
        return way ? [{ from, ...way, ...origin(t), ...(verbs ? { verbs } : {}), file, site: { file, chunk: id, x } }] : [];
      });
    });
  });
  return [...new Map(found.map((rule) => [JSON.stringify(rule.steps), rule])).values()];
}

/**
 * `${BACKEND}/v1/${path.join('/')}` is /v1/:path*; `${BACKEND}${url.pathname}` is the path itself, or what is made of it. Undefined where nothing
 * of the path goes along.
 */
function passedOn(from: string, { path, holes }: Target): Pick<Rewrite, 'test' | 'steps' | 'vague'> | undefined {
  const at = path.indexOf(HOLE);
  const [whole] = holes;
  if (at >= 0 && at <= 1 && whole && isWholePath(whole)) {
    const asIs = patternRule(from, from);
    const steps = pathSteps(whole);
    if (!steps) return { test: asIs.test, steps: [], vague: true };
    return steps.length ? { test: asIs.test, steps } : asIs;
  }
  const rule = patternRule(from, at < 0 ? path || '/' : `${path.slice(0, at).replace(/\/?$/, '/')}:path*`);
  return rule.steps.some((table) => table.some((s) => /\$\d/.test(s.to))) ? rule : undefined;
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The verbs that a handler's file answers: those that it exports, or the one in its name; undefined where it may answer any. */
export function exportedVerbs(ctx: Context, file: string): string[] | undefined {
  const named = /\.(get|post|put|patch|delete|head|options)\.[jt]s$/.exec(file)?.[1]?.toUpperCase();
  if (named !== undefined) return named === 'GET' ? ['GET', 'HEAD'] : [named];
  const head = /\/(?:route|\+server)\.[mc]?[jt]sx?$/.test(file) ? ctx.world.head(file) : undefined;
  if (!head?.exports || head.stars || own(head.exports, 'fallback') !== undefined) return undefined;
  const verbs = VERBS.filter(
    (verb) => own(head.exports!, verb) !== undefined || (verb === 'HEAD' && own(head.exports!, 'GET') !== undefined),
  );
  return verbs.length ? verbs : undefined;
}

/** 'web/app/api/x/route.ts answers this path, but not PUT' */
export const notAnswered = (file: string, method: string): string =>
  `${file.split('/').slice(-4).join('/')} answers this path, but not ${method}`;
