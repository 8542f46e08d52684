/**
 * Call fixtures, test/model/calls/*.md: a small workspace of both sides, and the requests that its user interface makes.
 *
 *     matched GET /api/tasks/{}  ui/src/api.ts:12
 *
 * A row is status, method (? if it cannot be known), path as the backend sees it (? likewise), and where the path is written.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseFixture } from './fixture';

export interface CallFixture {
  /** 'axios-instance' */
  name: string;
  title: string;
  /** Of the Markdown file, from the project's root. */
  path: string;
  /** Text by path from the workspace's root, no slash in front. */
  files: Record<string, string>;
  rows: string[];
}

export const callsFolder = 'test/model/calls';
const ROW = /^(matched|missing|wrong-method|external|dynamic) (\?|[A-Z]+) (\?|\/\S*) {2}\S+:\d+$/;

export function callFixtures(): CallFixture[] {
  const names = readdirSync(callsFolder).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => callFixture(join(callsFolder, name)));
}

function callFixture(path: string): CallFixture {
  const cases = parseFixture(readFileSync(path, 'utf8')).filter((c) => c.files.length > 0);
  assert.equal(cases.length, 1, `${path}: one case a file`);
  const { title, files, answers } = cases[0]!;
  assert.ok('calls' in answers, `${path}: no block of calls`);
  const rows = answers.calls!.split('\n').filter((line) => line !== '');
  for (const row of rows) assert.match(row, ROW, path);
  return {
    name: basename(path, '.md'),
    title,
    path,
    files: Object.fromEntries(files.map((f) => [f.path.slice(1), f.text])),
    rows,
  };
}
