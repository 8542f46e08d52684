/** A route whose answer is read by the UI and described nowhere. */
import type { Route } from '../model/routes/routes';
import { knowledgeOf } from '../model/shapes/shape';
import { titleOf } from './api';
import type { Compared } from './compared';
import { routeSite, servedAt } from './handlers';
import { named, type Rule } from './rule';

const app = (answer: string) =>
  `from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass Task(BaseModel):\n    title: str\n\n\n@app.get("/api/tasks/{task_id}")\ndef get_task(task_id: int)${answer}:\n    return load(task_id)\n`;
const UI =
  'export async function title(id) {\n  const response = await fetch(`/api/tasks/$' +
  '{id}`);\n  const task = await response.json();\n  return task.title;\n}\n';

export const untypedResponse: Rule = {
  meta: {
    id: 'untyped-response',
    severity: 'hint',
    byDefault: 'off',
    summary: 'A route whose answer the UI reads and that declares no shape',
    why: 'Without a model or a dict that is written out nobody can say which fields the answer has: not this tool, not the API documentation, not a colleague. Off unless it is asked for; for projects that want every answer checked.',
    limits: 'Routes that no call of the workspace reads are left out, and so are files, pages and streams.',
    fix: { how: 'Give the handler a `response_model` or a return annotation.', safe: false },
    examples: {
      bad: { 'ui/task.js': UI, 'api/main.py': app('') },
      good: { 'ui/task.js': UI, 'api/main.py': app(' -> Task') },
    },
  },
  check: (api) => {
    const read = new Set<Route>();
    for (const one of api.compared.all()) if (isRead(one)) for (const route of one.routes) read.add(route);
    return [...read]
      .filter((route) => knowledgeOf(api.contracts.offer(route).answer) === 'unknown')
      .map((route) => ({
        site: routeSite(api, route),
        around: servedAt(api, route),
        message: `The answer of ${titleOf(route)} is read by the UI, and nothing says what is in it. Give ${route.handler.name ?? 'the handler'} a response model or a return annotation.`,
        related: [],
        subject: titleOf(route),
        data: { method: route.method, path: route.path },
        about: { route: named(route) },
      }));
  },
};

const isRead = ({ read }: Compared): boolean => read.kind === 'object' || read.kind === 'list';
