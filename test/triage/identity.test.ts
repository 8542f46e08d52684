/** Who a finding is when lines move and names change, and which of several that say the same keeps what was decided of it. */
import assert from 'node:assert/strict';
import { parseBacklog } from '../../server/src/triage/backlog';
import { identify } from '../../server/src/triage/identity';
import { bound } from '../../server/src/triage/matching';
import { decide, reconcile } from '../../server/src/triage/reconcile';
import type { State, Subject } from '../../server/src/triage/states';
import { snapshotOf } from '../support/analyse';
import { everything, seen } from '../support/triage';

const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef tasks():\n    return []\n';
const ONE = 'export async function first() {\n  return fetch("/api/gone");\n}\n';
const TWO = 'export class Tasks {\n  async second() {\n    return fetch("/api/gone");\n  }\n}\n';
const TOP = 'fetch("/api/gone");\n';

async function found(files: Record<string, string>): Promise<Subject[]> {
  const findings = (await snapshotOf({ 'api/main.py': API, ...files })).findings();
  return findings.map((f) => ({ ...f, file: f.file.slice('/w/'.length) }));
}
const inUi = async (text: string) => (await found({ 'ui/a.js': text })).filter((f) => f.rule === 'missing-endpoint');
const idsIn = async (text: string) => (await inUi(text)).map(({ id }) => id);

/** An arrow function in a constant, as most of today's code has it. */
const arrow = (name: string) => `export const ${name} = async () => {\n  return fetch("/api/gone");\n};\n`;

/** A backlog that says of each function's call what was decided. */
async function backlogOf(text: string, ...states: [State, string][]): Promise<string> {
  const findings = await inUi(text);
  return states.reduce(
    (backlog, [state, reason], i) => {
      const outcome = decide(backlog, { id: findings[i]?.id ?? '', state, reason }, seen(...findings), '2026-11-21');
      assert.ok('text' in outcome);
      return outcome.text;
    },
    reconcile('', findings, everything, '2026-11-21').text,
  );
}

/** 'uno: intentional so' for each that is there after an audit of a text, then what it left: 'first: done'. */
async function outcomeOf(backlog: string, text: string): Promise<string[]> {
  const findings = await inUi(text);
  const next = reconcile(backlog, findings, everything, '2026-12-01');
  const again = reconcile(next.text, findings, everything, '2026-12-02');
  assert.deepEqual([again.text, again.events], [next.text, []], 'a second audit writes nothing');
  const { known, free } = bound(findings, parseBacklog(next.text).entries.values(), () => false);
  for (const [id, entry] of known) assert.equal(entry.id, id, next.text);
  const said = ({ state, reason }: { state: State; reason: string | undefined }) => [state, reason].filter(Boolean).join(' ');
  return [
    ...findings.map(({ id, within }) => `${within ?? ''}: ${said(known.get(id) ?? { state: 'open', reason: 'lost' })}`),
    ...free.map(({ claim }) => `gone ${claim.in}: ${said(claim)}`),
  ];
}

describe('the identity of a finding', () => {
  it('does not hang on names: not of functions, not of constants that hold one, not of classes', async () => {
    assert.deepEqual(await idsIn(arrow('load')), await idsIn(arrow('fetchAll')));
    assert.deepEqual(
      await idsIn(`${ONE}${TWO}`),
      await idsIn(`${arrow('a')}${TWO.replace('Tasks', 'Jobs').replace('second', 'b')}`),
    );
    assert.deepEqual(await idsIn(TOP), await idsIn(ONE));
  });

  it('can be written on a command line, where a dash begins an option', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({
      rule: 'missing-endpoint',
      file: 'ui/a.js',
      subject: `GET /api/${i}`,
      folder: 0,
    }));
    const ids = identify(many);
    assert.equal(new Set(ids).size, many.length);
    assert.deepEqual(
      ids.filter((id) => !/^\w[\w-]{11}$/.test(id)),
      [],
    );
  });

  it('of equal ones goes by order, and each is another', async () => {
    const both = await idsIn(`function f() {\n  fetch("/api/gone");\n  fetch("/api/gone");\n}\n`);
    assert.equal(new Set(both).size, 2);
    assert.deepEqual(await idsIn(`// moved\nfunction f() {\n  fetch("/api/gone");\n}\n`), both.slice(0, 1));
    assert.deepEqual(await idsIn(`${arrow('a')}${arrow('b')}`), both);
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
});

describe('what was decided', () => {
  const decided = () => backlogOf(`${arrow('first')}${arrow('second')}`, ['intentional', 'so'], ['accepted', 'later']);
  const uno = 'uno: intentional so';
  const due = 'due: accepted later';

  for (const [what, text, expected] of [
    ['both are renamed', `${arrow('uno')}${arrow('due')}`, [uno, due]],
    ['one is renamed', `${arrow('first')}${arrow('due')}`, ['first: intentional so', due]],
    ['they change places', `${arrow('second')}${arrow('first')}`, ['second: accepted later', 'first: intentional so']],
    ['one changes its place and name', `${arrow('second')}${arrow('uno')}`, ['second: accepted later', uno]],
    ['the first goes', arrow('second'), ['second: accepted later', 'gone first: done so']],
    ['the second goes', arrow('first'), ['first: intentional so', 'gone second: done later']],
    [
      'another comes before them',
      `${arrow('zero')}${arrow('first')}${arrow('second')}`,
      ['zero: open', 'first: intentional so', 'second: accepted later'],
    ],
    ['one goes and another comes', `${arrow('zero')}${arrow('second')}`, ['zero: intentional so', 'second: accepted later']],
  ] as const) {
    it(`of two equal calls stays with its function when ${what}`, async () => {
      assert.deepEqual(await outcomeOf(await decided(), text), expected);
    });
  }

  it('is not given to what is renamed from what is there no more', async () => {
    const gone = reconcile(await decided(), await inUi(arrow('second')), everything, '2026-11-30').text;
    assert.deepEqual(await outcomeOf(gone, arrow('due')), [due, 'gone first: done so']);
    assert.deepEqual(await outcomeOf(gone, `${arrow('first')}${arrow('second')}`), ['first: open so', 'second: accepted later']);
  });

  it('of what a comment silences stays where it is, and the others keep theirs', async () => {
    const backlog = await decided();
    const [first, second] = await inUi(`${arrow('first')}${arrow('second')}`);
    assert.ok(first && second);
    const { text, events } = reconcile(backlog, [second], { ...everything, silenced: [first] }, '2026-12-01');
    assert.deepEqual([text, events], [backlog, []]);
  });

  it('by hand, with no more than the id, is found by it, and told of what it is: so it is done once that is gone', async () => {
    const [one] = await inUi(arrow('first'));
    const text = `findings:\n  - {id: ${one?.id}, state: accepted, reason: later}\n`;
    const next = reconcile(text, await inUi(arrow('uno')), everything, '2026-12-01');
    const told = 'rule: missing-endpoint, file: ui/a.js, about: "GET /api/gone", in: uno, reason: later';
    assert.deepEqual([next.text, next.events], [text.replace('reason: later', told), []]);
    const gone = reconcile(next.text, [], everything, '2026-12-02');
    assert.equal(gone.text, next.text.replace('accepted', 'done').replace('rule:', 'since: 2026-12-02, was: accepted, rule:'));
  });

  it('under an id of another version is found by what it is about, and gets the id of today', async () => {
    const [one] = await inUi(arrow('first'));
    const text = `findings:\n  - {id: old, state: accepted, rule: missing-endpoint, file: ui/a.js, about: "GET /api/gone"}\n`;
    const next = reconcile(text, await inUi(arrow('first')), everything, '2026-12-01');
    assert.deepEqual(next.events, []);
    assert.equal(next.text, text.replace('old', one?.id ?? '').replace('gone"}', 'gone", in: first}'));
  });
});

describe('what was decided of a file that is renamed', () => {
  const reach = (...gone: string[]) => ({ ...everything, isGone: (file: string) => gone.includes(file) });
  const backlog = () => backlogOf(`${arrow('first')}${arrow('second')}`, ['intentional', 'so'], ['accepted', 'later']);
  const code = `${arrow('first')}${arrow('second')}`;
  const afterwards = async (files: Record<string, string>, ...gone: string[]) => {
    const findings = (await found(files)).filter((f) => f.rule === 'missing-endpoint');
    const next = reconcile(await backlog(), findings, reach(...gone), '2026-12-01');
    const again = reconcile(next.text, findings, reach(...gone), '2026-12-02');
    assert.deepEqual([again.text, again.events], [next.text, []], 'a second audit writes nothing');
    const entries = [...parseBacklog(next.text).entries.values()];
    const told = entries.map(({ file, in: within, state, reason }) => [file, within, state, reason].join(' ')).sort();
    return { next, findings, told };
  };

  it('goes with it, under the ids of today, and nothing is said to have happened', async () => {
    const { next, findings, told } = await afterwards({ 'ui/b.js': code }, 'ui/a.js');
    assert.deepEqual(told, ['ui/b.js first intentional so', 'ui/b.js second accepted later']);
    assert.deepEqual(
      [next.events, [...parseBacklog(next.text).entries.keys()].sort()],
      [[], findings.map(({ id }) => id).sort()],
    );
  });

  it('is done where one of its findings did not come along', async () => {
    const { told } = await afterwards({ 'ui/b.js': arrow('second') }, 'ui/a.js');
    assert.deepEqual(told, ['ui/a.js first done so', 'ui/b.js second accepted later']);
  });

  it('stays where the file is still there, where the function is another, and where two files could be it', async () => {
    const fresh = ['ui/b.js first open ', 'ui/b.js second open '];
    const done = ['ui/a.js first done so', 'ui/a.js second done later'];
    assert.deepEqual((await afterwards({ 'ui/b.js': code })).told, [...done, ...fresh]);
    assert.deepEqual((await afterwards({ 'ui/b.js': arrow('third') }, 'ui/a.js')).told, [...done, 'ui/b.js third open ']);
    const two = await afterwards({ 'ui/b.js': code, 'ui/c.js': code }, 'ui/a.js');
    assert.deepEqual(two.told, [...done, ...fresh, 'ui/c.js first open ', 'ui/c.js second open ']);
  });

  it('goes to the file of the same name where two could be it: its folder was renamed', async () => {
    const { told } = await afterwards({ 'ui/b.js': code, 'web/a.js': code }, 'ui/a.js');
    assert.deepEqual(told.slice(0, 2), ['ui/b.js first open ', 'ui/b.js second open ']);
    assert.deepEqual(told.slice(-2), ['web/a.js first intentional so', 'web/a.js second accepted later']);
  });

  it('does not go to a file of which something was decided before', async () => {
    const { next } = await afterwards({ 'ui/a.js': code, 'ui/b.js': code });
    const findings = (await found({ 'ui/b.js': code })).filter((f) => f.rule === 'missing-endpoint');
    const entries = parseBacklog(reconcile(next.text, findings, reach('ui/a.js'), '2026-12-01').text).entries;
    assert.deepEqual(
      findings.map(({ id }) => entries.get(id)?.state),
      ['open', 'open'],
    );
  });
});
