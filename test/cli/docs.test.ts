/**
 * The commands in the documentation are run as they are written there, letter by letter, in repositories of their own, by real npx and make and from the
 * packed tarball. REPLACED, for want of a network and of what is not installed here: the actions of GitHub (checkout, setup-node, upload-sarif), of which only
 * what they are given is looked at; pre-commit itself, which starts its `entry` as is done here, without a shell; the production build in front of `npm pack`, for
 * what the tests have built is packed; and make, on a machine without it, by its recipe.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { tempFolder, writeFiles } from '../support/temp';

const page = readFileSync('server/docs/ci.md', 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);

interface Workflow {
  jobs?: Record<string, { steps: { run?: string; uses?: string; with?: Record<string, unknown> }[] }>;
  repos?: { hooks: { id: string; entry: string; pass_filenames: boolean }[] }[];
}

const files = {
  'api/main.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef tasks():\n    return []\n',
  'ui/app.js': 'fetch("/api/tasks");\nfetch("/api/lost");\n',
};

describe('docs/ci', function () {
  this.timeout(180_000);
  const workflows = blocks('yaml').map((text): Workflow => parse(text));
  let packed = '';
  let home = '';
  before(() => {
    home = tempFolder();
    const env = { ...process.env, npm_config_cache: join(home, 'npm') };
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', home], { env, stdio: 'ignore' });
    packed = join(home, readdirSync(home).find((name) => name.endsWith('.tgz')) ?? '');
  });

  /** A repository with the tarball where the page says, below a folder in which something was installed. */
  function repository(): string {
    const cwd = join(tempFolder({ 'node_modules/x/package.json': '{}' }), 'shop');
    writeFiles(cwd, files);
    mkdirSync(join(cwd, 'tools'));
    copyFileSync(packed, join(cwd, 'tools/crosswire.tgz'));
    return cwd;
  }
  /** Without a network, and apart from what whoever runs the tests has set. */
  const env = () => ({
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    ...{ HOME: home, XDG_CACHE_HOME: join(home, 'cache'), npm_config_cache: join(home, 'npm'), npm_config_offline: 'true' },
    ...{ npm_config_update_notifier: 'false', GITHUB_STEP_SUMMARY: 'summary.md' },
  });
  const inShell = (cwd: string, command: string) => spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8', env: env() });
  const mend = (cwd: string) => writeFiles(cwd, { 'ui/app.js': 'fetch("/api/tasks");\n' });

  it('has the workflows, the hook and the rule of make that it speaks of', () => {
    assert.deepEqual(
      workflows.map((w) => (w.jobs ? 'workflow' : 'hook')),
      ['workflow', 'workflow', 'hook'],
    );
    assert.deepEqual([blocks('make').length, blocks('sh').length], [1, 1]);
  });

  it('runs the steps of the workflows (the actions are replaced): they fail on what has drifted, and leave what is uploaded', () => {
    const cwd = repository();
    const steps = workflows.flatMap(({ jobs }) => Object.values(jobs ?? {}).flatMap((job) => job.steps));
    const ran = steps.flatMap(({ run: command }) => (command === undefined ? [] : [inShell(cwd, command)]));
    assert.deepEqual(
      ran.map(({ status }) => status),
      [1, 0, 1],
      ran.map(({ stderr }) => stderr).join('\n'),
    );
    const uploaded = steps.find((step) => step.uses?.includes('upload-sarif'))?.with?.sarif_file;
    assert.equal(JSON.parse(readFileSync(`${cwd}/${String(uploaded)}`, 'utf8')).version, '2.1.0');
    assert.match(readFileSync(`${cwd}/summary.md`, 'utf8'), /^# Crosswire audit of `shop`/);
    assert.match(ran[2]?.stdout ?? '', /^::error file=ui\/app\.js,line=2,/);
  });

  it('runs the commands of the baseline: after the first, nothing is new', () => {
    const cwd = repository();
    const commands = (blocks('sh')[0] ?? '').trim().split('\n');
    assert.deepEqual(
      commands.map((command) => inShell(cwd, command).status),
      [0, 0],
    );
    assert.ok(existsSync(`${cwd}/.crosswire-baseline.json`));
  });

  it('runs the hook (pre-commit is replaced) and the rule of make in a repository that has no baseline: they fail until it is mended', () => {
    const cwd = repository();
    const [hook] = workflows.flatMap(({ repos }) => repos ?? [])[0]?.hooks ?? [];
    const [program = 'false', ...words] = (hook?.entry ?? '').split(' ');
    const commit = () => spawnSync(program, words, { cwd, encoding: 'utf8', env: env() });
    const isThere = spawnSync('make', ['--version']).status === 0;
    const [, recipe = 'false'] = /^audit:\n\t(.*)$/m.exec(blocks('make')[0] ?? '') ?? [];
    const make = () => (isThere ? spawnSync('make', ['audit'], { cwd, encoding: 'utf8', env: env() }) : inShell(cwd, recipe));
    writeFiles(cwd, { Makefile: blocks('make')[0] ?? '' });
    assert.equal(hook?.pass_filenames, false);
    for (const { stdout, stderr } of [commit(), make()]) assert.match(stdout, /GET \/api\/lost/, stderr);
    assert.deepEqual([commit().status, make().status === 0], [1, false]);
    mend(cwd);
    assert.deepEqual([commit().status, make().status], [0, 0]);
  });
});
