/** Renaming over the protocol: asked from either side, one edit with reasons; what is not written in one piece is said; what is taken is refused. */
import assert from 'node:assert/strict';
import type { Range, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { lineStarts, offsetAt, positionAt } from '../../server/src/base/range';
import { fromUri, toUri } from '../../server/src/base/uri';
import { applied } from '../../server/src/fixes/edit';
import { LspClient } from '../support/lsp';
import { tempFolder } from '../support/temp';

const api = `from fastapi import FastAPI

app = FastAPI()


@app.post("/api/tasks/{task_id}/pause")
def pause_task(task_id: int):
    return {"id": task_id}


@app.post("/api/tasks/{task_id}/stop")
def stop_task(task_id: int):
    return {}
`;
const ui = `export const pause = (id) => fetch(\`/api/tasks/\${id}/pause\`, { method: "POST" });\r\n`;
const asked =
  'from main import app\n\n\ndef test_pause(client):\n    assert client.post("/api/tasks/1/pause").status_code == 200\n';
const able = {
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } } },
  textDocument: { rename: { prepareSupport: true } },
};

describe('renaming over the protocol', () => {
  let client: LspClient;
  let folder: string;
  const texts: Record<string, string> = { 'api/main.py': api, 'api/tests/test_main.py': asked, 'ui/tasks.js': ui };

  beforeEach(async () => {
    folder = tempFolder(texts);
    client = await LspClient.start({ folders: [folder], capabilities: able });
    await client.open(`${folder}/ui/tasks.js`, ui, 'javascript');
  });
  afterEach(() => client.stop());

  function at(name: string, part: string) {
    const text = texts[name]!;
    const { line, column } = positionAt(lineStarts(text), text.indexOf(part) + 1);
    return { textDocument: { uri: toUri(`${folder}/${name}`) }, position: { line, character: column } };
  }

  function changed({ documentChanges }: WorkspaceEdit): Record<string, string> {
    const edits = (documentChanges ?? []).filter((c): c is TextDocumentEdit => 'edits' in c);
    return Object.fromEntries(
      edits.map(({ textDocument, edits }) => {
        const name = fromUri(textDocument.uri)!.slice(fromUri(toUri(folder))!.length + 1);
        const text = texts[name]!;
        const offset = (p: Range['start']) => offsetAt(lineStarts(text), { line: p.line, column: p.character }, text.length);
        const plain = edits.flatMap((e) =>
          'newText' in e ? [{ from: offset(e.range.start), to: offset(e.range.end), text: e.newText }] : [],
        );
        return [name, applied(text, plain)];
      }),
    );
  }

  it('says what stands there, and nothing where no path does', async () => {
    const found = await client.request<{ placeholder: string }>('textDocument/prepareRename', at('ui/tasks.js', 'pause`'));
    assert.equal(found.placeholder, 'pause');
    assert.equal(await client.request('textDocument/prepareRename', at('ui/tasks.js', 'export')), null);
    const parameter = await client.request<{ placeholder: string }>(
      'textDocument/prepareRename',
      at('api/main.py', 'task_id: int'),
    );
    assert.equal(parameter.placeholder, 'task_id');
  });

  it('changes both sides and the test, with a reason for each part', async () => {
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at('ui/tasks.js', 'pause`'), newName: 'hold' });
    assert.deepEqual(changed(edit), {
      'api/main.py': api.replace('/pause"', '/hold"'),
      'ui/tasks.js': ui.replace('/pause`', '/hold`'),
      'api/tests/test_main.py': asked.replace('/pause"', '/hold"'),
    });
    assert.deepEqual(Object.keys(edit.changeAnnotations ?? {}).sort(), [
      'The call that it answers',
      'The path of the route',
      'The test that asks for it',
    ]);
  });

  it('names the parameter alike in the path and in the handler', async () => {
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', {
      ...at('api/main.py', 'task_id}/pause'),
      newName: 'id',
    });
    const [first = '', second = ''] = api.split('@app.post("/api/tasks/{task_id}/stop")');
    assert.deepEqual(changed(edit), {
      'api/main.py': `${first.replaceAll('task_id', 'id')}@app.post("/api/tasks/{task_id}/stop")${second}`,
    });
  });

  it('refuses a path that is there already', async () => {
    const asked = client.request('textDocument/rename', { ...at('api/main.py', 'pause"'), newName: 'stop' });
    await assert.rejects(asked, /POST \/api\/tasks\/\{task_id\}\/stop is there already/);
  });
});
