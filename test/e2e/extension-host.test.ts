/** The checks of test/e2e/host, run by the packaged extension in a real VS Code without a desktop. The report counts, not the exit code. */
import { bundledSuite, judge, reportPath, stubExtension, twoFolders } from '../support/host-suite';
import { type Browser, type Profile, packaged, type Served, unlessElsewhere, vscodeTools } from '../support/vscode';

describe('the packaged extension in a real VS Code', function () {
  this.timeout(300_000);
  let browser: Browser | undefined;
  let server: Served | undefined;
  let home: Profile | undefined;

  after(async () => {
    await browser?.close();
    await server?.end();
    home?.remove();
  });

  it('passes the checks in the extension host', async function () {
    unlessElsewhere(this);
    const suite = await bundledSuite();
    const tools = await vscodeTools();
    const report = reportPath();
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
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', `${remote}${stubExtension()}`],
      ['extensionTestsPath', `${remote}${suite}`],
    ]);
    await page.goto(`${server.url}/?workspace=${encodeURIComponent(twoFolders())}&payload=${encodeURIComponent(payload)}`);
    await ended;
    judge(report, said.join('\n'));
  });
});
