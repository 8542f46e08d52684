/** The checks of test/e2e/host, run by the packaged extension in a real VS Code. The report counts, not the exit code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { tempFolder } from '../support/temp';
import { type Browser, type Profile, packaged, type Served, sample, vscodeTools } from '../support/vscode';

interface Report {
  passed: string[];
  failed: { title: string; error: string }[];
}

describe('the packaged extension in a real VS Code', function () {
  this.timeout(240_000);
  let browser: Browser | undefined;
  let server: Served | undefined;
  let home: Profile | undefined;

  after(async () => {
    await browser?.close();
    await server?.end();
    home?.remove();
  });

  it('passes the checks in the extension host', async () => {
    const suite = await bundled();
    const tools = await vscodeTools();
    const stub = tempFolder({
      'package.json': JSON.stringify({ name: 'stub', publisher: 'crosswire', version: '0.0.1', engines: { vscode: '*' } }),
    });
    const report = join(tempFolder(), 'report.json');
    home = tools.profile({ vsix: packaged() });
    server = await tools.serve(home, { driver: true, more: { CROSSWIRE_E2E_REPORT: report } });
    browser = await tools.browse();
    const page = await browser.newPage();
    const said: string[] = [];
    const ended = new Promise<void>((done) => {
      void page.exposeFunction(
        'codeAutomationLog',
        (_level: string, args: unknown[]) => void said.push(args.map(String).join(' ')),
      );
      void page.exposeFunction('codeAutomationExit', () => done());
      page.on('crash', () => done());
    });
    const remote = `vscode-remote://${server.url.replace('http://', '')}`;
    const payload = [
      ['extensionDevelopmentPath', `${remote}${stub}`],
      ['extensionTestsPath', `${remote}${suite}`],
    ];
    await page.goto(
      `${server.url}/?workspace=${encodeURIComponent(twoFolders())}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
    );
    await ended;
    assert.ok(existsSync(report), `the extension host left no report:\n${said.join('\n')}`);
    const { passed, failed }: Report = JSON.parse(readFileSync(report, 'utf8'));
    assert.deepEqual(
      failed.map(({ title, error }) => `${title}: ${error}`),
      [],
    );
    assert.ok(passed.length >= 7, passed.join('\n'));
  });
});

/** The sample beside a small folder of its own, as one workspace. */
function twoFolders(): string {
  const other = tempFolder({ 'other/app.js': "export const nothing = () => fetch('/elsewhere/nothing');\n" });
  const folders = [{ path: sample() }, { path: `${other}/other` }];
  return join(tempFolder({ 'both.code-workspace': JSON.stringify({ folders }) }), 'both.code-workspace');
}

/** Mocha and vscode stay outside: the host has the one, the project's folder the other. */
async function bundled(): Promise<string> {
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
