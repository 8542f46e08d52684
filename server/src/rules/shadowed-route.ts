/** A route that is never reached because an earlier one, with a parameter in that place, takes its requests. */
import { textOf } from '../values/value';
import { type Api, type Served, shapeOf } from './api';
import { at } from './call-sites';
import { routeSite, servedAt } from './handlers';
import { order } from './order';
import { named, type Rule, type RuleFinding } from './rule';

const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n';
const ONE = '@app.get("/api/streams/{name}")\ndef get_stream(name: str):\n    return {"name": name}\n';
const ACTIVE = '@app.get("/api/streams/active")\ndef active_streams():\n    return []\n';

export const shadowedRoute: Rule = {
  meta: {
    id: 'shadowed-route',
    severity: 'warning',
    summary: 'A route whose requests an earlier route with a parameter takes',
    why: 'FastAPI and Starlette ask routes in the order in which they are registered. `/streams/{name}` before `/streams/active` takes `/streams/active` too, with `active` as the name: the answer is a 404 or 422 of the wrong handler.',
    limits:
      'Flask sorts routes by how specific they are, so that nothing is shadowed there. Where the order of registration cannot be told, or a converter (`{id:int}`) keeps the two apart, nothing is reported.',
    fix: { how: 'Register the route before the one with the parameter.', safe: false },
    examples: { bad: { 'api/main.py': `${APP}${ONE}\n\n${ACTIVE}` }, good: { 'api/main.py': `${APP}${ACTIVE}\n\n${ONE}` } },
  },
  check: (api) => {
    const groups = new Map<string, Served[]>();
    for (const route of api.served) {
      if (route.framework !== 'fastapi' || route.conditions.length) continue;
      const key = `${route.app} ${route.appRoot} ${route.method}`;
      groups.set(key, [...(groups.get(key) ?? []), route]);
    }
    return [...groups.values()].flatMap((group) => shadowed(api, group));
  },
};

function shadowed(api: Api, group: Served[]): RuleFinding[] {
  const place = (route: Served) => api.served.indexOf(route);
  const wide = new Map<number, Wide[]>();
  for (const route of group) {
    const takes = takerOf(route);
    const length = /:path\}|\{\w+:\w+\}/.test(`${route.path}${textOf(route.source.route.path) ?? ''}`)
      ? ANY
      : lengthOf(route.path);
    if (takes) wide.set(length, [...(wide.get(length) ?? []), { route, takes }]);
  }
  return group.flatMap((route) => {
    const sample = sampleOf(route.path);
    const taker = [...(wide.get(lengthOf(sample)) ?? []), ...(wide.get(ANY) ?? [])].find(
      (w) =>
        w.takes.test(sample) &&
        w.route !== route &&
        shapeOf(w.route.path) !== shapeOf(route.path) &&
        (order(w.route, route, (r) => place(r as Served)) ?? 1) < 0,
    )?.route;
    if (!taker) return [];
    const message = `${route.method} ${route.path} is never reached: ${taker.path} in ${at(servedAt(api, taker).file)} is registered before it and takes its requests. Register this route first.`;
    const related = [{ message: `${taker.method} ${taker.path} takes the requests`, site: servedAt(api, taker) }];
    return [
      {
        site: routeSite(api, route),
        around: servedAt(api, route),
        message,
        related,
        subject: `${route.method} ${route.path}`,
        data: { method: route.method, path: route.path, by: taker.path },
        about: { route: named(route), other: named(taker) },
      },
    ];
  });
}

/** What a parameter with a converter can be worth; FastAPI's own types do not decide which route is chosen. */
const CONVERTERS: Record<string, string> = { int: '\\d+', float: '\\d+(?:\\.\\d+)?', uuid: '[0-9a-fA-F-]{36}', path: '.*' };
const escaped = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

/** What a route takes; undefined for one without parameters. */
function takerOf(route: Served): RegExp | undefined {
  if (!route.path.includes('{')) return undefined;
  const converters = new Map(
    [...(textOf(route.source.route.path) ?? '').matchAll(/\{(\w+):(\w+)\}/g)].map(([, name, kind]) => [name, kind]),
  );
  const pattern = route.path.split(/(\{[^{}]*\})/).map((part, i) => {
    if (i % 2 === 0) return escaped(part);
    const [, name, kind] = /^\{(\w+)(?::(\w+))?\}$/.exec(part) ?? [];
    return CONVERTERS[kind ?? converters.get(name) ?? ''] ?? '[^/]+';
  });
  return new RegExp(`^${pattern.join('')}$`);
}

/** A parameter of the other path may hold any text: it is taken for sure only by a parameter as wide. */
const sampleOf = (path: string) => path.replace(/\{[^{}]*:path\}/g, '\u0001/\u0001').replace(/\{[^{}]*\}/g, '\u0001');

interface Wide {
  route: Served;
  takes: RegExp;
}
/** Of how many segments a path is; routes with converters may take any number. */
const lengthOf = (path: string) => path.split('/').length;
const ANY = -1;
