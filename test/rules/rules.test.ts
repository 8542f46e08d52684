/**
 * Each rule by its fixture, test/rules/<rule>.md, in which everything that any rule finds is marked; places that a finding points to are marked as
 * `related`. And the examples of each rule's meta, which are what its page shows.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Finding } from '../../server/src/analysis/types';
import { metaRules } from '../../server/src/rules/meta-rules';
import { rules } from '../../server/src/rules/registry';
import { ROOT, snapshotOf } from '../support/analyse';
import { describeFixtures, type FixtureFile, type Found } from '../support/fixture';

type Place = Pick<Finding, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'>;

function offsets(files: readonly FixtureFile[], place: Place): { path: string; from: number; to: number } {
  const path = place.file.slice(ROOT.length);
  const lines = (files.find((f) => f.path === path)?.text ?? '').split('\n');
  const offset = (line: number, column: number) => lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0) + column - 1;
  return { path, from: offset(place.line, place.column), to: offset(place.endLine, place.endColumn) };
}

describeFixtures('test/rules', async ({ files }) => {
  const snapshot = await snapshotOf(Object.fromEntries(files.map((f) => [f.path.slice(1), f.text])));
  const found = snapshot
    .findings()
    .flatMap((f): Found[] => [
      { ...offsets(files, f), severity: f.severity, id: f.rule, message: f.message },
      ...f.related.map((r) => ({ ...offsets(files, r), severity: 'related', id: f.rule, message: r.message })),
    ]);
  return { found };
});

const all = [...rules.map((r) => r.meta), ...metaRules];

describe('rules: examples', () => {
  for (const { id, examples, byDefault } of all) {
    it(`${id}: the bad one has it and nothing else but what it rests on, the good one has nothing`, async () => {
      const [bad, good] = [await snapshotOf(examples.bad), await snapshotOf(examples.good)];
      const on = byDefault === 'off' ? { [id]: 'hint' as const } : {};
      const resting = rules.some((r) => r.meta.id === id && r.restsOnOthers);
      const found = [...new Set(bad.findings(on).map((f) => f.rule))];
      if (resting) assert.ok(found.includes(id));
      else assert.deepEqual(found, [id]);
      assert.deepEqual(good.findings(on), []);
    });
  }
});

describe('rules: documentation', () => {
  it('has a fixture for every rule', () => {
    assert.deepEqual(
      all.filter(({ id }) => !existsSync(`test/rules/${id}.md`)).map(({ id }) => id),
      [],
    );
  });

  it('is as it would be made now: pages, settings, the table of the README', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['.build/gen.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(stdout + stderr, '');
  });
});
