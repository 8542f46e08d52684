/** An audit that is cancelled while a large workspace is still being read: nothing opens, the index goes on, and the next audit is whole. */
import assert from 'node:assert/strict';
import { generate, write } from '../bench/generate';
import { tempFolder } from '../support/temp';
import { unlessElsewhere } from '../support/vscode';
import { Workbench } from '../support/workbench';

const READY = /\d+ routes · \d+ calls/;

describe('a running audit in a real VS Code', function () {
  this.timeout(300_000);
  let vscode: Workbench | undefined;
  after(() => vscode?.close());

  it('counts files, and ends at once when it is cancelled; the next one is whole', async function () {
    unlessElsewhere(this);
    const folder = tempFolder();
    write(folder, generate({ routes: 4000, calls: 16_000, fillers: 2000 }));
    const more = { 'crosswire.cache': false, 'files.watcherExclude': { '**': true } };
    vscode = await Workbench.open({ folder, more, timeout: 120_000 });
    const { page } = vscode;
    await page.locator('.statusbar-item', { hasText: /Crosswire.*of \d+ files/ }).waitFor();
    await vscode.command('Crosswire: Run Full Audit');
    const progress = page.locator('.notification-toast', { hasText: 'Crosswire: full audit' });
    await progress.getByText(/\d+ of \d+ files/).waitFor();
    await vscode.picture('audit progress');
    await progress.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    assert.equal(await page.locator('.statusbar-item', { hasText: READY }).count(), 0, 'it ended before the index did');
    await page.locator('.statusbar-item', { hasText: READY }).waitFor();
    assert.equal(await page.locator('.tab', { hasText: 'Audit: ' }).count(), 0);
    await vscode.command('Crosswire: Run Full Audit');
    await page.locator('.tab', { hasText: 'Audit: ' }).waitFor();
    await vscode.webview.locator('.error-bar', { hasText: /^\d+ routes, \d+ calls/ }).waitFor();
  });
});
