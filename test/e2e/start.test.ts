/** `npm start` where there is no desktop: the sample opens in a VS Code in the browser, with the packaged extension at work, until Ctrl+C. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { type Browser, unlessElsewhere, vscodeTools } from '../support/vscode';

describe('npm start', function () {
  this.timeout(300_000);
  let browser: Browser | undefined;
  let child: ChildProcess | undefined;

  after(async () => {
    await browser?.close();
    if (child?.exitCode === null) child.kill('SIGKILL');
  });

  it('opens the sample in the browser with the extension running, and ends with Ctrl+C', async function () {
    unlessElsewhere(this);
    const tools = await vscodeTools();
    const started = spawn(process.execPath, ['.build/start.mjs', '--browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    const url = await addressOf(started);
    browser = await tools.browse();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.locator('.statusbar-item', { hasText: /\d+ routes · \d+ calls · \d+ problems/ }).waitFor();
    await page.locator('.explorer-folders-view', { hasText: 'backend' }).waitFor();
    const ended = new Promise<number | null>((done) => started.once('exit', done));
    started.kill('SIGINT');
    assert.equal(await ended, 0);
    const answer = await fetch(url).catch(() => undefined);
    assert.equal(answer, undefined, 'the server ended with it');
  });
});

function addressOf(started: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = '';
    started.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      const [, url] = /Crosswire runs at (\S+)/.exec(said) ?? [];
      if (url) done(url);
    });
    started.once('exit', (code) => failed(new Error(`npm start ended with ${code}:\n${said}`)));
  });
}
