/** A body with a field that the model does not have. */
import type { Difference } from '../model/contract/compare';
import { type Api, listed } from './api';
import type { Differing } from './compared';
import { contractFinding, declaredHere, knownNames, lastName, refusal, saidOnce } from './contracts';
import type { RelatedSite, Rule, RuleFinding } from './rule';

const MODEL = `from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class TaskUpdate(BaseModel):
    title: str | None = None
    max_retries: int | None = None


@app.patch("/api/tasks/{task_id}")
def update_task(task_id: int, changes: TaskUpdate):
    return None
`;
const call = (field: string) =>
  `export const allow = (id, times) =>\n  fetch(\`/api/tasks/\${id}\`, {\n    method: "PATCH",\n    headers: { "Content-Type": "application/json" },\n    body: JSON.stringify({ ${field}: times }),\n  });\n`;

export const requestFieldUnknown: Rule = {
  meta: {
    id: 'request-field-unknown',
    severity: 'warning',
    summary: 'A request body with a field that the backend does not have',
    why: 'pydantic drops what the model does not name, without a word: the request succeeds and nothing is saved. Where the model forbids extra fields (`extra="forbid"`) the request is refused with 422, which is reported as an error.',
    limits:
      'Nothing is said of models that allow extra fields, of handlers that read the request themselves, and of bodies that are handed on as a whole. Where a handler of Flask reads fields by name, only what is nearly the name of one that is not sent is reported. Four and more ignored fields of one body are one finding.',
    fix: { how: 'Use the name of the model, take the field away, or add it to the model.', safe: false },
    examples: {
      bad: { 'ui/tasks.js': call('maxRetries'), 'api/main.py': MODEL },
      good: { 'ui/tasks.js': call('max_retries'), 'api/main.py': MODEL },
    },
  },
  check: (api) => saidOnce(api.compared.differences().flatMap((one) => unknownFields(api, one))),
};

/** A body that was made for something else, a form's whole state: what it has beside the model is one matter. */
const MANY = 4;

function unknownFields(api: Api, one: Differing): RuleFinding[] {
  const all = one.contract.body.filter((d) => d.kind === 'unknown');
  const ignored = all.filter((d) => d.near === undefined && !d.forbidden);
  if (ignored.length < MANY) return all.map((d) => unknownField(api, one, d));
  return [...all.filter((d) => !ignored.includes(d)).map((d) => unknownField(api, one, d)), manyUnknown(api, one, ignored)];
}

function manyUnknown(api: Api, one: Differing, all: readonly Difference[]): RuleFinding {
  const names = all.map((d) => d.path);
  return contractFinding(api, one, {
    message: `${all[0]!.of ?? 'The backend'} has none of ${listed(names, 6)} and ignores them. It has ${knownNames(all[0]!)}. Send only what it has, or add them to the backend.`,
    related: [...sentHere(all), ...declaredHere(all)],
    data: { part: 'body' },
    fields: names.join(),
  });
}

const sentHere = (all: readonly Difference[]): RelatedSite[] =>
  all.slice(0, MANY).flatMap(({ path, site }) => (site ? [{ message: `${path} is sent from here`, site }] : []));

function unknownField(api: Api, one: Differing, d: Difference): RuleFinding {
  const what = d.of ?? 'The backend';
  const effect = d.forbidden
    ? `has no ${d.path} and accepts nothing else: ${refusal(one.route)}`
    : `has no ${d.path} and ignores it`;
  const advice =
    d.near === undefined
      ? `It has ${knownNames(d)}. Take the field away, or add it to the backend.`
      : `Did you mean ${lastName(d.near)}?`;
  return contractFinding(api, one, {
    message: `${what} ${effect}. ${advice}`,
    ...(d.forbidden ? { severity: 'error' as const } : {}),
    site: d.site,
    related: declaredHere([d]),
    data: { part: 'body', unknown: d.path, ...(d.near === undefined ? {} : { near: d.near }) },
    fields: d.path,
  });
}
