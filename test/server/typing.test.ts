/** Typing, letter by letter: a line that is not finished changes no finding but its own. */
import assert from 'node:assert/strict';
import { LspClient, positionOf } from '../support/lsp';
import { tempFolder } from '../support/temp';

const api = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks")
def list_tasks():
    return []


@app.delete("/api/tasks")
def drop_tasks():
    return {}
`;
const ui = `export const list = () => fetch('/api/tasks');
export const one = () => fetch('/api/one');

export const two = () => fetch('/api/two', { method: 'POST' });
export const drop = () => fetch('/api/tasks', { method: 'PUT' });
`;

describe('typing', () => {
  let client: LspClient;
  let main: string;
  let tasks: string;

  beforeEach(async () => {
    const folder = tempFolder({ 'api/main.py': api, 'ui/tasks.js': ui });
    [main, tasks] = [`${folder}/api/main.py`, `${folder}/ui/tasks.js`];
    client = await LspClient.start({ folders: [folder] });
    await client.open(main, api);
    await client.open(tasks, ui);
  });
  afterEach(() => client.stop());

  /** Findings of a file by rule and the line's text; those of the line that begins so are left out. */
  const found = (path: string, text: string, but = '---') => {
    const lines = text.split('\n');
    return client
      .of(path)
      .map((d) => `${d.code}: ${lines[d.range.start.line]}`)
      .filter((line) => !line.includes(but));
  };

  /** Types into a place of the text; gives each state's text when the server has answered. */
  async function* typed(path: string, text: string, place: string, letters: string): AsyncGenerator<string> {
    const at = text.indexOf(place.replace('$0', '')) + place.indexOf('$0');
    for (let n = 1; n <= letters.length; n++) {
      const before = text.slice(0, at) + letters.slice(0, n - 1);
      const start = positionOf(`${before}$`, `${before}$0$`);
      await client.change(path, n + 1, [{ range: { start, end: start }, text: letters[n - 1] ?? '' }]);
      await client.settled();
      yield text.slice(0, at) + letters.slice(0, n) + text.slice(at);
    }
  }

  it('a call leaves the findings of its file where they are', async () => {
    const before = found(tasks, ui);
    assert.equal(before.length, 3);
    for await (const text of typed(
      tasks,
      ui,
      "one');\n$0",
      "const half = async () => fetch('/api/half', { method: 'POST', body: [1, (2)] });",
    ))
      assert.deepEqual(found(tasks, text, 'const half'), before, text);
  });

  it('a route leaves the findings of the other side alone until it is there', async () => {
    const before = found(tasks, ui);
    const letters = '@app.get("/api/one")\ndef one():\n    """The first: ( of [ two."""\n    return {"a": [1, 2]}\n\n\n';
    let gone = '';
    for await (const text of typed(main, api, '$0@app.delete', letters)) {
      const now = found(tasks, ui);
      if (now.length < before.length) gone ||= text;
      const allowed = gone ? before.filter((line) => !line.includes("'/api/one'")) : before;
      assert.deepEqual(now, allowed, text);
    }
    assert.ok(gone.includes('@app.get("/api/one")\n'), `it is answered once it is a route: ${gone}`);
  });

  it('a comment or text that is not closed takes nothing with it', async () => {
    const before = found(tasks, ui);
    for (const letters of ['/* what follows', "const name = 'half"])
      for await (const text of typed(tasks, ui, "one');\n$0", letters)) assert.deepEqual(found(tasks, text), before, text);
  });
});
