/** Completion in the literals of calls, as they are while somebody types: empty, without an end, beside calls of another client. */
import assert from 'node:assert/strict';
import { completionItems } from '../../server/src/lsp/completion-items';
import { ROOT, snapshotOf } from '../support/analyse';

const API = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks")
def tasks(): ...


@app.post("/api/tasks")
def create(): ...


@app.delete("/api/tasks/{task_id}")
def remove(task_id: int): ...


@app.post("/api/login")
def login(): ...
`;
const UI = `import axios from 'axios';
const client = axios.create({ baseURL: '/api' });
export const load = () => client.get('/tasks');
export const remove = (id) => client.delete(\`/tasks/\${id}\`);
`;

/** The parameter as a hole of a snippet, in a template. */
const HOLE = '\\$' + '{$' + '{1:task_id}\\}';

/** What the items would make of a last line in which '|' is the cursor. */
async function taken(line: string, { ui = UI, snippets = true } = {}): Promise<string[]> {
  const text = line.replace('|', '');
  const snapshot = await snapshotOf({ 'ui/a.js': `${ui}${text}\n`, 'api/main.py': API });
  const lines = `${ui}${text}\n`.split('\n');
  const point = { line: lines.length - 1, column: line.indexOf('|') + 1 };
  const items = completionItems(snapshot, { path: `${ROOT}/ui/a.js`, point, lines }, snippets);
  return items.map(({ textEdit }) => {
    assert.ok(textEdit && 'range' in textEdit);
    const { start, end } = textEdit.range;
    return text.slice(0, start.character) + textEdit.newText + text.slice(end.character);
  });
}

describe('features/completion', () => {
  it('puts nothing in front of what the browser itself sends, whatever a client of the file does', async () => {
    for (const [line, becomes] of [
      ["fetch('|')", "fetch('/api/tasks')"],
      ["fetch('/|')", "fetch('/api/tasks')"],
      ["fetch('/api/|')", "fetch('/api/tasks')"],
      ["fetch('/api/|", "fetch('/api/tasks'"],
      ["axios.get('|'", "axios.get('/api/tasks'"],
    ])
      assert.equal((await taken(line!))[0], becomes, line);
    assert.equal((await taken("client.get('|')"))[0], "client.get('/tasks')");
  });

  it('knows the client by what the file does with it, also where the line cannot be parsed', async () => {
    assert.deepEqual(await taken("client.get('/|"), ["client.get('/tasks'"]);
    assert.deepEqual(await taken('client.delete(`/tasks/|'), [`client.delete(\`/tasks/${HOLE}\``]);
    assert.deepEqual(await taken("client.delete('|)"), [`client.delete(\`/tasks/${HOLE}\`)`]);
    assert.deepEqual(await taken("const x = await client.get('/ta|, { params: { a: 'b' } });"), [
      "const x = await client.get('/tasks', { params: { a: 'b' } });",
    ]);
  });

  it('offers each path once, those of the verb first, others where a verb can still be said', async () => {
    const all = ["fetch('/api/tasks')", "fetch('/api/login')", `fetch(\`/api/tasks/${HOLE}\`)`];
    assert.deepEqual((await taken("fetch('/api/|')")).sort(), all.sort());
    assert.equal((await taken("fetch('/api/|')"))[0], "fetch('/api/tasks')");
    assert.deepEqual(await taken("client.post('/|')"), ["client.post('/login')", "client.post('/tasks')"]);
  });

  it('ends a verb that has no end', async () => {
    assert.equal((await taken("fetch('/api/login', { method: '|"))[0], "fetch('/api/login', { method: 'POST'");
    assert.equal((await taken("fetch('/api/login', { method: 'P|' })"))[0], "fetch('/api/login', { method: 'POST' })");
  });

  it('gives a client without snippets the text alone', async () => {
    assert.deepEqual(await taken("client.delete('|')", { snippets: false }), ['client.delete(`/tasks/$' + '{task_id}`)']);
  });

  it('offers nothing in other literals', async () => {
    for (const line of ["import x from './|", "say('|')", 'const a = "|"', "// don't fetch it|"])
      assert.deepEqual(await taken(line), [], line);
  });
});
