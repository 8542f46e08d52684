/** A call that no route answers. Where a near route was probably meant it is wrong-path's to say so. */
import type { Call } from '../model/calls/calls';
import { answers } from '../model/matching/match';
import type { Refusal } from '../model/matching/takes';
import type { Route } from '../model/routes/routes';
import { type Api, shapeOf, titleOf } from './api';
import { at, finding, verb } from './call-sites';
import { servedAt } from './handlers';
import { nearRoute } from './near';
import type { Rule, RuleFinding } from './rule';

const PAUSE = 'export const pause = (name) => fetch("/api/streams/" + name + "/pause", { method: "POST" });\n';

export const missingEndpoint: Rule = {
  meta: {
    id: 'missing-endpoint',
    severity: 'error',
    summary: 'A call that no route answers',
    why: 'The server answers 404 Not Found, or a page instead of data, and whatever the call was made for never happens. A route that is written but whose router no application includes counts as missing too; the message says so.',
    limits:
      'Nothing is reported where the base of the address is unknown, where a route with an unknown part may answer, where another server of the workspace answers, or where the backend may be of a framework that is not understood.',
    fix: { how: 'Write the route, include its router, or correct the call.', safe: false },
    examples: {
      bad: {
        'ui/streams.js': PAUSE,
        'api/main.py':
          'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/streams/{name}")\ndef get_stream(name: str):\n    return {"name": name}\n',
      },
      good: {
        'ui/streams.js': PAUSE,
        'api/main.py':
          'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/api/streams/{name}/pause")\ndef pause_stream(name: str):\n    return {"name": name}\n',
      },
    },
  },
  refused: true,
  check: (api) => api.ofFaulty('missing-endpoint', ['missing'], (call) => missing(api, call)),
};

function missing(api: Api, call: Call): RuleFinding[] {
  const lone = call.match.routes.find((r) => r.app === null) ?? unserved(api, call);
  if (lone) {
    const message = `${verb(call)} ${call.path} is written in ${at(servedAt(api, lone).file)}, but no application includes its router: the server answers 404. Include the router.`;
    return [
      finding(
        api,
        call,
        message,
        [{ message: `${lone.method} ${lone.path} is written here and never included`, site: servedAt(api, lone) }],
        {},
        lone,
      ),
    ];
  }
  const [other] = call.match.elsewhere ?? [];
  if (other)
    return [finding(api, call, askedOfAnother(call, other), [{ message: `${titleOf(other)} is served here`, site: other.site }])];
  if (call.match.reason)
    return [
      finding(
        api,
        call,
        `No route answers ${verb(call)} ${call.path}: ${call.match.reason}. Add it to the backend, or correct the call.`,
        [],
      ),
    ];
  if (nearRoute(api, call)) return [];
  if (call.match.refused) return [refused(api, call, call.match.refused)];
  if (call.method === 'WS')
    return [
      finding(
        api,
        call,
        `No WebSocket route answers ${call.path}: the connection is refused. Add the route to the backend, or correct the address.`,
        [],
      ),
    ];
  return [
    finding(
      api,
      call,
      `No route answers ${verb(call)} ${call.path}: the server answers 404. Add the route to the backend, or correct the path.`,
      [],
    ),
  ];
}

const WORDS: Record<string, string> = {
  int: 'a whole number',
  float: 'a number',
  UUID: 'a UUID',
  uuid: 'a UUID',
  bool: 'true or false',
};

/** `/items/stats` where `/items/{item_id}` takes whole numbers. */
function refused(api: Api, call: Call, { route, parameter, wanted, text, byPath }: Refusal): RuleFinding {
  const answer = byPath ? 'answers 404' : 'answers 422';
  const message = `No route answers ${verb(call)} ${call.path}: ${titleOf(route)} takes only ${WORDS[wanted] ?? wanted} for ${parameter}, so that the server ${answer} to "${text}". Add the route to the backend, or correct the path.`;
  return finding(api, call, message, [{ message: `${titleOf(route)} is served here`, site: route.site }]);
}

/** The route is there, but in an application that this call does not reach. */
function askedOfAnother({ method, path, match }: Call, { app }: Route): string {
  const whom = match.asked ?? 'the backends that this folder asks';
  return `No route of ${whom} answers ${method ?? ''} ${path}: the server answers 404. ${app ?? 'Another application'} has it, but is not asked: correct the address, or what crosswire.json or the proxy says of it.`;
}

const dead = new WeakMap<readonly Route[], { route: Route; end: string }[]>();
/** Routes without an application of which only the end of the path is known, with that end. */
function unregistered({ routes }: Api): { route: Route; end: string }[] {
  const before = dead.get(routes);
  if (before) return before;
  const found = routes.flatMap((route) => {
    if (route.app !== null || route.path === null || route.partial) return [];
    const end = shapeOf(route.path);
    return /\/[^/{}]/.test(end) ? [{ route, end }] : [];
  });
  dead.set(routes, found);
  return found;
}

/** Such a route that the call may mean: `/stats/throughput`, called as `/api/stats/throughput`. */
function unserved(api: Api, { method, path }: Call): Route | undefined {
  const asked = shapeOf(path ?? '');
  return unregistered(api).find(({ route, end }) => (method === null || answers(route, method)) && asked.endsWith(end))?.route;
}
