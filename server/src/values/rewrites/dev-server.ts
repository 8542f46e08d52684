/** Development servers that pass requests on: Vite, webpack, Vue CLI, Nuxt, Angular's proxy.conf.js, Create React App's setupProxy. */
import { literally } from '../../base/text';
import { basename, dirname, isInside } from '../../base/uri';
import { genericEnv } from '../activations';
import {
  type ConfigEntry,
  configFiles,
  configObjects,
  entriesIn,
  hasMore,
  packageFolder,
  unwrap,
  valuesAt,
} from '../bundler-config';
import type { Context } from '../context';
import { alternatives, type Site, textOf, type Value } from '../value';
import { contextTest, patternRule, prepended, type Rewrite, regex, type Step, step, vague } from './rule';
import { stepsOf, targetsOf } from './target';

/** Where the tools keep their proxies. */
const PLACES: [tool: RegExp, ...keys: string[][]][] = [
  [
    /^(?:vite|vitest|electron\.vite|astro|nuxt|quasar|svelte)\b/,
    ['server', 'proxy'],
    ['preview', 'proxy'],
    ['vite', 'server', 'proxy'],
    ['renderer', 'server', 'proxy'],
    ['devServer', 'proxy'],
  ],
  [/^(?:webpack|vue|craco|rspack|rsbuild|nuxt|umi|config)\b/, ['devServer', 'proxy'], ['server', 'proxy'], ['proxy']],
];

export function devServerRules(ctx: Context, dir: string): Rewrite[] {
  const rules = PLACES.flatMap(([tool, ...places]) =>
    configFiles(ctx, dir, tool).flatMap((file) =>
      configObjects(ctx, file).flatMap((config) =>
        places.flatMap((keys) => valuesAt(ctx, config, ...keys).flatMap((v) => proxies(ctx, file, v))),
      ),
    ),
  );
  const own = PLACES.flatMap(([tool]) => configFiles(ctx, dir, tool).flatMap((file) => handlersIn(ctx, file)));
  return [...rules, ...own, ...nitro(ctx, dir), ...angular(ctx, dir), ...setupProxy(ctx, dir), ...packageProxy(ctx, dir)];
}

const HANDLED_IN = [
  'configureServer',
  'setupMiddlewares',
  'before',
  'after',
  'onBeforeSetupMiddleware',
  'onAfterSetupMiddleware',
];
const TAKES = /^(?:use|all|get|post|put|patch|delete)$/;

/** Handlers that a configuration gives its server: `server.middlewares.use('/px', …)`, `devServer.app.get('/px', …)`. */
function handlersIn(ctx: Context, file: string): Rewrite[] {
  const ids = ctx.world.chunkIds(file);
  const isHandled = ids.some((id) =>
    ctx.world
      .chunk(file, id)
      ?.arena.some(
        (e) => e.kind === 'obj' && e.entries.some((entry) => entry.key !== undefined && HANDLED_IN.includes(entry.key)),
      ),
  );
  if (!isHandled) return [];
  return ids.flatMap((id) => {
    const arena = ctx.world.chunk(file, id)?.arena ?? [];
    return arena.flatMap((e) => {
      const callee = e.kind === 'call' ? arena[e.callee] : undefined;
      if (e.kind !== 'call' || callee?.kind !== 'get' || !TAKES.test(callee.name)) return [];
      const first = e.args[0] && arena[e.args[0].x];
      if (first?.kind === 'str') return first.value.startsWith('/') ? [vague(file, first.value)] : [];
      const on = arena[callee.object];
      return callee.name === 'use' && on?.kind === 'get' && on.name === 'middlewares' ? [vague(file)] : [];
    });
  });
}

/** 'http://x' · {'/api': 'http://x'} · {'/api': {target, rewrite}} · [{context: ['/api'], target}] */
function proxies(ctx: Context, file: string, value: Value): Rewrite[] {
  if (value.kind === 'list')
    return value.items
      .flatMap((item) => unwrap(ctx, item, file, 0))
      .flatMap((item) => contexts(ctx, item).flatMap((c) => rulesOf(ctx, file, c, item)));
  if (textOf(value) !== undefined || value.kind === 'cat') return rulesOf(ctx, file, '/', value);
  const known = entriesIn(ctx, value).flatMap((entry: ConfigEntry) => rulesOf(ctx, file, entry.key, entry.value, entry.site));
  return hasMore(ctx, value) ? [...known, vague(file)] : known;
}

function contexts(ctx: Context, item: Value): string[] {
  const values = ['context', 'pathFilter', 'path'].flatMap((key) => valuesAt(ctx, item, key));
  return values.flatMap((v) => texts(ctx, v));
}

const texts = (ctx: Context, v: Value): string[] =>
  (v.kind === 'list' ? (ctx.elements(v) ?? v.items) : [v]).flatMap((item) => textOf(item) ?? []);

function rulesOf(ctx: Context, file: string, from: string, value: Value, site?: Site): Rewrite[] {
  return alternatives(value).flatMap(({ value: options }) => {
    const isTable = options.kind === 'obj' || options.kind === 'dict';
    const targets = isTable ? valuesAt(ctx, options, 'target').flatMap((v) => targetsOf(v)) : targetsOf(options);
    const rewrites = isTable ? ['rewrite', 'pathRewrite'].flatMap((key) => valuesAt(ctx, options, key)) : [];
    const steps = rewrites.length === 0 ? [] : rewriteSteps(ctx, rewrites[0]!);
    const isTold = !isTable || targets.length > 0 || valuesAt(ctx, options, 'target').length > 0;
    if (!isTold || !steps || (isTable && valuesAt(ctx, options, 'configure').length > 0 && changesPath(ctx, file)))
      return [vague(file, from)];
    const distinct = new Map((targets.length ? targets : [{ path: '' }]).map((t) => [t.path, t]));
    return [...distinct.values()].map(
      (t): Rewrite => ({
        from,
        test: contextTest(from),
        ...('origin' in t && t.origin !== undefined ? { to: t.origin } : {}),
        steps: [...steps, ...prepended(t.path)],
        file,
        ...(site ? { site } : {}),
      }),
    );
  });
}

/** A function of the path, or a table of expressions of which the first that matches counts. */
function rewriteSteps(ctx: Context, value: Value): Step[][] | undefined {
  const table = entriesIn(ctx, value).flatMap(({ key, value: to }) => {
    const text = textOf(to);
    return text === undefined ? [] : [step(key, text)];
  });
  return table.length ? [table] : stepsOf(ctx, value);
}

/** `proxyReq.path = …` in what is done to a proxy before it runs. */
const changesPath = (ctx: Context, file: string): boolean =>
  ctx.world
    .chunkIds(file)
    .some((id) => ctx.world.chunk(file, id)?.sets?.some((set) => set.name === 'path' || set.name === 'url'));

/** Nuxt: nitro.devProxy takes the matched prefix off; routeRules {'/api/**': {proxy: 'http://x/**'}} are patterns. */
function nitro(ctx: Context, dir: string): Rewrite[] {
  return configFiles(ctx, dir, /^(?:nuxt|nitro)\b/).flatMap((file) =>
    configObjects(ctx, file).flatMap((config) => {
      const proxied = [['nitro', 'devProxy'], ['devProxy']]
        .flatMap((keys) => valuesAt(ctx, config, ...keys))
        .flatMap((v) => proxies(ctx, file, v));
      const cut = proxied.map((rule) => ({
        ...rule,
        steps: [[step(`^${literally(rule.from.replace(/\/?\*+$/, ''))}`, '')], ...rule.steps],
      }));
      return [
        ...cut,
        ...[['routeRules'], ['nitro', 'routeRules']]
          .flatMap((keys) => valuesAt(ctx, config, ...keys))
          .flatMap((v) => routeRules(ctx, file, v)),
      ];
    }),
  );
}

function routeRules(ctx: Context, file: string, value: Value): Rewrite[] {
  return entriesIn(ctx, value).flatMap(({ key, value: options, site }) => {
    const to = valuesAt(ctx, options, 'proxy').flatMap((v) => (v.kind === 'obj' ? valuesAt(ctx, v, 'to') : [v]));
    return to.flatMap(targetsOf).map(
      (t): Rewrite => ({
        from: key,
        ...patternRule(key, t.path === '' ? '/' : t.path),
        ...(t.origin === undefined ? {} : { to: t.origin }),
        file,
        ...(site ? { site } : {}),
      }),
    );
  });
}

function angular(ctx: Context, dir: string): Rewrite[] {
  const folders = [dir, `${dir}/src`];
  const files = folders.flatMap((at) =>
    (ctx.world.listing(at) ?? []).filter((name) => /^proxy(?:\.[\w-]+)*\.[mc]?js$/.test(name)).map((name) => `${at}/${name}`),
  );
  return files.flatMap((file) => {
    const whole = ctx.exported(file, 'default');
    return proxies(ctx, file, whole.kind === 'list' ? whole : (unwrap(ctx, whole, file, 0)[0] ?? whole));
  });
}

/** Express with http-proxy-middleware: app.use('/api', createProxyMiddleware({target, pathRewrite})). */
function setupProxy(ctx: Context, dir: string): Rewrite[] {
  const files = [dir, `${dir}/src`, `${dir}/server`].flatMap((at) =>
    (ctx.world.listing(at) ?? [])
      .filter((name) => /^(?:setupProxy|server|dev-?server|index)\.[mc]?[jt]s$/i.test(name))
      .map((name) => `${at}/${name}`),
  );
  const gateways = ctx.world.words.filesWith('web', 'createProxyMiddleware').filter((file) => isBeside(ctx, dir, file));
  return [...new Set([...files, ...gateways])]
    .filter((file) => /setupProxy/.test(basename(file)) || importsProxy(ctx, file))
    .flatMap((file) => mounted(ctx, file));
}

/** A gateway stands in the same package, or in one of its own that is no user interface with a proxy for itself. */
function isBeside(ctx: Context, dir: string, file: string): boolean {
  if (/setupProxy/.test(basename(file))) return false;
  const owner = packageFolder(ctx, dirname(file));
  if (isInside(dir, owner)) return true;
  const facts = ctx.world.settings(`${owner}/package.json`);
  return facts?.of === 'package' && facts.dependencies.includes('express') && !isInside(owner, dir);
}

const MIDDLEWARE = /^(?:http-proxy-middleware|express-http-proxy)(?:\.|$)/;

function importsProxy(ctx: Context, file: string): boolean {
  return ctx.world.chunk(file, '')?.arena.some((e) => e.kind === 'import' && MIDDLEWARE.test(e.module)) ?? false;
}

function mounted(ctx: Context, file: string): Rewrite[] {
  return ctx.world.chunkIds(file).flatMap((id) => {
    const place = ctx.place(file, id, genericEnv(ctx, file, id));
    const uses = place?.chunk.arena.flatMap((e) => {
      const callee = e.kind === 'call' ? place.chunk.arena[e.callee] : undefined;
      return e.kind === 'call' && callee?.kind === 'get' && callee.name === 'use' ? [ctx.args(place, e.args).pos] : [];
    });
    return (uses ?? []).flatMap((args) => use(ctx, file, args));
  });
}

function use(ctx: Context, file: string, args: Value[]): Rewrite[] {
  const paths = args.length > 1 && args[0]!.kind !== 'made' ? texts(ctx, args[0]!) : [];
  return args
    .flatMap((arg) => alternatives(arg))
    .flatMap(({ value }) => {
      if (value.kind !== 'made' || value.callee.kind !== 'ext' || !MIDDLEWARE.test(value.callee.path)) return [];
      const own = value.args.pos.flatMap((v) => texts(ctx, v));
      const options = value.args.pos.find((v) => v.kind === 'obj' || v.kind === 'dict');
      const express = value.callee.path.startsWith('express-http-proxy');
      const from = express ? paths : [...paths, ...own, ...(options ? contexts(ctx, options) : [])];
      const rules = (from.length ? from : ['/']).flatMap((path) =>
        rulesOf(ctx, file, path, options && !express ? options : value.args.pos[0]!),
      );
      // express-http-proxy gets what Express leaves of the path: the mount point is gone.
      return express ? rules.map((rule) => ({ ...rule, steps: [[step(`^${literally(rule.from)}`, '')], ...rule.steps] })) : rules;
    });
}

/** Create React App: "proxy" in package.json takes everything that is no file. */
function packageProxy(ctx: Context, dir: string): Rewrite[] {
  const facts = ctx.world.settings(`${dir}/package.json`);
  if (facts?.of !== 'package' || facts.proxy === undefined) return [];
  return [{ from: '/', test: regex('^/'), to: facts.proxy.replace(/\/+$/, ''), steps: [], file: `${dir}/package.json` }];
}
