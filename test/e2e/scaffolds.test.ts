/**
 * What is written for calls that nobody serves, run for real: to a copy of each project in test/fixes/projects `crosswire fix --unsafe`
 * is applied, then the project's whole test suite passes with the new tests, of which there is one for each route, ruff has nothing to say
 * and nothing to format, mypy passes where the project uses it, and the audit has no error left. A second time nothing changes. The block
 * `preview` holds what was offered and what had to be assumed for it. UPDATE=1 writes what was found.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { crosswire } from '../support/cli';
import { describeFixtures } from '../support/fixture';
import { ensurePython } from '../support/python';
import { tempFolder } from '../support/temp';

const folder = 'test/fixes/projects';
/** Routes that are written, over all projects, and projects of styles of their own. */
const LEAST = 220;
const STYLES = 34;

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

/** The tests of a project, by what they ask for: 'PATCH /teams/{}'. */
function requestsOf(cwd: string): string[] {
  const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((path) => /(^|[\\/])test_\w+\.py$/.test(path));
  const code = files.map((path) => readFileSync(join(cwd, path), 'utf8')).join('\n');
  const request = /\.(get|post|put|patch|delete)\(\s*f?(["'])(\/(?:\{[^}]*\}|(?!\2)[^\n])*)\2/g;
  return [...code.matchAll(request)].map((m) => `${m[1]!.toUpperCase()} ${m[3]!.replace(/\?.*$/, '')}`);
}

const asked = (route: string, requests: readonly string[]): boolean => {
  const parts = route.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('(?:\\{[^}]*\\}|[^/])+')}$`);
  return requests.some((r) => pattern.test(r));
};

/** What was offered and what had to be assumed, as a person sees it before. */
const previewOf = (said: string): string =>
  said
    .split('\n')
    .flatMap((line) => (/^ {2}assumed: /.test(line) ? [line] : (/^\S+:\d+ [\w-]+: (.+)$/.exec(line)?.[1] ?? [])))
    .map((line) => `${line}\n`)
    .join('');

describe('scaffolds, run for real', function () {
  this.timeout(300_000);
  const tools = ensurePython('scaffolds');
  const old = ensurePython('pydantic1');
  let written = 0;

  describeFixtures(folder, async (fixture) => {
    if ('skipped' in tools) throw new Error(tools.skipped);
    if ('skipped' in old) throw new Error(old.skipped);
    const files = Object.fromEntries(fixture.files.map((f) => [f.path.slice(1), f.text === '\n' ? '' : f.text]));
    const cwd = tempFolder(files);
    const { python } = /^pydantic 1\b/.test(fixture.title) ? old : tools;
    await passes(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], cwd);
    const fixed = await crosswire(['fix', '--unsafe', '--no-cache'], { cwd });
    assert.equal(fixed.code, 0, fixed.err);
    const scaffolds = [...fixed.err.matchAll(/: Add ([A-Z]+ \/\S*) to /g)].map((m) => m[1]!);
    assert.ok(scaffolds.length > 0, fixed.err);
    written += scaffolds.length;
    const requests = requestsOf(cwd);
    assert.deepEqual(
      scaffolds.filter((route) => !asked(route, requests)),
      [],
      'each route has a test',
    );
    assert.doesNotMatch(fixed.err, /No test is written/);
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
    return { answers: { preview: previewOf(fixed.err) } };
  });

  // A suite of its own comes after those before it.
  describe('all of them', () => {
    it(`are at least ${LEAST} routes, over ${STYLES} styles`, () => {
      assert.ok(written >= LEAST, `only ${written}`);
      assert.ok(readdirSync(folder).length >= STYLES);
    });
  });
});
