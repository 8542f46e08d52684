/** The record: progress, journal and run log made of texts and a clock that is given, and what git makes of them when branches meet. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { parseBacklog } from '../../server/src/triage/backlog';
import { focusOf } from '../../server/src/triage/focus';
import { parseProgress } from '../../server/src/triage/progress';
import { type Audited, type Recorded, recordAudit, recordDecision, type Texts } from '../../server/src/triage/record';
import { linesOf, mismatches } from '../../server/src/triage/runs';
import type { State, Subject } from '../../server/src/triage/states';
import { placesOf, readRecord, writeRecord } from '../../server/src/workspace/record';
import { tempFolder } from '../support/temp';
import { everything, subject } from '../support/triage';

const empty: Texts = { backlog: '', progress: '', journal: '', runs: '' };
const at = (now: string) => ({ now, run: 'r1' });
const NOON = at('2026-11-21T12:00:00.000Z');

function auditOf(findings: readonly Subject[], more: Partial<Audited> = {}): Audited {
  const figures = { findings: findings.length };
  const parts = { 'missing-endpoint': findings.length };
  const buckets = [{ phase: 'findings', bucket: 'rule', what: 'findings', parts, total: findings.length }] as const;
  return { findings, reach: everything, figures, blockers: [], buckets, ...more };
}

function applied(texts: Texts, { changes }: Pick<Recorded, 'changes'>): Texts {
  const next = { ...texts };
  for (const { part, how, text } of changes) next[part] = how === 'append' ? next[part] + text : text;
  return next;
}

function decided(texts: Texts, findings: readonly Subject[], id: string, state: State, reason?: string): Texts {
  const recorded = recordDecision(texts, { id, state, reason }, findings, NOON);
  assert.ok('changes' in recorded, 'refused' in recorded ? recorded.refused : '');
  return applied(texts, recorded);
}

const a = subject('a1');
const b = subject('b2', { file: 'ui/b.js' });
const hint = subject('h3', { rule: 'orphaned-route', severity: 'hint', file: 'api/main.py' });

describe('the record', () => {
  it('of an unchanged tree grows by a run and nothing else', () => {
    const first = applied(empty, recordAudit(empty, auditOf([a, b]), NOON));
    const { changes } = recordAudit(first, auditOf([a, b]), at('2026-12-24T18:00:00.000Z'));
    assert.deepEqual(
      changes.map(({ part, how }) => [part, how]),
      [['runs', 'append']],
    );
  });

  it('tells where the triage stands: focus, what was touched, what blocks, counts over time', () => {
    const first = applied(empty, recordAudit(empty, auditOf([a, b, hint], { blockers: ['api/x.py: not read'] }), NOON));
    const second = decided(first, [a, b, hint], 'a1', 'intentional', 'the gateway');
    const third = applied(second, recordAudit(second, auditOf([a, hint]), at('2026-11-23T08:00:00.000Z')));
    const { progress } = parseProgress(third.progress);
    assert.equal(progress?.focus?.id, 'h3');
    assert.deepEqual(
      progress?.recent.map(({ on, what, id, state }) => [on, what, id, state]),
      [
        ['2026-11-23', 'vanished', 'b2', 'done'],
        ['2026-11-21', 'set', 'a1', 'intentional'],
      ],
    );
    assert.deepEqual(progress?.counts, [
      { on: '2026-11-21', findings: 3 },
      { on: '2026-11-23', findings: 2 },
    ]);
    assert.deepEqual([parseProgress(first.progress).progress?.blockers, progress?.blockers], [['api/x.py: not read'], []]);
    assert.equal(
      third.journal,
      [
        '# Crosswire journal',
        '',
        'What became of the findings, oldest first. Lines are only ever added.',
        '',
        '- 2026-11-21 12:00 found: missing-endpoint, GET /api/a1 in ui/a.js',
        '- 2026-11-21 12:00 found: missing-endpoint, GET /api/b2 in ui/b.js',
        '- 2026-11-21 12:00 found: orphaned-route, GET /api/h3 in api/main.py',
        '- 2026-11-21 12:00 intentional: missing-endpoint, GET /api/a1 in ui/a.js: the gateway',
        '- 2026-11-23 08:00 done, it is no longer found: missing-endpoint, GET /api/b2 in ui/b.js',
        '',
      ].join('\n'),
    );
  });

  it('leaves broken files as they are, says so, and goes on with the others', () => {
    const broken: Texts = { ...empty, backlog: '<<<<<<< ours\n', progress: '{"version": 1' };
    const { changes, faults, events } = recordAudit(broken, auditOf([a]), NOON);
    assert.deepEqual(
      [changes.map(({ part }) => part), events, faults.map(({ part, fault }) => [part, fault.line])],
      [
        ['runs'],
        [],
        [
          ['backlog', 1],
          ['progress', 1],
        ],
      ],
    );
    const refused = recordDecision(broken, { id: 'a1', state: 'accepted' }, [a], NOON);
    assert.ok('refused' in refused);
  });

  it('keeps to its journal what Markdown would take for markup, on one line', () => {
    const odd = subject('x', { subject: 'GET /api/[a](javascript:x)\n# *b* <img src=x>' });
    const { journal } = applied(empty, recordAudit(empty, auditOf([odd]), NOON));
    assert.match(journal, /GET \/api\/\\\[a\\\]\(javascript:x\) # \\\*b\\\* \\<img src=x\\> in ui/);
  });

  it('counts reconcile, and a count that does not is told', () => {
    const run = { ts: NOON.now, id: 'r', buckets: auditOf([a, b]).buckets };
    assert.deepEqual(
      linesOf(run).map(({ phase, status }) => [phase, status]),
      [
        ['findings', 'ok'],
        ['run', 'ok'],
      ],
    );
    const wrong = { phase: 'calls', bucket: 'status', what: 'calls', parts: { matched: 3, missing: 1 }, total: 5 } as const;
    const lines = linesOf({ ...run, buckets: [wrong] });
    assert.deepEqual(mismatches(lines), ['5 calls, but their parts by status add up to 4']);
    assert.deepEqual(lines.at(-1)?.counts, { buckets: 1, mismatches: 1 });
  });
});

describe('the focus', () => {
  it('is an error before a hint, what many places share before one, and nothing that was decided', () => {
    const shared = [
      subject('s1', { subject: 'GET /api/s', file: 'ui/z.js' }),
      subject('s2', { subject: 'GET /api/s', file: 'ui/y.js' }),
    ];
    assert.equal(focusOf([hint, a, ...shared], new Map())?.id, 's2');
    const set = (state: State) => new Map(['s1', 's2', 'a1'].map((id) => [id, { state }]));
    assert.equal(focusOf([hint, a, ...shared], set('accepted'))?.id, 'h3');
    assert.equal(focusOf([hint, a, ...shared], set('done'))?.id, 's2');
    assert.equal(focusOf([a], set('intentional')), undefined);
    assert.match(
      focusOf([hint, a, ...shared], new Map())?.why ?? '',
      /fails for whoever uses it: one of 3 open errors; 2 places share it/,
    );
  });
});

describe('two branches that triage', () => {
  const findings = ['a1', 'b2', 'c3', 'd4'].map((id) => subject(id, { file: `ui/${id}.js` }));

  /** Two branches of a new repository, each of which changes the record its own way, merged. Gives what the merge left. */
  function merged(
    start: (texts: Texts) => Texts,
    ours: (texts: Texts) => Texts,
    theirs: (texts: Texts) => Texts,
    files = {},
  ): Texts {
    const folder = tempFolder({ 'readme.txt': 'a project\n', ...files });
    const places = placesOf(folder);
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...words], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    const commit = (change: (texts: Texts) => Texts) => {
      const before = readRecord(places);
      const next = change(before);
      writeRecord(
        places,
        (['backlog', 'progress', 'journal', 'runs'] as const).flatMap((part) =>
          next[part] === before[part] || part === 'progress' ? [] : [{ part, how: 'replace', text: next[part] }],
        ),
      );
      git('add', '.');
      git('commit', '-q', '--allow-empty', '-m', 'triage');
    };
    git('init', '-q', '-b', 'main');
    commit(start);
    git('checkout', '-q', '-b', 'theirs');
    commit(theirs);
    git('checkout', '-q', 'main');
    commit(ours);
    git('merge', '-q', '--no-edit', 'theirs');
    return readRecord(places);
  }

  const says = (text: string) => {
    const { entries, faults } = parseBacklog(text);
    assert.deepEqual(faults, [], text);
    return [...entries.values()].map(({ id, state }) => `${id} ${state}`).sort();
  };
  const recordAll = (texts: Texts) => applied(texts, recordAudit(texts, auditOf(findings), NOON));
  const set = (id: string, state: State, reason?: string) => (texts: Texts) => decided(texts, findings, id, state, reason);

  it('of neighbours merge without a conflict', () => {
    const texts = merged(recordAll, set('b2', 'intentional', 'so be it'), set('c3', 'accepted'));
    assert.deepEqual(says(texts.backlog), ['a1 open', 'b2 intentional', 'c3 accepted', 'd4 open']);
    assert.match(texts.journal, /intentional: missing-endpoint, GET \/api\/b2/);
    assert.match(texts.journal, /accepted: missing-endpoint, GET \/api\/c3/);
  });

  it('of neighbours merge without a conflict also where no attribute helps', () => {
    const only = (change: (texts: Texts) => Texts) => (texts: Texts) => ({ ...empty, backlog: change(texts).backlog });
    const { backlog } = merged(only(recordAll), only(set('b2', 'done')), only(set('c3', 'intentional', 'x')), {
      '.crosswire/.gitattributes': '',
    });
    assert.deepEqual(says(backlog), ['a1 open', 'b2 done', 'c3 intentional', 'd4 open']);
  });

  it('from nothing merge without a conflict', () => {
    const texts = merged((t) => t, set('a1', 'accepted'), set('d4', 'intentional', 'the gateway'));
    assert.deepEqual(says(texts.backlog), ['a1 accepted', 'd4 intentional']);
  });

  it('and find the same place for new entries merge without a conflict', () => {
    const start = set('a1', 'accepted');
    const texts = merged(start, set('b2', 'accepted'), (t) => set('c3', 'accepted')(set('d4', 'intentional', 'x')(t)));
    assert.deepEqual(says(texts.backlog), ['a1 accepted', 'b2 accepted', 'c3 accepted', 'd4 intentional']);
  });

  it('and disagree about one finding are told so, and nothing is used in silence', () => {
    const { backlog } = merged(recordAll, set('b2', 'accepted'), set('b2', 'intentional', 'x'));
    assert.match(parseBacklog(backlog).faults[0]?.message ?? '', /has an entry in line \d+ already/);
  });
});
