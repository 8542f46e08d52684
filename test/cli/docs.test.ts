/** The commands in the documentation are run as they are written there, on a repository that has drifted, and end as it says. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { tempFolder } from '../support/temp';

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

describe('docs/ci', () => {
  const workflows = blocks('yaml').map((text): Workflow => parse(text));
  const cwd = tempFolder({
    ...files,
    'bin/npx': `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`,
  });
  const run = (command: string) => {
    const env = {
      ...process.env,
      PATH: `${cwd}/bin:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: 'summary.md',
      XDG_CACHE_HOME: `${cwd}/cache`,
    };
    spawnSync('chmod', ['+x', `${cwd}/bin/npx`]);
    return spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8', env });
  };

  it('has the workflows, the hook and the rule of make that it speaks of', () => {
    assert.deepEqual(
      workflows.map((w) => (w.jobs ? 'workflow' : 'hook')),
      ['workflow', 'workflow', 'hook'],
    );
    assert.deepEqual([blocks('make').length, blocks('sh').length], [1, 1]);
  });

  it('runs the steps of the workflows: they fail on what has drifted, and leave what is uploaded', () => {
    const steps = workflows.flatMap(({ jobs }) => Object.values(jobs ?? {}).flatMap((job) => job.steps));
    const codes = steps.flatMap(({ run: command }) => (command === undefined ? [] : [run(command).status]));
    assert.deepEqual(codes, [1, 0, 1]);
    const uploaded = steps.find((step) => step.uses?.includes('upload-sarif'))?.with?.sarif_file;
    assert.equal(JSON.parse(readFileSync(`${cwd}/${String(uploaded)}`, 'utf8')).version, '2.1.0');
    assert.match(readFileSync(`${cwd}/summary.md`, 'utf8'), /^# Crosswire audit of /);
  });

  it('runs the commands of the baseline: after the first, nothing is new', () => {
    const commands = (blocks('sh')[0] ?? '').trim().split('\n');
    assert.deepEqual(
      commands.map((command) => run(command).status),
      [0, 0],
    );
    assert.ok(existsSync(`${cwd}/.crosswire-baseline.json`));
    const [hook] = workflows.flatMap(({ repos }) => repos ?? [])[0]?.hooks ?? [];
    assert.deepEqual([hook?.pass_filenames, run(hook?.entry ?? 'false').status], [false, 0]);
    const [, recipe = 'false'] = /^audit:\n\t(.*)$/m.exec(blocks('make')[0] ?? '') ?? [];
    assert.equal(run(recipe).status, 0);
  });
});
