/** crosswire.json over the protocol: severities live, what is broken at its place, and backends elsewhere that are watched. */
import assert from 'node:assert/strict';
import { LspClient, positionOf } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';

const app = (path: string) => `from fastapi import FastAPI

app = FastAPI()


@app.get("${path}")
def answer():
    return []
`;
const ui = `export const load = () => fetch('/api/tasks');
export const stop = () => fetch('/api/stop');
`;
const levels = (list: readonly { code?: unknown; severity?: number }[]) => list.map((d) => `${d.code} ${d.severity}`).join();

describe('crosswire.json over the protocol', () => {
  it('sets severities while it is written, and wins over the editor', async () => {
    const folder = tempFolder({ 'api/main.py': app('/api/tasks'), 'ui/a.js': ui, 'crosswire.json': '{}' });
    const [tasks, config] = [`${folder}/ui/a.js`, `${folder}/crosswire.json`];
    const client = await LspClient.start({ folders: [folder], settings: { rules: { 'missing-endpoint': 'hint' } } });
    await client.until(tasks, (list) => levels(list) === 'missing-endpoint 4');
    await client.open(config, '{}');
    await client.change(config, 2, [{ text: '{"rules": {"missing-endpoint": "warning"}}' }]);
    await client.until(tasks, (list) => levels(list) === 'missing-endpoint 2');
    client.settings = { rules: { 'missing-endpoint': 'off' } };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.change(config, 3, [{ text: '{"rules": {"missing-endpoint": "off"}}' }]);
    await client.until(tasks, (list) => list.length === 0);
    await client.change(config, 4, [{ text: '{"rules": {"missing-endpoint": "error"}}' }]);
    await client.until(tasks, (list) => levels(list) === 'missing-endpoint 1');
    await client.close(config);
    await client.until(tasks, (list) => list.length === 0);
    writeFiles(folder, { 'crosswire.json': '{"rules": {"missing-endpoint": "hint"}}' });
    await client.watched([{ path: config, type: 2 }]);
    await client.until(tasks, (list) => levels(list) === 'missing-endpoint 4');
    await client.stop();
  });

  it('is reported where it is broken, and what is right of it counts', async () => {
    const text = '{\n  "rules": { "missing-endpoint": "off", "wrong-pth": "off" },\n  "exclude": 7,\n  "ui" "x"\n}\n';
    const folder = tempFolder({ 'api/main.py': app('/api/tasks'), 'ui/a.js': ui, 'crosswire.json': text });
    const client = await LspClient.start({ folders: [folder] });
    const found = client.of(`${folder}/crosswire.json`);
    assert.deepEqual(
      found.map((d) => [d.code, d.range.start.line, d.range.start.character]),
      [
        ['broken-settings', 1, 40],
        ['broken-settings', 2, 13],
        ['broken-settings', 3, 7],
      ],
    );
    assert.match(JSON.stringify(found[0]?.message), /no rule .*wrong-pth.* Did you mean .*wrong-path/);
    assert.deepEqual(found[0]?.range.start, positionOf(text, '"wrong-pth"'));
    assert.deepEqual(client.of(`${folder}/ui/a.js`), []);
    await client.stop();
  });

  it('has no faults of the saved text while another is written', async () => {
    const folder = tempFolder({ 'api/main.py': app('/api/tasks'), 'ui/a.js': ui, 'crosswire.json': '{ "rules": ' });
    const config = `${folder}/crosswire.json`;
    const client = await LspClient.start({ folders: [folder] });
    await client.until(config, (list) => list.length > 0);
    await client.open(config, '{ "exclude": ["ui/"] }');
    await client.until(`${folder}/ui/a.js`, (list) => list.length === 0);
    await client.until(config, (list) => list.length === 0);
    await client.close(config);
    await client.until(config, (list) => list.length > 0);
    await client.stop();
  });

  it('follows the settings of the editor that make sense, and tells of the others', async () => {
    const folder = tempFolder({ 'api/main.py': app('/api/tasks'), 'ui/a.js': ui });
    const tasks = `${folder}/ui/a.js`;
    const nonsense = { exclude: 'ui/', include: [1], rules: { 'missing-endpoint': 'loud' }, codeLens: 'yes' };
    const client = await LspClient.start({ folders: [folder], settings: nonsense });
    await client.until(tasks, (list) => levels(list) === 'missing-endpoint 1');
    for (const name of Object.keys(nonsense))
      assert.ok(
        client.log.some((line) => line.startsWith(`the setting crosswire.${name} is not followed: it must be `)),
        name,
      );
    client.settings = { exclude: null, rules: { 'missing-endpoint': 'warning' } };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(tasks, (list) => levels(list) === 'missing-endpoint 2');
    await client.stop();
  });

  it('knows a backend outside of the folders, follows its changes, and reports nothing in it', async () => {
    const elsewhere = tempFolder({ 'main.py': `${app('/api/tasks')}\n@app.get("/api/tasks")\ndef again(): ...\n` });
    const folder = tempFolder({ 'ui/a.js': ui, 'crosswire.json': JSON.stringify({ backends: { tasks: elsewhere } }) });
    const client = await LspClient.start({ folders: [folder] });
    await client.until(`${folder}/ui/a.js`, (list) => levels(list) === 'missing-endpoint 1');
    assert.deepEqual(client.of(`${elsewhere}/main.py`), []);
    writeFiles(elsewhere, { 'main.py': app('/api/stop') });
    await client.until(`${folder}/ui/a.js`, (list) => list[0]?.range.start.line === 0);
    await client.stop();
  });

  it('goes from a call to the operation of an OpenAPI file, and follows that file', async () => {
    const yaml = (path: string) => `openapi: 3.0.3\npaths:\n  ${path}:\n    get: {operationId: listTasks}\n`;
    const folder = tempFolder({
      'ui/a.js': ui,
      'docs/tasks.yaml': yaml('/api/tasks'),
      'crosswire.json': '{"backends": {"tasks": "docs/tasks.yaml"}}',
    });
    const [calls, file] = [`${folder}/ui/a.js`, `${folder}/docs/tasks.yaml`];
    const client = await LspClient.start({ folders: [folder] });
    const at = { textDocument: { uri: `file://${calls}` }, position: positionOf(ui, '/api/tasks') };
    const [place] = await client.request<{ targetUri?: string; uri?: string; range?: unknown }[]>('textDocument/definition', at);
    assert.equal(place?.targetUri ?? place?.uri, `file://${file}`);
    const { contents } = await client.request<{ contents: { value: string } }>('textDocument/hover', at);
    assert.match(contents.value, /`listTasks` for `GET \/api\/tasks`/);
    await client.until(calls, (list) => list[0]?.range.start.line === 1);
    writeFiles(folder, { 'docs/tasks.yaml': yaml('/api/stop') });
    await client.watched([{ path: file, type: 2 }]);
    await client.until(calls, (list) => list[0]?.range.start.line === 0);
    await client.stop();
  });
});
