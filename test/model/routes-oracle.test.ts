/**
 * The route fixtures are true: the real framework, run on each of them, serves what the fixture says and nothing else.
 * UPDATE=1 writes what the framework serves into the fixtures; rows with a mark stay, as do places that are not wrong.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { ensurePython } from '../support/python';
import { type FixtureApp, printRow, type RouteFixture, type RouteRow, routeFixtures } from '../support/routes';
import { tempFolder } from '../support/temp';

interface Served {
  method: string;
  path: string;
  handler: string;
  at: string[];
}
interface Answer {
  id: string;
  routes?: Served[];
  error?: string;
}
interface Job {
  id: string;
  folder: string;
  root: string;
  app: string;
  env: Record<string, string>;
  startup: boolean;
}

const fixtures = routeFixtures();
const key = (row: { method: string; path: string; handler: string }) => `${row.method} ${row.path}  ${row.handler}`;
const jobId = (fixture: RouteFixture, app: number, run: number) => `${fixture.name}/${app}/${run}`;

/** One job for each application and environment: the plain one, then every `env:` line. */
function jobsOf(fixture: RouteFixture): Job[] {
  const folder = tempFolder(fixture.files);
  return fixture.apps.flatMap(({ target, root, env, startup }, a) =>
    target === ''
      ? []
      : [{}, ...env].map((e, run) => ({ id: jobId(fixture, a, run), folder, root, app: target, env: e, startup })),
  );
}

async function ask(python: string, jobs: Job[]): Promise<Answer[]> {
  const oracle = spawn(python, ['test/support/route-oracle.py'], { stdio: ['pipe', 'pipe', 'pipe'] });
  oracle.stdin.end(JSON.stringify(jobs));
  const ended = new Promise<number | null>((resolve) => oracle.once('close', resolve));
  const [out, err, code] = await Promise.all([text(oracle.stdout), text(oracle.stderr), ended]);
  assert.equal(code, 0, err);
  return JSON.parse(out) as Answer[];
}

/** Rows that the framework serves whatever the environment, and rows that it may. */
function judge(app: FixtureApp, runs: Served[][]): void {
  const known = app.rows.filter((row) => !row.unregistered && row.partial === undefined);
  const listed = new Set(known.map(key));
  for (const run of runs) {
    const served = new Set(run.map(key));
    assert.deepEqual(
      run.filter((row) => !listed.has(key(row)) && !openPath(app, row)).map(key),
      [],
      'served, and not in the fixture',
    );
    const always = known.filter((row) => row.condition === undefined && !served.has(key(row)));
    assert.deepEqual(always.map(printRow), [], 'in the fixture, and not served');
  }
  for (const row of app.rows.filter((r) => !r.unregistered)) {
    const places = runs.flat().filter((served) => (row.partial === undefined ? key(served) === key(row) : fits(row, served)));
    assert.ok(places.length > 0, `served in no environment: ${printRow(row)}`);
    assert.ok(
      places.some((served) => served.at.includes(row.at)),
      `${printRow(row)}\nis registered at ${places[0]!.at.join(', ')}`,
    );
    const optional = row.condition !== undefined && app.env.length > 0;
    assert.ok(
      !optional || runs.some((run) => !run.some((r) => key(r) === key(row))),
      `served in every environment: ${printRow(row)}`,
    );
  }
}

function openPath(app: FixtureApp, served: Served): boolean {
  return app.rows.some((row) => row.partial !== undefined && fits(row, served));
}

/** An unregistered row stands at a registration of its handler, and no application serves it from there. */
function judgeUnregistered(row: RouteRow, fixture: RouteFixture, served: Served[]): void {
  const [file, line] = [row.at.slice(0, row.at.lastIndexOf(':')), Number(row.at.slice(row.at.lastIndexOf(':') + 1))];
  const lines = fixture.files[file]?.split('\n') ?? [];
  assert.match(lines[line - 1] ?? '', /^ *@|\(/, printRow(row));
  assert.ok(
    lines.slice(line - 1, line + 6).some((text) => text.includes(row.handler)),
    printRow(row),
  );
  assert.ok(!served.some((s) => s.handler === row.handler && s.at.includes(row.at)), `served after all: ${printRow(row)}`);
}

/** Whether a served path is one of those that an open pattern, /plugins/{?}/status, stands for. */
function fits(open: RouteRow, served: Served): boolean {
  const isAnything = open.method === 'ANY' && open.handler === '-';
  if (!isAnything && (open.handler !== served.handler || open.method !== served.method)) return false;
  const parts = (open.path === '?' ? '{?}' : open.path)
    .split('{?}')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(served.path);
}

/** The fixture's text with the unmarked rows replaced by what was served, in the order of the files. */
function updated(fixture: RouteFixture, runs: (app: number) => Served[][]): string {
  const lines = fixture.apps.flatMap((app, a) => {
    const marked = app.rows.filter(
      (row) => row.unregistered || row.test || row.condition !== undefined || row.partial !== undefined,
    );
    const known = new Set(marked.map(key));
    const served = (runs(a)[0] ?? []).filter((row) => !known.has(key(row)) && !openPath(app, row));
    const place = (row: Served) =>
      app.rows.find((r) => key(r) === key(row) && row.at.includes(r.at))?.at ?? row.at[0] ?? 'unknown:0';
    const fresh = served.map((row) => `${key(row)}  ${place(row)}`);
    const head = app.target === '' ? [] : [`app: ${app.target}${app.root ? ` in ${app.root}` : ''}`];
    const env = app.env.map(
      (e) =>
        `env: ${Object.entries(e)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}`,
    );
    return [...head, ...env, ...(app.startup ? ['startup'] : []), ...fresh, ...marked.map(printRow)];
  });
  return readFileSync(fixture.path, 'utf8').replace(/```routes\n[\s\S]*?```/, () => `\`\`\`routes\n${lines.join('\n')}\n\`\`\``);
}

describe('model/routes-oracle', () => {
  const answers = new Map<string, Answer>();

  before(async function () {
    this.timeout(600_000);
    const python = ensurePython();
    if ('skipped' in python) {
      assert.notEqual(process.env.CI, 'true', `CI must run Python: ${python.skipped}`);
      process.stderr.write(`\n  SKIPPED: route fixtures are not proven against the frameworks: ${python.skipped}\n`);
      return this.skip();
    }
    const jobs = fixtures.flatMap(jobsOf);
    const halves = [0, 1].map((half) => jobs.filter((_, i) => i % 2 === half));
    for (const answer of (await Promise.all(halves.map((half) => ask(python.python, half)))).flat())
      answers.set(answer.id, answer);
  });

  for (const fixture of fixtures) {
    it(`${fixture.name}: ${fixture.title}`, () => {
      const runs = (a: number) =>
        [{}, ...fixture.apps[a]!.env].map((_, run) => {
          const answer = answers.get(jobId(fixture, a, run));
          assert.ok(answer?.routes, answer?.error ?? 'no answer');
          return answer.routes;
        });
      if (process.env.UPDATE === '1') return writeFileSync(fixture.path, updated(fixture, runs));
      fixture.apps.forEach((app, a) => {
        judge(app, runs(a));
      });
      const served = fixture.apps.flatMap((_, a) => runs(a).flat());
      for (const row of fixture.apps.flatMap((app) => app.rows)) if (row.unregistered) judgeUnregistered(row, fixture, served);
    });
  }
});
