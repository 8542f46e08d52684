/** A body without a field that the model requires. */
import type { Difference } from '../model/contract/compare';
import { siteKey } from '../values/value';
import { type Api, listed } from './api';
import type { Differing } from './compared';
import { contractFinding, declaredHere, lackRefusal, lastName } from './contracts';
import type { Rule, RuleFinding } from './rule';

const MODEL = `from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class TaskCreate(BaseModel):
    title: str
    stream: str
    priority: str = "normal"


@app.post("/api/tasks")
def create_task(task: TaskCreate):
    return None
`;

export const requestFieldMissing: Rule = {
  meta: {
    id: 'request-field-missing',
    severity: 'error',
    summary: 'A request body without a field that the backend requires',
    why: 'The model of the body has a field without a default, and the call never sends it: every such request is refused (422 with FastAPI, an error where a Flask handler reads `request.json["title"]`), and what the person typed is lost.',
    limits:
      'Nothing is said where the body is not known to its last field (a spread of something unknown, a form of a page, `any`), where the field is sent under some condition, or where a validator may fill it in.',
    fix: { how: 'Send the field, or give it a default in the model.', safe: false },
    examples: {
      bad: {
        'ui/tasks.js':
          'export const quick = (title) =>\n  fetch("/api/tasks", {\n    method: "POST",\n    headers: { "Content-Type": "application/json" },\n    body: JSON.stringify({ title }),\n  });\n',
        'api/main.py': MODEL,
      },
      good: {
        'ui/tasks.js':
          'export const quick = (title) =>\n  fetch("/api/tasks", {\n    method: "POST",\n    headers: { "Content-Type": "application/json" },\n    body: JSON.stringify({ title, stream: "default" }),\n  });\n',
        'api/main.py': MODEL,
      },
    },
  },
  refused: true,
  check: (api) => api.compared.differences().flatMap((one) => inBody(api, one)),
};

function inBody(api: Api, one: Differing): RuleFinding[] {
  const missing = one.contract.body.filter((d) => d.kind === 'missing');
  const renamed = missing.filter((d) => d.near !== undefined);
  const absent = missing.filter((d) => d.near === undefined);
  // What only one of several callers leaves out stands where that one is.
  const bySender = new Map<string, Difference[]>();
  for (const d of absent) {
    const key = d.sender ? siteKey(d.sender) : '';
    bySender.set(key, [...(bySender.get(key) ?? []), d]);
  }
  return [...renamed.map((d) => misnamed(api, one, d)), ...[...bySender.values()].map((some) => lacking(api, one, some))];
}

function misnamed(api: Api, one: Differing, d: Difference): RuleFinding {
  return contractFinding(api, one, {
    message: `${d.of ?? 'The backend'} requires ${d.path}, and ${d.near} is sent: ${lackRefusal(api, one)}. Name it ${lastName(d.path)}.`,
    site: d.nearSite,
    related: declaredHere([d]),
    data: { part: 'body', missing: [d.path], near: d.near },
    fields: d.path,
  });
}

function lacking(api: Api, one: Differing, absent: Difference[]): RuleFinding {
  const names = absent.map((d) => d.path);
  const by = absent[0]!.of ?? 'the backend';
  const them = names.length > 1 ? 'them' : 'it';
  return contractFinding(api, one, {
    message: `The body lacks ${listed(names)}, which ${by} requires: ${lackRefusal(api, one)}. Send ${them}, or give ${them} a default in the backend.`,
    site: absent[0]!.sender,
    related: declaredHere(absent),
    data: { part: 'body', missing: names },
    fields: names.join(),
  });
}
