/** Triage over the protocol in a workspace of several folders: each has a record of its own. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditPage, FindingAt, FocusPlace, Triaged } from '../../server/src/protocol/messages';
import { AUDIT, FINDINGS_AT, FOCUS, TRIAGE } from '../../server/src/protocol/messages';
import { parseBacklog } from '../../server/src/triage/backlog';
import { crosswire } from '../support/cli';
import { LspClient } from '../support/lsp';
import { tempFolder, writeFiles } from '../support/temp';

const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef tasks():\n    return []\n';
const UI = 'fetch("/api/tasks");\nfetch("/api/reports/daily");\n';

describe('triage in a workspace of several folders', () => {
  /** Two copies of one project: each finding is there twice. */
  async function twins() {
    const folders = [0, 1].map(() => tempFolder({ 'api/main.py': API, 'ui/tasks.js': UI }));
    const [one = '', two = ''] = folders;
    const client = await LspClient.start({ folders });
    const at = async (folder: string) => {
      const [found] = await client.request<FindingAt[]>(FINDINGS_AT, { uri: `file://${folder}/ui/tasks.js`, line: 1 });
      assert.ok(found);
      return found;
    };
    return { one, two, client, at };
  }
  const backlogOf = (folder: string) => parseBacklog(readFileSync(join(folder, '.crosswire/backlog.yaml'), 'utf8')).entries;

  it('decides each finding in the record of its own folder, with the id that it has there alone', async () => {
    const { one, two, client, at } = await twins();
    const [first, second] = [await at(one), await at(two)];
    assert.notEqual(first.id, second.id);
    await client.request<Triaged>(TRIAGE, { id: second.id, state: 'intentional', reason: 'the gateway' });
    await client.until(`${two}/ui/tasks.js`, (list) => list.length === 0);
    assert.equal(client.of(`${one}/ui/tasks.js`).length, 1);
    assert.ok(!existsSync(join(one, '.crosswire')));
    const alone = JSON.parse((await crosswire(['audit', two, '--format', 'json'])).out);
    assert.deepEqual([...backlogOf(two).keys()], [alone.intentional[0].id]);
    assert.deepEqual((await at(one)).state, 'open');
    const focus = await client.request<FocusPlace>(FOCUS, null);
    assert.equal(focus.uri, `file://${one}/ui/tasks.js`);
    await client.stop();
  });

  it('keeps the record of each folder in which something was decided, and its run log reconciles', async () => {
    const { one, two, client, at } = await twins();
    await client.request<Triaged>(TRIAGE, { id: (await at(two)).id, state: 'accepted' });
    await client.request<AuditPage>(AUDIT, { record: true });
    assert.ok(!existsSync(join(one, '.crosswire')));
    const lines = readFileSync(join(two, '.crosswire/runs.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([...new Set(lines.map(({ status }) => status))], ['ok']);
    assert.deepEqual(lines.find(({ phase }) => phase === 'files')?.counts, {
      read: 2,
      idle: 0,
      failed: 0,
      left_out: 0,
      total: 2,
    });
    assert.deepEqual(
      [...backlogOf(two).values()].map(({ file, state }) => [file, state]),
      [['ui/tasks.js', 'accepted']],
    );
    await client.stop();
  });

  it('tells of a broken backlog in whichever folder it lies', async () => {
    const { one, two, client, at } = await twins();
    const backlog = join(two, '.crosswire/backlog.yaml');
    writeFiles(two, { '.crosswire/backlog.yaml': 'findings: 7\n' });
    await client.watched([{ path: backlog, type: 1 }]);
    await client.until(backlog, ([fault]) => /is a list/.test(String(fault?.message)));
    const refused = await client.request<Triaged>(TRIAGE, { id: (await at(two)).id, state: 'accepted' });
    assert.ok('refused' in refused);
    assert.deepEqual(await client.request<Triaged>(TRIAGE, { id: (await at(one)).id, state: 'accepted' }), {
      state: 'accepted',
      reason: null,
    });
    assert.equal(readFileSync(backlog, 'utf8'), 'findings: 7\n');
    await client.stop();
  });
});
