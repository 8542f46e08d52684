/**
 * What a person sees: the packaged extension in a real VS Code, driven through its user interface. Each step leaves a picture in out/e2e;
 * UPDATE=1 also renews those that the README and the walkthrough show.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Browser,
  type Page,
  type Profile,
  packaged,
  type Served,
  sample,
  textOf,
  unlessElsewhere,
  vscodeTools,
} from '../support/vscode';

const published: Record<string, string> = {
  findings: 'media/walkthrough/findings.png',
  'api-map': 'media/walkthrough/api-map.png',
  hover: 'media/walkthrough/hover.png',
  completion: 'media/completion.png',
};

/** What the status bar says: '29 routes · 36 calls · 10 problems'. */
const COUNTS = /(\d+) routes · (\d+) calls · (\d+) problems?/;

describe('the user interface in a real VS Code', function () {
  this.timeout(180_000);
  // What a person would do when a menu did not open: try again.
  this.retries(2);
  let browser: Browser;
  let server: Served;
  let home: Profile;
  let page: Page;
  let folder: string;

  before(async function () {
    unlessElsewhere(this);
    const tools = await vscodeTools();
    home = tools.profile({ vsix: packaged(), more: { 'editor.hover.delay': 100, 'workbench.editor.enablePreview': false } });
    server = await tools.serve(home);
    browser = await tools.browse();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(25_000);
    folder = sample();
    await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench .statusbar-item', { hasText: COUNTS }).waitFor();
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
    const path = resolve(`out/e2e/${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    const target = published[name];
    if (process.env.UPDATE && target) copyFileSync(path, target);
  }

  /** Opens a quick input by its key, and takes the entry that the text leads to. */
  async function quickly(key: string, text: string, entry: string | RegExp): Promise<void> {
    const input = page.locator('.quick-input-widget');
    await page.keyboard.press(key);
    await input.waitFor();
    await page.keyboard.type(text);
    await input.locator('.monaco-list-row.focused', { hasText: entry }).waitFor();
    await page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  const command = (title: string) => quickly('F1', title, title);

  /** `place`: '53:20', line and column. */
  async function openFile(name: string, place: string): Promise<void> {
    const short = name.slice(name.lastIndexOf('/') + 1);
    await quickly('Control+p', name, short);
    await page.locator('.tab.active', { hasText: short }).waitFor();
    const [line, column] = place.split(':');
    await quickly('Control+g', place, new RegExp(`line ${line}`, 'i'));
    await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  it('counts routes, calls and problems in the status bar', async () => {
    const [text] = await page.locator('.statusbar-item', { hasText: COUNTS }).allInnerTexts();
    const [, routes] = COUNTS.exec(text ?? '') ?? [];
    assert.ok(Number(routes) >= 28, text);
  });

  it('underlines a call without a route, and lists every finding', async () => {
    await command('Crosswire: Show Problems');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'wrong-method' }).waitFor();
    await openFile('ui/src/client.js', '53:20');
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await page.locator('.codelens-decoration', { hasText: 'drain_stream' }).waitFor();
    await picture('findings');
    await page.keyboard.press('Control+j');
  });

  it('says on hover what is known of a call', async () => {
    await openFile('ui/src/tasks.js', '41:44');
    await page.locator('.codelens-decoration', { hasText: 'retry_task' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await page.locator('.monaco-hover', { hasText: 'retry_task' }).first().waitFor();
    await picture('hover');
    await page.keyboard.press('Escape');
    await page.locator('.monaco-hover', { hasText: 'retry_task' }).first().waitFor({ state: 'hidden' });
  });

  it('draws the API as a tree, calls without a route first', async () => {
    await command('Explorer: Focus on API Map View');
    const broken = page.locator('.monaco-list-row', { hasText: 'Calls without a route' });
    await broken.waitFor();
    await page.locator('.pane-header', { hasText: /^sparkqueue/ }).click();
    await page.locator('.monaco-list-row', { hasText: 'tasks.py' }).first().click();
    await page.locator('.monaco-list-row', { hasText: 'GET /api/tasks' }).first().waitFor();
    const route = page.locator('.monaco-list-row', { hasText: 'POST /api/tasks/{task_id}/retry' }).first();
    await route.locator('.monaco-tl-twistie').click();
    await route.click();
    await page.locator('.tab.active', { hasText: 'tasks.py' }).waitFor();
    await page.locator('.monaco-list-row', { hasText: 'ui/src/tasks.js:41' }).first().waitFor();
    await page.locator('.codelens-decoration', { hasText: '1 caller of POST /api/tasks/{task_id}/retry' }).waitFor();
    await picture('api-map');
  });

  it('offers the paths of the API inside a call', async () => {
    await openFile('ui/src/tasks.js', '72:3');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type("await api('GET', '/tasks");
    const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: '/tasks/{task_id}/history' });
    await offered.first().waitFor();
    await picture('completion');
    await offered.first().click();
    await page.locator('.view-line', { hasText: 'history`' }).first().waitFor();
    await picture('completed');
  });

  it('repairs a finding from the menu at the light bulb', async () => {
    await openFile('ui/src/admin.js', '34:40');
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await page.keyboard.press('Control+.');
    const menu = page.locator('.action-widget');
    await menu.locator('.monaco-list-row', { hasText: 'PATCH' }).first().waitFor();
    await picture('quick-fix');
    await menu.locator('.monaco-list-row', { hasText: 'PATCH' }).first().click();
    await page.locator('.view-line', { hasText: "api('PATCH'" }).first().waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active:not(.dirty)', { hasText: 'admin.js' }).waitFor();
    assert.match(textOf(folder, 'ui/src/admin.js'), /api\('PATCH', '\/config'/);
  });

  it('opens the audit from the status bar', async () => {
    await page.locator('.statusbar-item', { hasText: COUNTS }).click();
    await page.locator('.tab.active', { hasText: 'Audit: sparkqueue' }).waitFor();
    const audit = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await audit.locator('h1', { hasText: 'Crosswire audit: sparkqueue' }).waitFor();
    await picture('audit');
    await audit.locator('.space .row', { hasText: 'path-parameter-mismatch' }).click();
    await audit.locator('.detail a.place', { hasText: 'streams.py:44' }).first().click();
    await page.locator('.tab.active', { hasText: '.py' }).waitFor();
  });
});

describe('a workspace that nobody trusts yet', function () {
  this.timeout(120_000);
  let browser: Browser;
  let server: Served;
  let home: Profile;

  after(async () => {
    await browser?.close();
    await server?.end();
    home?.remove();
  });

  it('is analysed, and the status bar says that nothing writes', async function () {
    unlessElsewhere(this);
    const tools = await vscodeTools();
    const more = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    home = tools.profile({ vsix: packaged(), more });
    server = await tools.serve(home);
    browser = await tools.browse();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(40_000);
    await page.goto(`${server.url}/?folder=${encodeURIComponent(sample())}`);
    const item = page.locator('.statusbar-item', { hasText: COUNTS });
    await item.waitFor();
    await item.hover();
    await page.locator('.monaco-hover', { hasText: 'Restricted mode' }).first().waitFor();
    await page.screenshot({ path: resolve('out/e2e/restricted.png'), animations: 'disabled' });
  });
});
