/** Hover on a call: what is sent and read beside what the route takes and gives, with what differs marked. */
import assert from 'node:assert/strict';
import { hoverAt } from '../../server/src/features/hover';
import { ROOT, snapshotOf } from '../support/analyse';

const API = `from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Task(BaseModel):
    title: str
    stream: str
    note: str = ""


class Page(BaseModel):
    items: list[Task]


@app.post("/api/tasks")
def create(task: Task) -> Task: ...


@app.get("/api/tasks")
def tasks(status: str = "") -> Page: ...
`;

async function hoverOn(ui: string, needle: string): Promise<string> {
  const snapshot = await snapshotOf({ 'ui/a.js': ui, 'api/main.py': API });
  const before = ui.slice(0, ui.indexOf(needle) + 1).split('\n');
  const point = { line: before.length, column: before.at(-1)!.length + 1 };
  return hoverAt(snapshot, `${ROOT}/ui/a.js`, point, ({ file, line }) => `${file}:${line}`)?.markdown ?? '';
}

const post = (body: string) =>
  `export const add = async (title) => {\n  const r = await fetch("/api/tasks", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(${body}) });\n  const task = await r.json();\n  return task.titel;\n};\n`;

describe('features/hover: the contract', () => {
  it('marks what a body lacks and has too much, what differs first', async () => {
    const text = await hoverOn(post('{ title, notes: "a" }'), '/api/tasks');
    assert.match(
      text,
      /\| Body \| sent \| taken \|\n\|---\|---\|---\|\n\| `notes` ⚠ note\? \| `"a"` \| – \|\n\| `stream` ⚠ missing \| – \| `string` \|/,
    );
    assert.match(text, /\| `note` \| – \| `string` \(optional\) \|/);
  });

  it('marks what is read and not given, and leaves out what nobody reads', async () => {
    const text = await hoverOn(post('{ title, stream: "a" }'), '/api/tasks');
    assert.match(text, /\| Answer \| read \| given \|\n\|---\|---\|---\|\n\| `titel` ⚠ title\? \| `\?` \| – \|$/m);
    assert.doesNotMatch(text.slice(text.indexOf('Answer')), /`stream`/);
  });

  it('says when the whole is another kind', async () => {
    const ui = 'export const names = async () => (await (await fetch("/api/tasks?status=a")).json()).map((t) => t.title);\n';
    const text = await hoverOn(ui, '/api/tasks');
    assert.match(text, /\| ⚠ another kind \| `\{title: \?\}\[\]` \| `\{items:/);
    assert.match(text, /\| `status` \| `string` \| `string` \(optional\) \|/);
  });
});
