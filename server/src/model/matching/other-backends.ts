/**
 * Servers of the workspace that are not understood: Django, aiohttp, Go, Rails, Nest… What they serve is not known, so a call that one of them may
 * answer is unknown, not missing.
 */

import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { dirname, isInside } from '../../base/uri';
import { genericEnv } from '../../values/activations';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { externalName } from '../requests/request';
import { isTestPath } from '../routes/naming';

export interface OtherBackend {
  /** 'Django', 'Gin (Go)' */
  framework: string;
  /** Where it lies. */
  folder: string;
}

const HTTP_SERVER = "Python's http.server";
const PYTHON: [RegExp, string][] = [
  [/^django(\.|$)/, 'Django'],
  [/^aiohttp\.web(\.|$)/, 'aiohttp'],
  [/^tornado\.web(\.|$)/, 'Tornado'],
  [/^sanic(\.|$)/, 'Sanic'],
  [/^bottle(\.|$)/, 'Bottle'],
  [/^falcon(\.|$)/, 'Falcon'],
  [/^pyramid\.config(\.|$)/, 'Pyramid'],
  [/^litestar(\.|$)/, 'Litestar'],
  [/^cherrypy(\.|$)/, 'CherryPy'],
  [/^http\.server\.(?:Base|Simple|CGI)?HTTPRequestHandler$/, HTTP_SERVER],
  [/^flask_appbuilder(\.|$)/, 'Flask-AppBuilder'],
  [/^connexion(\.|$)/, 'Connexion'],
];
const NODE: [string, string][] = [
  ['@nestjs/core', 'Nest'],
  ['@hapi/hapi', 'hapi'],
  ['@adonisjs/core', 'AdonisJS'],
  ['@feathersjs/feathers', 'Feathers'],
  ['sails', 'Sails'],
  ['fastify', 'Fastify'],
  ['hono', 'Hono'],
  ['koa', 'Koa'],
  ['elysia', 'Elysia'],
  ['restify', 'Restify'],
  ['json-server', 'json-server'],
  ['miragejs', 'Mirage'],
  ['ember-cli-mirage', 'Mirage'],
];

/** Servers that JavaScript starts without a framework, by a word of what starts them. */
const STARTED: [word: string, called: RegExp, name: string][] = [
  ['createServer', /^(?:node:)?http[s2]?\.createServer$/, "Node's http"],
  ['serve', /^global:Bun\.serve$/, 'Bun.serve'],
  ['serve', /^global:Deno\.serve$/, 'Deno.serve'],
  ['createRouter', /^h3\.createRouter$/, 'h3'],
  ['createApp', /^h3\.createApp$/, 'h3'],
  ['H3', /^h3\.H3$/, 'h3'],
];

const queries: (ctx: Context) => { all: Query<readonly string[], OtherBackend[]> } = perContext((ctx) => ({
  all: ctx.world.db.query<readonly string[], OtherBackend[]>(
    'other backends',
    (roots) => found(ctx, (file) => roots.some((root) => isInside(file, root) && isTestPath(file, root))),
    () => [],
    { equal: equalData, early: 6 },
  ),
}));

/** One for each framework, where it was first seen. */
export const otherBackends = (ctx: Context, roots: readonly string[]): OtherBackend[] =>
  queries(ctx).all.get(roots.join('\n'), roots);

function found(ctx: Context, isTest: (file: string) => boolean): OtherBackend[] {
  const { world } = ctx;
  const all: OtherBackend[] = [];
  for (const file of world.files('settings')) {
    const facts = world.settings(file);
    if (facts?.of === 'backend') all.push({ framework: facts.framework, folder: dirname(file) });
    if (facts?.of !== 'package') continue;
    for (const [name, framework] of NODE) if (facts.dependencies.includes(name)) all.push({ framework, folder: dirname(file) });
  }
  for (const file of world.files('python')) {
    const chunk = world.chunk(file, '');
    const modules = chunk?.arena.flatMap((e) => (e.kind === 'import' && !e.level ? [`${e.module}.${e.name ?? ''}`] : [])) ?? [];
    for (const [test, framework] of PYTHON) {
      // Django's models and forms are used without its server; its table of addresses is not.
      const serves = framework === 'Django' ? chunk?.vars.urlpatterns !== undefined : true;
      const counts = serves && !(framework === HTTP_SERVER && isTest(file));
      if (counts && modules.some((m) => test.test(m))) all.push({ framework, folder: dirname(file) });
    }
  }
  for (const [word, called, framework] of STARTED)
    for (const file of world.words.filesWith('web', word))
      if (!isTest(file) && starts(ctx, file, word, called)) all.push({ framework, folder: dirname(file) });
  return [...new Map(all.reverse().map((b) => [b.framework, b])).values()].reverse();
}

/** `http.createServer(…)`, `createServer(…)` from 'node:http', `Bun.serve(…)`. */
function starts(ctx: Context, file: string, word: string, name: RegExp): boolean {
  return ctx.world.chunkIds(file).some((id) => {
    const place = ctx.place(file, id, genericEnv(ctx, file, id));
    return (
      place?.chunk.arena.some((e) => {
        const isMade = e.kind === 'call' || e.kind === 'new';
        const callee = isMade ? place.chunk.arena[e.callee] : undefined;
        if (!isMade || !callee || (callee.kind === 'get' && callee.name !== word)) return false;
        return callee.kind !== 'fn' && name.test(externalName(ctx.evaluate(place, e.callee)) ?? '');
      }) ?? false
    );
  });
}

/**
 * Why a call that no known route answers may be answered all the same; undefined where it is known that it is not. Below the first two
 * segments of what is understood, what is understood is all there is.
 */
export function mayAnswer(others: readonly OtherBackend[], areas: readonly string[], path: string): string | undefined {
  if (areas.length === 0)
    return others.length
      ? `the backend is ${namesOf(others)}, which is not understood yet`
      : 'no FastAPI or Flask application is known here';
  if (!others.length || areas.includes(areaOf(path))) return undefined;
  return `${namesOf(others)}, which is not understood yet, may answer it`;
}

const namesOf = (others: readonly OtherBackend[]): string => others.map((o) => o.framework).join(' and ');

/** '/api/tasks' of '/api/tasks/{}/retry' */
export const areaOf = (path: string) =>
  path
    .split('/')
    .slice(0, 3)
    .map((s) => (s.startsWith('{') ? '{}' : s))
    .join('/');

/** '/api' of '/api/tasks/{}' */
export const headOf = (path: string) => path.split('/').slice(0, 2).join('/');
