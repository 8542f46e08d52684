/** A value of another kind than the backend takes: a list for an object, text for a list, a word that the enum does not have. */
import type { Difference } from '../model/contract/compare';
import type { Api } from './api';
import type { Differing } from './compared';
import { contractFinding, declaredHere, kindOf, refusal, saidOnce } from './contracts';
import type { Rule, RuleFinding } from './rule';

const APP =
  'from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass Purge(BaseModel):\n    states: list[str]\n\n\n@app.post("/api/purge")\ndef purge(body: Purge):\n    return None\n';
const ui = (states: string) =>
  `export const purge = () =>\n  fetch("/api/purge", {\n    method: "POST",\n    headers: { "Content-Type": "application/json" },\n    body: JSON.stringify({ states: ${states} }),\n  });\n`;

export const requestTypeMismatch: Rule = {
  meta: {
    id: 'request-type-mismatch',
    severity: 'error',
    summary: 'A value is sent of another kind than the backend takes',
    why: 'Text where a list is expected, one object where a list of them is, a word that the enum or `Literal` does not have: the model refuses the request with 422.',
    limits:
      'Text that may spell a number or a date is taken for one, as pydantic does. Values that are only known when the code runs are never reported.',
    fix: { how: 'Send what the model takes, or let the model take what is sent.', safe: false },
    examples: {
      bad: { 'ui/purge.js': ui('"done"'), 'api/main.py': APP },
      good: { 'ui/purge.js': ui('["done"]'), 'api/main.py': APP },
    },
  },
  check: (api) =>
    saidOnce(
      api.compared
        .differences()
        .flatMap((one) => one.contract.body.filter((d) => d.kind === 'mismatch').map((d) => mismatch(api, one, d, 'body'))),
    ),
};

function mismatch(api: Api, one: Differing, d: Difference, part: string): RuleFinding {
  const what = d.path === '' ? 'The body' : d.path;
  return contractFinding(api, one, {
    message: `${what} is sent as ${kindOf(d.here)}, and the backend takes ${kindOf(d.there)}: ${refusal(one.route)}.`,
    site: d.site,
    related: declaredHere([d]),
    data: { part, field: d.path },
    fields: d.path || 'body',
  });
}
