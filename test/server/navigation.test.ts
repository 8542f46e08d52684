/** Reading the code over the protocol: definition, callers, hover, completion, lenses, symbols, the API map; all see unsaved text. */
import assert from 'node:assert/strict';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  Hover,
  Location,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol';
import { API_MAP, type ApiMap, REPORT } from '../../server/src/protocol/messages';
import { LspClient, positionOf } from '../support/lsp';
import { tempFolder } from '../support/temp';

const api = `from fastapi import APIRouter, Depends, FastAPI
from .models import RetryOptions, Task, verify

router = APIRouter(prefix="/tasks")


@router.get("")
def list_tasks():
    return []


@router.post("/{task_id}/retry", dependencies=[Depends(verify)])
def retry_task(task_id: int, options: RetryOptions) -> Task:
    return find(task_id)


app = FastAPI()
app.include_router(router, prefix="/api")
`;
const models = `from pydantic import BaseModel


class RetryOptions(BaseModel):
    urgent: bool = False


class Task(BaseModel):
    id: int
    title: str | None


def verify():
    pass
`;
const http = "export const send = (method, path) => fetch('/api' + path, { method });\n";
const ui = `import { send } from './http';
export const load = () => send('GET', '/tasks');
export const retry = (id) => send('POST', \`/tasks/\${id}/retry\`);
export const stop = () => send('POST', '/stop');
`;
const flask = `from flask import Blueprint, Flask, redirect, url_for

tasks = Blueprint("tasks", __name__)


@tasks.route("/board")
def board():
    return "board"


@tasks.route("/")
def home():
    return redirect(url_for("tasks.board"))


app = Flask(__name__)
app.register_blueprint(tasks)
`;

describe('reading the code over the protocol', () => {
  let client: LspClient;
  let folder: string;
  let main: string;
  let tasks: string;

  before(async () => {
    folder = tempFolder({
      'api/__init__.py': '',
      'api/models.py': models,
      'api/main.py': api,
      'ui/http.js': http,
      'ui/tasks.js': ui,
      'web/app.py': flask,
    });
    [main, tasks] = [`${folder}/api/main.py`, `${folder}/ui/tasks.js`];
    client = await LspClient.start({ folders: [folder] });
    await client.open(tasks, ui);
  });
  after(() => client.stop());

  const at = (path: string, text: string, part: string) => ({
    textDocument: { uri: `file://${path}` },
    position: positionOf(text, part),
  });
  const short = (location: Location) => `${location.uri.slice(`file://${folder}/`.length)}:${location.range.start.line + 1}`;

  it('goes from the path of a call to its route', async () => {
    const found = await client.request<Location[]>('textDocument/definition', at(tasks, ui, '/retry`$0'));
    assert.deepEqual(found.map(short), ['api/main.py:12']);
    const none = await client.request<Location[]>('textDocument/definition', at(tasks, ui, 'export const stop'));
    assert.deepEqual(none, []);
  });

  it('goes from url_for to the route that it names', async () => {
    const path = `${folder}/web/app.py`;
    await client.open(path, flask);
    const found = await client.request<Location[]>('textDocument/definition', at(path, flask, 'tasks.bo$0ard"'));
    assert.deepEqual(found.map(short), ['web/app.py:6']);
    await client.close(path);
  });

  it('lists the callers of a route, from the decorator, the handler and a call', async () => {
    const context = { includeDeclaration: false };
    for (const [path, text, part] of [
      [main, api, '"/{task_id}/retry"'],
      [main, api, 'retry_task'],
      [tasks, ui, '/retry`'],
    ] as const) {
      const found = await client.request<Location[]>('textDocument/references', { ...at(path, text, part), context });
      assert.deepEqual(found.map(short), ['ui/tasks.js:3'], part);
    }
    const both = { ...at(main, api, 'retry_task'), context: { includeDeclaration: true } };
    const found = await client.request<Location[]>('textDocument/references', both);
    assert.deepEqual(found.map(short), ['api/main.py:12', 'ui/tasks.js:3']);
  });

  it('says on hover what a call amounts to, who answers it, and how that is known', async () => {
    const hover = await client.request<Hover>('textDocument/hover', at(tasks, ui, '/retry`'));
    const text = JSON.stringify(hover.contents);
    for (const part of ['`POST /api/tasks/{}/retry`', '→ `retry_task`', 'main.py:12', 'How this is known', 'http.js:1']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    const route = await client.request<Hover>('textDocument/hover', at(main, api, '"/{task_id}/retry"'));
    assert.match(JSON.stringify(route.contents), /1 caller:.*tasks\.js:3/);
    for (const part of [
      '`task_id`: `int` (path)',
      'Runs first: `verify`',
      '`RetryOptions`',
      '{urgent?: bool}',
      'Gives: `Task` `{id: int, title: str | None}`',
    ])
      for (const { contents } of [hover, route])
        assert.ok(JSON.stringify(contents).includes(part), `${part} in ${JSON.stringify(contents)}`);
    assert.equal(await client.request('textDocument/hover', at(tasks, ui, 'import')), null);
  });

  it('offers paths as the call would write them, with holes for parameters', async () => {
    const text = `${ui}send('POST', '/');\n`;
    await client.change(tasks, 2, [{ text }]);
    const found = await client.request<CompletionItem[]>('textDocument/completion', at(tasks, text, "'POST', '/$0');"));
    assert.deepEqual(
      found.map((item) => item.label),
      ['/tasks/{task_id}/retry'],
    );
    const edit = found[0]?.textEdit;
    assert.equal(edit?.newText, `\`/tasks/\\\${\${1:task_id}\\}/retry\``);
    const end = { line: 4, character: "send('POST', '/'".length };
    assert.deepEqual(edit && 'range' in edit && edit.range, { start: { line: 4, character: end.character - 3 }, end });
    assert.deepEqual(await client.request('textDocument/completion', at(tasks, text, "'./http$0'")), []);
    const broken = `${ui}send('POST', '/'\nconst next = 1;\n`;
    await client.change(tasks, 3, [{ text: broken }]);
    const still = await client.request<CompletionItem[]>('textDocument/completion', at(tasks, broken, "'POST', '/$0'\n"));
    assert.deepEqual(
      still.map((item) => item.label),
      ['/tasks/{task_id}/retry'],
    );
    await client.change(tasks, 4, [{ text: ui }]);
  });

  it('offers verbs, those that the path is served for first', async () => {
    const text = `${ui}send('', '/tasks/1/retry');\nfetch('/api/tasks', { method: '' });\n`;
    await client.change(tasks, 20, [{ text }]);
    const labels = async (part: string) => {
      const found = await client.request<CompletionItem[]>('textDocument/completion', at(tasks, text, part));
      return found.map((item) => `${item.label} ${item.detail}`);
    };
    assert.deepEqual((await labels("send('$0', '/tasks/1"))[0], 'POST → retry_task');
    assert.deepEqual((await labels("method: '$0'")).slice(0, 2), ['GET → list_tasks', 'POST not served here']);
    assert.deepEqual(await labels("'./http$0'"), []);
    await client.change(tasks, 21, [{ text: ui }]);
  });

  it('counts callers above routes and names handlers above calls, also of what is not saved', async () => {
    const lenses = async (path: string) => {
      const found = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: `file://${path}` } });
      return found.map((lens) => lens.command?.title);
    };
    assert.deepEqual(await lenses(main), ['1 caller of GET /api/tasks', '1 caller of POST /api/tasks/{task_id}/retry']);
    assert.deepEqual(await lenses(tasks), ['→ list_tasks', '→ retry_task']);
    await client.change(tasks, 5, [{ text: `${ui}send('GET', '/tasks');\n` }]);
    assert.deepEqual((await lenses(main))[0], '2 callers of GET /api/tasks');
    await client.change(tasks, 6, [{ text: ui }]);
  });

  it('tells the client to ask for lenses again where a change elsewhere makes others of them', async () => {
    const params = { textDocument: { uri: `file://${main}` } };
    const first = async () => (await client.request<CodeLens[]>('textDocument/codeLens', params))[0]?.command?.title;
    await client.open(main, api);
    const told = client.refreshes.length;
    assert.equal(await first(), '1 caller of GET /api/tasks');
    await client.change(tasks, 30, [{ text: `${ui}send('GET', '/tasks');\n` }]);
    await client.untilRefreshes('workspace/codeLens/refresh', told + 1);
    assert.equal(await first(), '2 callers of GET /api/tasks');
    await client.change(tasks, 31, [{ text: ui }]);
    await client.untilRefreshes('workspace/codeLens/refresh', told + 2);
    await client.close(main);
  });

  it('names routes and calls as symbols', async () => {
    const found = await client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'tasks' });
    assert.deepEqual(
      found.map((symbol) => symbol.name),
      ['GET /api/tasks', 'POST /api/tasks/{task_id}/retry'],
    );
    const inFile = async (path: string) => {
      const params = { textDocument: { uri: `file://${path}` } };
      return (await client.request<DocumentSymbol[]>('textDocument/documentSymbol', params)).map((symbol) => symbol.name);
    };
    assert.deepEqual(await inFile(main), ['GET /api/tasks', 'POST /api/tasks/{task_id}/retry']);
    assert.deepEqual(await inFile(tasks), ['GET /api/tasks', 'POST /api/tasks/{}/retry', 'POST /api/stop']);
  });

  it('gives the API as a tree', async () => {
    const map = await client.request<ApiMap>(API_MAP, null);
    assert.deepEqual(
      map.broken.map((call) => `${call.method} ${call.path} ${call.where}`),
      ['POST /api/stop ui/tasks.js:4'],
    );
    assert.deepEqual(
      map.groups.map((group) => [group.name, group.routes.length]),
      [
        ['api/main.py', 2],
        ['web/app.py', 2],
      ],
    );
    const [first] = map.groups[0]?.routes ?? [];
    assert.deepEqual([first?.handler, first?.callers.map((call) => call.where)], ['list_tasks', ['ui/tasks.js:2']]);
  });

  it('writes the report of a false alarm: the finding, each step with its line, the version', async () => {
    const place = { uri: `file://${tasks}`, ...positionOf(ui, "/stop'") };
    const text = await client.request<string>(REPORT, place);
    for (const part of [
      '/api/stop',
      'ui/tasks.js:4',
      "    export const stop = () => send('POST', '/stop');",
      'ui/http.js:1',
      '    export const send = ',
      'false alarm',
    ]) {
      assert.ok(text.includes(part), `${part} in\n${text}`);
    }
    assert.match(text, /^Crosswire \S+: a false alarm\nOn Node [\d.]+, \w+ \w+, an editor that does not say its name$/m);
    const range = { start: positionOf(ui, "'/stop'"), end: positionOf(ui, "'/stop'$0") };
    const params = { textDocument: { uri: place.uri }, range, context: { diagnostics: client.of(tasks) } };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', params);
    assert.equal(actions.at(-1)?.command?.command, 'crosswire.reportFalseAlarm');
  });
});
