/**
 * What is written for calls that nobody serves, run for real: to a copy of each project in test/fixes/projects `crosswire fix --unsafe`
 * is applied, then the project's whole test suite passes with the new tests, ruff has nothing to say and nothing to format, mypy passes
 * where the project uses it, and the audit has no error left. A second time nothing changes.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { crosswire } from '../support/cli';
import { parseFixture } from '../support/fixture';
import { ensurePython } from '../support/python';
import { tempFolder } from '../support/temp';

const folder = 'test/fixes/projects';
/** Routes that are written, over all projects. */
const LEAST = 40;

interface Run {
  code: number | null;
  out: string;
}

async function run(command: string, args: string[], cwd: string): Promise<Run> {
  const child = spawn(command, args, { cwd, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out: `${out}${err}` };
}

async function passes(command: string, args: string[], cwd: string): Promise<void> {
  const { code, out } = await run(command, args, cwd);
  assert.equal(code, 0, `${command} ${args.join(' ')}\n${out}`);
}

describe('scaffolds, run for real', function () {
  this.timeout(300_000);
  const tools = ensurePython('scaffolds');
  const old = ensurePython('pydantic1');
  let written = 0;

  for (const name of readdirSync(folder).sort()) {
    const [fixture] = parseFixture(readFileSync(join(folder, name), 'utf8')).filter((c) => c.files.length > 0);
    it(`${name.replace('.md', '')}: ${fixture!.title}`, async () => {
      if ('skipped' in tools) throw new Error(tools.skipped);
      if ('skipped' in old) throw new Error(old.skipped);
      const files = Object.fromEntries(fixture!.files.map((f) => [f.path.slice(1), f.text === '\n' ? '' : f.text]));
      const cwd = tempFolder(files);
      const { python } = /pydantic-1/.test(name) ? old : tools;
      await passes(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], cwd);
      const fixed = await crosswire(['fix', '--unsafe', '--no-cache'], { cwd });
      assert.equal(fixed.code, 0, fixed.err);
      const scaffolds = fixed.err.split('\n').filter((line) => /: Add [A-Z]+ \//.test(line)).length;
      assert.ok(scaffolds > 0, fixed.err);
      written += scaffolds;
      const ruff = join(dirname(tools.python), 'ruff');
      await Promise.all([
        passes(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], cwd),
        passes(ruff, ['check', '--no-cache', '.'], cwd),
        passes(ruff, ['format', '--check', '--diff', '--no-cache', '.'], cwd),
      ]);
      if (files['pyproject.toml']?.includes('[tool.mypy]'))
        await passes(tools.python, ['-m', 'mypy', '--cache-dir=/dev/null', '.'], cwd);
      const audit = await crosswire(['audit', '--no-cache'], { cwd });
      assert.equal(audit.code, 0, audit.out);
      const again = await crosswire(['fix', '--unsafe', '--no-cache', '--dry-run'], { cwd });
      assert.equal(again.out, '', 'a second time nothing changes');
    });
  }

  it(`at least ${LEAST} routes are written`, () => {
    assert.ok(written >= LEAST, `only ${written}`);
  });
});
