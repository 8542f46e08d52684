/** The files of the record by the command line: where they lie, what breaks them, and what an audit that cannot see everything does to them. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crosswire } from '../support/cli';
import { API, audited, idOf, project, read, run } from '../support/record';
import { tempFolder, writeFiles } from '../support/temp';
import { sample } from '../support/vscode';

describe('cli/record', () => {
  for (const [what, spoil, told] of [
    [
      'is in the middle of a merge',
      (text: string) => text.replace('app = FastAPI()', '<<<<<<< ours\napp = FastAPI(\n=======\napi = make_app(\n>>>>>>> theirs'),
      'api/main.py',
    ],
    ['is too large', (text: string) => `${text}\n# ${'many words '.repeat(200_000)}\n`, 'api/main.py'],
    ['is no text any more', (text: string) => `${text}\0`, 'api/main.py'],
  ] as const) {
    it(`keeps what was decided of findings of other files while a file ${what}, and says so`, async () => {
      const folder = project();
      const daily = await idOf(folder, 'GET /api/reports/daily');
      await run(folder, 'triage', daily, 'intentional', '--reason', 'the gateway');
      await run(folder, 'audit', '--record');
      const backlog = read(folder, 'backlog.yaml');
      writeFiles(folder, { 'api/main.py': spoil(API) });
      const { err } = await run(folder, 'audit', '--record');
      assert.equal(read(folder, 'backlog.yaml'), backlog);
      assert.match(err, /2 not found, and kept because files cannot be read in full/);
      const journal = read(folder, 'journal.md');
      assert.match(journal, new RegExp(`still intentional: it is not found, but ${told} cannot be read in full: .*daily`));
      await run(folder, 'audit', '--record');
      assert.deepEqual([read(folder, 'backlog.yaml'), read(folder, 'journal.md')], [backlog, journal]);
      writeFiles(folder, { 'api/main.py': API });
      await run(folder, 'audit', '--record');
      assert.deepEqual([read(folder, 'backlog.yaml'), read(folder, 'journal.md')], [backlog, journal]);
      assert.deepEqual(
        (await audited(folder)).intentional.map(({ id, state }) => [id, state]),
        [[daily, 'intentional']],
      );
    });
  }

  it('gives the same bytes for an unchanged tree: every format, read anew or from the cache, and all of the record but the run log', async function () {
    this.timeout(120_000);
    const folder = sample();
    const formats = ['text', 'json', 'markdown', 'html', 'sarif', 'github'];
    const reports = async (...words: string[]) => {
      const outs = [];
      for (const format of formats)
        outs.push((await crosswire(['audit', '--format', format, '--record', ...words], { cwd: folder })).out);
      return outs;
    };
    const record = () => ['backlog.yaml', 'progress.json', 'journal.md', '.gitattributes'].map((name) => read(folder, name));
    const first = await reports('--no-cache');
    const before = record();
    const cache = tempFolder();
    for (const kept of [[], ['audit', 'audit with evidence']]) {
      assert.equal(readdirSync(cache).filter((name) => name.endsWith('.answers')).length, kept.length);
      assert.deepEqual(await reports('--cache-dir', cache), first);
      assert.deepEqual(record(), before);
    }
    assert.ok(first.every((text) => text.length > 500));
  });

  it('knows which rules are asked of a file, read anew or from the cache', async () => {
    const off = JSON.stringify({ rules: { 'wrong-path': 'off', 'missing-endpoint': 'off' } });
    const folder = project({ 'ui/old/a.js': 'fetch("/api/lost/a");\n', 'ui/a.js': 'fetch("/api/lost/b");\n' });
    const cache = tempFolder();
    const audit = (...words: string[]) => crosswire(['audit', ...words, '--cache-dir', cache], { cwd: folder });
    await audit('--record');
    writeFiles(folder, { 'ui/old/crosswire.json': off, 'ui/old/a.js': '', 'ui/a.js': '' });
    await audit();
    await audit('--record');
    const entries = read(folder, 'backlog.yaml').split('\n\n');
    const stateOf = (file: string) => /state: (\w+)/.exec(entries.find((entry) => entry.includes(`file: ${file},`)) ?? '')?.[1];
    // Of a rule that is off nobody knows whether what it found is gone.
    assert.deepEqual([stateOf('ui/old/a.js'), stateOf('ui/a.js')], ['open', 'done']);
  });

  it('loses nothing where several processes decide and record at once', async () => {
    const paths = Array.from({ length: 6 }, (_, i) => `/api/lost/${i}/x`);
    const folder = project({ 'ui/tasks.js': paths.map((path) => `fetch("${path}");\n`).join('') });
    const ids = (await audited(folder)).findings.map(({ id }) => id);
    assert.equal(ids.length, paths.length);
    const runs = await Promise.all([...ids.map((id) => run(folder, 'triage', id, 'accepted')), run(folder, 'audit', '--record')]);
    assert.deepEqual(
      runs.map(({ code }) => code),
      [0, 0, 0, 0, 0, 0, 1],
      runs.map(({ err }) => err).join(''),
    );
    assert.equal(read(folder, 'backlog.yaml').match(/state: accepted/g)?.length, ids.length);
    assert.equal(read(folder, 'journal.md').match(/accepted: missing-endpoint/g)?.length, ids.length);
    assert.equal(JSON.parse(read(folder, 'progress.json')).version, 2);
    assert.deepEqual(
      readdirSync(join(folder, '.crosswire')).filter((name) => /new|lock/.test(name)),
      [],
    );
  });

  it('leaves a file of the record alone that is read-only, and says so', async () => {
    const folder = project();
    await run(folder, 'audit', '--record');
    const before = read(folder, 'backlog.yaml');
    chmodSync(join(folder, '.crosswire/backlog.yaml'), 0o444);
    writeFiles(folder, { 'ui/tasks.js': '' });
    const { code, err } = await run(folder, 'audit', '--record');
    assert.deepEqual([code, read(folder, 'backlog.yaml')], [2, before]);
    assert.match(err, /^\.crosswire\/backlog\.yaml:1: The backlog of the record is read-only: \.crosswire\/backlog\.yaml\./m);
  });

  it('tells of a broken backlog with its line, uses none of it, and leaves it alone', async () => {
    const folder = project();
    await run(folder, 'audit', '--record');
    const path = join(folder, '.crosswire/backlog.yaml');
    const broken = read(folder, 'backlog.yaml').replace('findings:\n', 'findings:\n<<<<<<< HEAD\n=======\n>>>>>>> other\n');
    writeFileSync(path, broken);
    const audit = await run(folder, 'audit', '--record', '--fail-on', 'never');
    assert.equal(audit.code, 2);
    assert.match(audit.err, /^\.crosswire\/backlog\.yaml:5: A merge left conflict marks/m);
    assert.match(
      audit.err,
      /^\.crosswire\/backlog\.yaml is left as it is until it is mended: nothing of this audit is recorded in it$/m,
    );
    assert.doesNotMatch(audit.err, /nothing new|recorded in \.crosswire/);
    const decided = await run(folder, 'triage', 'x', 'open');
    assert.equal(decided.code, 2);
    assert.match(decided.err, /backlog\.yaml:5: A merge left conflict marks/);
    assert.equal(read(folder, 'backlog.yaml'), broken);
    assert.match((await audited(folder)).notes.join(), /backlog\.yaml:5/);
  });

  it('says of places that cannot hold a record what is wrong, and writes nothing', async () => {
    const outside = tempFolder();
    const cases: [record: unknown, told: RegExp, files: Record<string, string>][] = [
      [{ backlog: 'docs' }, /^crosswire\.json:1: The backlog of the record is no file: docs\. /m, { 'docs/a.md': '' }],
      [
        { journal: `../${outside.split('/').at(-1)}/j.md` },
        /The journal of the record lies outside of this folder and its repository/,
        {},
      ],
      [{ journal: 'a.md', runs: 'a.md' }, /is named for two parts of the record, journal and runs: a\.md/, {}],
      ['notes.txt', /cannot be made: what should be its folder is a file/, { 'notes.txt': '' }],
      [{ folder: 'notes.txt' }, /cannot be made: what should be its folder is a file/, { 'notes.txt': '' }],
      [5, /^crosswire\.json:1: "record" must be a folder \("docs\/crosswire"\), or an object/m, {}],
      [{ folder: ['docs'] }, /^crosswire\.json:1: "folder" must be a path/m, {}],
      [
        { dir: 'docs' },
        /^crosswire\.json:1: The record has no entry "dir"\. There is folder, backlog, progress, journal, runs\./m,
        {},
      ],
    ];
    for (const [record, told, files] of cases) {
      const folder = project({ 'crosswire.json': JSON.stringify({ record }), ...files });
      const before = readdirSync(folder, { recursive: true }).sort();
      const audit = await run(folder, 'audit', '--record', '--fail-on', 'never');
      assert.match(audit.err, told);
      assert.equal(audit.code, 2);
      const decided = await run(folder, 'triage', 'x', 'open');
      assert.equal(decided.code, 2);
      assert.match(decided.err, told.flags ? /crosswire\.json:1: / : told);
      assert.match(audit.err, /^nothing is recorded until that is mended$/m);
      assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
    }
    assert.deepEqual(readdirSync(outside), []);
  });

  it('records nothing while a crosswire.json may mean to say where, and is not understood; what is wrong elsewhere in it is no matter', async () => {
    for (const [text, told] of [
      ['{ "record": "docs/crosswire"\n', /^crosswire\.json:2: This is no JSON/m],
      [
        '{\n  "recrod": "docs/crosswire"\n}',
        /^crosswire\.json:2: A crosswire\.json has no entry "recrod"\. Did you mean "record"\?/m,
      ],
      ['["docs"]', /^crosswire\.json:1: The file must hold an object/m],
    ] as const) {
      const folder = project({ 'crosswire.json': text });
      const { code, err } = await run(folder, 'audit', '--record', '--fail-on', 'never');
      assert.deepEqual([code, readdirSync(folder).sort()], [2, ['api', 'crosswire.json', 'ui']]);
      assert.match(err, told);
    }
    const folder = project({
      'crosswire.json': '{ "record": { "folder": "docs" }, "rules": { "orphaned-route": "never" }, "others": 1 }',
    });
    assert.equal((await run(folder, 'audit', '--record', '--fail-on', 'never')).code, 0);
    assert.ok(existsSync(join(folder, 'docs/backlog.yaml')));
  });

  it('keeps the record where crosswire.json says', async () => {
    const folder = project({ 'crosswire.json': '{ "record": "docs/crosswire" }' });
    await run(folder, 'audit', '--record');
    assert.deepEqual(readdirSync(join(folder, 'docs/crosswire')).sort(), [
      '.gitattributes',
      'backlog.yaml',
      'journal.md',
      'progress.json',
      'runs.jsonl',
    ]);
    assert.ok(!existsSync(join(folder, '.crosswire')));
    writeFiles(folder, { 'crosswire.json': '{ "record": { "backlog": "docs/backlog.yaml" } }' });
    renameSync(join(folder, 'docs/crosswire/backlog.yaml'), join(folder, 'docs/backlog.yaml'));
    const { err } = await run(folder, 'audit', '--record');
    assert.match(err, /recorded in docs\/backlog\.yaml: nothing new/);
  });
});
