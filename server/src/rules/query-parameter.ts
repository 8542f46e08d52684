/** Keys of the address after the question mark: one that the handler requires and never gets, one that it never reads. */
import type { Difference } from '../model/contract/compare';
import { type Api, listed } from './api';
import type { Differing } from './compared';
import { contractFinding, declaredHere, knownNames, refusal } from './contracts';
import type { Rule, RuleFinding } from './rule';

const APP =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef list_tasks(status: str | None = None, limit: int = 50):\n    return []\n';

export const queryParameter: Rule = {
  meta: {
    id: 'query-parameter',
    severity: 'warning',
    summary: 'A query parameter that the handler requires and does not get, or that it does not read',
    why: 'A parameter without a default must be in every request: without it the server answers 422, which is reported as an error. One that the handler does not take is ignored in silence: the filter filters nothing, the second page shows the first.',
    limits:
      'Parameters that code appends to the address in ways that are not seen are never missing. A handler that takes the request itself may read any parameter. Where one of Flask reads them by name, only what is nearly the name of one that is not sent is reported.',
    fix: { how: 'Use the name that the handler takes, or add the parameter to it.', safe: false },
    examples: {
      bad: { 'ui/tasks.js': 'export const failed = () => fetch("/api/tasks?state=failed");\n', 'api/main.py': APP },
      good: { 'ui/tasks.js': 'export const failed = () => fetch("/api/tasks?status=failed");\n', 'api/main.py': APP },
    },
  },
  check: (api) =>
    api.compared.differences().flatMap((one) => {
      const missing = one.contract.query.filter((d) => d.kind === 'missing');
      const unread = one.contract.query.filter((d) => d.kind === 'unknown' && !(BUSTERS.test(d.path) && d.near === undefined));
      return [...(missing.length ? [absent(api, one, missing)] : []), ...unread.map((d) => ignored(api, one, d))];
    }),
};

/** Keys that only make an address another one, so that no cache answers. */
const BUSTERS =
  /^(_+|_?t|ts|_?v|ver|version|r|_?rnd|_?rand(om)?|no_?cache|cache(_?(bust(er)?|key|id))?|cb|_?dc|timestamp|time|now|_ts|hash|rev)$/i;

function absent(api: Api, one: Differing, missing: Difference[]): RuleFinding {
  const names = missing.map((d) => d.path);
  const near = missing.flatMap((d) => (d.near === undefined ? [] : [`${d.near} is sent; is ${d.path} meant?`]));
  const advice = near.length
    ? near.join(' ')
    : `Add ${names.length > 1 ? 'them' : 'it'} to the address, or give ${names.length > 1 ? 'them' : 'it'} a default.`;
  return contractFinding(api, one, {
    message: `The handler requires the query parameter${names.length > 1 ? 's' : ''} ${listed(names)}: ${refusal(one.route)}. ${advice}`,
    severity: 'error',
    related: declaredHere(missing),
    data: { part: 'query', missing: names, ...(missing[0]!.near === undefined ? {} : { near: missing[0]!.near }) },
    fields: names.join(),
  });
}

function ignored(api: Api, one: Differing, d: Difference): RuleFinding {
  const { handler } = one.route;
  const advice =
    d.near === undefined
      ? `It takes ${knownNames(d)}. Take the parameter away, or add it to the handler.`
      : `Did you mean ${d.near}?`;
  return contractFinding(api, one, {
    message: `${handler.name ?? 'The handler'} does not read the query parameter ${d.path}: it changes nothing. ${advice}`,
    site: d.site,
    related: declaredHere([d]),
    data: { part: 'query', unknown: d.path, ...(d.near === undefined ? {} : { near: d.near }) },
    fields: d.path,
  });
}
