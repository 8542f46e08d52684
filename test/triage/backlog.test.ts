/** The backlog's text: what is read from it, what is changed in it, and what is left alone. */
import assert from 'node:assert/strict';
import { parseBacklog } from '../../server/src/triage/backlog';
import { withEntries } from '../../server/src/triage/backlog-edit';
import { decide, type Reach, reconcile } from '../../server/src/triage/reconcile';
import { everything, seen, subject } from '../support/triage';

const DAY = '2026-11-21';
const a = subject('a1', { file: 'ui/a.js', subject: 'GET /api/a' });
const b = subject('b2', { file: 'ui/b.js', subject: 'POST /api/b/{}' });
const c = subject('c3', { file: 'ui/c.js', subject: 'GET /api/c' });
const audited = (text: string, ...findings: (typeof a)[]) => reconcile(text, findings, everything, DAY).text;

/** Decides, and insists that it could be. */
function set(text: string, id: string, state: 'open' | 'accepted' | 'intentional' | 'done', reason?: string, day = DAY): string {
  const outcome = decide(text, { id, state, reason }, seen(a, b, c), day);
  assert.ok('text' in outcome, 'refused' in outcome ? outcome.refused : '');
  return outcome.text;
}

describe('the backlog', () => {
  it('holds one entry a finding, ordered by what it is about', () => {
    const text = audited('', c, a, b);
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('  - ')),
      [
        '  - {id: a1, state: open, since: 2026-11-21, rule: missing-endpoint, file: ui/a.js, about: "GET /api/a"}',
        '  - {id: b2, state: open, since: 2026-11-21, rule: missing-endpoint, file: ui/b.js, about: "POST /api/b/{}"}',
        '  - {id: c3, state: open, since: 2026-11-21, rule: missing-endpoint, file: ui/c.js, about: "GET /api/c"}',
      ],
    );
    assert.deepEqual(parseBacklog(text).faults, []);
  });

  it('is the same text after a second audit of the same findings', () => {
    const text = set(audited('', a, b), 'a1', 'intentional', 'the gateway: "answers" #it, {really}');
    assert.equal(reconcile(text, [b, a], everything, '2027-01-01').text, text);
    assert.equal(parseBacklog(text).entries.get('a1')?.reason, 'the gateway: "answers" #it, {really}');
  });

  it('takes a new finding in where the order wants it, whichever came first', () => {
    assert.equal(audited(audited('', a, c), a, b, c), audited('', a, b, c));
    assert.equal(audited(audited('', b), a, b, c), audited('', a, b, c));
  });

  it('marks what vanished as done with the date, and opens again what returns', () => {
    const text = set(audited('', a, b), 'a1', 'accepted');
    const gone = reconcile(text, [b], everything, '2026-12-01');
    assert.deepEqual(
      gone.events.map(({ kind, id, state }) => [kind, id, state]),
      [['vanished', 'a1', 'done']],
    );
    assert.match(gone.text, /\{id: a1, state: done, since: 2026-12-01,/);
    const back = reconcile(gone.text, [a, b], everything, '2026-12-05');
    assert.deepEqual(
      back.events.map(({ kind, id, state }) => [kind, id, state]),
      [['returned', 'a1', 'open']],
    );
    assert.match(back.text, /\{id: a1, state: open, since: 2026-12-05,/);
    assert.equal(reconcile(gone.text, [b], everything, '2026-12-06').text, gone.text);
  });

  it('says of nothing that it vanished which was not looked for', () => {
    const text = audited('', a, b);
    const before = { unread: new Set(['ui/a.js']), held: [] };
    const gone = (reach: Partial<Reach>) =>
      reconcile(text, [], { ...everything, ...reach }, DAY, before).events.flatMap(({ kind, id }) =>
        kind === 'vanished' ? [id] : [],
      );
    assert.deepEqual(gone({}), ['a1', 'b2']);
    assert.deepEqual(gone({ isAsked: (rule) => rule === 'orphaned-route' }), []);
    assert.deepEqual(gone({ isAsked: (_, file) => file !== 'ui/b.js' }), ['a1']);
    assert.deepEqual(gone({ unread: new Set(['ui/a.js']) }), ['b2']);
    assert.deepEqual(gone({ isLeftOut: (file) => file === 'ui/a.js' }), ['b2']);
    assert.deepEqual(gone({ silenced: [b] }), ['a1']);
  });

  it('holds what is not found while files are not known that were, until they are, and then judges it', () => {
    const text = set(audited('', a, b), 'a1', 'intentional', 'the gateway');
    const reach = (...unread: string[]) => ({ ...everything, unread: new Set(unread) });
    const lost = reconcile(text, [b], reach('api/main.py'), DAY, { unread: new Set(), held: [] });
    assert.deepEqual(
      [lost.text, lost.held, lost.events.map(({ kind, id, because }) => [kind, id, because])],
      [text, [{ id: 'a1', because: ['api/main.py'] }], [['held', 'a1', ['api/main.py']]]],
    );
    const still = reconcile(text, [b], reach('api/main.py', 'x.py'), DAY, { unread: new Set(['api/main.py']), held: lost.held });
    assert.deepEqual([still.events, still.held], [[], lost.held]);
    const back = reconcile(text, [a, b], reach(), DAY, { unread: new Set(['api/main.py']), held: lost.held });
    assert.deepEqual([back.text, back.events, back.held], [text, [], []]);
    const gone = reconcile(text, [b], reach('x.py'), DAY, { unread: new Set(['api/main.py', 'x.py']), held: lost.held });
    assert.deepEqual(
      gone.events.map(({ kind, id }) => [kind, id]),
      [['vanished', 'a1']],
    );
    // What was not known all along is no reason, nor does anybody know what was before the first audit.
    const other = { unread: new Set(['x.py']), held: [] };
    assert.equal(reconcile(text, [b], reach('x.py'), DAY, other).events[0]?.kind, 'vanished');
    assert.equal(reconcile(text, [b], reach('x.py'), DAY).events[0]?.kind, 'held');
  });

  it('keeps what was decided of a finding that goes and comes: its reason, and what it was', () => {
    const text = set(audited('', a, b), 'a1', 'intentional', 'the gateway');
    const gone = reconcile(text, [b], everything, '2026-12-01').text;
    assert.match(gone, /\{id: a1, state: done, since: 2026-12-01, was: intentional, .*reason: "the gateway"\}/);
    const back = reconcile(gone, [a, b], everything, '2026-12-05');
    assert.match(back.text, /\{id: a1, state: open, since: 2026-12-05, was: intentional, .*reason: "the gateway"\}/);
    assert.deepEqual([back.events[0]?.kind, back.events[0]?.was], ['returned', 'intentional']);
    assert.doesNotMatch(set(back.text, 'a1', 'intentional'), /was:/);
  });

  it('refuses to decide of what is not found any more, or what a comment silences, and says so', () => {
    const text = set(audited('', a, b), 'a1', 'accepted');
    const of = (id: string, state: 'open' | 'done', silenced: (typeof a)[] = []) => {
      const outcome = decide(text, { id, state }, { ...seen(c), silenced }, DAY);
      return 'refused' in outcome ? outcome.refused : outcome.text;
    };
    assert.match(of('a1', 'open'), /^a1 is not found any more \(missing-endpoint, GET \/api\/a in ui\/a\.js\); all that can/);
    assert.match(of('b2', 'done', [b]), /^b2 is silenced by a comment at ui\/b\.js:1; take the comment out/);
    assert.match(of('a1', 'done'), /id: a1, state: done/);
  });

  it('changes only the characters of the entry that changed', () => {
    const written = [
      '# ours',
      'version: 1 # of the file',
      "findings: # Ann's list",
      '  # the gateway',
      '  - id: a1   # see the wiki',
      '    rule: missing-endpoint',
      '    state:   accepted  # in May',
      '    file: ui/a.js',
      "  - { state: 'open', id: b2,   rule: missing-endpoint }",
      'more: [1, 2]',
      '',
    ].join('\n');
    assert.deepEqual(parseBacklog(written).faults, []);
    const text = set(written, 'a1', 'intentional', 'so be it');
    assert.equal(
      text,
      written
        .replace('accepted  #', 'intentional  #')
        .replace('    rule: missing-endpoint\n', '    since: 2026-11-21\n    rule: missing-endpoint\n')
        .replace('file: ui/a.js\n', 'file: ui/a.js\n    reason: "so be it"\n'),
    );
    assert.equal(
      set(written, 'b2', 'done'),
      written.replace("{ state: 'open', id: b2,   rule", '{ state: done, id: b2,   since: 2026-11-21, rule'),
    );
    assert.equal(set(written, 'a1', 'accepted'), written);
  });

  it('finds the place for new entries in files that people wrote', () => {
    for (const text of [
      '',
      '\n',
      'findings:\n',
      'findings: []\n',
      'version: 1\n',
      '# only this',
      'findings: # none yet\nmore: 1\n',
    ]) {
      const next = withEntries(text, [{ ...entry, id: 'n1' }]);
      assert.deepEqual([next, parseBacklog(next).faults, [...parseBacklog(next).entries.keys()]], [next, [], ['n1']]);
      const two = withEntries(next, [
        { ...entry, id: 'n0', file: 'a' },
        { ...entry, id: 'n2', file: 'z' },
      ]);
      assert.deepEqual([...parseBacklog(two).entries.keys()], ['n0', 'n1', 'n2'], two);
    }
    const commented = 'findings:\n\n  # about b\n  - {id: b2, state: open, file: ui/b.js}\n  # the end\n';
    const next = audited(commented, a, b, c);
    assert.ok(next.indexOf('id: a1') < next.indexOf('# about b'), next);
    assert.deepEqual([...parseBacklog(next).entries.keys()], ['a1', 'b2', 'c3'], next);
  });

  it('keeps the line ends of a file', () => {
    const text = audited('', a, c).replaceAll('\n', '\r\n');
    const next = set(audited(text, a, b, c), 'c3', 'intentional', 'so be it');
    assert.equal(next.replaceAll('\r\n', '').includes('\n'), false, JSON.stringify(next));
    assert.deepEqual([...parseBacklog(next).entries.keys()], ['a1', 'b2', 'c3']);
    assert.equal(next.replaceAll('\r\n', '\n'), set(audited('', a, b, c), 'c3', 'intentional', 'so be it'));
  });

  it('keeps ids and words that YAML would read as something else', () => {
    const odd = ['123456789012', '1e5', '-x_y-z', 'true', 'null', '~', '0x1F', '__proto__', 'constructor'];
    const findings = odd.map((id) => subject(id, { file: `ui/${id}: #.js`, subject: `GET /{a}, "b" 'c' \\d ${id}` }));
    const text = audited('', ...findings);
    const { entries, faults } = parseBacklog(text);
    assert.deepEqual(faults, []);
    for (const f of findings) assert.deepEqual([entries.get(f.id)?.file, entries.get(f.id)?.about], [f.file, f.subject]);
  });
});

const entry = { state: 'open' as const, since: undefined, reason: undefined, rule: 'r', file: 'm', about: 'x' };

describe('a backlog with faults', () => {
  const faults: [name: string, text: string, line: number, words: RegExp][] = [
    ['conflict marks', 'findings:\n<<<<<<< ours\n  - {id: a, state: open}\n=======\n>>>>>>> theirs\n', 2, /conflict/],
    ['many faults of one slip', `findings:\n  - {id: a, state: open\n${'  - {id: b, state: open}\n'.repeat(20)}`, 3, /not YAML/],
    ['an entry that is another', 'findings:\n  - &a {id: a, state: open}\n  - *a\n', 3, /is a map with "id"/],
    ['an alias of nothing', 'findings:\n  - {id: a, state: open}\n  - *b\n', 3, /is a map|not YAML/],
    ["what is somebody else's", '{"name": "shop", "dependencies": {}}\n', 1, /is no backlog/],
    [
      'a day that is none',
      'findings:\n  - {id: a, state: open}\n  - {id: b, state: open, since: yesterday}\n',
      3,
      /not yesterday/,
    ],
    ['no YAML', 'findings:\n  - {id: a, state: open\n  - }', 3, /not YAML/],
    ['a list at the top', '- id: a\n', 1, /map/],
    ['a later version', 'version: 2\nfindings: []\n', 1, /version 2/],
    ['no id', 'findings:\n  - {state: open}\n', 2, /no "id"/],
    ['a strange state', 'findings:\n  - {id: a, state: wontfix}\n', 2, /not wontfix/],
    ['no reason', 'findings:\n  - {id: a, state: open}\n  - {id: b, state: intentional, reason: " "}\n', 3, /needs a "reason"/],
  ];
  for (const [name, text, line, words] of faults) {
    it(`is told and left alone: ${name}`, () => {
      const [fault, ...others] = parseBacklog(text).faults;
      assert.ok(fault);
      assert.deepEqual(others, [], 'one fault is told once');
      assert.equal(fault.line, line, JSON.stringify(fault));
      assert.match(fault.message, words);
      const outcome = decide(text, { id: 'a1', state: 'accepted' }, seen(a), DAY);
      assert.ok('refused' in outcome && outcome.refused.includes(`line ${line}`));
      assert.throws(() => withEntries(text, [{ ...entry, id: 'x' }]));
    });
  }

  it('refuses decisions that say nothing', () => {
    for (const [decision, words] of [
      [{ id: 'a1', state: 'intentional' }, /needs a reason/],
      [{ id: 'a1', state: 'intentional', reason: '  ' }, /needs a reason/],
      [{ id: 'zz', state: 'open' }, /no finding has the id zz/],
    ] as const) {
      const outcome = decide('', decision, seen(a), DAY);
      assert.ok('refused' in outcome);
      assert.match(outcome.refused, words);
    }
  });
});
