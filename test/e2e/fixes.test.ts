/** A fix as a person applies it in a real VS Code: the light bulb, the preview with a reason for each part, the squiggle gone. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, unlessElsewhere, Workbench } from '../support/vscode';

describe('fixes in a real VS Code', function () {
  this.timeout(300_000);
  let vscode: Workbench;
  let page: Page;

  before(async function () {
    unlessElsewhere(this);
    vscode = await Workbench.open({ more: { 'files.autoSave': 'off' } });
    ({ page } = vscode);
    await vscode.ready();
  });

  after(() => vscode?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(`failed ${this.currentTest.title}`);
  });

  const picture = (name: string) => vscode.picture(name);
  const quickly = (key: string, text: string, entry: string | RegExp) => vscode.quickly(key, text, entry);

  /** Every file of the folder as it is on the disk. */
  const everything = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(vscode.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path, readFileSync(path, 'latin1')]),
    );

  async function saveAll(): Promise<void> {
    await quickly('F1', 'File: Save All', 'File: Save All');
    await page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
  }

  /** Files without a tab are saved a little later. */
  async function onDisk(holds: (files: Record<string, string>) => boolean): Promise<void> {
    for (let frames = 0; frames < 600 && !holds(everything()); frames++)
      await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
  }

  /** As it was before anything was done. */
  let original: Record<string, string> = {};

  it('writes the route that a call asks for: offered, looked at, applied, and the squiggle is gone', async () => {
    original = everything();
    await vscode.openFile('client.js', '53:30');
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
    await page.locator('.view-overlays .squiggly-error').first().waitFor({ state: 'detached' });
    await picture('fixed');
    await vscode.openFile('routers/streams.py', '62:1');
    await page
      .locator('.view-line', { hasText: /def.pause_stream\(name:.str,.storage:.StorageDep\).->.Stream:/ })
      .first()
      .waitFor();
  });

  it('is undone as one, to the byte', async () => {
    assert.notDeepEqual(everything(), original);
    await page.keyboard.press('Control+z');
    await page.locator('.tab.dirty').first().waitFor();
    await saveAll();
    await onDisk((files) => Object.entries(files).every(([path, text]) => text === original[path]));
    assert.deepEqual(everything(), original);
  });

  it('renames a part of a path on both sides from the call', async () => {
    await vscode.openFile('client.js', '57:41');
    await page.keyboard.press('F2');
    const box = page.locator('.monaco-editor.rename-box');
    await box.waitFor();
    await picture('rename');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('empty');
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: '/empty`' }).first().waitFor();
    await saveAll();
    await onDisk((files) => Object.entries(files).filter(([path, text]) => text !== original[path]).length >= 2);
    const changed = Object.entries(everything()).flatMap(([path, text]) => (text === original[path] ? [] : [text]));
    assert.ok(changed.length >= 2, 'both sides');
    assert.ok(changed.some((text) => text.includes('@router.post("/{name}/empty", dependencies=[AdminOnly])')));
    assert.ok(changed.some((text) => /this\.post\(`\/streams\/\$\{name\}\/empty`\)/.test(text)));
  });
});
