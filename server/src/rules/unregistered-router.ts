/** A router with routes that no application includes. */

import { basename } from '../base/uri';
import { siteOfValue } from '../model/routes/naming';
import { hasOpenInclude } from '../model/routes/open-includes';
import { roleOf } from '../model/routes/roles';
import type { Route } from '../model/routes/routes';
import { keyOf, type Value } from '../values/value';
import { type Api, listed, titleOf } from './api';
import { servedAt } from './handlers';
import { outermostOf } from './includes';
import { named, type Rule, type RuleFinding } from './rule';

const STATS =
  'from fastapi import APIRouter\n\nrouter = APIRouter(prefix="/stats")\n\n\n@router.get("/throughput")\ndef throughput():\n    return {}\n';

export const unregisteredRouter: Rule = {
  meta: {
    id: 'unregistered-router',
    severity: 'warning',
    summary: 'A router with routes that no application includes',
    why: 'None of its routes is served: every call to them answers 404, though the code is there and its unit tests may pass. The line that includes it was forgotten, or lost in a merge.',
    limits: 'Nothing is reported where the workspace includes routers that cannot be known, as plugins found at run time.',
    fix: { how: 'Include the router in the application, beside its siblings.', safe: false },
    examples: {
      bad: { 'api/main.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n', 'api/stats.py': STATS },
      good: {
        'api/main.py': 'from fastapi import FastAPI\nfrom stats import router\n\napp = FastAPI()\napp.include_router(router)\n',
        'api/stats.py': STATS,
      },
    },
  },
  check: (api) => {
    if (hasOpenInclude(api.ctx, api.table)) return [];
    const outermost = outermostOf(api);
    const groups = new Map<string, { object: Value; routes: Route[] }>();
    for (const route of api.routes) {
      if (route.app !== null) continue;
      const object = outermost(route.source.route.on);
      const group = groups.get(keyOf(object)) ?? { object, routes: [] };
      group.routes.push(route);
      groups.set(keyOf(object), group);
    }
    return [...groups.values()].flatMap(({ object, routes }) => unregistered(api, object, routes));
  },
};

function unregistered(api: Api, object: Value, routes: Route[]): RuleFinding[] {
  const site = siteOfValue(object);
  if (!site || object.kind === 'sym' || roleOf(api.ctx, object)?.kind !== 'router' || api.isTestFile(site.file)) return [];
  if (api.served.some((r) => r.source.includes.some((i) => keyOf(i.child) === keyOf(object)))) return [];
  const word = routes[0]?.framework === 'fastapi' ? 'router' : 'blueprint';
  const names = listed(
    routes.map((r) => titleOf(r)),
    3,
  );
  const what = routes.length === 1 ? `its route ${names} is` : `its ${routes.length} routes (${names}) are`;
  const message = `No application includes this ${word}, so ${what} never served. Include it in the application.`;
  const related = routes.slice(0, 5).map((r) => ({ message: `${titleOf(r)} is not served`, site: servedAt(api, r) }));
  const sibling = siblingOf(api, site.file);
  if (sibling)
    related.unshift({ message: `a router of ${basename(sibling.site.file)} is included here`, site: sibling.trace[1]!.site });
  return [
    {
      site,
      message,
      related,
      subject: basename(site.file),
      data: { routes: routes.map((r) => titleOf(r)) },
      about: { router: site, ...(routes[0] ? { route: named(routes[0]) } : {}), ...(sibling ? { other: named(sibling) } : {}) },
    },
  ];
}

/** A served route of a router in the same folder. */
function siblingOf(api: Api, file: string): Route | undefined {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return api.served.find(
    (r) =>
      r.site.file !== file &&
      r.trace.length > 1 &&
      r.site.file.startsWith(folder) &&
      !r.site.file.slice(folder.length).includes('/'),
  );
}
