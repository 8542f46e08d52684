/** An answer of another kind than the UI takes it for: a page for a list, a list for an object, nothing for data. */
import { type Difference, isNothing } from '../model/contract/compare';
import type { Api } from './api';
import type { Differing } from './compared';
import { contractFinding, declaredHere, kindOf, ofAnswers } from './contracts';
import type { Rule, RuleFinding } from './rule';

const app = (answer: string) =>
  `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef list_tasks():\n    return ${answer}\n`;
const UI =
  'export async function titles() {\n  const response = await fetch("/api/tasks");\n  const tasks = await response.json();\n  return tasks.map((task) => task.title);\n}\n';

export const responseShape: Rule = {
  meta: {
    id: 'response-shape',
    severity: 'error',
    summary: 'The UI takes an answer for something else than it is: a list for an object, data where nothing comes',
    why: 'A list that became a page (`{items, total}`), an object where a list was, JSON read of a 204: the code fails at its first `.map`, or shows "undefined".',
    limits: 'Nothing is said where the answer may be one or the other, or where the UI looks before it reads (`Array.isArray`).',
    fix: { how: 'Read the answer as what it is, or let the route give what is read.', safe: false },
    examples: {
      bad: { 'ui/tasks.js': UI, 'api/main.py': app('{"items": [{"title": "a"}], "total": 1}') },
      good: { 'ui/tasks.js': UI, 'api/main.py': app('[{"title": "a"}]') },
    },
  },
  check: (api) => ofAnswers(api, 'mismatch', (one, d) => other(api, one, d)),
};

function other(api: Api, one: Differing, d: Difference): RuleFinding {
  const what = d.path === '' ? `${one.call.method} ${one.call.path}` : d.path;
  const is =
    d.there && isNothing(d.there) ? 'answers with nothing' : `${d.path === '' ? 'answers with' : 'is'} ${kindOf(d.there)}`;
  return contractFinding(api, one, {
    message: `${what} ${is}, and is read here as ${kindOf(d.here)}.${advice(d)}`,
    site: d.site,
    related: declaredHere([d]),
    data: { part: 'answer', field: d.path },
    fields: d.path || 'answer',
  });
}

/** The list that is meant stands in a field of what comes: `items` of a page. */
function advice({ here, there, path }: Difference): string {
  const wantsList = here?.kind === 'list' || (here?.kind === 'union' && here.of.some((s) => s.kind === 'list'));
  const lists = there?.kind === 'object' ? Object.entries(there.fields).filter(([, f]) => f.shape.kind === 'list') : [];
  const [only] = lists;
  return wantsList && lists.length === 1 && only ? ` The list is in ${path === '' ? '' : `${path}.`}${only[0]}.` : '';
}
