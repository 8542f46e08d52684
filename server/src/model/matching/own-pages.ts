/** Pages that FastAPI serves by itself: /docs, /redoc and /openapi.json, where an application has not moved them or turned them off. */

import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { alternatives, siteKey, textOf, type Value } from '../../values/value';
import { externalClass } from '../routes/registration';
import type { Route } from '../routes/route';
import type { RouteTable } from '../routes/routes';

const APP = /^fastapi(\.\w+)*\.FastAPI$/;
const PAGES = { docs_url: '/docs', redoc_url: '/redoc' };

const queries: (ctx: Context) => { all: Query<RouteTable, string[]> } = perContext((ctx) => ({
  all: ctx.world.db.query<RouteTable, string[]>(
    'pages of frameworks',
    (table) => [...new Set(applications(table.all()).flatMap(({ app, prefix }) => pages(ctx, app).map((page) => prefix + page)))],
    () => [],
    { equal: equalData, kept: true },
  ),
}));

export const isOwnPage = (ctx: Context, table: RouteTable, path: string): boolean =>
  queries(ctx)
    .all.get('', table)
    .includes(path.replace(/\/(?:oauth2-redirect)?$/, ''));

interface Application {
  app: Value;
  prefix: string;
}

/** Every application that routes lead to, those that another mounts included. */
function applications(routes: readonly Route[]): Application[] {
  const found = new Map<string, Application>();
  for (const { app, appSite, test, source } of routes) {
    if (app === null || test) continue;
    let prefix: string | undefined = '';
    const chain = source.includes;
    for (let i = chain.length - 1; i >= 0; i--) {
      const { on, child, prefix: own } = chain[i]!;
      if (i === chain.length - 1) add(found, on, '');
      const text: string | undefined = own === undefined ? '' : textOf(own);
      prefix = prefix === undefined || text === undefined ? undefined : prefix + text.replace(/\/+$/, '');
      if (prefix !== undefined) add(found, child, prefix);
    }
    if (!chain.length && appSite !== null) add(found, source.route.on, '');
  }
  return [...found.values()];
}

function add(found: Map<string, Application>, app: Value, prefix: string): void {
  for (const { value } of alternatives(app)) {
    const key = value.kind === 'made' || value.kind === 'inst' ? value.site && siteKey(value.site) : undefined;
    if (key !== undefined) found.set(`${key} ${prefix}`, { app: value, prefix });
  }
}

/** One that is moved to where nobody knows may still be where it is by default. */
function pages(ctx: Context, app: Value): string[] {
  const made = externalClass(ctx, app);
  if (!made || !APP.test(made.path)) return [];
  const at = (name: string, usual: string): string[] => {
    const given = made.args.named[name];
    return given === undefined
      ? [usual]
      : alternatives(given).flatMap(({ value }) => (isNone(value) ? [] : [textOf(value) ?? usual]));
  };
  const schema = at('openapi_url', '/openapi.json');
  return schema.length ? [...schema, ...Object.entries(PAGES).flatMap(([name, usual]) => at(name, usual))] : [];
}

const isNone = (value: Value): boolean => value.kind === 'lit' && value.value === null;
