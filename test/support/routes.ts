/**
 * Route fixtures, test/model/routes/*.md: a small workspace, and the routes that its applications serve.
 *
 *     app: shop.main:app in services/shop      the application, and the folder it is started in if not the workspace's root
 *     env: ENABLE_ADMIN=1                      one more run of the real framework, with this environment
 *     startup                                  the real framework is started before it is asked
 *     GET /tasks/{id}  get_task  shop/main.py:7 [if settings.debug]
 *
 * A row is method, path, handler, place, and marks: [unregistered] (no application serves it; the path is as far as its router
 * knows), [if condition], [test], [partial: reason] (part of the path, written {?}, or all of it, written ?, is not known).
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseFixture } from './fixture';

export interface RouteFixture {
  /** 'fastapi-verbs' */
  name: string;
  title: string;
  /** Of the Markdown file, from the project's root. */
  path: string;
  /** Text by path from the workspace's root, no slash in front. */
  files: Record<string, string>;
  apps: FixtureApp[];
}
export interface FixtureApp {
  /** 'app.main:app'; '' for rows in front of the first `app:` line. */
  target: string;
  root: string;
  env: Record<string, string>[];
  startup: boolean;
  rows: RouteRow[];
}
export interface RouteRow {
  method: string;
  path: string;
  handler: string;
  /** 'app/main.py:7' */
  at: string;
  unregistered: boolean;
  test: boolean;
  condition?: string;
  partial?: string;
}

export const routesFolder = 'test/model/routes';

export function routeFixtures(): RouteFixture[] {
  const names = readdirSync(routesFolder).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => routeFixture(join(routesFolder, name)));
}

function routeFixture(path: string): RouteFixture {
  const cases = parseFixture(readFileSync(path, 'utf8')).filter((c) => c.files.length > 0);
  assert.equal(cases.length, 1, `${path}: one case a file`);
  const { title, files, answers } = cases[0]!;
  const apps = parseRoutes((answers.routes ?? '').split('\n'));
  return {
    name: basename(path, '.md'),
    title,
    path,
    files: Object.fromEntries(files.map((f) => [f.path.slice(1), f.text])),
    apps,
  };
}

export function parseRoutes(lines: string[]): FixtureApp[] {
  const apps: FixtureApp[] = [];
  const current = () => apps.at(-1) ?? apps[apps.push(emptyApp('', '')) - 1]!;
  for (const line of lines.map((l) => l.trim()).filter((l) => l !== '')) {
    const app = /^app: (\S+)(?: in (\S+))?$/.exec(line);
    if (app) apps.push(emptyApp(app[1]!, app[2] ?? ''));
    else if (line === 'startup') current().startup = true;
    else if (line.startsWith('env: ')) current().env.push(parseEnv(line.slice(5)));
    else current().rows.push(parseRow(line));
  }
  return apps;
}

function emptyApp(target: string, root: string): FixtureApp {
  return { target, root, env: [], startup: false, rows: [] };
}

function parseEnv(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

function parseRow(line: string): RouteRow {
  const [, method, path, handler, at, marks] = /^(\S+) (\S+)\s+(\S+)\s+(\S+:\d+)((?: \[.*\])?)$/.exec(line) ?? [];
  assert.ok(method && path && handler && at, `not a route: ${line}`);
  const row: RouteRow = { method, path, handler, at, unregistered: false, test: false };
  for (const mark of marks ? marks.slice(2, -1).split('] [') : []) {
    if (mark === 'unregistered') row.unregistered = true;
    else if (mark === 'test') row.test = true;
    else if (mark.startsWith('if ')) row.condition = mark.slice(3);
    else if (mark.startsWith('partial: ')) row.partial = mark.slice(9);
    else assert.fail(`not a mark: ${mark}`);
  }
  return row;
}

export function printRow(row: RouteRow): string {
  const marks = [
    row.unregistered ? ' [unregistered]' : '',
    row.condition === undefined ? '' : ` [if ${row.condition}]`,
    row.test ? ' [test]' : '',
    row.partial === undefined ? '' : ` [partial: ${row.partial}]`,
  ];
  return `${row.method} ${row.path}  ${row.handler}  ${row.at}${marks.join('')}`;
}

/**
 * What two listings are compared by: which rows are served together. Applications are numbered in the order of their first
 * rows, as one may be named by its variable or by its factory; see `appNames`. The reasons of partial rows are left out.
 */
export function comparable(apps: FixtureApp[]): string[] {
  const text = (row: RouteRow) => printRow(row.partial === undefined ? row : { ...row, partial: '…' });
  const rows = (of: RouteRow[]) => [...new Set(of.map(text))].sort();
  const served = new Map<string, RouteRow[]>();
  for (const app of apps) {
    const name = `${app.target} in ${app.root}`;
    served.set(name, [...(served.get(name) ?? []), ...app.rows.filter((row) => !row.unregistered)]);
  }
  const groups = [...served.values()]
    .filter((of) => of.length > 0)
    .map(rows)
    .sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
  const unregistered = rows(apps.flatMap((app) => app.rows.filter((row) => row.unregistered)));
  return [
    ...groups.flatMap((of, i) => of.map((row) => `app ${i + 1} | ${row}`)),
    ...unregistered.map((row) => `no app | ${row}`),
  ];
}

/** The applications as a start command names them, for a fixture that has one. */
export function appNames(apps: FixtureApp[]): string[] {
  return [...new Set(apps.filter((app) => app.rows.some((row) => !row.unregistered)).map((app) => app.target))].sort();
}

/** Whether a Dockerfile, Procfile, compose file or pyproject.toml of the fixture says which module is the application. */
export function namesItsApps(fixture: RouteFixture): boolean {
  return Object.values(fixture.files).some((text) => /^(CMD|web:|\s*command:|entrypoint =) /m.test(text));
}
