/**
 * The audit and the triage as a person does them: the packaged extension in a real VS Code, driven through its user interface. Each step leaves a picture in
 * out/e2e.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { faultsByAxe, type Page, unlessElsewhere, vscodeTools } from '../support/vscode';
import { COUNTS, Workbench } from '../support/workbench';

describe('the audit in a real VS Code', function () {
  this.timeout(400_000);
  let vscode: Workbench;
  let page: Page;
  let folder: string;
  let axe: string;

  before(async function () {
    unlessElsewhere(this);
    axe = (await vscodeTools()).axe();
    vscode = await Workbench.open({
      more: { 'files.simpleDialog.enable': true },
      viewport: { width: 1360, height: 860 },
      timeout: 90_000,
    });
    ({ page, folder } = vscode);
    await vscode.ready();
  });
  after(() => vscode?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(`failed ${this.currentTest.title}`);
  });

  const report = () => vscode.webview;
  const problems = (text: string) => page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
  const backlog = () => readFileSync(`${folder}/.crosswire/backlog.yaml`, 'utf8');
  const picture = (name: string) => vscode.picture(`audit ${name}`);
  const command = (title: string) => vscode.command(`Crosswire: ${title}`);

  /** Narrows the list of problems to a text, for only rows in sight exist. */
  async function narrowed(text: string): Promise<void> {
    const field = page.locator('.panel input[placeholder^="Filter (e.g. text"]');
    await field.fill('');
    await field.fill(text);
  }

  /** The problems that the status bar counts: they follow every change at once. */
  async function counted(): Promise<number> {
    const [text = ''] = await page.locator('.statusbar-item', { hasText: COUNTS }).allInnerTexts();
    return Number(COUNTS.exec(text)?.[3]);
  }
  const countsNow = (problems: number) =>
    page.locator('.statusbar-item', { hasText: new RegExp(`calls · ${problems} problem`) }).waitFor();

  it('shows the page in a tab, filtered as one likes', async () => {
    await command('Run Full Audit');
    await report().locator('.error-bar', { hasText: '28 routes, 36 calls' }).waitFor();
    await report().locator('input[type=search]').first().fill('trailing-slash');
    await report()
      .locator('.count', { hasText: /1 finding of \d+/ })
      .waitFor();
    await report().locator('.space .row', { hasText: 'POST /api/streams is called as' }).click();
    await report().locator('.detail mark', { hasText: '/streams/' }).waitFor();
    await picture('page');
  });

  it('goes from a finding to its code', async () => {
    await report().locator('.detail a.place', { hasText: 'ui/src/client.js:49' }).first().click();
    await vscode.tab('client.js').waitFor();
    await vscode.cursorAt('49:22');
    await picture('code');
  });

  it('takes what is intentional out of the problems, with its reason in the backlog', async () => {
    const before = await counted();
    await command('Show Problems');
    await narrowed('is called as');
    await problems('POST /api/streams is called as').waitFor();
    await command('Triage Finding…');
    await vscode.choose('What becomes of this finding?', 'Intentional…');
    await vscode.answer('the gateway answers it', 'the gateway answers it');
    await problems('POST /api/streams is called as').waitFor({ state: 'detached' });
    await countsNow(before - 1);
    assert.match(backlog(), /state: intentional, since: [\d-]+, rule: trailing-slash, .*reason: "the gateway answers it"/);
    await picture('problems');
    await page.locator('.tab', { hasText: 'Audit: sparkqueue' }).click();
    await report()
      .locator('#states', { hasText: /\d+ open, 0 accepted, 1 intentional/ })
      .waitFor();
  });

  it('keeps it so when the window is loaded anew', async () => {
    const before = await counted();
    await vscode.reload();
    await countsNow(before);
    await command('Show Problems');
    await narrowed('config/default');
    await problems('/api/config/default').waitFor();
    await narrowed('is called as');
    await problems('/api/config/default').waitFor({ state: 'detached' });
    assert.equal(await problems('POST /api/streams is called as').count(), 0);
    await picture('reloaded');
  });

  it('follows a backlog that is edited by hand', async () => {
    const before = await counted();
    await vscode.openFile('.crosswire/backlog.yaml', '1:1');
    await vscode.press('Control+h');
    const widget = vscode.editor.locator('.find-widget');
    await vscode.fill(widget.locator('textarea[aria-label="Find"]'), 'state: intentional');
    await widget.locator('.matchesCount', { hasText: 'of 1' }).waitFor();
    await widget.locator('textarea[aria-label="Replace"]').fill('state: open');
    await widget.locator('[aria-label^="Replace All"]').click();
    await countsNow(before + 1);
    await narrowed('POST /api/streams is');
    await problems('POST /api/streams is called as').waitFor();
    await picture('edited');
    await vscode.text.focus();
    await vscode.save('backlog.yaml');
  });

  it('gives a backlog that is broken a problem of its own, and leaves it as it is', async () => {
    const before = await counted();
    await vscode.openFile('.crosswire/backlog.yaml', '1:1');
    await vscode.type('<<<<<<< ours');
    await vscode.cursorAt('1:13');
    await vscode.press('Enter');
    await countsNow(before + 1);
    await narrowed('conflict');
    await problems('A merge left conflict marks here').waitFor();
    await picture('broken');
    await vscode.text.focus();
    await vscode.save('backlog.yaml');
    const broken = backlog();
    await vscode.openFile('ui/src/client.js', '49:22');
    await command('Triage Finding…');
    await vscode.choose('What becomes of this finding?', 'Accepted');
    const told = page.locator('.notification-toast', { hasText: 'Nothing was written' });
    await told.waitFor();
    await picture('refused');
    await vscode.command('Notifications: Clear All Notifications');
    await told.waitFor({ state: 'detached' });
    assert.equal(backlog(), broken);
    await vscode.openFile('.crosswire/backlog.yaml', '1:1');
    await vscode.press('Control+Shift+k');
    await countsNow(before);
    await problems('A merge left conflict marks here').waitFor({ state: 'detached' });
    // While it is not saved, nothing is decided elsewhere.
    await vscode.save('backlog.yaml');
  });

  it('decides from the light bulb of a problem: with its reason it leaves the panel', async () => {
    const before = await counted();
    await command('Show Problems');
    const problem = problems('The button "Show defaults"');
    await narrowed('"Show defaults"');
    await problem.waitFor();
    await vscode.fixOf(problem, 'Set broken-button intentional…');
    await vscode.answer('the gateway answers it', 'an old client asks for it');
    await problem.waitFor({ state: 'detached' });
    await countsNow(before - 1);
    assert.match(backlog(), /state: intentional, .*rule: broken-button, .*reason: "an old client asks for it"/);
    await picture('decided from the light bulb');
  });

  it('decides from the page as well', async () => {
    await command('Run Full Audit');
    await report()
      .locator('.space .row', { hasText: /config\/default.*wrong-path/ })
      .click();
    await report().locator('.detail select').selectOption('accepted');
    await report().locator('#states', { hasText: '1 accepted' }).waitFor();
    assert.match(backlog(), /state: accepted, since: [\d-]+, rule: wrong-path, .*config\/default"/);
    await picture('decided');
  });

  for (const [theme, kind] of [
    ['Default Light Modern', 'vscode-light'],
    ['Default High Contrast', 'vscode-high-contrast'],
    ['Default High Contrast Light', 'vscode-high-contrast-light'],
    ['Default Dark Modern', 'vscode-dark'],
  ] as const) {
    it(`has no fault that axe finds in the page: ${theme}`, async () => {
      await page.locator('.tab', { hasText: 'Audit: sparkqueue' }).click();
      await vscode.theme(theme, kind);
      const shown = await vscode.webviewPage();
      await shown.evaluate(axe);
      for (const name of await report().locator('[role=tab]').allInnerTexts()) {
        await report().locator('[role=tab]', { hasText: name }).click();
        await report().locator('[role=tab][aria-selected=true]', { hasText: name }).waitFor();
        assert.deepEqual(await faultsByAxe(shown), [], name);
      }
      await report().locator('[role=tab]', { hasText: 'Findings' }).click();
      await picture(`page ${theme}`);
    });
  }

  it('decides from the API Map as well', async () => {
    await vscode.command('Explorer: Focus on API Map View');
    const row = (text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await vscode.fromMenuOf(row('PUT /api/config'), 'Triage Finding…');
    await vscode.choose('What becomes of this finding?', 'Accepted');
    await page.locator('.tab', { hasText: 'Audit: sparkqueue' }).click();
    await report().locator('#states', { hasText: '2 accepted' }).waitFor();
    await command('Filter API Map…');
    await vscode.answer('post tasks', 'consumers');
    await row('2 routes').click();
    await vscode.fromMenuOf(row('DELETE /api/streams/{name}/consumers'), 'Triage Finding…');
    await vscode.choose('What becomes of this finding?', 'Accepted');
    await report().locator('#states', { hasText: '3 accepted' }).waitFor();
    assert.match(backlog(), /state: accepted, .*rule: path-parameter-mismatch/);
    await picture('decided from the API Map');
  });

  it('goes on with the finding of the highest value, and says why', async () => {
    const DECIDED = /state: accepted, .*rule: broken-button, file: ui\/index\.html/;
    assert.doesNotMatch(backlog(), DECIDED);
    await command('Continue Where I Left Off');
    await page.locator('.notification-toast', { hasText: 'It fails for whoever uses it' }).first().waitFor();
    await vscode.tab('index.html').waitFor();
    await picture('continue');
    await page.locator('.notification-toast .monaco-button', { hasText: 'Triage Finding…' }).click();
    await vscode.choose('What becomes of this finding?', 'Accepted');
    await vscode.until(() => DECIDED.test(backlog()), 'it is decided');
  });
});
