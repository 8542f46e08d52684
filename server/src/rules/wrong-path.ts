/** A call that no route answers, beside a route that was probably meant. */
import { listed } from './api';
import { finding, verb } from './call-sites';
import { servedHere } from './handlers';
import { nearRoute } from './near';
import type { Rule } from './rule';

export const wrongPath: Rule = {
  meta: {
    id: 'wrong-path',
    severity: 'error',
    summary: 'A call that no route answers, though one nearly does',
    why: 'The server answers 404 Not Found. A route of the same verb differs only in a letter or two, a missing or doubled segment, a forgotten parameter or prefix, so that one was probably meant; the message names it.',
    limits:
      'Only a route that is clearly nearest is named. Where several are equally near, or the difference is a whole last segment, the call is a missing-endpoint.',
    fix: { how: 'Use the path of the near route in the call.', safe: false },
    examples: {
      bad: {
        'ui/config.js': 'export const defaults = () => fetch("/api/config/default");\n',
        'api/main.py':
          'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/config/defaults")\ndef default_config():\n    return {}\n',
      },
      good: {
        'ui/config.js': 'export const defaults = () => fetch("/api/config/defaults");\n',
        'api/main.py':
          'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/config/defaults")\ndef default_config():\n    return {}\n',
      },
    },
  },
  refused: true,
  check: (api) =>
    api.ofFaulty('wrong-path', ['missing', 'wrong-method'], (call) => {
      const near = nearRoute(api, call);
      if (!near) return [];
      const { routes, difference, names } = near;
      const code = call.match.status === 'missing' ? 404 : 405;
      const meant = listed(names).replace(/ and (?=\S+$)/, ' or ');
      const message = `No route answers ${verb(call)} ${call.path}: the server answers ${code}. Did you mean ${meant}? ${difference}`;
      const related = routes.flatMap((r) => servedHere(api, [r]));
      return [finding(api, call, message.trim(), related, { near: routes[0]?.path }, routes[0])];
    }),
};
