/** A field that the UI reads of an answer which never has it. */
import type { Difference } from '../model/contract/compare';
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
  check: (api) => ofAnswers(api, 'unknown', (one, d) => absent(api, one, d)),
};

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
