/** A call whose path is served, but not for its verb. */

import { listed, siteKey } from './api';
import { callsOf, finding, verb } from './call-sites';
import type { Rule } from './rule';

export const wrongMethod: Rule = {
  meta: {
    id: 'wrong-method',
    severity: 'error',
    summary: 'A call whose path exists, but not for its HTTP method',
    why: 'The server answers 405 Method Not Allowed: the request never reaches a handler. It often comes from a route whose verb was changed on one side only (`PUT` to `PATCH`), or from a wrapper that always sends the same verb.',
    limits: 'A verb that is only known at run time is never reported.',
    fix: { how: 'Use the verb that exists in the call, or add the verb to the backend.', safe: false },
    examples: {
      bad: {
        'ui/settings.js':
          'export const save = (values) => fetch("/api/settings", { method: "PUT", body: JSON.stringify(values) });\n',
        'api/main.py':
          'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.patch("/api/settings")\ndef change_settings(values: dict):\n    return values\n',
      },
      good: {
        'ui/settings.js':
          'export const save = (values) => fetch("/api/settings", { method: "PATCH", body: JSON.stringify(values) });\n',
        'api/main.py':
          'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.patch("/api/settings")\ndef change_settings(values: dict):\n    return values\n',
      },
    },
  },
  check: (api) =>
    callsOf(api, 'wrong-method').map((call) => {
      const verbs = [...new Set(call.match.routes.map((r) => r.method))].sort();
      const only = verbs.filter((v) => v !== 'WS');
      const message = only.length
        ? `${call.path} is served for ${listed(verbs)}, not for ${verb(call)}: the server answers 405. Send ${listed(meant(call.method, only)).replace(/ and (?=\S+$)/, ' or ')}, or add ${verb(call)} to the backend.`
        : `${call.path} is a WebSocket, not a route for ${verb(call)}. Open it with a WebSocket, or add a route for ${verb(call)}.`;
      const places = new Map(call.match.routes.map((r) => [siteKey(r.site), r]));
      const related = [...places.values()].map((r) => ({ message: `${r.method} ${r.path} is served here`, site: r.site }));
      return finding(api, call, message, related, { verbs }, call.match.routes[0]);
    }),
};

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** What changes something was hardly meant to be a GET. */
function meant(method: string | null, verbs: string[]): string[] {
  const alike = verbs.filter((v) => WRITES.includes(v) === WRITES.includes(method ?? ''));
  return alike.length ? alike : verbs;
}
