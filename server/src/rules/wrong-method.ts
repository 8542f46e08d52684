/** A call whose path is served, but not for its verb. */

import type { Call } from '../model/calls/calls';
import { listed } from './api';
import { finding, verb } from './call-sites';
import { servedHere } from './handlers';
import { nearRoute } from './near';
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
  refused: true,
  check: (api) =>
    api.ofFaulty('wrong-method', ['wrong-method'], (call) => {
      if (nearRoute(api, call)) return [];
      const verbs = [...new Set(call.match.routes.map((r) => r.method))].sort();
      const only = verbs.filter((v) => v !== 'WS');
      const message = only.length
        ? `${call.path} is served for ${listed(verbs)}, not for ${verb(call)}: the server answers 405. ${advice(call, only)}`
        : `${call.path} is a WebSocket, not a route for ${verb(call)}. Open it with a WebSocket, or add a route for ${verb(call)}.`;
      return [finding(api, call, message, servedHere(api, call.match.routes), { verbs }, call.match.routes[0])];
    }),
};

const SAVES = ['POST', 'PUT', 'PATCH'];

/** What saves was hardly meant to read, and nothing was meant to delete; a verb that was forgotten is a GET. */
function advice(call: Call, verbs: string[]): string {
  const saves = verbs.filter((v) => SAVES.includes(v));
  const meant =
    call.method === 'DELETE' || saves.length ? saves : verbs.filter((v) => v !== 'DELETE' && !SAVES.includes(call.method ?? ''));
  const send = listed(meant).replace(/ and (?=\S+$)/, ' or ');
  return meant.length
    ? `Send ${send}, or add ${verb(call)} to the backend.`
    : `Add ${verb(call)} to the backend, or correct the call.`;
}
