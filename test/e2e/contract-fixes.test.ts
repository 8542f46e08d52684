/**
 * What fixes of the contract write, run for real. To a copy of each project in test/fixes/contracts every offer for every finding is applied
 * alone: the finding is gone, the project's own tests pass, ruff has nothing to say, its TypeScript compiles, and the very request that the UI
 * sends now is accepted by the real framework, whose answer has every field that the UI reads.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Snapshot } from '../../server/src/analysis/analysis';
import type { Finding } from '../../server/src/analysis/types';
import { applied } from '../../server/src/fixes/edit';
import type { Shape } from '../../server/src/model/shapes/shape';
import { ROOT, snapshotOf } from '../support/analyse';
import { parseFixture } from '../support/fixture';
import { ensurePython } from '../support/python';
import { tempFolder } from '../support/temp';

const folder = 'test/fixes/contracts';
type Files = Record<string, string>;

const ofContract = ({ rule }: Finding) => /^(request|response)-|^query-/.test(rule);
const shown = (file: string) => file.slice(ROOT.length + 1);
const nameOf = (f: Finding) => `${f.rule} ${f.subject}`;

/** A value of the kind that is sent. */
function sample(shape: Shape<unknown>): unknown {
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, sample(field.shape)]));
    case 'list':
      return [sample(shape.of)];
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'literal':
      return shape.value;
    case 'union':
      return sample(shape.of[0]!);
    case 'null':
    case 'none':
      return null;
    default:
      // Text that is a number too: what a form holds is read as either.
      return '1';
  }
}

/** 'items[].name' of every field that is read. */
function readsOf(shape: Shape<unknown>, path: string[] = []): string[][] {
  if (shape.kind !== 'object') return [];
  return Object.entries(shape.fields).flatMap(([name, { shape: of }]) => [[...path, name], ...readsOf(of, [...path, name])]);
}

/** Every call that nothing is wrong with, as the framework's own client sends it. */
function replays(snapshot: Snapshot): object[] {
  const wrong = snapshot.findings().filter(ofContract);
  return snapshot.calls().flatMap((row) => {
    const view = snapshot.contract(row);
    const isWrong = wrong.some((f) => f.subject.startsWith(`${row.method} ${row.path} `));
    if (row.status !== 'matched' || !view || isWrong) return [];
    const { query, body, contentType, response } = view.asked;
    return [
      {
        method: row.method,
        path: row.path?.replace(/\{[^}]*\}/g, '1'),
        query: sample(query),
        body: body.kind === 'none' ? null : sample(body),
        type: contentType,
        reads: readsOf(response),
      },
    ];
  });
}

const REPLAY = `import json

import pytest

from main import app

try:
    from fastapi.testclient import TestClient

    client = TestClient(app)
except (ImportError, AssertionError):
    client = None
if type(app).__name__ == "Flask":
    client = app.test_client()


@pytest.mark.parametrize("case", json.loads(open("replays.json").read()))
def test_replay(case):
    flask = type(app).__name__ == "Flask"
    sent = {"query_string" if flask else "params": case["query"]}
    if case["type"] == "json":
        sent["json"] = case["body"]
    elif case["body"] is not None:
        sent["data"] = case["body"]
    res = getattr(client, case["method"].lower())(case["path"], **sent)
    assert res.status_code < 300, (case, res.text)
    answer = res.json if flask else res.json()
    for path in case["reads"]:
        at = answer
        for name in path:
            assert name in at, (case, answer)
            at = at[name]
`;

function passes(command: string, args: string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`);
}

function compiles(files: Files, cwd: string): void {
  const sources = Object.keys(files).filter((f) => f.endsWith('.ts'));
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
  const modules = ['--module', 'esnext', '--moduleResolution', 'bundler'];
  if (sources.length) passes(process.execPath, [resolve('node_modules/.bin/tsc'), ...options, ...modules, ...sources], cwd);
}

/** The files after one offer. */
function after(files: Files, snapshot: Snapshot, finding: Finding, id: string): Files {
  const text = (file: string) => files[shown(file)];
  const edit = snapshot
    .fixes(finding, text)
    .find((o) => o.id === id)
    ?.make();
  assert.ok(edit, `${id} changes nothing`);
  const out = { ...files };
  for (const { file, edits } of edit.files) out[shown(file)] = applied(out[shown(file)] ?? '', edits);
  return out;
}

describe('fixes of the contract, run for real', function () {
  this.timeout(600_000);
  const tools = ensurePython('scaffolds');
  const kinds = new Set<string>();

  for (const name of readdirSync(folder).sort()) {
    const [fixture] = parseFixture(readFileSync(join(folder, name), 'utf8')).filter((c) => c.files.length > 0);
    const files: Files = Object.fromEntries(fixture!.files.map((f) => [f.path.slice(1), f.text]));
    it(`${fixture!.title}: each fix alone`, async () => {
      if ('skipped' in tools) throw new Error(tools.skipped);
      const snapshot = await snapshotOf(files);
      const found = snapshot.findings().filter(ofContract);
      assert.ok(found.length > 0);
      for (const finding of found) {
        const offers = snapshot.fixes(finding, (file) => files[shown(file)]).filter((o) => !o.manual && !/ignore/.test(o.id));
        assert.ok(offers.length > 0, `nothing is offered for ${nameOf(finding)}`);
        for (const { id } of offers) {
          kinds.add(id.split(':')[0]!);
          await held(files, after(files, snapshot, finding, id), finding, `${nameOf(finding)}: ${id}`, tools.python);
        }
      }
    });
  }

  it('every kind of fix was among them', () => {
    assert.deepEqual([...kinds].sort(), ['add', 'backend', 'content', 'give', 'name', 'optional', 'send', 'type']);
  });
});

/** Everything that must hold after a fix. */
async function held(files: Files, fixed: Files, finding: Finding, told: string, python: string): Promise<void> {
  const changed = (end: string) => Object.keys(fixed).some((f) => f.endsWith(end) && fixed[f] !== files[f]);
  const now = await snapshotOf(fixed);
  assert.ok(!now.findings().some((f) => nameOf(f) === nameOf(finding)), `${told}: the finding is still there`);
  const sent = replays(now);
  const [, method, path] = /^(\w+) (\S+)/.exec(finding.subject) ?? [];
  const isSent = sent.some(
    (one) => 'method' in one && one.method === method && 'path' in one && one.path === path?.replace(/\{[^}]*\}/g, '1'),
  );
  assert.ok(isSent, `${told}: the call is not replayed`);
  const cwd = tempFolder({ ...fixed, 'replays.json': JSON.stringify(sent), 'test_replay.py': REPLAY });
  try {
    passes(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], cwd);
    if (changed('.py')) passes(join(dirname(python), 'ruff'), ['check', '--no-cache', '--exclude', 'test_replay.py', '.'], cwd);
    if (changed('.ts')) compiles(fixed, cwd);
  } catch (error) {
    throw new Error(`${told}\n${error instanceof Error ? error.message : String(error)}`);
  }
}
