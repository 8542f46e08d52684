/** Who a finding is: the same when lines move and names of variables change, and not confused with another that says the same elsewhere. */
import assert from 'node:assert/strict';
import { parseBacklog } from '../../server/src/triage/backlog';
import { withEntries } from '../../server/src/triage/backlog-edit';
import { matched } from '../../server/src/triage/matching';
import { snapshotOf } from '../support/analyse';

const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef tasks():\n    return []\n';
const ONE = 'export async function first() {\n  return fetch("/api/gone");\n}\n';
const TWO = 'export class Tasks {\n  async second() {\n    return fetch("/api/gone");\n  }\n}\n';
const TOP = 'fetch("/api/gone");\n';

/** 'missing-endpoint GET /api/gone' in order, each with its ids. */
async function found(files: Record<string, string>) {
  const findings = (await snapshotOf({ 'api/main.py': API, ...files })).findings();
  return findings.map((f) => ({ ...f, file: f.file.slice('/w/'.length), about: `${f.rule} ${f.subject}` }));
}
const inUi = async (text: string) => (await found({ 'ui/a.js': text })).filter((f) => f.rule === 'missing-endpoint');
const idsIn = async (text: string) => (await inUi(text)).map(({ id }) => id);

describe('the identity of a finding', () => {
  it('of two equal calls is told by the function that makes each: when one goes, the other stays who it was', async () => {
    const [one, two] = await idsIn(`${ONE}${TWO}`);
    assert.notEqual(one, two);
    assert.deepEqual(await idsIn(TWO), [two]);
    assert.deepEqual(await idsIn(ONE), [one]);
    assert.deepEqual(await idsIn(`${TWO}\n\n${ONE}`), [two, one]);
    const [top] = await idsIn(TOP);
    assert.deepEqual(await idsIn(`${ONE}${TOP}${TWO}`), [one, top, two]);
  });

  it('of two equal requests of a page is told by the id of the element that makes each', async () => {
    const button = (id: string) => `<button id="${id}" hx-get="/api/gone">Go</button>\n`;
    const page = async (...ids: string[]) => {
      const all = await found({ 'ui/index.html': `<body>\n${ids.map(button).join('')}</body>\n` });
      return all.filter((f) => f.rule === 'missing-endpoint').map(({ id }) => id);
    };
    const [one, two] = await page('one', 'two');
    assert.notEqual(one, two);
    assert.deepEqual(await page('two'), [two]);
  });

  it('within one function goes by order', async () => {
    const both = await idsIn(`function f() {\n  fetch("/api/gone");\n  fetch("/api/gone");\n}\n`);
    assert.equal(new Set(both).size, 2);
    assert.deepEqual(await idsIn(`// moved\nfunction f() {\n  fetch("/api/gone");\n}\n`), both.slice(0, 1));
  });

  it('survives other names of variables and parameters, on both sides, for every rule that has them in what it is about', async () => {
    const ui = (id: string) => `function load(${id}) {\n  const url = \`/api/none/\${${id}}\`;\n  return fetch(url);\n}\n`;
    const py = (path: string, arg: string) =>
      `${API}\n\n@app.get("/api/notes/{${path}}")\ndef note(${path}: int):\n    return None\n\n\n` +
      `@app.delete("/api/files/{${path}:path}")\ndef drop(${arg}: str):\n    return None\n`;
    const ids = async (id: string, path: string, arg: string) =>
      (await found({ 'ui/a.js': ui(id), 'api/main.py': py(path, arg) })).map((f) => [f.rule, f.id]);
    const before = await ids('id', 'note_id', 'note');
    assert.deepEqual(
      before.map(([rule]) => rule),
      ['path-parameter-mismatch', 'missing-endpoint'],
    );
    assert.deepEqual(await ids('key', 'entry_id', 'entry'), before);
  });

  it('is found in a backlog of a version that told equal calls by their order alone', async () => {
    const now = await inUi(`${ONE}${TWO}`);
    const entry = (id: string, reason: string) => ({
      ...{ id, state: 'intentional' as const, since: '2026-01-01', reason },
      ...{ rule: 'missing-endpoint', file: 'ui/a.js', about: 'GET /api/gone' },
    });
    const [first = '', second = ''] = now.map(({ formerId, id }) => formerId ?? id);
    const old = withEntries('', [entry(first, 'one'), entry(second, 'two')]);
    const known = matched(now, parseBacklog(old).entries);
    assert.deepEqual(
      now.map(({ id }) => known.get(id)?.reason),
      ['one', 'two'],
    );
  });
});
