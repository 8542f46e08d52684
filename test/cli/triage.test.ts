/** The record by the command line: `crosswire audit --record` and `crosswire triage` in a project of its own. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { API, audited, idOf, project, read, run, UI, uiWith } from '../support/record';
import { writeFiles } from '../support/temp';

describe('cli/triage', () => {
  it('writes nothing unless it is asked to', async () => {
    const folder = project();
    await run(folder, 'audit');
    await run(folder, 'triage');
    assert.deepEqual(readdirSync(folder).sort(), ['api', 'ui']);
  });

  it('keeps what is decided: what is intentional is no problem, stays counted in every format, and does not fail', async () => {
    const folder = project();
    const daily = await idOf(folder, 'GET /api/reports/daily');
    const user = await idOf(folder, 'GET /api/users/{}');
    const said = await run(folder, 'triage', daily, 'intentional', '--reason', 'the gateway answers it');
    assert.deepEqual([said.code, said.err], [0, 'missing-endpoint, GET /api/reports/daily in ui/tasks.js:2: intentional\n']);
    await run(folder, 'triage', user, 'accepted');
    const { findings, intentional, counts } = await audited(folder);
    assert.deepEqual(
      [findings, intentional].map((list) => list.map(({ id, state, reason }) => [id, state, reason])),
      [[[user, 'accepted', null]], [[daily, 'intentional', 'the gateway answers it']]],
    );
    assert.deepEqual([counts.errors, counts.accepted, counts.intentional], [1, 1, 1]);
    const text = await run(folder, 'audit');
    assert.match(text.out, /error {2}accepted {2}missing-endpoint/);
    assert.match(text.out, /1 error in 2 files, 1 of them accepted, 1 more is intentional/);
    const sarif = JSON.parse((await run(folder, 'audit', '--format', 'sarif')).out);
    const suppressed = sarif.runs[0].results.filter((r: { suppressions?: unknown[] }) => r.suppressions);
    assert.deepEqual(suppressed[0].suppressions, [
      { kind: 'external', status: 'accepted', justification: 'the gateway answers it' },
    ]);
    assert.match(
      (await run(folder, 'audit', '--format', 'markdown')).out,
      /<summary>1 intentional<\/summary>[\s\S]*the gateway answers it/,
    );
    await run(folder, 'triage', user, 'intentional', '--reason', 'so too');
    assert.equal((await run(folder, 'audit')).code, 0);
  });

  it('knows a finding again though its lines move and its variables are renamed', async () => {
    const folder = project();
    const id = await idOf(folder, 'GET /api/users/{}');
    writeFiles(folder, { 'ui/tasks.js': `// new\n\n${uiWith('person.key')}` });
    assert.equal(await idOf(folder, 'GET /api/users/{}'), id);
    const orphan = async () => (await audited(folder)).findings.find((f) => f.subject.startsWith('GET /api/notes'))?.id;
    const route = (name: string) => `${API}\n\n@app.get("/api/notes/{${name}}")\ndef note(${name}: int):\n    return None\n`;
    writeFiles(folder, { 'api/main.py': route('note_id') });
    const before = await orphan();
    assert.ok(before);
    writeFiles(folder, { 'api/main.py': `\n${route('key')}` });
    assert.equal(await orphan(), before);
  });

  it('keeps what was decided, and what a baseline knows, though the functions around equal calls are renamed between two records', async () => {
    const code = (...names: string[]) => names.map((name) => `export const ${name} = async () => fetch("/api/gone");\n`).join('');
    const folder = project({ 'ui/tasks.js': code('load', 'reload') });
    const known = async () => (await audited(folder, '--baseline', 'known.json')).counts.known;
    const found = (await audited(folder)).findings;
    const [first, second] = found.map(({ id }) => id);
    await run(folder, 'triage', first ?? '', 'accepted');
    await run(folder, 'triage', second ?? '', 'accepted', '--reason', 'in May');
    await run(folder, 'audit', '--record', '--baseline', 'known.json', '--update-baseline');
    assert.equal(await known(), 2);
    writeFiles(folder, { 'ui/tasks.js': code('fetchAll', 'refresh') });
    assert.deepEqual(
      (await audited(folder)).findings.map(({ id, state, reason }) => [id, state, reason]),
      [
        [first, 'accepted', null],
        [second, 'accepted', 'in May'],
      ],
    );
    assert.equal(await known(), 2);
    writeFiles(folder, { 'ui/tasks.js': code('added', 'load', 'reload') });
    const { findings } = await audited(folder, '--baseline', 'known.json');
    assert.deepEqual(
      findings.map(({ line }) => line),
      [1],
      'what the baseline knows are the functions that it names',
    );
    const { err } = await run(folder, 'audit', '--record');
    assert.match(err, /: 1 new$/m);
    assert.match(read(folder, 'backlog.yaml'), /state: accepted, .* in: reload, reason: "in May"/);
  });

  it('keeps what was decided, and what a baseline knows, though its file is renamed', async () => {
    const folder = project();
    const daily = await idOf(folder, 'GET /api/reports/daily');
    await run(folder, 'triage', daily, 'intentional', '--reason', 'the gateway');
    await run(folder, 'audit', '--record');
    await run(folder, 'audit', '--baseline', 'known.json', '--update-baseline');
    const told = async () => {
      const { counts, intentional } = await audited(folder, '--baseline', 'known.json');
      return [counts.intentional, counts.known, counts.errors, intentional[0]?.reason];
    };
    const before = await told();
    assert.deepEqual(before, [1, 1, 0, 'the gateway']);
    renameSync(join(folder, 'ui/tasks.js'), join(folder, 'ui/jobs.js'));
    assert.deepEqual(await told(), before);
    const { err } = await run(folder, 'audit', '--record', '--fail-on', 'never');
    assert.match(err, /^recorded in \.crosswire\/backlog\.yaml: nothing new$/m);
    assert.match(read(folder, 'backlog.yaml'), /state: intentional, .* file: ui\/jobs\.js, about: "GET \/api\/reports\/daily"/);
    assert.doesNotMatch(read(folder, 'backlog.yaml'), /ui\/tasks|done,/);
    assert.deepEqual(await told(), before);
  });

  it('takes all that was decided of a renamed file along with what is decided first of it', async () => {
    const folder = project({ 'ui/tasks.js': 'fetch("/api/lost/a");\nfetch("/api/gone/b");\n' });
    await run(folder, 'triage', await idOf(folder, 'GET /api/lost/a'), 'intentional', '--reason', 'the gateway');
    await run(folder, 'audit', '--record');
    renameSync(join(folder, 'ui/tasks.js'), join(folder, 'ui/jobs.js'));
    await run(folder, 'triage', await idOf(folder, 'GET /api/gone/b'), 'accepted');
    assert.doesNotMatch(read(folder, 'backlog.yaml'), /ui\/tasks/);
    const { counts, intentional } = await audited(folder);
    assert.deepEqual([counts.errors, intentional[0]?.reason], [1, 'the gateway']);
    await run(folder, 'audit', '--record');
    assert.doesNotMatch(read(folder, 'backlog.yaml'), /state: done/);
  });

  it('leaves an entry alone of which nobody can say what it was', async () => {
    const folder = project();
    const typo = '  - {id: AAAAAAAAAAAA, state: intentional, reason: typo}';
    writeFiles(folder, { '.crosswire/backlog.yaml': `version: 1\nfindings:\n${typo}\n` });
    for (const _ of [1, 2]) {
      const { err } = await run(folder, 'audit', '--record');
      assert.match(err, /AAAAAAAAAAAA/);
      assert.ok(read(folder, 'backlog.yaml').includes(typo));
      assert.doesNotMatch(read(folder, 'journal.md'), /done/);
    }
  });

  it('writes nothing where a file of somebody else stands in the place of progress.json', async () => {
    const own = '{"name": "app", "version": "1.0.0"}\n';
    const record = JSON.stringify({ record: { progress: 'ui/package.json' } });
    const folder = project({ 'crosswire.json': record, 'ui/package.json': own });
    const { code, err } = await run(folder, 'audit', '--record');
    assert.equal(code, 2);
    assert.match(err, /ui\/package\.json/);
    assert.equal(readFileSync(join(folder, 'ui/package.json'), 'utf8'), own);
    assert.deepEqual([existsSync(join(folder, 'ui/.gitattributes')), existsSync(join(folder, '.crosswire'))], [false, false]);
  });

  it('says of a finding that is gone that it is, and decides nothing else of it than that it is done', async () => {
    const folder = project();
    const daily = await idOf(folder, 'GET /api/reports/daily');
    await run(folder, 'triage', daily, 'accepted');
    writeFiles(folder, { 'ui/tasks.js': '' });
    const before = read(folder, 'backlog.yaml');
    const again = await run(folder, 'triage', daily, 'intentional', '--reason', 'so be it');
    assert.deepEqual([again.code, read(folder, 'backlog.yaml')], [2, before]);
    assert.match(
      again.err,
      /^crosswire: triage: \S+ is not found any more \(missing-endpoint, GET \/api\/reports\/daily in ui\/tasks\.js\)/,
    );
    const done = await run(folder, 'triage', daily, 'done');
    assert.deepEqual(
      [done.code, done.err],
      [0, 'missing-endpoint, GET /api/reports/daily in ui/tasks.js, which is not found any more: done\n'],
    );
  });

  it('does not take for done what a narrower look does not see', async () => {
    const folder = project();
    await run(folder, 'audit', '--record');
    const before = read(folder, 'backlog.yaml');
    const { code, err } = await run(folder, 'audit', '--record', '--exclude', 'ui/');
    assert.equal(code, 2);
    assert.match(err, /--record keeps what the whole folder shows; set "exclude" in crosswire\.json/);
    assert.equal(read(folder, 'backlog.yaml'), before);
  });

  it('with --record marks what vanished as done and what returned as open, and of an unchanged tree changes no byte', async () => {
    const folder = project();
    const first = await run(folder, 'audit', '--record');
    assert.match(first.err, /recorded in \.crosswire\/backlog\.yaml: 2 new/);
    const [backlog, progress, journal] = ['backlog.yaml', 'progress.json', 'journal.md'].map((name) => read(folder, name));
    const again = await run(folder, 'audit', '--record');
    assert.equal(again.out, first.out);
    assert.match(again.err, /nothing new/);
    assert.deepEqual(
      ['backlog.yaml', 'progress.json', 'journal.md'].map((name) => read(folder, name)),
      [backlog, progress, journal],
    );
    writeFiles(folder, { 'ui/tasks.js': UI.replace('reports/daily', 'tasks') });
    await run(folder, 'audit', '--record');
    assert.match(
      read(folder, 'backlog.yaml'),
      /state: done, since: \d{4}-\d\d-\d\d, rule: missing-endpoint, file: ui\/tasks.js, about: "GET \/api\/reports\/daily"/,
    );
    writeFiles(folder, { 'ui/tasks.js': UI });
    await run(folder, 'audit', '--record');
    assert.match(read(folder, 'journal.md'), /done, it is no longer found: .*daily[\s\S]*open again, it is found again: .*daily/);
    assert.match(
      read(folder, 'backlog.yaml'),
      /state: open, since: [\d-]+, rule: missing-endpoint, file: ui\/tasks.js, about: "GET \/api\/reports\/daily"/,
    );
  });

  it('logs runs whose counts reconcile, each finding counted once: comment, then backlog, then baseline', async () => {
    const folder = project({
      'ui/more.js': '// crosswire-ignore missing-endpoint: later\nfetch("/api/one");\nfetch("/api/two");\nfetch("/api/three");\n',
    });
    const known = await idOf(folder, 'GET /api/two');
    await run(folder, 'audit', '--baseline', 'known.json', '--update-baseline');
    await run(folder, 'triage', known, 'intentional', '--reason', 'so be it');
    writeFiles(folder, { 'ui/new.js': 'fetch("/api/four");\n' });
    const { code } = await run(folder, 'audit', '--record', '--baseline', 'known.json');
    assert.equal(code, 1);
    const lines = read(folder, 'runs.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([...new Set(lines.map((line) => line.status))], ['ok']);
    assert.deepEqual(Object.keys(lines[0]), ['ts', 'run_id', 'phase', 'bucket', 'counts', 'status', 'message']);
    const outcome = lines.find((line) => line.phase === 'findings' && line.bucket === 'outcome');
    assert.deepEqual(outcome.counts, { open: 1, accepted: 0, intentional: 1, silenced: 1, known: 3, total: 6 });
    const files = lines.find((line) => line.phase === 'files').counts;
    assert.equal(files.read + files.idle + files.failed + files.left_out, files.total);
  });

  it('does not call done what was only not asked for: a rule that is off, a comment that silences', async () => {
    const folder = project({ 'ui/more.js': 'fetch("/api/one");\n' });
    await run(folder, 'audit', '--record');
    const one = await idOf(folder, 'GET /api/one');
    await run(folder, 'triage', one, 'intentional', '--reason', 'the gateway');
    const backlog = read(folder, 'backlog.yaml');
    writeFiles(folder, { 'ui/crosswire.json': '{ "rules": { "missing-endpoint": "off" } }' });
    assert.deepEqual((await audited(folder)).findings, []);
    await run(folder, 'audit', '--record');
    assert.equal(read(folder, 'backlog.yaml'), backlog);
    rmSync(join(folder, 'ui/crosswire.json'));
    writeFiles(folder, { 'ui/more.js': '// crosswire-ignore missing-endpoint: later\nfetch("/api/one");\n' });
    await run(folder, 'audit', '--record', '--rule', 'trailing-slash');
    assert.equal(read(folder, 'backlog.yaml'), backlog);
    writeFiles(folder, { 'ui/more.js': '' });
    await run(folder, 'audit', '--record');
    assert.match(read(folder, 'backlog.yaml'), new RegExp(`id: ${one}, state: done`));
  });

  it('counts a finding once though a comment, the backlog and the baseline all know it, and the first of these takes it', async () => {
    const folder = project({ 'ui/tasks.js': 'fetch("/api/one");\n' });
    const one = await idOf(folder, 'GET /api/one');
    const heap = async () => {
      const { counts } = await audited(folder, '--baseline', 'known.json');
      const { errors, silenced, intentional, known } = counts;
      return { errors, silenced, intentional, known };
    };
    await run(folder, 'audit', '--baseline', 'known.json', '--update-baseline');
    assert.deepEqual(await heap(), { errors: 0, silenced: 0, intentional: 0, known: 1 });
    await run(folder, 'triage', one, 'intentional', '--reason', 'the gateway');
    assert.deepEqual(await heap(), { errors: 0, silenced: 0, intentional: 1, known: 0 });
    writeFiles(folder, { 'ui/tasks.js': '// crosswire-ignore missing-endpoint: later\nfetch("/api/one");\n' });
    assert.deepEqual(await heap(), { errors: 0, silenced: 1, intentional: 0, known: 0 });
  });

  it('says which finding to take next, and in one line what was typed wrong', async () => {
    const folder = project();
    const next = await run(folder, 'triage');
    assert.match(
      next.out,
      /^ui\/tasks\.js:2 {2}missing-endpoint {2}GET \/api\/reports\/daily\nIt fails for whoever uses it: one of 2 open errors/,
    );
    for (const [words, told] of [
      [['abc'], /what becomes of abc\? One of open, accepted, intentional, done/],
      [['abc', 'intentionl'], /did you mean intentional\?/],
      [['abc', 'open'], /no finding has the id abc/],
      [[await idOf(folder, 'GET /api/reports/daily'), 'intentional'], /needs a reason/],
    ] as const) {
      const { code, err } = await run(folder, 'triage', ...words);
      assert.equal(code, 2);
      assert.match(err, told);
      assert.equal(err.trim().split('\n').length, 1);
    }
    assert.ok(!existsSync(join(folder, '.crosswire')));
  });
});
