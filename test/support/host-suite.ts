/** What the checks in an extension host need, whichever VS Code runs them: the suite as one file, a workspace of two folders, the report. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { tempFolder } from './temp';
import { sample } from './vscode';

interface Report {
  passed: string[];
  failed: { title: string; error: string }[];
}

/** Mocha and vscode stay outside: the host has the one, the project's folder the other. */
export async function bundledSuite(): Promise<string> {
  const outfile = resolve('out/e2e/suite.js');
  await build({
    entryPoints: ['test/e2e/host/suite.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
  });
  return outfile;
}

/** The sample beside a small folder of its own, as one workspace. */
export function twoFolders(): string {
  const other = tempFolder({ 'other/app.js': "export const nothing = () => fetch('/elsewhere/nothing');\n" });
  const folders = [{ path: sample() }, { path: `${other}/other` }];
  return join(tempFolder({ 'both.code-workspace': JSON.stringify({ folders }) }), 'both.code-workspace');
}

/** An extension that does nothing: the one under test is installed from its package. */
export function stubExtension(): string {
  const manifest = { name: 'stub', publisher: 'crosswire', version: '0.0.1', engines: { vscode: '*' } };
  return tempFolder({ 'package.json': JSON.stringify(manifest) });
}

export const reportPath = (): string => join(tempFolder(), 'report.json');

/** `said` is what the host wrote, for whoever looks for the fault. */
export function judge(report: string, said: string): void {
  assert.ok(existsSync(report), `the extension host left no report:\n${said}`);
  const { passed, failed }: Report = JSON.parse(readFileSync(report, 'utf8'));
  assert.deepEqual(
    failed.map(({ title, error }) => `${title}: ${error}`),
    [],
  );
  assert.ok(passed.length >= 7, passed.join('\n'));
}
