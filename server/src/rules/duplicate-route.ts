/** Two handlers for one method and path of an application: only one of them is ever reached. */
import { keyOf, siteKey, textOf } from '../values/value';
import { type Api, type Served, shapeOf } from './api';
import { at } from './call-sites';
import { routeSite, servedAt } from './handlers';
import { order } from './order';
import type { Rule, RuleFinding } from './rule';

const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n';

export const duplicateRoute: Rule = {
  meta: {
    id: 'duplicate-route',
    severity: 'warning',
    summary: 'Two routes of one application with the same method and path',
    why: 'The first that is registered answers every request; the other is dead code that looks alive. It often remains after a merge or a move, and then the wrong one is edited.',
    limits: 'Routes that exist only under a condition are left out: they may exclude each other.',
    fix: { how: 'Remove one of the two, or give it a path of its own.', safe: false },
    examples: {
      bad: {
        'api/main.py': `${APP}@app.get("/api/roles/{name}")\ndef get_role(name: str):\n    return {}\n\n\n@app.get("/api/roles/{role}")\ndef show_role(role: str):\n    return {}\n`,
      },
      good: {
        'api/main.py': `${APP}@app.get("/api/roles/{name}")\ndef get_role(name: str):\n    return {}\n\n\n@app.put("/api/roles/{role}")\ndef save_role(role: str):\n    return {}\n`,
      },
    },
  },
  check: (api) => {
    const groups = new Map<string, Served[]>();
    for (const route of api.served) {
      if (route.conditions.length || isFallback(api, route)) continue;
      const key = `${route.app} ${route.appRoot} ${route.method} ${shapeOf(route.path)} ${converters(route)} ${hostOf(route)}`;
      groups.set(key, [...(groups.get(key) ?? []), route]);
    }
    return [...groups.values()].flatMap((group) => (group.length < 2 ? [] : duplicates(api, group)));
  },
};

/** `/<int:id>` and `/<name>` are two routes: which one answers is decided by what is asked. */
function converters({ source }: Served): string {
  const path = textOf(source.route.path) ?? '';
  const found = path.matchAll(/<(?:(\w+(?:\([^)]*\))?):)?\w+>|\{\w+(?::(\w+))?\}/g);
  return [...found].map(([, flask = '', starlette = '']) => flask || starlette).join(' ');
}

/** In `except ImportError:`, for what was not registered before. */
function isFallback({ ctx }: Api, { site }: Served): boolean {
  const chunk = ctx.world.chunk(site.file, site.chunk);
  for (let b = chunk?.blockOf?.[site.x] ?? 0; b > 0; b = chunk?.blocks[b]?.parent ?? 0)
    if (chunk?.blocks[b]?.kind === 'except') return true;
  return false;
}

/** Flask's routes of one host or subdomain each. */
function hostOf({ source }: Served): string {
  const { host, subdomain } = source.route.options.named;
  return [host, subdomain].map((value) => (value ? keyOf(value) : '')).join(' ');
}

function duplicates(api: Api, group: Served[]): RuleFinding[] {
  const distinct = [...new Map(group.map((r) => [siteKey(routeSite(api, r)), r])).values()];
  const place = (route: Served) => api.served.indexOf(route);
  const ordered = distinct.sort((a, b) => order(a, b, (r) => place(r as Served)) ?? place(a) - place(b));
  const [first, ...others] = ordered;
  if (!first) return [];
  return others.map((other) => {
    const isSure = order(first, other, (r) => place(r as Served)) !== undefined;
    const said = `${other.method} ${other.path} is registered twice`;
    const message = isSure
      ? `${said}: ${first.handler.name ?? 'the first'} in ${at(servedAt(api, first).file)} answers, ${other.handler.name ?? 'this one'} is never reached. Remove one, or change its path or method.`
      : `${said}, here and in ${at(servedAt(api, first).file)}: only the one that is registered first is ever reached. Remove one, or change its path or method.`;
    const related = [
      { message: `${first.handler.name ?? 'the other'} ${isSure ? 'answers' : 'is the other'}`, site: servedAt(api, first) },
    ];
    return {
      site: routeSite(api, other),
      around: servedAt(api, other),
      message,
      related,
      subject: `${other.method} ${other.path}`,
      data: { method: other.method, path: other.path, wins: isSure ? first.handler.name : null },
    };
  });
}
