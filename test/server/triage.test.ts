/** Triage and audit over the protocol: what the server tells an editor of findings that a person has decided about. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiMap, AuditPage, FindingAt, FocusPlace, Triaged } from '../../server/src/protocol/messages';
import { API_MAP, AUDIT, FINDINGS_AT, FOCUS, TRIAGE } from '../../server/src/protocol/messages';
import { parseProgress } from '../../server/src/triage/progress-parse';
import { crosswire } from '../support/cli';
import { LspClient } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';
import { sample } from '../support/vscode';

const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef tasks():\n    return []\n';
const UI = 'fetch("/api/tasks");\nfetch("/api/reports/daily");\n';

async function project() {
  const folder = tempFolder({ 'api/main.py': API, 'ui/tasks.js': UI });
  const client = await LspClient.start({ folders: [folder] });
  const ui = join(folder, 'ui/tasks.js');
  const [at] = await client.request<FindingAt[]>(FINDINGS_AT, { uri: `file://${ui}`, line: 1 });
  assert.ok(at);
  return { folder, client, ui, id: at.id, backlog: join(folder, '.crosswire/backlog.yaml') };
}

describe('triage over the protocol', () => {
  it('takes what is intentional from the problems and counts it in the audit; opened again, it is back', async () => {
    const { client, ui, id, folder } = await project();
    assert.deepEqual(await client.request<Triaged>(TRIAGE, { id, state: 'intentional' }), {
      refused: 'what is intentional needs a reason',
    });
    assert.ok(!existsSync(join(folder, '.crosswire')));
    const reason = 'the gateway';
    assert.deepEqual(await client.request<Triaged>(TRIAGE, { id, state: 'intentional', reason }), {
      state: 'intentional',
      reason,
    });
    await client.until(ui, (list) => list.length === 0);
    const page = await client.request<AuditPage>(AUDIT, { record: true });
    assert.match(page.tally, /no findings in 2 files, 1 more is intentional/);
    assert.match(page.html, /<html lang="en" data-editor>/);
    await client.request<Triaged>(TRIAGE, { id, state: 'open' });
    await client.until(ui, (list) => list.length === 1);
    await client.stop();
  });

  it('answers the audit of an unchanged workspace with the same page, and with another once anything was decided or edited', async () => {
    const { client, ui, id } = await project();
    const page = async () => (await client.request<AuditPage>(AUDIT, { record: false })).html;
    const first = await page();
    assert.equal(await page(), first);
    await client.request<Triaged>(TRIAGE, { id, state: 'accepted' });
    const second = await page();
    assert.notEqual(second, first);
    await client.open(ui, `${UI}fetch("/api/more");\n`);
    assert.match(await page(), /api\/more/);
    await client.stop();
  });

  it('names the finding to go on with that the command line and the record name', async () => {
    const folder = sample();
    const client = await LspClient.start({ folders: [folder] });
    const focus = await client.request<FocusPlace>(FOCUS, null);
    const { out } = await crosswire(['triage', '--folder', folder]);
    assert.match(out, new RegExp(`^${focus.uri.slice(`file://${folder}/`.length)}:${focus.line + 1} `));
    assert.ok(out.includes(`crosswire triage ${focus.id} `), `${focus.id}: ${out}`);
    assert.ok(out.includes(`\n${focus.why}\n`), out);
    await crosswire(['audit', folder, '--record']);
    const record = parseProgress(readFileSync(join(folder, '.crosswire/progress.json'), 'utf8')).progress;
    assert.deepEqual([record?.focus?.id, record?.focus?.why], [focus.id, focus.why]);
    await client.stop();
  });

  it('writes no record before a person has triaged something', async () => {
    const { client, folder, id } = await project();
    await client.request<AuditPage>(AUDIT, { record: true });
    assert.ok(!existsSync(join(folder, '.crosswire')));
    await client.request<Triaged>(TRIAGE, { id, state: 'accepted' });
    assert.ok(!existsSync(join(folder, '.crosswire/runs.jsonl')));
    await client.request<AuditPage>(AUDIT, { record: false });
    assert.ok(!existsSync(join(folder, '.crosswire/runs.jsonl')));
    await client.request<AuditPage>(AUDIT, { record: true });
    const lines = readFileSync(join(folder, '.crosswire/runs.jsonl'), 'utf8').trim().split('\n');
    assert.ok(
      lines.every((line) => JSON.parse(line).status === 'ok'),
      lines.join('\n'),
    );
    await client.stop();
  });

  it('keeps the record to what is saved: while a file is not, an audit writes nothing, and says so; when it is, what the audit owes', async () => {
    const { client, ui, id, backlog, folder } = await project();
    await client.request<Triaged>(TRIAGE, { id, state: 'accepted' });
    await client.request<AuditPage>(AUDIT, { record: true });
    const record = () =>
      ['backlog.yaml', 'progress.json', 'journal.md', 'runs.jsonl'].map((name) =>
        readFileSync(join(folder, '.crosswire', name), 'utf8'),
      );
    const before = record();
    await client.open(ui, UI);
    await client.change(ui, 2, [{ text: 'fetch("/api/tasks");\n' }]);
    await client.until(ui, (list) => list.length === 0);
    const page = await client.request<AuditPage>(AUDIT, { record: true });
    assert.match(page.html, /The record is written once what it rests on is saved: ui\/tasks\.js\./);
    assert.deepEqual(record(), before);
    // What is undone was never so.
    await client.change(ui, 3, [{ text: UI }]);
    await client.notify('textDocument/didSave', { textDocument: { uri: `file://${ui}` } });
    await client.request<FocusPlace | null>(FOCUS, null);
    assert.deepEqual(record().slice(0, 3), before.slice(0, 3));
    await client.change(ui, 4, [{ text: 'fetch("/api/tasks");\n' }]);
    await client.request<AuditPage>(AUDIT, { record: true });
    assert.equal(readFileSync(backlog, 'utf8'), before[0]);
    writeFiles(folder, { 'ui/tasks.js': 'fetch("/api/tasks");\n' });
    await client.notify('textDocument/didSave', { textDocument: { uri: `file://${ui}` } });
    await client.until(ui, () => /state: done/.test(readFileSync(backlog, 'utf8')));
    await client.stop();
  });

  it('tells of an entry with an id that nothing has, in that file, while it is there', async () => {
    const { client, id, backlog, folder } = await project();
    const entry = (one: string) => `findings:\n  - {id: ${one}, state: accepted}\n`;
    writeFiles(folder, { '.crosswire/backlog.yaml': entry('mistyped') });
    await client.watched([{ path: backlog, type: 1 }]);
    const [fault] = await client.until(backlog, (list) => list.length > 0);
    assert.deepEqual([fault?.code, fault?.severity, fault?.range.start.line], ['unknown-finding', 2, 1]);
    const page = await client.request<AuditPage>(AUDIT, { record: false });
    assert.match(page.html, /No finding has the id mistyped/);
    writeFiles(folder, { '.crosswire/backlog.yaml': entry(id) });
    await client.watched([{ path: backlog, type: 2 }]);
    await client.until(backlog, (list) => list.length === 0);
    await client.stop();
  });

  it('tells of a broken backlog in that file, saved or not, and writes nothing while it is', async () => {
    const { client, ui, id, backlog, folder } = await project();
    await client.request<Triaged>(TRIAGE, { id, state: 'intentional', reason: 'x' });
    const good = readFileSync(backlog, 'utf8');
    const broken = `<<<<<<< ours\n${good}`;
    writeFiles(folder, { '.crosswire/backlog.yaml': broken });
    await client.watched([{ path: backlog, type: 2 }]);
    await client.until(backlog, ([fault]) => fault?.range.start.line === 0 && /conflict marks/.test(String(fault.message)));
    await client.until(ui, (list) => list.length === 1);
    const refused = await client.request<Triaged>(TRIAGE, { id, state: 'accepted' });
    assert.ok('refused' in refused && /line 1/.test(refused.refused), JSON.stringify(refused));
    assert.equal(readFileSync(backlog, 'utf8'), broken);
    await client.open(backlog, broken);
    await client.change(backlog, 2, [{ text: good }]);
    await client.until(backlog, (list) => list.length === 0);
    await client.until(ui, (list) => list.length === 0);
    assert.deepEqual(await client.request<Triaged>(TRIAGE, { id, state: 'open' }), {
      refused: 'the backlog has changes that are not saved; save it first',
    });
    await client.stop();
  });

  it('finds what is wrong with a route of the API Map wherever in its registration that stands, and with what only the audit tells', async () => {
    const route = '@app.get(\n    "/api/notes/{note_id}",\n)\ndef note(note: str) -> dict:\n    return {}\n';
    const read = 'const { id } = await (await fetch("/api/one")).json();\nconsole.log(id);\n';
    const given = '@app.get("/api/one")\ndef one():\n    return {"id": 1, "name": "x"}\n';
    const folder = tempFolder({ 'api/main.py': `${API}\n\n${route}\n\n${given}`, 'ui/tasks.js': `${UI}${read}` });
    const client = await LspClient.start({ folders: [folder] });
    const map = await client.request<ApiMap>(API_MAP, null);
    const routes = map.groups.flatMap((group) => group.routes);
    const at = async (path: string) => {
      const { uri, line, endLine } = routes.find((one) => one.path === path) ?? assert.fail(path);
      return client.request<FindingAt[]>(FINDINGS_AT, { uri, line, endLine });
    };
    const rules = async (path: string) => (await at(path)).map(({ rule }) => rule);
    assert.deepEqual(await rules('/api/notes/{note_id}'), ['orphaned-route', 'path-parameter-mismatch']);
    const unused = (await at('/api/one')).find(({ rule }) => rule === 'response-field-unused');
    assert.ok(unused);
    const decided = await client.request<Triaged>(TRIAGE, { id: unused.id, state: 'accepted' });
    assert.deepEqual(decided, { state: 'accepted', reason: null });
    assert.equal((await at('/api/one')).find(({ id }) => id === unused.id)?.state, 'accepted');
    await client.stop();
  });

  it('says with which finding to go on', async () => {
    const { client, id, ui } = await project();
    const focus = await client.request<FocusPlace>(FOCUS, null);
    assert.equal(focus.id, id);
    assert.deepEqual([focus.uri, focus.line, focus.about], [`file://${ui}`, 1, 'GET /api/reports/daily']);
    assert.match(focus.why, /the only open error/);
    await client.request<Triaged>(TRIAGE, { id, state: 'accepted' });
    assert.equal(await client.request<FocusPlace | null>(FOCUS, null), null);
    await client.stop();
  });

  it('keeps the record where the settings say, live, unless the crosswire.json says otherwise', async () => {
    const folder = tempFolder({ 'api/main.py': API, 'ui/tasks.js': UI });
    const ui = join(folder, 'ui/tasks.js');
    const client = await LspClient.start({
      folders: [folder],
      settings: { record: { folder: 'docs/triage', backlog: 'docs/decided.yaml' } },
    });
    const [at] = await client.request<FindingAt[]>(FINDINGS_AT, { uri: `file://${ui}`, line: 1 });
    const decide = (state: string) => client.request<Triaged>(TRIAGE, { id: at?.id, state, reason: 'the gateway' });
    await decide('intentional');
    await client.until(ui, (list) => list.length === 0);
    assert.deepEqual(readdirSync(join(folder, 'docs'), { recursive: true }).sort(), [
      '.gitattributes',
      'decided.yaml',
      'triage',
      'triage/.gitattributes',
      'triage/journal.md',
      'triage/progress.json',
    ]);
    client.settings = {};
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(ui, (list) => list.length === 1);
    writeFiles(folder, { 'crosswire.json': '{ "record": { "backlog": "docs/decided.yaml" } }' });
    await client.watched([{ path: join(folder, 'crosswire.json'), type: 1 }]);
    await client.until(ui, (list) => list.length === 0);
    assert.ok(!existsSync(join(folder, '.crosswire')));
    await client.stop();
  });

  it('takes a text for the folder, as crosswire.json does, and decides nothing while the setting has no meaning', async () => {
    const folder = tempFolder({ 'api/main.py': API, 'ui/tasks.js': UI });
    const ui = join(folder, 'ui/tasks.js');
    const client = await LspClient.start({ folders: [folder], settings: { record: { folders: 'docs' } } });
    const [at] = await client.request<FindingAt[]>(FINDINGS_AT, { uri: `file://${ui}`, line: 1 });
    const decide = () => client.request<Triaged>(TRIAGE, { id: at?.id, state: 'intentional', reason: 'the gateway' });
    const told = join(folder, '.crosswire/backlog.yaml');
    await client.until(told, (list) => list.length === 1);
    const refused = await decide();
    assert.match(
      'refused' in refused ? refused.refused : '',
      /^The setting "crosswire\.record" must be a folder, or an object of folder,/,
    );
    assert.deepEqual(readdirSync(folder).sort(), ['api', 'ui']);
    client.settings = { record: 'docs/triage' };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.until(told, (list) => list.length === 0);
    await decide();
    await client.until(ui, (list) => list.length === 0);
    assert.ok(existsSync(join(folder, 'docs/triage/backlog.yaml')));
    await client.stop();
  });
});
