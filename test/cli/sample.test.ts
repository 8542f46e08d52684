/** The bundled sample is what its README says: a working application, with the faults of the table where the table has them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crosswire } from '../support/cli';
import { ensurePython } from '../support/python';
import { tempFolder } from '../support/temp';

const sample = resolve('test/workspaces/sparkqueue');

interface Fault {
  rule: string;
  file: string;
  line: number;
  code: string;
}

function plantedFaults(): Fault[] {
  const row = /^\| ([a-z-]+) \| ([\w./-]+):(\d+) \| (`+)\s?(.+?)\s?\4 \| .+ \|$/gm;
  const rows = readFileSync(join(sample, 'README.md'), 'utf8').matchAll(row);
  return [...rows].map(([, rule = '', file = '', line, , code = '']) => ({ rule, file, line: Number(line), code }));
}

describe('the bundled sample: planted faults', () => {
  it('are a dozen and more', () => assert.ok(plantedFaults().length >= 12));

  for (const { rule, file, line, code } of plantedFaults())
    it(`${rule} stands at ${file}:${line}`, () => {
      const written = readFileSync(join(sample, file), 'utf8').split('\n')[line - 1];
      assert.ok(written?.includes(code), `${code}\nis not in\n${written}`);
    });
});

describe('the bundled sample: what the audit says of it', function () {
  this.timeout(60_000);

  it('every planted button is found, and no other button is called dead', async () => {
    const { out } = await crosswire(['audit', sample, '--format', 'json', '--rule', 'dead-button', '--rule', 'broken-button']);
    const { findings } = JSON.parse(out) as { findings: { rule: string; file: string; line: number }[] };
    const told = (f: { rule: string; file: string; line: number }) => `${f.rule} ${f.file}:${f.line}`;
    const planted = plantedFaults().filter((f) => f.rule.endsWith('-button'));
    assert.equal(planted.length, 2);
    for (const fault of planted)
      assert.ok(findings.map(told).includes(told(fault)), `${told(fault)}\n${findings.map(told).join('\n')}`);
    assert.deepEqual(
      findings.filter((f) => f.rule === 'dead-button').map(told),
      planted.filter((f) => f.rule === 'dead-button').map(told),
    );
  });

  it('is what `npm run audit` says where no folder is named, whatever else is', () => {
    const ran = spawnSync(process.execPath, [resolve('.build/audit.mjs'), '--rule', 'wrong-method', '--no-cache'], {
      encoding: 'utf8',
      cwd: tempFolder(),
      env: { ...process.env, INIT_CWD: tempFolder() },
    });
    assert.equal(ran.status, 0, ran.stderr);
    for (const { file } of plantedFaults().filter((f) => f.rule === 'wrong-method'))
      assert.ok(ran.stdout.includes(file), ran.stdout);
  });
});

/** What the browser sends at each planted fault, and how the server answers. */
const REQUESTS = `
import json, sys
from fastapi.testclient import TestClient
from sparkqueue.main import create_app

client = TestClient(create_app(), headers={"X-Spark-User": "root"}, follow_redirects=False)
client.post("/api/tasks", json={"title": "x", "stream": "default"})
print(json.dumps([client.request(method, path, **rest).status_code for method, path, rest, _ in json.load(sys.stdin)]))
`;

const FORM = {
  headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  content: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n[]\r\n--x--\r\n',
};

const ANSWERS: [string, string, Record<string, unknown>, number][] = [
  ['POST', '/api/streams/default/pause', {}, 404],
  ['PUT', '/api/config', { json: { retention_days: 3 } }, 405],
  ['GET', '/api/config/default', {}, 404],
  ['POST', '/api/purge', { json: { states: ['done'] } }, 404],
  ['POST', '/api/streams/', { json: { name: 'mail' } }, 307],
  ['GET', '/api/stats/throughput', {}, 404],
  ['GET', '/api/streams/active', {}, 404],
  ['DELETE', '/api/streams/default/consumers/c1', {}, 422],
  ['POST', '/api/tasks', { json: { title: 'x', priority: 'normal' } }, 422],
  ['PATCH', '/api/tasks/1', { json: { maxRetries: 4 } }, 422],
  ['POST', '/api/tasks/import', FORM, 422],
  ['GET', '/api/tasks?state=done', {}, 200],
  ['PATCH', '/api/config', { json: { retention_days: 3 } }, 200],
  ['POST', '/api/admin/purge', { json: { states: ['done'] } }, 200],
];

describe('the bundled sample: run by Python', function () {
  this.timeout(600_000);
  let interpreter = '';

  before(function () {
    const python = ensurePython();
    if ('skipped' in python) {
      assert.notEqual(process.env.CI, 'true', `CI must run Python: ${python.skipped}`);
      process.stderr.write(`\n  SKIPPED: the sample's own tests are not run: ${python.skipped}\n`);
      return this.skip();
    }
    interpreter = python.python;
  });

  function run(args: string[], input = ''): string {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, stdout, stderr } = spawnSync(interpreter, args, {
      cwd: join(sample, 'backend'),
      encoding: 'utf8',
      env,
      input,
    });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  }

  it('its own tests pass', () => {
    assert.match(run(['-m', 'pytest', '-q', '-p', 'no:cacheprovider']), /\b\d+ passed/);
  });

  it('the planted faults are faults when it runs', () => {
    const statuses: unknown = JSON.parse(run(['-c', REQUESTS], JSON.stringify(ANSWERS)));
    assert.deepEqual(
      statuses,
      ANSWERS.map(([, , , status]) => status),
    );
  });
});
