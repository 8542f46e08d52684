/** Findings over the protocol: they appear, move with edits, and vanish when the route is there, saved or not. */
import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LspClient, positionOf } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';

const api = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks")
def list_tasks():
    return []
`;
const ui = `export const load = () => fetch('/api/tasks');
export const stop = () => fetch('/api/stop');
`;
const files = { 'api/main.py': api, 'ui/tasks.js': ui };
const added = '\n\n@app.get("/api/stop")\ndef stop():\n    return {}\n';

function project() {
  const folder = tempFolder(files);
  return { folder, main: `${folder}/api/main.py`, tasks: `${folder}/ui/tasks.js` };
}
const missing = (list: readonly { code?: unknown }[]) => list.some((d) => d.code === 'missing-endpoint');

describe('findings over the protocol', () => {
  it('are sent for files that nobody has opened, once the index is there', async () => {
    const { folder, tasks } = project();
    const client = await LspClient.start({ folders: [folder] });
    const [only, ...more] = client.of(tasks);
    assert.deepEqual(more, []);
    assert.equal(only?.source, 'crosswire');
    assert.equal(only?.code, 'missing-endpoint');
    assert.deepEqual(only?.range, { start: positionOf(ui, "'/api/stop'"), end: positionOf(ui, "'/api/stop'$0") });
    assert.deepEqual([client.indexed.routes, client.indexed.calls, client.indexed.errors], [1, 2, 1]);
    assert.equal(client.progress[0]?.kind, 'begin');
    assert.equal(client.progress.at(-1)?.kind, 'end');
    await client.stop();
  });

  it('move with the text, edit by edit, each counted from the one before', async () => {
    const { folder, tasks } = project();
    const client = await LspClient.start({ folders: [folder] });
    await client.open(tasks, ui);
    const start = { line: 0, character: 0 };
    await client.change(tasks, 2, [
      { range: { start, end: start }, text: '// first\n' },
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '/* 😀 */ const x = 1;\n' },
    ]);
    const [found] = await client.until(tasks, (list) => list[0]?.range.start.line === 3);
    assert.equal(found?.range.start.character, positionOf(ui, "'/api/stop'").character);
    await client.stop();
  });

  it('vanish when the route is added in a buffer that is not saved, and come back when it is closed', async () => {
    const { folder, main, tasks } = project();
    const client = await LspClient.start({ folders: [folder] });
    await client.open(main, api);
    await client.change(main, 2, [{ text: api + added }]);
    await client.until(tasks, (list) => list.length === 0);
    assert.equal(readFileSync(main, 'utf8'), api);
    await client.close(main);
    await client.until(tasks, missing);
    await client.stop();
  });

  it('follow files that change, come and go on the disk', async () => {
    const { folder, main, tasks } = project();
    const client = await LspClient.start({ folders: [folder] });
    writeFiles(folder, { 'api/main.py': api + added });
    await client.watched([{ path: main, type: 2 }]);
    await client.until(tasks, (list) => list.length === 0);
    rmSync(main);
    await client.watched([{ path: main, type: 3 }]);
    writeFiles(folder, { 'api/other.py': api });
    await client.watched([{ path: join(folder, 'api/other.py'), type: 1 }]);
    await client.until(tasks, missing);
    renameSync(join(folder, 'ui'), join(folder, 'web'));
    await client.notify('workspace/didRenameFiles', {
      files: [{ oldUri: `file://${folder}/ui`, newUri: `file://${folder}/web` }],
    });
    await client.until(join(folder, 'web/tasks.js'), missing);
    await client.until(tasks, (list) => list.length === 0);
    await client.stop();
  });

  it('follow files on the disk also where the client cannot watch', async () => {
    const { folder, tasks } = project();
    const client = await LspClient.start({ folders: [folder], capabilities: { workspace: {} } });
    writeFiles(folder, { 'api/main.py': api + added });
    await client.until(tasks, (list) => list.length === 0);
    await client.stop();
  });

  it('follow folders that are added and removed', async () => {
    const { folder, tasks } = project();
    const second = project();
    const client = await LspClient.start({ folders: [folder] });
    const uri = (path: string) => ({ uri: `file://${path}`, name: path });
    await client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [uri(second.folder)], removed: [uri(folder)] },
    });
    await client.until(second.tasks, missing);
    await client.until(tasks, (list) => list.length === 0);
    await client.stop();
  });

  it('follow settings: severities, and what is read', async () => {
    const { folder, tasks } = project();
    const client = await LspClient.start({ folders: [folder] });
    const set = (settings: Record<string, unknown>) => {
      client.settings = settings;
      return client.notify('workspace/didChangeConfiguration', { settings: null });
    };
    await set({ rules: { 'missing-endpoint': 'warning' } });
    await client.until(tasks, (list) => list[0]?.severity === 2);
    await set({ rules: { 'missing-endpoint': 'off' } });
    await client.until(tasks, (list) => list.length === 0);
    await set({ exclude: ['api/'] });
    await client.until(tasks, (list) => list.length === 0);
    await set({});
    await client.until(tasks, missing);
    await client.stop();
  });

  it('are pulled for open files by clients that can, and not sent twice', async () => {
    const { folder, tasks } = project();
    const capabilities = { textDocument: { diagnostic: {} } };
    const client = await LspClient.start({ folders: [folder], capabilities });
    assert.ok(missing(client.of(tasks)));
    await client.open(tasks, ui);
    const params = { textDocument: { uri: `file://${tasks}` } };
    type Report = { kind: string; resultId: string; items: { code: string }[] };
    const report = await client.request<Report>('textDocument/diagnostic', params);
    assert.deepEqual([report.kind, report.items.map((item) => item.code)], ['full', ['missing-endpoint']]);
    await client.until(tasks, (list) => list.length === 0);
    const again = await client.request<Report>('textDocument/diagnostic', { ...params, previousResultId: report.resultId });
    assert.equal(again.kind, 'unchanged');
    await client.stop();
  });
});
