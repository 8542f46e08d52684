/** Clients that can do little are given what they can use. */
import assert from 'node:assert/strict';
import type { CompletionItem, Hover, SymbolInformation } from 'vscode-languageserver-protocol';
import { LspClient, positionOf } from '../support/lsp';
import { tempFolder } from '../support/temp';

const api = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks/{task_id}")
def show(task_id: int):
    return {}
`;
const ui = "export const load = (id) => fetch('/api/tasks/' + id);\nfetch('/api/');\n";

describe('a client that can do little', () => {
  const project = () => {
    const folder = tempFolder({ 'api/main.py': api, 'ui/a.js': ui });
    return { folder, main: `${folder}/api/main.py`, tasks: `${folder}/ui/a.js` };
  };

  it('gets texts without holes, symbols in a list and a hover without markdown', async () => {
    const { folder, tasks } = project();
    const capabilities = { textDocument: { hover: { contentFormat: ['plaintext'] } } };
    const client = await LspClient.start({ folders: [folder], capabilities });
    await client.open(tasks, ui);
    const textDocument = { uri: `file://${tasks}` };
    const [item] = await client.request<CompletionItem[]>('textDocument/completion', {
      textDocument,
      position: positionOf(ui, "('/api/$0')"),
    });
    assert.deepEqual([item?.insertTextFormat, item?.textEdit?.newText], [1, '`/api/tasks/$' + '{task_id}`']);
    const symbols = await client.request<SymbolInformation[]>('textDocument/documentSymbol', { textDocument });
    assert.deepEqual(
      symbols.map(({ name, location }) => `${name} ${location.uri === textDocument.uri} ${location.range.start.line}`),
      ['GET /api/tasks/{} true 0', 'GET /api/ true 1'],
    );
    const hover = await client.request<Hover>('textDocument/hover', { textDocument, position: positionOf(ui, 'tasks') });
    const { kind, value } = hover.contents as { kind: string; value: string };
    assert.equal(kind, 'plaintext');
    assert.match(value, /^GET \/api\/tasks\/\{\}\n\n→ show for GET \/api\/tasks\/\{task_id\}, main\.py:6\n/);
    assert.doesNotMatch(value, /[`\\]|\*\*|\]\(/);
    await client.stop();
  });

  it('is sent the findings of open files, where it could not be told to ask for them again', async () => {
    const { folder, main, tasks } = project();
    const capabilities = { textDocument: { diagnostic: {}, publishDiagnostics: {} } };
    const client = await LspClient.start({ folders: [folder], capabilities });
    assert.equal(client.started.capabilities.diagnosticProvider, undefined);
    await client.open(tasks, ui);
    await client.open(main, api);
    await client.change(main, 2, [{ text: api.replace('/api/tasks', '/api/jobs') }]);
    await client.until(tasks, (list) => list.length === 2);
    await client.stop();
  });

  it('is told to ask again where it can be', async () => {
    const { folder, main, tasks } = project();
    const capabilities = {
      textDocument: { diagnostic: {}, publishDiagnostics: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    };
    const client = await LspClient.start({ folders: [folder], capabilities });
    await client.open(tasks, ui);
    await client.open(main, api);
    const ask = () =>
      client.request<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri: `file://${tasks}` } });
    assert.equal((await ask()).items.length, 1);
    const told = client.refreshes.length;
    await client.change(main, 2, [{ text: api.replace('/api/tasks', '/api/jobs') }]);
    await client.untilRefreshes('workspace/diagnostic/refresh', told + 1);
    assert.equal((await ask()).items.length, 2);
    assert.deepEqual(
      client.log.filter((line) => line.includes('fault')),
      [],
    );
    await client.stop();
  });
});
