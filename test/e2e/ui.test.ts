/**
 * What a person sees: the packaged extension in a real VS Code, driven through its user interface. Each step leaves a picture in out/e2e;
 * UPDATE=1 also renews those that the README and the walkthrough show.
 */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { COUNTS, type Page, textOf, unlessElsewhere, Workbench } from '../support/vscode';

const published: Record<string, string> = {
  findings: 'media/walkthrough/findings.png',
  'api-map': 'media/walkthrough/api-map.png',
  hover: 'media/walkthrough/hover.png',
  completion: 'media/completion.png',
};

describe('the user interface in a real VS Code', function () {
  this.timeout(300_000);
  // What a person would do when a menu did not open: try again.
  this.retries(2);
  let vscode: Workbench;
  let page: Page;
  let folder: string;

  before(async function () {
    unlessElsewhere(this);
    vscode = await Workbench.open({ more: { 'editor.hover.delay': 100 }, timeout: 25_000 });
    ({ page, folder } = vscode);
    await vscode.ready();
  });

  after(() => vscode?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(`failed ${this.currentTest.title}`);
  });

  async function picture(name: string): Promise<void> {
    const path = await vscode.picture(name);
    const target = published[name];
    if (process.env.UPDATE && target) copyFileSync(path, target);
  }

  const quickly = (key: string, text: string, entry: string | RegExp) => vscode.quickly(key, text, entry);

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
  let vscode: Workbench;
  after(() => vscode?.close());

  it('is analysed, and the status bar says that nothing writes', async function () {
    unlessElsewhere(this);
    const more = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    vscode = await Workbench.open({ more });
    const { page } = vscode;
    const item = page.locator('.statusbar-item', { hasText: COUNTS });
    await item.waitFor();
    await item.hover();
    await page.locator('.monaco-hover', { hasText: 'Restricted mode' }).first().waitFor();
    await vscode.picture('restricted');
  });
});
