/** The record: progress, journal and run log made of texts and a clock that is given. */
import assert from 'node:assert/strict';
import { focusOf } from '../../server/src/triage/focus';
import { parseProgress } from '../../server/src/triage/progress-parse';
import { recordAudit, recordDecision, type Texts } from '../../server/src/triage/record';
import { linesOf, mismatches } from '../../server/src/triage/runs';
import type { State } from '../../server/src/triage/states';
import { applied, at, auditOf, decided, empty, NOON, seen, subject } from '../support/triage';

const a = subject('a1');
const b = subject('b2', { file: 'ui/b.js' });
const hint = subject('h3', { rule: 'orphaned-route', severity: 'hint', file: 'api/main.py' });

/** What an audit before this one told: nothing was unread. */
const first = () => applied(empty, recordAudit(empty, auditOf([]), NOON)).progress;

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
    const first = applied(
      empty,
      recordAudit(empty, auditOf([a, b, hint], { blockers: [{ text: 'api/x.py is not read: binary', file: 'api/x.py' }] }), NOON),
    );
    const second = decided(first, [a, b, hint], 'a1', 'intentional', 'the gateway');
    const third = applied(second, recordAudit(second, auditOf([a, hint]), at('2026-11-23T08:00:00.000Z')));
    const { progress } = parseProgress(third.progress);
    assert.equal(progress?.focus?.id, 'h3');
    assert.deepEqual(
      progress?.recent.map(({ on, what, id, state }) => [on, what, id, state]),
      [
        ['2026-11-23T08:00:00.000Z', 'vanished', 'b2', 'done'],
        ['2026-11-21T12:00:00.000Z', 'set', 'a1', 'intentional'],
      ],
    );
    assert.deepEqual(progress?.counts, [
      { on: '2026-11-21', findings: 3 },
      { on: '2026-11-23', findings: 2 },
    ]);
    const blocker = { text: 'api/x.py is not read: binary', file: 'api/x.py', since: '2026-11-21' };
    assert.deepEqual([parseProgress(first.progress).progress?.blockers, progress?.blockers], [[blocker], []]);
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

  it('leaves broken files as they are, says so, and counts nothing while nobody can read what was decided', () => {
    const broken: Texts = { ...empty, backlog: '<<<<<<< ours\n', progress: '{"version": 1' };
    const { changes, faults, events } = recordAudit(broken, auditOf([a]), NOON);
    assert.deepEqual(
      [changes.map(({ part }) => part), events, faults.map(({ part, fault }) => [part, fault.line])],
      [
        [],
        [],
        [
          ['backlog', 1],
          ['progress', 1],
        ],
      ],
    );
    const half = recordAudit({ ...broken, backlog: '' }, auditOf([a]), NOON);
    assert.deepEqual(
      half.changes.map(({ part }) => part),
      ['backlog', 'journal', 'runs'],
    );
    const refused = recordDecision(broken, { id: 'a1', state: 'accepted' }, seen(a), NOON);
    assert.ok('refused' in refused);
  });

  it('says of a progress.json of a later version that it is one, and leaves it alone', () => {
    const later = { ...empty, progress: '{"version": 9, "focus": null}' };
    const { changes, faults } = recordAudit(later, auditOf([a]), NOON);
    assert.match(
      faults[0]?.fault.message ?? '',
      /^This is of version 9, which this Crosswire does not know\. Take a newer Crosswire/,
    );
    assert.ok(!changes.some(({ part }) => part === 'progress'));
  });

  it('says of JSON of somebody else that it is no progress.json', () => {
    for (const progress of ['{"name": "shop"}', '{"version": 1}', '[]', '7']) {
      const { faults, changes } = recordAudit({ ...empty, progress }, auditOf([a]), NOON);
      assert.match(faults[0]?.fault.message ?? '', /^This is no progress\.json of Crosswire\. Name another place/);
      assert.ok(!changes.some(({ part }) => part === 'progress'));
    }
  });

  it('goes on with nothing that a baseline knows', () => {
    const focus = (...known: string[]) => {
      const audit = auditOf([a, hint], { known: new Set(known) });
      return parseProgress(applied(empty, recordAudit(empty, audit, NOON)).progress).progress?.focus?.id;
    };
    assert.deepEqual([focus(), focus('a1'), focus('a1', 'h3')], ['a1', 'h3', undefined]);
  });

  it('shows in its journal what would move the cursor of a terminal, and names the file alone of what says nothing else', () => {
    const odd = subject('x', { subject: 'GET /api/\x1b[31m', file: 'ui/\u202ea.js' });
    const { journal } = applied(empty, recordAudit(empty, auditOf([odd]), NOON));
    assert.match(journal, /GET \/api\/\\\\x1b\\\[31m in ui\/\\\\u\{202e\}a\.js\n$/);
    const backlog = 'findings:\n  - {id: a1, state: open, rule: wrong-path, file: ui/a.js}\n';
    const gone = applied({ ...empty, backlog }, recordAudit({ ...empty, backlog, progress: first() }, auditOf([]), NOON));
    assert.match(gone.journal, /: wrong-path, ui\/a\.js\n$/);
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
