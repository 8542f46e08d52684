/** Fields of an answer that no call of the workspace reads. */
import type { Route } from '../model/routes/routes';
import { type Shape, unknownShape } from '../model/shapes/shape';
import { type Api, listed, titleOf } from './api';
import type { Compared } from './compared';
import { routeSite, servedAt } from './handlers';
import { named, type Rule, type RuleFinding } from './rule';

const app = (fields: string) =>
  `from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass Task(BaseModel):\n${fields}\n\n@app.get("/api/tasks/{task_id}")\ndef get_task(task_id: int) -> Task: ...\n`;
const UI =
  'export async function title(id) {\n  const response = await fetch(`/api/tasks/$' +
  '{id}`);\n  const task = await response.json();\n  return task.title;\n}\n';

export const responseFieldUnused: Rule = {
  meta: {
    id: 'response-field-unused',
    severity: 'hint',
    inEditor: 'off',
    summary: 'Fields of an answer that no call of the workspace reads',
    why: 'The field is worked out, sent and thrown away: an expensive query for nothing, or data that leaves the server for no reason. Other clients may read it, which is why this is a hint, and shown by the audit alone.',
    limits:
      'Only routes of which every call is followed to the last field that it reads; an answer that goes where it is not followed may be read in whole.',
    fix: { how: 'Leave the field out of the answer, or show it.', safe: false },
    examples: {
      bad: { 'ui/task.js': UI, 'api/main.py': app('    title: str\n    history: list[str]\n') },
      good: { 'ui/task.js': UI, 'api/main.py': app('    title: str\n') },
    },
  },
  check: (api) => {
    const read = new Map<Route, Shape[]>();
    for (const one of api.compared.all())
      for (const route of one.routes) {
        const before = read.get(route);
        if (before) before.push(readOf(one));
        else read.set(route, [readOf(one)]);
      }
    return [...read].flatMap(([route, shapes]) => unread(api, route, shapes));
  },
};

/** What is read in a wrong way says nothing of what is needed. */
const readOf = ({ contract, read }: Compared): Shape => (contract.answer.length ? unknownShape('read otherwise') : read);

function unread(api: Api, route: Route, shapes: readonly Shape[]): RuleFinding[] {
  const given = fieldsOf(api.contracts.offer(route).answer);
  const all = shapes.map(fieldsOf);
  if (!given || all.some((one) => one === undefined)) return [];
  const used = new Set(all.flatMap((one) => [...one!]));
  const unused = [...given].filter((name) => !used.has(name));
  if (!unused.length || !used.size) return [];
  return [
    {
      site: routeSite(api, route),
      around: servedAt(api, route),
      message: `Nothing in this workspace reads ${listed(unused)} of the answer of ${titleOf(route)}. Leave ${unused.length > 1 ? 'them' : 'it'} out, or show ${unused.length > 1 ? 'them' : 'it'}.`,
      related: [],
      subject: titleOf(route),
      data: { method: route.method, path: route.path, unused },
      about: { route: named(route) },
    },
  ];
}

/** The names of an object that is known to the last field, or of the elements of a list. */
function fieldsOf(shape: Shape): Set<string> | undefined {
  if (shape.kind === 'list') return fieldsOf(shape.of);
  return shape.kind === 'object' && !shape.open && !shape.values ? new Set(Object.keys(shape.fields)) : undefined;
}
