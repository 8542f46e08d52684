/** How much of a call can be compared with its route, and what is said of the rest. */
import assert from 'node:assert/strict';
import { type Coverage, coverageOf } from '../../server/src/model/contract/coverage';
import { snapshotOf } from '../support/analyse';

const API = `from fastapi import FastAPI, Request
from pydantic import BaseModel

app = FastAPI()


class Task(BaseModel):
    title: str


@app.post("/api/tasks")
def create(task: Task) -> Task: ...


@app.post("/api/raw")
async def raw(request: Request):
    return keep(await request.json())


@app.post("/api/named")
async def named(request: Request):
    data = await request.json()
    return {"title": data["title"]}
`;

async function coverage(ui: string): Promise<Coverage[]> {
  const snapshot = await snapshotOf({ 'api/main.py': API, 'ui/a.ts': ui });
  return snapshot.calls().flatMap((row) => {
    const view = snapshot.contract(row);
    return view ? [coverageOf(view.asked, view)] : [];
  });
}
const post = (path: string, body: string) =>
  `fetch('${path}', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(${body}) })`;

describe('model/contract/coverage', () => {
  it('knows both sides of what is written out and read field by field', async () => {
    const ui = `export const add = async () => (await (await ${post('/api/tasks', "{ title: 'a' }")}).json()).title;\n`;
    assert.deepEqual(await coverage(ui), [{}]);
  });

  it('has nothing to know where nothing is sent and nothing read', async () => {
    assert.deepEqual(await coverage("export const add = () => { fetch('/api/tasks', { method: 'POST' }); };\n"), [
      { empty: true },
    ]);
  });

  it('takes the type of an answer that nobody reads yet for what the UI knows of it', async () => {
    const ui = `async function send<T>(title: string): Promise<T> {\n  const response = await ${post('/api/tasks', '{ title }')};\n  return response.json();\n}\n`;
    const known = `${ui}export const add = (title: string) => send<{ title: string }>(title);\n`;
    assert.deepEqual(await coverage(known), [{}]);
  });

  it('says which side stops it', async () => {
    const sent = `export const add = (rest) => { ${post('/api/tasks', '{ ...rest }')}; };\n`;
    assert.deepEqual(await coverage(sent), [{ sent: 'UI: more fields than are seen' }]);
    const raw = `export const add = () => { ${post('/api/raw', "{ title: 'a' }")}; };\n`;
    assert.deepEqual(await coverage(raw), [{ sent: 'API: the handler reads the request' }]);
  });

  it('knows what a handler takes by name and hands on to nobody', async () => {
    const ui = `export const add = () => { ${post('/api/named', "{ title: 'a' }")}; };\n`;
    assert.deepEqual(await coverage(ui), [{}]);
  });
});
