/**
 * The audit and the triage as a person does them: the packaged extension in a real VS Code, driven through its user interface. Each step leaves a picture in
 * out/e2e.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Frame, type Page, unlessElsewhere, Workbench } from '../support/vscode';

describe('the audit in a real VS Code', function () {
  this.timeout(400_000);
  let vscode: Workbench;
  let page: Page;
  let folder: string;

  before(async function () {
    unlessElsewhere(this);
    vscode = await Workbench.open({
      more: { 'files.simpleDialog.enable': true },
      viewport: { width: 1360, height: 860 },
      timeout: 90_000,
    });
    ({ page, folder } = vscode);
    await ready();
  });
  after(() => vscode?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(`failed ${this.currentTest.title}`);
  });

  const ready = () => vscode.ready();
  const report = (): Frame => page.frameLocator('iframe.webview').frameLocator('#active-frame');
  const problems = (text: string) => page.locator('.markers-panel .monaco-list-row', { hasText: text });
  const backlog = () => readFileSync(`${folder}/.crosswire/backlog.yaml`, 'utf8');

  const picture = (name: string) => vscode.picture(`audit ${name}`);

  const quickly = (key: string, text: string, entry: string | RegExp) => vscode.quickly(key, text, entry);
  /** What the list of problems says of a text; the list is narrowed to it, for only rows in sight exist. */
  async function narrowed(text: string): Promise<void> {
    const field = page.locator('.panel input[placeholder^="Filter (e.g. text"]');
    await field.fill('');
    await field.fill(text);
  }

  const command = (title: string) => quickly('F1', title, title);

  it('shows the page in a tab, filtered as one likes', async () => {
    await command('Crosswire: Run Full Audit');
    await report().locator('.error-bar', { hasText: '28 routes, 36 calls' }).waitFor();
    await report().locator('input[type=search]').first().click();
    await page.keyboard.type('trailing-slash');
    await report()
      .locator('.count', { hasText: /1 finding of \d+/ })
      .waitFor();
    await report().locator('.space .row', { hasText: 'POST /api/streams is called as' }).click();
    await report().locator('.detail mark', { hasText: '/streams/' }).waitFor();
    await picture('page');
  });

  it('goes from a finding to its code', async () => {
    await report().locator('.detail a.place', { hasText: 'ui/src/client.js:49' }).first().click();
    await page.locator('.tab.active', { hasText: 'client.js' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /Ln 49, Col \d+/ }).waitFor();
    await picture('code');
  });

  it('takes what is intentional out of the problems, with its reason in the backlog', async () => {
    await command('Crosswire: Show Problems');
    await narrowed('is called as');
    await problems('POST /api/streams is called as').first().waitFor();
    await command('Crosswire: Triage Finding');
    const input = page.locator('.quick-input-widget');
    await input.locator('.monaco-list-row', { hasText: 'Intentional' }).click();
    await input.locator('.quick-input-message', { hasText: 'Why is it meant to be so' }).waitFor();
    await page.keyboard.type('the gateway answers it');
    await page.keyboard.press('Enter');
    await problems('POST /api/streams is called as').first().waitFor({ state: 'detached' });
    assert.match(backlog(), /state: intentional, since: [\d-]+, rule: trailing-slash, .*reason: "the gateway answers it"/);
    await picture('problems');
    await narrowed('config/default');
    await problems('/api/config/default').first().waitFor();
    await page.locator('.tab', { hasText: 'Audit: sparkqueue' }).click();
    await report()
      .locator('#states', { hasText: /\d+ open, 0 accepted, 1 intentional/ })
      .waitFor();
  });

  it('keeps it so when the window is loaded anew', async () => {
    await page.reload();
    await ready();
    await command('Crosswire: Show Problems');
    await narrowed('config/default');
    await problems('/api/config/default').first().waitFor();
    await narrowed('is called as');
    await problems('/api/config/default').first().waitFor({ state: 'detached' });
    assert.equal(await problems('POST /api/streams is called as').count(), 0);
    await picture('reloaded');
  });

  it('follows a backlog that is edited by hand, and one that is broken gets a problem of its own', async () => {
    await quickly('Control+p', 'backlog.yaml', 'backlog.yaml');
    await page.locator('.tab.active', { hasText: 'backlog.yaml' }).waitFor();
    await page.locator('.view-lines').first().click();
    await page.keyboard.press('Control+h');
    await page.keyboard.type('state: intentional');
    await page.keyboard.press('Tab');
    await page.keyboard.type('state: open');
    await page.keyboard.press('Control+Alt+Enter');
    await page.keyboard.press('Escape');
    // A list that was filtered to nothing shows what is new once it is filtered anew.
    await narrowed('POST /api/streams is');
    await problems('POST /api/streams is called as').first().waitFor();
    await picture('edited');
    await page.locator('.view-lines').first().click();
    await narrowed('conflict');
    await page.locator('.view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('<<<<<<< ours');
    await page.keyboard.press('Enter');
    await problems('A merge left conflict marks here').first().waitFor();
    await picture('broken');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await problems('A merge left conflict marks here').first().waitFor({ state: 'detached' });
    // While it is not saved, nothing is decided elsewhere.
    await page.keyboard.press('Control+s');
    await page.locator('.tab.dirty', { hasText: 'backlog.yaml' }).waitFor({ state: 'detached' });
  });

  it('decides from the page as well', async () => {
    await command('Crosswire: Run Full Audit');
    await report()
      .locator('.space .row', { hasText: /config\/default.*wrong-path/ })
      .click();
    await report().locator('.detail select').selectOption('accepted');
    await report().locator('#states', { hasText: '1 accepted' }).waitFor();
    assert.match(backlog(), /state: accepted, since: [\d-]+, rule: wrong-path, .*config\/default"/);
    await picture('decided');
  });

  it('goes on with the finding of the highest value, and says why', async () => {
    await command('Crosswire: Continue Where I Left Off');
    await page
      .locator('.notification-toast, .notifications-toasts', { hasText: 'It fails for whoever uses it' })
      .first()
      .waitFor();
    await page.locator('.tab.active', { hasText: 'index.html' }).waitFor();
    await picture('continue');
  });
});
