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

async function hoverOn(ui: string, needle: string, api = API): Promise<string> {
  const snapshot = await snapshotOf({ 'ui/a.js': ui, 'api/main.py': api });
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
      /\| Body \| sent \| taken \|\n\|---\|---\|---\|\n\| `stream` ⚠ not sent \| – \| `string` \|\n\| `notes` ⚠ note\? \| `"a"` \| `note: string` \(optional\) \|\n\| `title` \| not known \| `string` \|/,
    );
    assert.doesNotMatch(text, /^\| `note` \|/m);
  });

  it('marks what is read and not given, and leaves out what nobody reads', async () => {
    const text = await hoverOn(post('{ title, stream: "a" }'), '/api/tasks');
    assert.match(
      text,
      /\| Answer \| read \| given \|\n\|---\|---\|---\|\n\| `titel` ⚠ title\? \| not known \| `title: string` \|$/m,
    );
    assert.doesNotMatch(text.slice(text.indexOf('Answer')), /`stream`/);
  });

  it('says when the whole is another kind', async () => {
    const ui = 'export const names = async () => (await (await fetch("/api/tasks?status=a")).json()).map((t) => t.title);\n';
    const text = await hoverOn(ui, '/api/tasks');
    assert.match(text, /\| ⚠ another kind \| `\{title: \?\}\[\]` \| `\{items:/);
    assert.match(text, /\| `status` \| `string` \| `string` \(optional\) \|/);
  });

  it('names what differs inside of an object or a list by its path, and leaves the object unmarked', async () => {
    const api = API.replace('class Page', 'class Owner(BaseModel):\n    mail: str\n\n\nclass Page').replace(
      '    note: str = ""',
      '    owner: Owner\n    sizes: list[Owner] = []',
    );
    const ui = post('{ title, stream: "a", owner: { name: "a", mial: "b" }, sizes: [{ colour: "c", mail: "d" }] }');
    const text = await hoverOn(ui, '/api/tasks', api);
    assert.match(
      text,
      /\| `owner\.mail` ⚠ sent as mial \| `mial: "b"` \| `string` \|\n\| `owner\.name` ⚠ ignored \| `"a"` \| – \|\n\| `sizes\[\]\.colour` ⚠ ignored \| `"c"` \| – \|\n\| `title`/,
    );
    assert.doesNotMatch(text, /\| `owner` ⚠/);
  });

  it('says that a form is sent where JSON is read', async () => {
    const ui =
      'export const add = () => { const form = new FormData(); form.append("title", "a"); return fetch("/api/tasks", { method: "POST", body: form }); };\n';
    assert.match(await hoverOn(ui, '/api/tasks'), /\| ⚠ another content type \| `a form` \| `JSON` \|/);
  });
});
