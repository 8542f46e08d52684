/** A field that the UI reads of an answer which never has it. */
import type { Difference } from '../model/contract/compare';
import { siteKey } from '../values/value';
import type { Api } from './api';
import type { Differing } from './compared';
import { contractFinding, declaredHere, knownNames, lastName, ofAnswers } from './contracts';
import type { Rule, RuleFinding } from './rule';

const app = (field: string) => `from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Task(BaseModel):
    title: str
    ${field}: int


@app.get("/api/tasks/{task_id}")
def get_task(task_id: int) -> Task:
    ...
`;
const UI =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an example of code
  'export async function show(id) {\n  const response = await fetch(`/api/tasks/${id}`);\n  const task = await response.json();\n  document.title = `${task.title}: at most ${task.max_retries} times`;\n}\n';

export const responseFieldMissing: Rule = {
  meta: {
    id: 'response-field-missing',
    severity: 'error',
    summary: 'The UI reads a field that the answer never has',
    why: 'The field is `undefined`: an empty cell, "NaN", or a TypeError one line later. It often comes from a rename on one side only, and no type checker sees it: the types of the UI are written by hand.',
    limits:
      'Nothing is said where the answer is not known to its last field (no model and no literal dict, a model that allows extra fields), nor of what the UI itself adds to the data.',
    fix: { how: 'Read the field that the answer has, or add the field to the answer.', safe: false },
    examples: {
      bad: { 'ui/task.js': UI, 'api/main.py': app('retry_limit') },
      good: { 'ui/task.js': UI, 'api/main.py': app('max_retries') },
    },
  },
  check: (api) => [...ofAnswers(api, 'unknown', (one, d) => absent(api, one, d)), ...ofErrors(api)],
};

/** A helper reads the errors of many calls in one place: it is said once, and only where it is wrong for each of them. */
function ofErrors(api: Api): RuleFinding[] {
  const differing = api.compared.differences().flatMap((one) => one.contract.failure.map((d) => ({ one, d })));
  if (!differing.length) return [];
  const wrong = new Map<string, { one: Differing; d: Difference; calls: number }>();
  for (const { one, d } of differing) {
    const key = d.site ? siteKey(d.site) : '';
    wrong.set(key, { one, d, calls: (wrong.get(key)?.calls ?? 0) + 1 });
  }
  const reading = new Map<string, number>();
  for (const { call } of api.compared.all())
    for (const { site } of Object.values(api.contracts.asked(call).failure?.fields ?? {}))
      if (site) reading.set(siteKey(site), (reading.get(siteKey(site)) ?? 0) + 1);
  return [...wrong].flatMap(([key, { one, d, calls }]) =>
    calls < (reading.get(key) ?? 0) || (d.site && api.isTestFile(d.site.file)) ? [] : [ofError(api, one, d)],
  );
}

function ofError(api: Api, one: Differing, d: Difference): RuleFinding {
  return contractFinding(api, one, {
    message: `Errors of ${one.route.handler.name ?? 'the route'} have no ${d.path}: here it is undefined, and what went wrong is not shown. Did you mean ${d.near}?`,
    site: d.site,
    data: { part: 'failure', unknown: d.path, near: d.near },
    fields: d.path,
  });
}

function absent(api: Api, one: Differing, d: Difference): RuleFinding {
  const what = d.of ?? `The answer of ${one.route.handler.name ?? 'the route'}`;
  const name = lastName(d.path);
  const inner = d.path === name ? '' : ` (${d.path} of the answer)`;
  const advice =
    d.near === undefined
      ? `It has ${knownNames(d)}. Read one of these, or add ${name} to the answer.`
      : `Did you mean ${d.near}?`;
  return contractFinding(api, one, {
    message: `${what} has no ${name}${inner}: here it is undefined. ${advice}`,
    site: d.site,
    related: declaredHere([d]),
    data: { part: 'answer', unknown: d.path, ...(d.near === undefined ? {} : { near: d.near }) },
    fields: d.path,
  });
}
