/** What git makes of the record when branches meet that have both triaged: real merges of real repositories. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBacklog } from '../../server/src/triage/backlog';
import { parseProgress } from '../../server/src/triage/progress-parse';
import { faultsOf, recordAudit, recordDecision, type Texts } from '../../server/src/triage/record';
import type { State, Subject } from '../../server/src/triage/states';
import { type Named, placesOf, readRecord, writeRecord } from '../../server/src/workspace/record';
import { tempFolder } from '../support/temp';
import { auditOf, seen, subject } from '../support/triage';

const findings = ['a1', 'b2', 'c3', 'd4'].map((id) => subject(id, { file: `ui/${id}.js` }));
const at12 = '2026-11-21T12:00:00.000Z';

/** What one branch does, in order: each step writes what the command line would. */
type Step = (texts: Texts) => ReturnType<typeof recordAudit>;

const audit =
  (found: readonly Subject[] = findings, now = at12, more = {}): Step =>
  (texts) =>
    recordAudit(texts, auditOf(found, more), { now, run: now });

const set =
  (id: string, state: State, reason?: string, now = at12, all = findings): Step =>
  (texts) => {
    const recorded = recordDecision(texts, { id, state, reason }, seen(...all), { now }, { blockers: [], known: new Set() });
    assert.ok('changes' in recorded, 'refused' in recorded ? recorded.refused : '');
    return recorded;
  };

interface Branches {
  start?: readonly Step[];
  ours: readonly Step[];
  theirs: readonly Step[];
  third?: readonly Step[];
  /** Of the repository. */
  files?: Record<string, string>;
  named?: Named;
}

/** A new repository in which two branches go their own ways, merged: what the merge left. */
function merged({ start = [], ours, theirs, third, files = {}, named = {} }: Branches): { texts: Texts; folder: string } {
  const folder = tempFolder({ 'readme.txt': 'a project\n', ...files });
  const places = placesOf(folder, named);
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...words], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const commit = (steps: readonly Step[]) => {
    for (const step of steps) writeRecord(places, step(readRecord(places)).changes);
    git('add', '.');
    git('commit', '-q', '--allow-empty', '-m', 'triage');
  };
  git('init', '-q', '-b', 'main');
  commit(start);
  const others = { theirs, ...(third ? { third } : {}) };
  for (const [branch, steps] of Object.entries(others)) {
    git('checkout', '-q', '-b', branch, 'main');
    commit(steps);
  }
  git('checkout', '-q', 'main');
  commit(ours);
  for (const branch of Object.keys(others)) git('merge', '-q', '--no-edit', branch);
  assert.equal(git('status', '--porcelain'), '');
  return { texts: readRecord(places), folder };
}

/** The merged files are understood in every part. */
function says(texts: Texts): string[] {
  assert.deepEqual(faultsOf(texts), [], texts.backlog + texts.progress);
  for (const line of texts.runs.trim().split('\n').filter(Boolean)) JSON.parse(line);
  return [...parseBacklog(texts.backlog).entries.values()].map(({ id, state }) => `${id} ${state}`).sort();
}
const touchedIn = (texts: Texts) =>
  parseProgress(texts.progress)
    .progress?.recent.map(({ id }) => id)
    .sort();

describe('two branches that triage', () => {
  it('of neighbours merge without a conflict', () => {
    const { texts } = merged({ start: [audit()], ours: [set('b2', 'intentional', 'so be it')], theirs: [set('c3', 'accepted')] });
    assert.deepEqual(says(texts), ['a1 open', 'b2 intentional', 'c3 accepted', 'd4 open']);
    assert.match(texts.journal, /intentional: missing-endpoint, GET \/api\/b2/);
    assert.match(texts.journal, /accepted: missing-endpoint, GET \/api\/c3/);
    assert.deepEqual(touchedIn(texts), ['b2', 'c3']);
  });

  it('of neighbours merge their backlogs without a conflict also where no attribute helps', () => {
    const only =
      (step: Step): Step =>
      (texts) => {
        const { changes, ...rest } = step(texts);
        return { ...rest, changes: changes.filter(({ part }) => part === 'backlog') };
      };
    const { texts } = merged({
      start: [only(audit())],
      ours: [only(set('b2', 'done'))],
      theirs: [only(set('c3', 'intentional', 'x'))],
      files: { '.crosswire/.gitattributes': 'backlog.yaml !merge\nprogress.json !merge\njournal.md !merge\nruns.jsonl !merge\n' },
    });
    assert.deepEqual(says(texts), ['a1 open', 'b2 done', 'c3 intentional', 'd4 open']);
  });

  it('from nothing merge without a conflict', () => {
    const { texts } = merged({ ours: [set('a1', 'accepted')], theirs: [set('d4', 'intentional', 'the gateway')] });
    assert.deepEqual(says(texts), ['a1 accepted', 'd4 intentional']);
    assert.deepEqual(touchedIn(texts), ['a1', 'd4']);
  });

  it('from nothing, each after an audit of its own, keep what either decided', () => {
    const { texts } = merged({ ours: [audit(), set('a1', 'accepted')], theirs: [audit(), set('c3', 'intentional', 'x')] });
    assert.deepEqual(says(texts), ['a1 accepted', 'b2 open', 'c3 intentional', 'd4 open']);
    const next = audit()(texts);
    assert.deepEqual(next.events, []);
    const decide = set('b2', 'done')(texts).changes.find(({ part }) => part === 'backlog');
    assert.equal(decide?.text.match(/id: /g)?.length, 4, 'what the merge left twice is there once');
  });

  it('and find the same place for new entries merge without a conflict', () => {
    const { texts } = merged({
      start: [set('a1', 'accepted')],
      ours: [set('b2', 'accepted')],
      theirs: [set('c3', 'accepted'), set('d4', 'intentional', 'x')],
    });
    assert.deepEqual(says(texts), ['a1 accepted', 'b2 accepted', 'c3 accepted', 'd4 intentional']);
  });

  it('and audit what they changed on several days merge without a conflict, counts and blockers included', () => {
    const many = Array.from({ length: 30 }, (_, i) => subject(`m${String(i).padStart(2, '0')}`, { file: `ui/${i % 7}.js` }));
    const day = (n: number) => `2026-12-0${n}T09:00:00.000Z`;
    const blocked = { blockers: [{ text: 'ui/x.js is not read: binary', file: 'ui/x.js' }] };
    const decide = (from: number, state: State) =>
      many.slice(from, from + 12).map((f, i) => set(f.id, state, 'so be it', `2026-12-02T10:00:${10 + i}.000Z`, many));
    const { texts } = merged({
      start: [audit(many.slice(0, 20), day(1)), set('m00', 'accepted', undefined, day(1), many)],
      ours: [audit(many.slice(2), day(2)), ...decide(4, 'intentional'), audit(many.slice(3), day(3), blocked)],
      theirs: [audit(many.slice(1, 25), day(2)), ...decide(16, 'accepted'), audit(many.slice(0, 22), day(4))],
    });
    const { progress } = parseProgress(texts.progress);
    says(texts);
    assert.deepEqual(
      progress?.counts.map(({ on }) => on),
      ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'],
    );
    assert.deepEqual(
      progress?.blockers.map(({ file }) => file),
      ['ui/x.js'],
    );
    const next = audit(many, day(5))(texts).changes.find(({ part }) => part === 'progress');
    assert.equal(parseProgress(next?.text ?? '').progress?.recent.length, 10);
  });

  it('merge without a conflict where a .gitattributes was there, and where the parts lie in several folders', () => {
    const { texts, folder } = merged({
      named: { folder: 'docs', backlog: 'team/to do.yaml' },
      files: { 'docs/.gitattributes': '*.png binary' },
      start: [audit()],
      ours: [set('a1', 'accepted'), audit(findings.slice(0, 3))],
      theirs: [set('b2', 'accepted'), audit(findings.slice(0, 2), '2026-11-22T00:00:00.000Z')],
    });
    assert.deepEqual(says(texts), ['a1 accepted', 'b2 accepted', 'c3 done', 'd4 done']);
    assert.match(readFileSync(join(folder, 'docs/.gitattributes'), 'utf8'), /^\*\.png binary\n#.*\nprogress\.json merge=union\n/);
    assert.match(readFileSync(join(folder, 'team/.gitattributes'), 'utf8'), /^"to do\.yaml" merge=union$/m);
  });

  const LATER = '2026-11-22T12:00:00.000Z';
  const gone = findings.filter(({ id }) => id !== 'b2');
  for (const [what, ours, theirs, state] of [
    ['a person says before what an audit saw', [audit(gone)], [set('b2', 'intentional', 'x')], 'intentional'],
    ['a person says, also where it vanished later', [set('b2', 'accepted')], [audit(gone, LATER)], 'accepted'],
    ['was decided later', [set('b2', 'accepted')], [set('b2', 'intentional', 'x', LATER)], 'intentional'],
    ['is done before what nobody touched', [audit(gone)], [audit(), audit(gone)], 'done'],
  ] as const) {
    it(`and differ about one finding keep what ${what}, whichever is merged into which`, () => {
      for (const sides of [
        { ours, theirs },
        { ours: theirs, theirs: ours },
      ]) {
        const { texts } = merged({ start: [audit(), set('a1', 'accepted')], ...sides });
        assert.deepEqual(says(texts), ['a1 accepted', `b2 ${state}`, 'c3 open', 'd4 open']);
        assert.deepEqual(parseBacklog(texts.backlog).contested, []);
      }
    });
  }

  it('and decide otherwise of one finding on one day keep what hides less, and are told so until one of the lines goes', () => {
    const sides = [[set('b2', 'accepted')], [set('b2', 'intentional', 'x')]] as const;
    for (const [ours, theirs] of [sides, [sides[1], sides[0]] as const]) {
      const { texts } = merged({ start: [audit()], ours, theirs });
      assert.deepEqual(says(texts), ['a1 open', 'b2 accepted', 'c3 open', 'd4 open']);
      const [told, ...more] = parseBacklog(texts.backlog).contested;
      assert.match(told?.message ?? '', /^b2 is accepted in line \d+ and intentional here, .*: accepted counts/);
      assert.match(texts.backlog.split('\n')[(told?.line ?? 0) - 1] ?? '', /b2, state: intentional/);
      assert.deepEqual(more, []);
      const settled = set('b2', 'accepted')(texts).changes.find(({ part }) => part === 'backlog')?.text ?? '';
      assert.deepEqual([parseBacklog(settled).contested, settled.match(/id: b2/g)?.length], [[], 1]);
    }
  });

  it('three at once merge one after the other', () => {
    const { texts } = merged({
      start: [audit()],
      ours: [set('b2', 'done')],
      theirs: [set('c3', 'intentional', 'x')],
      third: [set('d4', 'accepted'), audit([...findings, subject('e5', { file: 'ui/e5.js' })])],
    });
    assert.deepEqual(says(texts), ['a1 open', 'b2 done', 'c3 intentional', 'd4 accepted', 'e5 open']);
  });
});
