/** `crosswire audit` as CI runs it: exit codes, formats, output, baseline, rules, and folders with hostile names. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { terminalOf } from '../../server/src/cli/terminal';
import { crosswire } from '../support/cli';
import { tempFolder, writeFiles } from '../support/temp';

const main = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/tasks")
def tasks():
    return []


@app.get("/api/users/")
def users():
    return []


@app.get("/api/jobs")
def jobs():
    return []
`;
const calls = `fetch("/api/tasks");
fetch("/api/users");
fetch("/api/reports", { method: "POST" });
`;
/** One error, one warning, one hint. */
const drifted = { 'api/main.py': main, 'ui/app.js': calls };
const clean = {
  'api/main.py': main.slice(0, main.indexOf('\n\n\n@app.get("/api/users/")')),
  'ui/app.js': 'fetch("/api/tasks");\n',
};
const FORMATS = ['text', 'json', 'sarif', 'markdown', 'github'];

describe('cli/audit', () => {
  it('shows what it found, and how much it could not know', async () => {
    const { code, out, err } = await crosswire(['audit', tempFolder(drifted)]);
    assert.deepEqual([code, err], [1, '']);
    assert.equal(
      out,
      `ui/app.js
  2:7  warning  trailing-slash  GET /api/users/ is called as /api/users: the server redirects (307), so every call
       costs two requests. Add the slash at the end.
       | fetch("/api/users");
       |       ^^^^^^^^^^^^
       api/main.py:11  GET /api/users/ is served here
  3:7  error  missing-endpoint  No route answers POST /api/reports: the server answers 404. Add the route to the
       backend, or correct the path.
       | fetch("/api/reports", { method: "POST" });
       |       ^^^^^^^^^^^^^^

api/main.py
  16:10  hint  orphaned-route  Nothing in this workspace calls GET /api/jobs. Call it, or note who does: #
         crosswire-ignore orphaned-route: <who calls it>

1 error, 1 warning and 1 hint in 2 files:
  1 missing-endpoint, 1 trailing-slash, 1 orphaned-route
3 routes, 3 calls: 2 matched, 1 missing
`,
    );
  });

  it('says which errors go away with another one', async () => {
    const page =
      '<button onclick="go()">Go</button>\n<script>\nfunction go() { fetch("/api/reports", { method: "POST" }) }\n</script>\n';
    const folder = tempFolder({ 'api/main.py': clean['api/main.py'], 'ui/page.html': page });
    assert.match((await crosswire(['audit', folder])).out, /^2 errors \(1 goes away with another\)/m);
    const { counts, findings } = JSON.parse((await crosswire(['audit', folder, '--format', 'json'])).out);
    assert.deepEqual([counts.errors, counts.following], [2, 1]);
    const because = findings.map((f: { rule: string; because?: string }) => [f.rule, f.because ?? null]);
    const cause = findings.find((f: { rule: string }) => f.rule === 'missing-endpoint').id;
    assert.deepEqual(because.sort(), [
      ['broken-button', cause],
      ['missing-endpoint', null],
    ]);
    assert.match((await crosswire(['audit', folder, '--rule', 'broken-button'])).out, /^1 error in/m);
  });

  it('ends with 0, 1 or 2', async () => {
    const [good, bad] = [tempFolder(clean), tempFolder(drifted)];
    const code = async (...words: string[]) => (await crosswire(['audit', ...words])).code;
    assert.equal(await code(good), 0);
    assert.equal(await code(bad), 1);
    assert.equal(await code(bad, '--fail-on', 'never'), 0);
    assert.equal(await code(bad, '--rule', 'trailing-slash'), 0);
    assert.equal(await code(bad, '--rule', 'trailing-slash', '--fail-on', 'warning'), 1);
    assert.equal(await code(bad, '--rule', 'orphaned-route', '--fail-on', 'warning'), 0);
    assert.equal(await code(bad, '--rule', 'orphaned-route', '--fail-on', 'hint'), 1);
    assert.equal(await code(`${bad}/absent`), 2);
  });

  it('says what is wrong with its options in one line, before it reads anything', async () => {
    const folder = tempFolder(drifted);
    const says: [string[], RegExp][] = [
      [['--format', 'xml'], /^crosswire: audit: --format is text, json, sarif, markdown, github or html, not xml$/],
      [['--fail-on', 'errors'], /^crosswire: audit: --fail-on is error, warning, hint or never, not errors$/],
      [['--rule', 'missing-endpont'], /^crosswire: audit: no rule missing-endpont; did you mean missing-endpoint\?$/],
      [['--update-baseline'], /^crosswire: audit: --update-baseline needs --baseline <file>$/],
      [['--update-baseline', '--baseline', 'b', '--rule', 'wrong-path'], /leave out --rule$/],
      [
        ['--baseline', 'absent.json'],
        /^crosswire: audit: the baseline absent\.json cannot be read: .*--update-baseline writes one$/,
      ],
      [['--output', 'no/such/folder/x'], /^crosswire: audit: no\/such\/folder\/x cannot be written: /],
    ];
    for (const [words, expected] of says) {
      const { code, out, err } = await crosswire(['audit', folder, ...words], { cwd: folder });
      assert.deepEqual([code, out], [2, ''], words.join(' '));
      assert.match(err.trimEnd(), expected);
    }
  });

  it('reads what was found last of a folder that is as it was, and hears of every change', async () => {
    const [folder, cache] = [tempFolder(drifted), tempFolder()];
    const audit = (...more: string[]) => crosswire(['audit', folder, '--cache-dir', cache, ...more]);
    const kept = () =>
      readdirSync(cache)
        .filter((name) => name.endsWith('.answers'))
        .map((name) => join(cache, name));
    const first = await audit();
    const [file] = kept();
    assert.ok(file && kept().length === 1);
    assert.deepEqual(await audit(), first);
    // What is kept is what is told: another word in it is another word in the report.
    const spoilt = readFileSync(file, 'utf8').replaceAll('/api/reports', '/api/reportz');
    const end = spoilt.indexOf('\n');
    const [head, body] = [spoilt.slice(0, end), spoilt.slice(end + 1)];
    writeFileSync(file, `${head.replace(/\d+$/, String(crc32(body)))}\n${body}`);
    assert.match((await audit()).out, /No route answers POST \/api\/reportz/);
    assert.equal((await audit('--verbose')).out, first.out);
    assert.deepEqual(await audit('--no-cache'), first);
    writeFiles(folder, { 'ui/app.js': 'fetch("/api/tasks");\n' });
    assert.deepEqual([(await audit()).code, (await audit('--format', 'github')).code], [0, 0]);
    writeFiles(folder, drifted);
    assert.deepEqual(await audit(), first);
  });

  it('gives equal bytes for an unchanged tree in every format, with and without the cache', async () => {
    const folder = tempFolder(drifted);
    for (const format of FORMATS) {
      const runs = [[], [], ['--no-cache']].map((more) => crosswire(['audit', folder, '--format', format, ...more]));
      const [first, second, third] = await Promise.all(runs);
      assert.deepEqual([first?.code, first?.out], [second?.code, second?.out], format);
      assert.equal(first?.out, third?.out, format);
      assert.ok(first?.out.includes('missing-endpoint'), format);
    }
  });

  it('writes the report to a file, without colours, and ends as it would have', async () => {
    const folder = tempFolder(drifted);
    const env = { FORCE_COLOR: '1' };
    const { code, out, err } = await crosswire(['audit', folder, '--output', 'report.txt'], { cwd: folder, env });
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^1 error, 1 warning and 1 hint in 2 files; 3 routes, .*; the report is in report\.txt\n$/);
    const report = readFileSync(`${folder}/report.txt`, 'utf8');
    assert.ok(report.startsWith('ui/app.js\n') && report.endsWith('1 missing\n') && !report.includes('\u001b'));
    const coloured = await crosswire(['audit', folder], { env });
    assert.ok(coloured.out.includes('\u001b[31m'));
  });

  it('names files from the top of the repository where programs look for them there', async () => {
    const top = tempFolder(Object.fromEntries(Object.entries(drifted).map(([name, text]) => [`apps/shop/${name}`, text])));
    mkdirSync(`${top}/.git`);
    const sarif = JSON.parse((await crosswire(['audit', `${top}/apps/shop`, '--format', 'sarif'])).out);
    const uris = sarif.runs[0].results.map(
      (r: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        r.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    assert.deepEqual([...new Set(uris)], ['apps/shop/api/main.py', 'apps/shop/ui/app.js']);
    const { out } = await crosswire(['audit', `${top}/apps/shop`, '--format', 'github']);
    assert.match(out, /^::error file=apps\/shop\/ui\/app\.js,line=3,/);
  });

  it('says which parts of the folder it does not understand', async () => {
    const urls = 'from django.urls import path\nfrom . import views\n\nurlpatterns = [path("api/reports", views.report)]\n';
    const { code, out } = await crosswire(['audit', tempFolder({ 'server/urls.py': urls, 'ui/app.js': calls })]);
    assert.equal(code, 0);
    assert.match(out, /^0 routes, 3 calls: 3 unknown$/m);
    assert.match(
      out,
      /^note: Django \(seen in server\) is not understood yet: 3 calls that it may answer are unknown, no errors\.$/m,
    );
  });

  describe('baseline', () => {
    const accept = ['--baseline', 'known.json', '--update-baseline'];
    const against = ['--baseline', 'known.json'];

    it('lets what is known pass, wherever it moves, and fails on what is new', async () => {
      const cwd = tempFolder(drifted);
      const run = (...words: string[]) => crosswire(['audit', ...words], { cwd });
      assert.deepEqual(await run(...accept), { code: 0, out: '', err: '3 findings are known from now on: known.json\n' });
      const known = await run(...against);
      assert.equal(known.code, 0);
      assert.match(known.out, /^no new findings in 2 files, 3 more are known from the baseline\n/);
      writeFiles(cwd, { 'ui/app.js': `// moved\n\n${calls}fetch("/api/lost");\n` });
      const { code, out } = await run(...against, '--format', 'json');
      const { findings, counts } = JSON.parse(out);
      assert.equal(code, 1);
      assert.deepEqual([findings.length, findings[0].line, counts.errors, counts.known], [1, 6, 1, 3]);
    });

    it('is one line a finding, in a stable order, and says when some are gone', async () => {
      const cwd = tempFolder(drifted);
      await crosswire(['audit', ...accept], { cwd });
      const written = readFileSync(`${cwd}/known.json`, 'utf8');
      assert.deepEqual(
        JSON.parse(written).findings.map((f: { rule: string; file: string }) => [f.rule, f.file]),
        [
          ['orphaned-route', 'api/main.py'],
          ['missing-endpoint', 'ui/app.js'],
          ['trailing-slash', 'ui/app.js'],
        ].sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1)),
      );
      assert.equal(written.split('\n').filter((line) => line.includes('"id"')).length, 3);
      rmSync(`${cwd}/ui/app.js`);
      const { err } = await crosswire(['audit', ...against], { cwd });
      assert.equal(err, '3 findings of the baseline are gone: --update-baseline takes them out\n');
    });

    it('of another kind or version is refused', async () => {
      const cwd = tempFolder(drifted);
      for (const text of ['[]', '{"findings": 1}', '{"version": 99, "findings": []}', '{', '<<<<<<< HEAD']) {
        writeFiles(cwd, { 'known.json': text });
        const { code, out, err } = await crosswire(['audit', ...against], { cwd });
        assert.deepEqual([code, out], [2, ''], text);
        assert.match(err, /^crosswire: audit: .*known\.json.*--update-baseline writes (one|a new one)\n$/);
      }
    });
  });

  it('shows hostile names and code as text in every format', async () => {
    const name = 'ui/\u001b[31m<img src=x>\n::error::owned `|[a](b).js';
    const code = 'fetch("/api/\u202e<script>alert(1)</script>"); // \u001b]0;title\u0007 ::error::x\n';
    const folder = tempFolder({ 'api/main.py': main, [name]: code });
    for (const format of FORMATS) {
      const { code: status, out } = await crosswire(['audit', folder, '--format', format]);
      assert.equal(status, 1, format);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
      assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/, format);
      assert.doesNotMatch(out, /^\s*(::error::|##\[)/m, format);
      if (format !== 'json' && format !== 'sarif') assert.ok(!out.includes('\u202e'), format);
      if (format === 'json' || format === 'sarif') JSON.parse(out);
    }
  });

  it('shows a line of progress on a terminal only, and takes it away', () => {
    const written: string[] = [];
    const stream = (isTTY: boolean) => ({ isTTY, columns: 20, write: (text: string) => written.push(text) });
    const watched = terminalOf(stream(true), stream(true), {}, '/');
    watched.progress('reading 10 of 2000 files');
    watched.out('done\n');
    assert.deepEqual(written.splice(0), ['\r\u001b[2Kreading 10 of 2000 ', '\r\u001b[2K', 'done\n']);
    terminalOf(stream(false), stream(false), {}, '/').progress('reading');
    assert.deepEqual(written, []);
  });
});
