/** Renaming over the protocol: asked from either side, one edit with reasons; what is not written in one piece is said; what is taken is refused. */
import assert from 'node:assert/strict';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol';
import { fromUri, toUri } from '../../server/src/base/uri';
import { changesIn, editsWithReasons, positionIn, textAfter } from '../support/edits';
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
const able = { workspace: editsWithReasons, textDocument: { rename: { prepareSupport: true } } };

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

  const at = (name: string, part: string) => ({
    textDocument: { uri: toUri(`${folder}/${name}`) },
    position: positionIn(texts[name]!, texts[name]!.indexOf(part) + 1),
  });

  function changed(edit: WorkspaceEdit): Record<string, string> {
    const names = changesIn(edit).map(({ textDocument }) => fromUri(textDocument.uri)!.slice(fromUri(toUri(folder))!.length + 1));
    return Object.fromEntries(names.map((name) => [name, textAfter(texts[name]!, edit, `${folder}/${name}`)]));
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
