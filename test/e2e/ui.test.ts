/**
 * What a person sees: the packaged extension in a real VS Code, driven through its user interface. Each step leaves a picture in out/e2e;
 * UPDATE=1 also renews those that the README and the walkthrough show.
 */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { type Page, textOf, unlessElsewhere, vscodeTools } from '../support/vscode';
import { COUNTS, Workbench } from '../support/workbench';

const published: Record<string, string> = {
  findings: 'media/walkthrough/findings.png',
  'api-map': 'media/walkthrough/api-map.png',
  hover: 'media/walkthrough/hover.png',
  completion: 'media/completion.png',
};

describe('the user interface in a real VS Code', function () {
  this.timeout(400_000);
  let vscode: Workbench;
  let page: Page;
  let folder: string;
  let writesLogs: boolean;

  before(async function () {
    unlessElsewhere(this);
    // What is compiled for it must be there when it starts.
    writesLogs = (await vscodeTools()).writesLogs();
    vscode = await Workbench.open({ more: { 'editor.hover.delay': 100 } });
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

  const command = (title: string) => vscode.command(title);
  const openFile = (name: string, place: string) => vscode.openFile(name, place);
  const squiggle = () => vscode.editor.locator('.view-overlays .squiggly-error').first();
  const lens = (text: string) => vscode.editor.locator('.codelens-decoration', { hasText: text });
  /** A row of the API Map; of the rows below each other the first. */
  const row = (text: string) => page.locator('.sidebar .pane-body .monaco-list-row', { hasText: text }).first();
  const panel = () => page.locator('.part.panel');

  async function closePanel(): Promise<void> {
    await command('View: Hide Panel');
    await panel().waitFor({ state: 'hidden' });
  }

  it('counts routes, calls and problems in the status bar', async () => {
    const [text] = await page.locator('.statusbar-item', { hasText: COUNTS }).allInnerTexts();
    const [, routes] = COUNTS.exec(text ?? '') ?? [];
    assert.ok(Number(routes) >= 28, text);
  });

  it('underlines a call without a route, and lists every finding', async () => {
    await command('Crosswire: Show Problems');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'path-parameter-mismatch' }).waitFor();
    await openFile('ui/src/client.js', '53:20');
    await squiggle().waitFor();
    await lens('drain_stream').waitFor();
    await picture('findings');
    await closePanel();
  });

  it('says on hover what is known of a call', async () => {
    await openFile('ui/src/tasks.js', '41:44');
    await lens('retry_task').waitFor();
    await command('Show or Focus Hover');
    const hover = page.locator('.monaco-hover', { hasText: 'retry_task' }).first();
    await hover.waitFor();
    await picture('hover');
    await vscode.press('Escape');
    await hover.waitFor({ state: 'hidden' });
  });

  it('draws the API as a tree, calls without a route first', async () => {
    await command('Explorer: Focus on API Map View');
    await row('Calls without a route').waitFor();
    const folders = page.locator('.pane-header', { hasText: /^sparkqueue/ });
    await folders.click();
    await folders.and(page.locator('[aria-expanded="false"]')).waitFor();
    await row('tasks.py').click();
    await row('GET /api/tasks').waitFor();
    const route = row('POST /api/tasks/{task_id}/retry');
    await route.locator('.monaco-tl-twistie').click();
    await row('ui/src/tasks.js:41').waitFor();
    await route.click();
    await vscode.tab('tasks.py').waitFor();
    await lens('1 caller of POST /api/tasks/{task_id}/retry').waitFor();
    await picture('api-map');
  });

  it('narrows the tree to what fits some words, says so, and shows all again', async () => {
    const rows = page.locator('.sidebar .pane-body .monaco-list-row', { hasText: '/api/' });
    const isNarrow = page.locator('.pane .message', { hasText: 'Filter: post retry' });
    await command('Crosswire: Filter API Map…');
    await vscode.quickInput.locator('.quick-input-message', { hasText: 'several words must all fit' }).waitFor();
    await vscode.answer('post tasks', 'post retry');
    await isNarrow.waitFor();
    await row('Calls without a route').waitFor({ state: 'detached' });
    await row('POST /api/tasks/{task_id}/retry').waitFor();
    assert.equal(await rows.count(), 2, 'the route and its caller');
    await picture('api-map-filtered');
    await command('Crosswire: Clear Filter of API Map');
    await isNarrow.waitFor({ state: 'hidden' });
    await row('Calls without a route').waitFor();
  });

  it('colours the parameters in the path of a route', async () => {
    await openFile('backend/sparkqueue/routers/tasks.py', '62:1');
    await vscode.line('@router.post("/{task_id}/retry")').waitFor();
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
    await vscode.line(/Crosswire.[\d.]+:.a.false.alarm/).waitFor();
    await vscode.line(/missing-endpoint:.No.route.answers.POST/).waitFor();
    await vscode.line(/Why.this.is.not.a.problem/).waitFor();
    await picture('false-alarm');
    await command('View: Revert and Close Editor');
  });

  it('logs in lines with a time and a level', async function () {
    if (!writesLogs) {
      process.stdout.write('\n*** The part of this VS Code that writes logs cannot be built: the log is not looked at. ***\n');
      return this.skip();
    }
    await command('Crosswire: Show Log');
    await panel()
      .locator('.view-line', { hasText: /\[info\].index:.\d+.routes/ })
      .first()
      .waitFor();
    await picture('log');
    await closePanel();
  });

  it('offers the paths of the API inside a call', async () => {
    await openFile('ui/src/tasks.js', '72:3');
    await vscode.press('End');
    await vscode.press('Enter');
    await vscode.cursorAt('73:3');
    await vscode.type("await api('GET', '/tasks");
    const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: '/tasks/{task_id}/history' });
    await offered.first().waitFor();
    await picture('completion');
    await vscode.type('/hist');
    await page.locator('.suggest-widget .monaco-list-row.focused', { hasText: '/tasks/{task_id}/history' }).waitFor();
    await vscode.press('Enter');
    await vscode.line('history`').waitFor();
    await picture('completed');
  });

  it('repairs a finding from the menu at the light bulb', async () => {
    await openFile('ui/src/admin.js', '34:40');
    await squiggle().waitFor();
    await vscode.press('Control+.');
    const menu = page.locator('.action-widget');
    await menu.locator('.monaco-list-row.focused', { hasText: 'PATCH' }).waitFor();
    await picture('quick-fix');
    await vscode.press('Enter', menu);
    await vscode.line("api('PATCH'").waitFor();
    await vscode.save('admin.js');
    assert.match(textOf(folder, 'ui/src/admin.js'), /api\('PATCH', '\/config'/);
  });

  it('opens the audit from the status bar', async () => {
    await page.locator('.statusbar-item', { hasText: COUNTS }).click();
    await page.locator('.tab.active', { hasText: 'Audit: sparkqueue' }).waitFor();
    const audit = vscode.webview;
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
    await vscode.editor.locator('.view-overlays .squiggly-error').first().waitFor();
    await vscode.press('Control+.');
    const actions = page.locator('.action-widget .monaco-list-row.action');
    await actions.getByText('Report a false alarm…').waitFor();
    assert.deepEqual(
      (await actions.allInnerTexts()).map((text) => text.trim()),
      ['Report a false alarm…'],
    );
    await vscode.picture('restricted menu');
    await vscode.press('Escape', page.locator('.action-widget').first());
    await actions.first().waitFor({ state: 'detached' });
    await vscode.ask('>Crosswire: ');
    const commands = vscode.quickInput.locator('.monaco-list-row');
    await commands.getByText('Crosswire: Run Full Audit').first().waitFor();
    assert.equal(await commands.getByText('Crosswire: Triage Finding').count(), 0);
  });
});
