/** A fix as a person applies it in a real VS Code: the light bulb, the preview with a reason for each part, the squiggle gone. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type Page, type Profile, packaged, type Served, sample, vscodeTools } from '../support/vscode';

describe('fixes in a real VS Code', function () {
  this.timeout(120_000);
  let browser: Browser;
  let server: Served;
  let home: Profile;
  let page: Page;

  before(async () => {
    const tools = await vscodeTools();
    home = tools.profile({ vsix: packaged(), more: { 'files.autoSave': 'off', 'workbench.editor.enablePreview': false } });
    server = await tools.serve(home);
    browser = await tools.browse();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(40_000);
    await page.goto(`${server.url}/?folder=${encodeURIComponent(sample())}`);
    await page.locator('.monaco-workbench .statusbar-item', { hasText: /\d+ routes · \d+ calls · \d+ problems?/ }).waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.end();
    home?.remove();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(`failed ${this.currentTest.title}`);
  });

  async function picture(name: string): Promise<void> {
    mkdirSync('out/e2e', { recursive: true });
    await page.screenshot({ path: resolve(`out/e2e/${name}.png`) });
  }

  async function quickly(key: string, text: string, entry: string | RegExp): Promise<void> {
    const input = page.locator('.quick-input-widget');
    await page.keyboard.press(key);
    await input.waitFor();
    await page.keyboard.type(text);
    await input.locator('.monaco-list-row.focused', { hasText: entry }).waitFor();
    await page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  it('writes the route that a call asks for: offered, looked at, applied, and the squiggle is gone', async () => {
    await quickly('Control+p', 'client.js', 'client.js');
    await page.locator('.tab.active', { hasText: 'client.js' }).waitFor();
    await quickly('Control+g', '53:30', /line 53/i);
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await page.locator('[class*="gutter-lightbulb"], .lightBulbWidget').first().waitFor();
    await page.keyboard.press('Control+.');
    const offer = page.locator('.action-widget .monaco-list-row', { hasText: 'Add POST /api/streams/{name}/pause' });
    await offer.waitFor();
    await picture('light-bulb');
    await page.locator('.action-widget .monaco-list-row.focused', { hasText: 'Add POST' }).waitFor();
    await page.keyboard.press('Control+Enter');
    const preview = page.locator('.bulk-edit-panel');
    await preview.locator('.monaco-list-row', { hasText: 'streams.py' }).first().waitFor();
    await picture('refactor-preview');
    await preview.locator('.monaco-button', { hasText: 'Apply' }).click();
    await page.locator('.tab', { hasText: 'streams.py' }).waitFor();
    await page.locator('.view-overlays .squiggly-error').first().waitFor({ state: 'detached' });
    await picture('fixed');
    await page.locator('.tab', { hasText: 'streams.py' }).click();
    await quickly('Control+g', '62:1', /line 62/i);
    await page
      .locator('.view-line', { hasText: /def.pause_stream\(name:.str,.storage:.StorageDep\).->.Stream:/ })
      .first()
      .waitFor();
  });
});
