/**
 * The same checks in desktop VS Code: the one that CROSSWIRE_VSCODE names, or the newest, where that can be downloaded and there is a screen.
 * Elsewhere this is left out, loudly; with CROSSWIRE_VSCODE set it never is.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { bundledSuite, judge, reportPath, stubExtension, twoFolders } from '../support/host-suite';
import { tempFolder } from '../support/temp';
import { packaged } from '../support/vscode';

const RELEASES = 'https://update.code.visualstudio.com/api/releases/stable';

/** Why it cannot be done here; undefined where it can. */
async function hindrance(): Promise<string | undefined> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no screen (run the tests under xvfb-run)';
  if (process.env.CROSSWIRE_VSCODE) return undefined;
  const answer = await fetch(RELEASES, { signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => String(error));
  return typeof answer !== 'string' && answer.ok ? undefined : 'VS Code cannot be downloaded (CROSSWIRE_VSCODE can name one)';
}

describe('the packaged extension in desktop VS Code', function () {
  this.timeout(600_000);

  it('passes the checks in the extension host', async function () {
    const why = await hindrance();
    if (why !== undefined) {
      assert.equal(process.env.CROSSWIRE_VSCODE, undefined, why);
      process.stdout.write(`\n*** The checks in desktop VS Code are left out: ${why}. ***\n`);
      this.skip();
    }
    const executable = process.env.CROSSWIRE_VSCODE ?? (await downloadAndUnzipVSCode({ cachePath: '.cache/vscode-test' }));
    const home = tempFolder();
    const folders = ['--user-data-dir', `${home}/data`, '--extensions-dir', `${home}/extensions`];
    const [cli = executable, ...words] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
    const shell = process.platform === 'win32';
    const installed = spawnSync(cli, [...words, ...folders, '--install-extension', packaged()], { encoding: 'utf8', shell });
    assert.equal(installed.status, 0, `${installed.stdout}${installed.stderr}`);
    const report = reportPath();
    await runTests({
      vscodeExecutablePath: executable,
      reuseMachineInstall: true,
      extensionDevelopmentPath: stubExtension(),
      extensionTestsPath: await bundledSuite(),
      extensionTestsEnv: { CROSSWIRE_E2E_REPORT: report },
      launchArgs: [twoFolders(), ...folders, '--disable-workspace-trust', '--skip-welcome', '--disable-gpu', '--no-sandbox'],
    });
    judge(report, 'see above');
  });
});
