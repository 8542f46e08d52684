/** The checks of test/e2e/host, run by the packaged extension in a real VS Code without a desktop. The report counts, not the exit code. */
import { bundledSuite, judge, reportPath, stubExtension, twoFolders } from '../support/host-suite';
import { type Started, startVscode, unlessElsewhere } from '../support/vscode';

describe('the packaged extension in a real VS Code', function () {
  this.timeout(300_000);
  let started: Started | undefined;
  after(() => started?.end());

  it('passes the checks in the extension host', async function () {
    unlessElsewhere(this);
    const suite = await bundledSuite();
    const report = reportPath();
    started = await startVscode({ driver: true, environment: { CROSSWIRE_E2E_REPORT: report } });
    const { page, url } = started;
    const said: string[] = [];
    const ended = new Promise<void>((done) => {
      void page.exposeFunction(
        'codeAutomationLog',
        (_level: string, args: unknown[]) => void said.push(args.map(String).join(' ')),
      );
      void page.exposeFunction('codeAutomationExit', () => done());
      page.on('crash', () => done());
    });
    const remote = `vscode-remote://${url.replace('http://', '')}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', `${remote}${stubExtension()}`],
      ['extensionTestsPath', `${remote}${suite}`],
    ]);
    await page.goto(`${url}/?workspace=${encodeURIComponent(twoFolders())}&payload=${encodeURIComponent(payload)}`);
    await ended;
    judge(report, said.join('\n'));
  });
});
