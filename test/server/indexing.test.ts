/** The first look at a workspace: what is sure comes first, progress counts files, and it can be ended and begun again. */
import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { FINDINGS_AT, type FindingAt, STATUS, type Status, TRIAGE, type Triaged } from '../../server/src/protocol/messages';
import { LspClient } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';

const api = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks")
def list_tasks():
    return []


@app.get("/api/tasks")
def list_again():
    return []
`;
const files = { 'api/main.py': api, 'ui/tasks.js': "fetch('/api/tasks');\nfetch('/api/stop');\n" };

/** So many pages that somebody can say stop while they are read. */
function large(): Record<string, string> {
  const body = Array.from({ length: 30 }, (_, i) => `export const sum${i} = (a, b) => [a, b].map((x) => x * ${i} + 1);\n`);
  const pages = Array.from({ length: 150 }, (_, i): [string, string] => [
    `ui/page${i}.js`,
    `${body.join('')}export const load = (id) => fetch(\`/api/part${i}/\${id}\`);\n`,
  ]);
  return { 'api/main.py': api, ...Object.fromEntries(pages) };
}

describe('the first look at a workspace', () => {
  it('sends what is sure of the Python side before the UI is read, and only what stays', async () => {
    const folder = tempFolder(files);
    const heard: string[] = [];
    const client = await LspClient.start({
      folders: [folder],
      hear(_client, method, params: PublishDiagnosticsParams & Status) {
        if (method === STATUS) heard.push(`${params.state} ${params.routes} routes, ${params.calls} calls`);
        else if (params.uri) heard.push(`${params.uri.split('/').pop()}: ${params.diagnostics.map((d) => d.code).join(', ')}`);
      },
    });
    const early = heard.indexOf('main.py: duplicate-route');
    const counted = heard.indexOf('indexing 2 routes, 0 calls');
    const late = heard.findIndex((line) => line.startsWith('tasks.js: missing-endpoint'));
    assert.ok(early >= 0 && early < counted && counted < late, heard.join('\n'));
    assert.ok(
      client.of(`${folder}/api/main.py`).some((d) => d.code === 'duplicate-route'),
      'it is still there in the end',
    );
    await client.stop();
  });

  it('sends nothing that a person has called intentional, not even early', async () => {
    const folder = tempFolder(files);
    const first = await LspClient.start({ folders: [folder] });
    const [at] = await first.request<FindingAt[]>(FINDINGS_AT, { uri: `file://${folder}/api/main.py`, line: 10 });
    assert.equal(at?.rule, 'duplicate-route');
    await first.request<Triaged>(TRIAGE, { id: at.id, state: 'intentional', reason: 'the second is for tests' });
    await first.stop();
    const heard: string[] = [];
    const client = await LspClient.start({
      folders: [folder],
      hear(_client, _method, params: PublishDiagnosticsParams) {
        if (params.uri) heard.push(...params.diagnostics.map((d) => String(d.code)));
      },
    });
    await client.until(`${folder}/ui/tasks.js`, (list) => list.length === 1);
    assert.deepEqual(heard, ['missing-endpoint']);
    await client.stop();
  });

  it('shows at once what was found last, where the files are as they were when the server ended', async () => {
    const folder = tempFolder(files);
    const options = { settings: { cache: true }, cacheFolder: tempFolder() };
    const first = await LspClient.start({ folders: [folder], options });
    await first.open(`${folder}/ui/tasks.js`, "fetch('/api/gone');\n");
    await first.until(`${folder}/ui/tasks.js`, ([one]) => String(one?.message).includes('/api/gone'));
    writeFiles(folder, { 'ui/tasks.js': "fetch('/api/gone');\n" });
    await first.stop();
    const heard: string[] = [];
    const client = await LspClient.start({
      ...{ folders: [folder], options },
      hear(_client, method, params: PublishDiagnosticsParams & Status) {
        if (method === STATUS)
          heard.push(`${params.state} ${params.done} files read, ${params.routes} routes, ${params.calls} calls`);
        else if (params.uri) heard.push(`${params.uri.split('/').pop()}: ${params.diagnostics.map((d) => d.code).join(', ')}`);
      },
    });
    assert.deepEqual(heard, [
      'indexing 0 files read, 0 routes, 0 calls',
      'main.py: duplicate-route',
      'tasks.js: missing-endpoint',
      'indexing 0 files read, 2 routes, 1 calls',
      ...heard.slice(4),
    ]);
    assert.ok(!heard.slice(4).some((line) => line.includes(':')), heard.join('\n'));
    assert.match(String(client.of(`${folder}/ui/tasks.js`)[0]?.message), /gone/);
    await client.stop();
  });

  /** What the client hears of a folder that was looked at before, each file with the paths that its findings speak of. */
  async function heardAgain(changes: Record<string, string>, before: Record<string, string> = several) {
    const folder = tempFolder(before);
    const options = { settings: { cache: true }, cacheFolder: tempFolder() };
    await (await LspClient.start({ folders: [folder], options })).stop();
    writeFiles(folder, changes);
    const heard: string[] = [];
    const client = await LspClient.start({
      ...{ folders: [folder], options },
      hear(_client, method, params: PublishDiagnosticsParams & Status) {
        if (method === STATUS) heard.push(`${params.routes} routes`);
        else if (params.uri)
          heard.push(
            [params.uri.split('/').pop(), ...params.diagnostics.map((d) => /\/api\/\w+/.exec(String(d.message))?.[0])].join(' '),
          );
      },
    });
    const fresh = await LspClient.start({ folders: [folder] });
    for (const [path, { diagnostics }] of fresh.diagnostics)
      assert.deepEqual(client.diagnostics.get(path)?.diagnostics, diagnostics, path);
    await fresh.stop();
    await client.stop();
    // Figures are told often.
    return {
      heard: heard.filter((line, i) => line !== heard.slice(0, i).findLast((one) => / routes$/.test(one))),
      log: client.log.filter((line) => line.includes('since the last one')),
    };
  }
  const several = { ...files, 'ui/users.js': "fetch('/api/users');\nfetch('/api/gone');\n" };

  it('shows at once what was found last in files that are as they were, and puts it right once all is known', async () => {
    const { heard, log } = await heardAgain({ 'ui/tasks.js': "\n\nfetch('/api/pause');\n" });
    const remembered = ['main.py /api/tasks', 'users.js /api/users /api/gone'];
    assert.deepEqual(heard, ['0 routes', ...remembered, '2 routes', 'tasks.js /api/pause']);
    assert.deepEqual(log, [
      'index: 1 file changed since the last one; what it found in the others is shown until it is worked out again',
    ]);
  });

  it('takes back a request that a route answers since, as soon as the routes are known', async () => {
    const changed = `${api}\n\n@app.get("/api/users")\ndef users(): ...\n`;
    const { heard } = await heardAgain({ 'api/main.py': changed });
    const remembered = ['tasks.js /api/stop', 'users.js /api/users /api/gone'];
    assert.deepEqual(heard.slice(0, 4), ['0 routes', ...remembered, '2 routes']);
    assert.deepEqual(heard.slice(4).toSorted(), ['3 routes', 'main.py /api/tasks', 'users.js /api/gone']);
    assert.equal(heard.at(-1), '3 routes', 'before the calls are known');
  });

  it('shows nothing of last time where much has changed since', async () => {
    const pages = (of: string) =>
      Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`ui/${i}.js`, `fetch('/api/${of}');\n`]));
    const { heard, log } = await heardAgain(pages('stop'), { ...several, ...pages('pause') });
    assert.deepEqual([heard.slice(0, 2), log], [['0 routes', 'main.py /api/tasks'], []]);
  });

  it('shows nothing of last time where a crosswire.json is new', async () => {
    const { heard, log } = await heardAgain({ 'crosswire.json': '{"rules": {"missing-endpoint": "warning"}}' });
    assert.deepEqual([heard.slice(0, 2), log], [['0 routes', 'main.py /api/tasks'], []]);
  });

  it('counts the files that it reads', async () => {
    const client = await LspClient.start({ folders: [tempFolder(large())] });
    assert.match(client.log.join('\n'), /^index: 2 routes, 150 calls, \d+ errors, 1 warnings; 151 files in \d+ ms$/m);
    const [begin, ...more] = client.progress;
    assert.equal(begin?.kind, 'begin');
    assert.equal(more.at(-1)?.kind, 'end');
    const counts = more.flatMap(
      ({ message }) =>
        /^(\d+) of (\d+) files$/
          .exec(message ?? '')
          ?.slice(1)
          .map(Number) ?? [],
    );
    assert.ok(counts.length >= 2, JSON.stringify(client.progress));
    const done = counts.filter((_, i) => i % 2 === 0);
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    );
    assert.deepEqual(new Set(counts.filter((_, i) => i % 2 === 1)), new Set([151]));
    await client.stop();
  });

  it('ends when it is cancelled, says so, and begins again when asked', async () => {
    const folder = tempFolder(large());
    const client = await LspClient.start({
      folders: [folder],
      wait: false,
      hear(own, method, { token, value }: { token: string; value: { kind: string } }) {
        if (method === '$/progress' && value.kind === 'begin' && own.status === undefined)
          void own.notify('window/workDoneProgress/cancel', { token });
      },
    });
    await client.untilStatus(({ state }) => state === 'cancelled');
    assert.deepEqual(
      [...client.diagnostics.values()].flatMap(({ diagnostics }) => diagnostics),
      [],
    );
    assert.deepEqual(await client.request('workspace/symbol', { query: 'tasks' }), []);
    client.settings = { exclude: ['nothing/'] };
    const indexed = client.next<Status>('crosswire/indexed');
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    assert.equal((await indexed).routes, 2);
    await client.stop();
  });

  it('leaves a look that is out of date for the one that follows it', async () => {
    const client = await LspClient.start({ folders: [tempFolder(large())], wait: false });
    await client.untilStatus(({ done }) => done > 0);
    client.settings = { exclude: ['ui/'] };
    const indexed = client.next<Status>('crosswire/indexed');
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    const { routes, calls } = await indexed;
    assert.deepEqual([routes, calls], [2, 0]);
    await client.stop();
  });

  it('answers a request that is cancelled at once', async () => {
    const client = await LspClient.start({ folders: [tempFolder(large())], wait: false });
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest('workspace/symbol', { query: '' }, source.token);
    source.cancel();
    await assert.rejects(asked, { code: -32800 });
    assert.equal(client.status?.state ?? 'indexing', 'indexing');
    await client.untilStatus(({ state }) => state === 'ready');
    await client.stop();
  });
});
