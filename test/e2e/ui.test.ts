/**
 * What a person sees: the packaged extension in a real VS Code, driven through its user interface. Each step leaves a picture in out/e2e;
 * UPDATE=1 also renews those that the README and the walkthrough show.
 */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { COUNTS, type Page, textOf, unlessElsewhere, vscodeTools, Workbench } from '../support/vscode';

const published: Record<string, string> = {
  findings: 'media/walkthrough/findings.png',
  'api-map': 'media/walkthrough/api-map.png',
  hover: 'media/walkthrough/hover.png',
  completion: 'media/completion.png',
};

describe('the user interface in a real VS Code', function () {
  this.timeout(400_000);
  // What a person would do when a menu did not open: try again.
  this.retries(2);
  let vscode: Workbench;
  let page: Page;
  let folder: string;

  before(async function () {
    unlessElsewhere(this);
    vscode = await Workbench.open({ more: { 'editor.hover.delay': 100 }, timeout: 60_000 });
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
  const openFile = (name: string, place: string) => vscode.openFile(name, place);

  it('counts routes, calls and problems in the status bar', async () => {
    const [text] = await page.locator('.statusbar-item', { hasText: COUNTS }).allInnerTexts();
    const [, routes] = COUNTS.exec(text ?? '') ?? [];
    assert.ok(Number(routes) >= 28, text);
  });

  it('underlines a call without a route, and lists every finding', async () => {
    await command('Crosswire: Show Problems');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'path-parameter-mismatch' }).waitFor();
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

  it('narrows the tree to what fits some words, says so, and shows all again', async () => {
    const rows = page.locator('.sidebar .pane-body .monaco-list-row', { hasText: '/api/' });
    const isNarrow = page.locator('.pane .message', { hasText: 'Filter: post retry' });
    await command('Crosswire: Filter API Map');
    const input = page.locator('.quick-input-widget');
    await input.locator('.quick-input-message', { hasText: 'several words must all fit' }).waitFor();
    await page.keyboard.type('post retry');
    await page.keyboard.press('Enter');
    await isNarrow.waitFor();
    await page.locator('.monaco-list-row', { hasText: 'Calls without a route' }).waitFor({ state: 'detached' });
    await page.locator('.monaco-list-row', { hasText: 'POST /api/tasks/{task_id}/retry' }).first().waitFor();
    assert.equal(await rows.count(), 2, 'the route and its caller');
    await picture('api-map-filtered');
    await command('Crosswire: Clear Filter of API Map');
    await isNarrow.waitFor({ state: 'hidden' });
    await page.locator('.monaco-list-row', { hasText: 'Calls without a route' }).waitFor();
  });

  it('colours the parameters in the path of a route', async () => {
    await openFile('sparkqueue/routers/tasks.py', '62:1');
    const line = page.locator('.view-line', { hasText: '@router.post("/{task_id}/retry")' }).first();
    await line.waitFor();
    // One span for each colour: what the grammar splits off stands in a span of its own.
    const spans = await page.evaluate<[text: string, colour: string][]>(
      `[...document.querySelectorAll('.view-line')].filter((line) => line.textContent.includes('/retry"')).flatMap((line) =>
        [...line.querySelectorAll('span span')].map((span) => [span.textContent, getComputedStyle(span).color]))`,
    );
    const colourOf = (text: string) => spans.find(([shown]) => shown === text)?.[1];
    const [parameter, rest] = [colourOf('task_id'), colourOf('/retry"')];
    assert.ok(parameter !== undefined && rest !== undefined, JSON.stringify(spans));
    assert.notEqual(parameter, rest);
    await picture('parameters');
  });

  it('copies the report of a false alarm, sends nothing, and shows it', async () => {
    await openFile('ui/src/client.js', '53:24');
    await command('Crosswire: Report a False Alarm');
    const told = page.locator('.notification-toast', { hasText: 'The report is in the clipboard. Nothing was sent.' });
    await told.waitFor();
    await told.locator('.monaco-button', { hasText: 'Show It' }).click();
    const line = (text: string | RegExp) => page.locator('.editor-instance .view-line', { hasText: text }).first().waitFor();
    await line(/Crosswire.[\d.]+:.a.false.alarm/);
    await line(/missing-endpoint:.No.route.answers.POST/);
    await line(/Why.this.is.not.a.problem/);
    await picture('false-alarm');
    await command('View: Revert and Close Editor');
  });

  it('logs in lines with a time and a level', async function () {
    if (!(await vscodeTools()).writesLogs()) {
      process.stdout.write('\n*** The part of this VS Code that writes logs cannot be built: the log is not looked at. ***\n');
      return this.skip();
    }
    await command('Crosswire: Show Log');
    const panel = page.locator('.panel .view-line', { hasText: /\[info\].index:.\d+.routes/ });
    await panel.first().waitFor();
    await picture('log');
    await page.keyboard.press('Control+j');
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
    vscode = await Workbench.open({ more, timeout: 90_000 });
    const { page } = vscode;
    const item = page.locator('.statusbar-item', { hasText: COUNTS });
    await item.waitFor();
    await item.hover();
    await page.locator('.monaco-hover', { hasText: 'Restricted mode' }).first().waitFor();
    await vscode.picture('restricted');
    await vscode.openFile('ui/src/admin.js', '34:40');
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await page.keyboard.press('Control+.');
    const actions = page.locator('.action-widget .monaco-list-row.action');
    await actions.getByText('Report a false alarm…').waitFor();
    assert.deepEqual(
      (await actions.allInnerTexts()).map((text) => text.trim()),
      ['Report a false alarm…'],
    );
    await vscode.picture('restricted menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.keyboard.type('Crosswire: ');
    const commands = page.locator('.quick-input-widget .monaco-list-row');
    await commands.getByText('Crosswire: Run Full Audit').first().waitFor();
    assert.equal(await commands.getByText('Crosswire: Triage Finding').count(), 0);
  });
});
