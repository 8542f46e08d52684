/** A call that reaches its route only by way of a redirect, for the sake of a slash. */
import { finding, verb } from './call-sites';
import { servedHere } from './handlers';
import type { Rule } from './rule';

const BAD =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/api/tasks")\ndef create_task(task: dict):\n    return task\n';

export const trailingSlash: Rule = {
  meta: {
    id: 'trailing-slash',
    severity: 'warning',
    summary: 'A call that is redirected because of a slash at its end',
    why: 'The server answers 307 (FastAPI, Starlette) or 308 (Flask) and the browser asks again: two round trips, the body sent twice, and behind a proxy that ends TLS often a redirect to `http://`, which the browser blocks. Some clients drop the `Authorization` header on the way.',
    limits:
      'Flask answers 404 for a slash too many; that is a wrong-path. Applications with `redirect_slashes=False` answer 404 both ways. Nothing is reported where `strict_slashes` is off.',
    fix: { how: 'Write the slash in the call as the route has it.', safe: true },
    examples: {
      bad: {
        'ui/tasks.js': 'export const create = (task) => fetch("/api/tasks/", { method: "POST", body: JSON.stringify(task) });\n',
        'api/main.py': BAD,
      },
      good: {
        'ui/tasks.js': 'export const create = (task) => fetch("/api/tasks", { method: "POST", body: JSON.stringify(task) });\n',
        'api/main.py': BAD,
      },
    },
  },
  check: (api) =>
    api.ofFaulty('trailing-slash', ['slash'], (call) => {
      const { match } = call;
      const route = match.routes[0];
      if (
        !route ||
        !match.sure ||
        match.reason ||
        call.method === 'WS' ||
        ['page', 'media', 'address'].includes(call.kind) ||
        call.address.origin !== 'own'
      )
        return [];
      const code = route.framework === 'fastapi' ? 307 : 308;
      const twice = call.method === 'GET' || call.method === 'HEAD' ? 'every call costs two requests' : 'the body is sent twice';
      const repair = match.slash === 'added' ? 'Leave out the slash at the end' : 'Add the slash at the end';
      const message = `${verb(call)} ${route.path} is called as ${call.path}: the server redirects (${code}), so ${twice}. ${repair}.`;
      return [
        finding(
          api,
          call,
          message,
          servedHere(api, [route]),
          {
            slash: match.slash,
          },
          route,
        ),
      ];
    }),
};
