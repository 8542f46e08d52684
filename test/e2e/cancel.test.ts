/** An audit that is cancelled while a large workspace is still being read: nothing opens, the index goes on, and the next audit is whole. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { generate, write } from '../bench/generate';
import { tempFolder } from '../support/temp';
import { type Browser, type Page, type Profile, packaged, type Served, unlessElsewhere, vscodeTools } from '../support/vscode';

const READY = /\d+ routes · \d+ calls/;

describe('a running audit in a real VS Code', function () {
  this.timeout(300_000);
  let browser: Browser | undefined;
  let server: Served | undefined;
  let home: Profile | undefined;

  after(async () => {
    await browser?.close();
    await server?.end();
    home?.remove();
  });

  it('counts files, and ends at once when it is cancelled; the next one is whole', async function () {
    unlessElsewhere(this);
    const folder = tempFolder();
    write(folder, generate({ routes: 4000, calls: 16_000, fillers: 2000 }));
    const tools = await vscodeTools();
    home = tools.profile({ vsix: packaged(), more: { 'crosswire.cache': false, 'files.watcherExclude': { '**': true } } });
    server = await tools.serve(home);
    browser = await tools.browse();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(120_000);
    await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    await page.locator('.statusbar-item', { hasText: /Crosswire.*of \d+ files/ }).waitFor();
    await command(page, 'Crosswire: Run Full Audit');
    const progress = page.locator('.notification-toast', { hasText: 'Crosswire: full audit' });
    await progress.getByText(/\d+ of \d+ files/).waitFor();
    mkdirSync('out/e2e', { recursive: true });
    await page.screenshot({ path: resolve('out/e2e/audit progress.png'), animations: 'disabled' });
    await progress.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    assert.equal(await page.locator('.statusbar-item', { hasText: READY }).count(), 0, 'it ended before the index did');
    await page.locator('.statusbar-item', { hasText: READY }).waitFor();
    assert.equal(await page.locator('.tab', { hasText: 'Audit: ' }).count(), 0);
    await command(page, 'Crosswire: Run Full Audit');
    await page.locator('.tab', { hasText: 'Audit: ' }).waitFor();
    const report = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await report.locator('.error-bar', { hasText: /^\d+ routes, \d+ calls/ }).waitFor();
  });
});

async function command(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget');
  await page.keyboard.press('F1');
  await input.waitFor();
  await page.keyboard.type(title);
  await input.locator('.monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
