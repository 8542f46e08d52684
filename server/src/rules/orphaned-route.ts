/** A route that no call of the workspace reaches. */

import { siteKey } from '../values/value';
import { type Api, type Served, titleOf } from './api';
import { isPage, routeSite, servedAt } from './handlers';
import { named, type Rule, type RuleFinding } from './rule';

const APP =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef list_tasks():\n    return []\n\n\n@app.get("/api/tasks/{task_id}/history")\ndef history(task_id: int):\n    return []\n';
const LIST = 'export const tasks = () => fetch("/api/tasks");\n';

export const orphanedRoute: Rule = {
  meta: {
    id: 'orphaned-route',
    severity: 'hint',
    summary: 'A route that no call of the workspace reaches',
    why: 'Either something outside of this workspace calls it (another client, a webhook, a monitor), or the part of the user interface that should use it was never written, was lost, or calls something else. Worth knowing, and never by itself a reason to delete anything.',
    limits:
      'Pages that a browser opens, routes under a condition, WebSockets and routes that a call with unknown parts may reach are left out; so is every route of an application to which no call of the workspace is matched.',
    fix: {
      how: 'Call it from the user interface, or mark it as intentional with a comment that says who calls it.',
      safe: false,
    },
    examples: {
      bad: { 'ui/tasks.js': LIST, 'api/main.py': APP },
      good: {
        'ui/tasks.js': `${LIST}export const history = (id) => fetch(\`/api/tasks/\${id}/history\`);\n`,
        'api/main.py': APP,
      },
    },
  },
  check: (api) => {
    const used = (route: Served) => api.isReached(route);
    const alive = new Set(api.served.filter((r) => used(r)).map((r) => r.app));
    const reached = new Set(api.served.filter(used).map((r) => `${r.app} ${twinKey(r)}`));
    const seen = new Set<string>();
    const orphaned = api.served.filter((route) => {
      if (!alive.has(route.app) || reached.has(`${route.app} ${twinKey(route)}`)) return false;
      if (route.conditions.length || UNASKED.has(route.method)) return false;
      // What an OpenAPI file describes is at home elsewhere, and has callers there.
      if (route.handler.name === null || route.framework === 'openapi' || isPage(api, route)) return false;
      const key = twinKey(route);
      return !seen.has(key) && Boolean(seen.add(key));
    });
    return together(api, orphaned).map(([route, ...others]) => said(api, route!, others));
  },
};

/** A handler that is registered at one place with and without the slash at the end serves one route. */
const twinKey = (route: Served): string => `${siteKey(route.site)} ${titleOf(route).replace(/\/$/, '')}`;

/** What no call of a user interface is expected for: HEAD and OPTIONS are for monitors and browsers. */
const UNASKED = new Set(['WS', 'HEAD', 'OPTIONS']);

/** What one line registers in a loop, for many paths, is one finding. */
const MANY = 4;

function together(api: Api, routes: readonly Served[]): Served[][] {
  const groups = new Map<string, Served[]>();
  for (const route of routes) {
    const key = `${siteKey(routeSite(api, route))} ${route.handler.name}`;
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return [...groups.values()].flatMap((group) => (group.length < MANY ? group.map((route) => [route]) : [group]));
}

function said(api: Api, route: Served, others: readonly Served[]): RuleFinding {
  const name = route.handler.name ?? 'one handler';
  const what = others.length
    ? `${titleOf(route)}, nor the ${others.length} other routes of ${name} that are registered here`
    : titleOf(route);
  return {
    site: routeSite(api, route),
    around: servedAt(api, route),
    message: `Nothing in this workspace calls ${what}. Call it, or note who does: # crosswire-ignore orphaned-route: <who calls it>`,
    related: [],
    subject: others.length ? `${titleOf(route)} and others` : titleOf(route),
    data: { method: route.method, path: route.path },
    about: { route: named(route) },
  };
}
