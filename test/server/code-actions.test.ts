/** Fixes over the protocol: offered at the finding, made when chosen, with reasons and new files where the client can; all safe ones at once. */
import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol';
import { toUri } from '../../server/src/base/uri';
import { changesIn, editsWithReasons, positionIn, textAfter } from '../support/edits';
import { LspClient } from '../support/lsp';
import { UNMOVABLE } from '../support/samples';
import { tempFolder } from '../support/temp';

const api = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks/{task_id}")
def get_task(task_id: int):
    return {"id": task_id}


@app.post("/api/tasks")
def create_task(task: dict):
    return task
`;
const ui = `export const create = (task) => fetch('/api/tasks/', { method: 'POST', body: JSON.stringify(task) });
export const again = (task) => fetch('/api/tasks/', { method: 'POST' });
export const pause = (id) => fetch(\`/api/tasks/\${id}/pause\`, { method: 'POST' });
`;
const able = {
  workspace: editsWithReasons,
  textDocument: { codeAction: { resolveSupport: { properties: ['edit'] } } },
};

describe('fixes over the protocol', () => {
  let client: LspClient;
  let folder: string;
  afterEach(() => client.stop());

  async function actionsAt(part: string, only?: string[]): Promise<CodeAction[]> {
    const from = ui.indexOf(part);
    const range = { start: positionIn(ui, from), end: positionIn(ui, from) };
    const textDocument = { uri: toUri(`${folder}/ui/tasks.js`) };
    const context = { diagnostics: client.of(`${folder}/ui/tasks.js`), ...(only ? { only } : {}) };
    return client.request<CodeAction[]>('textDocument/codeAction', { textDocument, range, context });
  }

  async function start(capabilities: Record<string, unknown>): Promise<void> {
    folder = tempFolder({ 'api/main.py': api, 'ui/tasks.js': ui });
    client = await LspClient.start({ folders: [folder], capabilities });
    await client.open(`${folder}/ui/tasks.js`, ui, 'javascript');
  }

  it('makes an edit only when an action is chosen, with a reason for each part', async () => {
    await start(able);
    const actions = await actionsAt('/pause');
    const add = actions.find((a) => a.title.startsWith('Add POST /api/tasks/{task_id}/pause to api/main.py'));
    assert.ok(add, actions.map((a) => a.title).join('\n'));
    assert.equal(add.edit, undefined);
    assert.equal(add.isPreferred, true);
    assert.deepEqual(
      add.diagnostics?.map((d) => d.code),
      ['missing-endpoint'],
    );
    const { edit } = await client.request<CodeAction>('codeAction/resolve', add);
    const changes = changesIn(edit!);
    assert.deepEqual(
      changes.map((c) => c.textDocument.uri),
      [toUri(`${folder}/api/main.py`)],
    );
    const [part] = changes[0]!.edits;
    const why = part && 'annotationId' in part && part.annotationId ? edit?.changeAnnotations?.[part.annotationId] : undefined;
    assert.equal(why?.label, 'The route that the call asks for');
    const after = textAfter(api, edit!, `${folder}/api/main.py`);
    assert.match(after, /@app\.post\("\/api\/tasks\/\{task_id\}\/pause"\)\ndef pause_task\(task_id: int\):/);
  });

  it('fixes all that is safe in the file, and nothing else', async () => {
    await start(able);
    const [all, ...others] = await actionsAt('/pause', ['source.fixAll.crosswire']);
    assert.deepEqual(others, []);
    assert.equal(all?.kind, 'source.fixAll.crosswire');
    const after = textAfter(ui, all!.edit!, `${folder}/ui/tasks.js`);
    assert.equal(after, ui.replaceAll("'/api/tasks/'", "'/api/tasks'"));
  });

  it('gives plain changes at once to a client that knows no others', async () => {
    await start({ workspace: {}, textDocument: {} });
    const slash = (await actionsAt('/api/tasks/')).find((a) => a.title === 'Leave out the slash at the end');
    assert.deepEqual(Object.keys(slash?.edit ?? {}), ['changes']);
  });

  it('sees what is typed: the squiggle is gone once the route is there, and so are its fixes', async () => {
    await start(able);
    const add = (await actionsAt('/pause')).find((a) => a.title.startsWith('Add POST'));
    const { edit } = await client.request<CodeAction>('codeAction/resolve', add!);
    await client.open(`${folder}/api/main.py`, textAfter(api, edit!, `${folder}/api/main.py`), 'python');
    assert.deepEqual(
      (await actionsAt('/pause')).filter((a) => a.title.startsWith('Add')),
      [],
    );
  });

  it('says why a route cannot be moved, to a client that shows what is disabled', async () => {
    const move = async (disabledSupport: boolean): Promise<CodeAction[]> => {
      folder = tempFolder({ 'api/main.py': UNMOVABLE });
      client = await LspClient.start({ folders: [folder], capabilities: { textDocument: { codeAction: { disabledSupport } } } });
      const file = `${folder}/api/main.py`;
      await client.open(file, UNMOVABLE, 'python');
      const at = positionIn(UNMOVABLE, UNMOVABLE.indexOf('/streams/active'));
      const context = { diagnostics: client.of(file) };
      const asked = { textDocument: { uri: toUri(file) }, range: { start: at, end: at }, context };
      const all = await client.request<CodeAction[]>('textDocument/codeAction', asked);
      return all.filter((a) => a.title.startsWith('Move'));
    };
    const [shown, ...others] = await move(true);
    assert.deepEqual(others, []);
    assert.equal(shown?.title, 'Move GET /streams/active before /streams/{name}');
    assert.match(shown?.disabled?.reason ?? '', /^It is written inside create_app/);
    await client.stop();
    assert.deepEqual(await move(false), []);
  });
});
