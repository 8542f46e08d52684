/** What JavaScript of the workspace answers: Express and its like; and mocks, which answer only where there is nothing else. */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { patternOf, patternText } from '../../values/pattern';
import { NULL, textOf } from '../../values/value';
import { MOCKS } from '../clients/mocks';
import { pathText } from '../requests/address';
import type { Route } from '../routes/route';
import type { Seen } from './call';
import { RouteTrie } from './match';

interface Sources {
  ctx: Context;
  files(): readonly string[];
  seen(file: string): readonly Seen[];
}

/** The handlers of some clients, by their paths; `name` tells the queries of one from another's. */
export function elsewhereQuery(
  { ctx, files, seen }: Sources,
  isOne: (client: string) => boolean,
  name: string,
  more: (file: string) => Route[] = () => [],
): Query<null, RouteTrie> {
  const { db } = ctx.world;
  const ofFile = db.query<string, Route[]>(
    `${name} in file`,
    (file) => [
      ...seen(file)
        .filter(({ effect: { data } }) => data.kind === 'served' && isOne(data.client))
        .flatMap((s) =>
          s.variants.map((v) => ({
            ...handlerAt(v.method ?? 'ANY', pathText(v.address.segments, false), s.effect.site.file),
            ...(s.effect.data.guess ? { reason: 'what is mounted may answer' } : {}),
          })),
        ),
      ...more(file),
    ],
    () => [],
    { equal: equalData, early: 7 },
  );
  const all = db.query<null, Route[]>(
    name,
    () => files().flatMap((file) => ofFile.get(file, file)),
    () => [],
    { equal: (a, b) => a.length === b.length && a.every((one, i) => one === b[i]) },
  );
  return db.query(
    `${name} by path`,
    () => new RouteTrie(all.get('', null)),
    () => new RouteTrie([]),
  );
}

/** Handlers of mocks: calls of their libraries, and lists of them in files of a mock folder. */
export const mocksQuery = (from: Sources): Query<null, RouteTrie> =>
  elsewhereQuery(
    { ...from, files: () => [...new Set([...from.files(), ...from.ctx.world.files('web').filter(isOfMocks)])] },
    (client) => client === MOCKS,
    'mocks',
    (file) => (isOfMocks(file) ? listedIn(from.ctx, file) : []),
  );

const isOfMocks = (file: string): boolean => /\/_*mocks?_*\/.*\.[mc]?[jt]s$/.test(file);

/** `export default [{ url: '/api/tasks', method: 'get', response: () => … }]`, for development servers that answer by themselves. */
function listedIn(ctx: Context, file: string): Route[] {
  const exported = ctx.world.head(file)?.exports?.default === undefined ? undefined : ctx.exported(file, 'default');
  const list = exported?.kind === 'made' ? exported.args.pos[0] : exported;
  return ((list && ctx.elements(list)) ?? []).flatMap((one) => {
    const entry = (name: string) => (one.kind === 'obj' ? ctx.member(one, name) : NULL);
    const path = patternText(patternOf(entry('url')))?.text;
    const answer = ['response', 'rawResponse', 'body'].some((name) => !isAbsent(entry(name)));
    return path?.startsWith('/') && answer ? [handlerAt(textOf(entry('method'))?.toUpperCase() ?? 'ANY', path, file)] : [];
  });
}

const isAbsent = (v: { kind: string; value?: unknown }): boolean => v.kind === 'lit' && v.value === null;

/** A handler in JavaScript as a route; ':id', `{}` and `{?}` are parameters. */
function handlerAt(method: string, path: string, file: string): Route {
  return {
    method,
    path: path
      .replace(/\/:\w+(?:\([^)]*\))?\??/g, '/{p}')
      .replace(/\{\??\}/g, '{p}')
      .replace(/\*/g, '{rest:path}'),
    partial: false,
    reason: null,
    framework: 'javascript',
    handler: { name: null },
    site: { file, chunk: '', x: 0 },
    pathSites: [],
    app: file,
    appFile: file,
    appSite: null,
    appRoot: null,
    conditions: [],
    test: false,
    trace: [],
    source: {
      route: {
        op: 'route',
        on: NULL,
        methods: [method],
        path: undefined,
        handler: NULL,
        options: { pos: [], named: {} },
        framework: 'javascript',
      },
      includes: [],
    },
  };
}
