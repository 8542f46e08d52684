/** Triage and audit over the protocol: what the server tells an editor of findings that a person has decided about. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditPage, FindingAt, FocusPlace, Triaged } from '../../server/src/protocol/messages';
import { AUDIT, FINDINGS_AT, FOCUS, TRIAGE } from '../../server/src/protocol/messages';
import { LspClient } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';

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

  it('says with which finding to go on', async () => {
    const { client, id, ui } = await project();
    const focus = await client.request<FocusPlace>(FOCUS, null);
    assert.deepEqual([focus.uri, focus.line, focus.about], [`file://${ui}`, 1, 'GET /api/reports/daily']);
    assert.match(focus.why, /the only open error/);
    await client.request<Triaged>(TRIAGE, { id, state: 'accepted' });
    assert.equal(await client.request<FocusPlace | null>(FOCUS, null), null);
    await client.stop();
  });
});
