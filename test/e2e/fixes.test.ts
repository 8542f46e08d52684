/** A fix as a person applies it in a real VS Code: the light bulb, the preview with a reason for each part, the squiggle gone. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, unlessElsewhere } from '../support/vscode';
import { Workbench } from '../support/workbench';

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
  const squiggle = () => vscode.editor.locator('.view-overlays .squiggly-error').first();

  /** Every file of the folder as it is on the disk. */
  const everything = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(vscode.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path, readFileSync(path, 'latin1')]),
    );

  const changed = () => Object.entries(everything()).flatMap(([path, text]) => (text === original[path] ? [] : [text]));

  /** A file that was changed without a tab gets one; only then is it saved with the others. */
  async function saveAll(files: number): Promise<void> {
    await page
      .locator('.tab.dirty')
      .nth(files - 1)
      .waitFor();
    await vscode.command('File: Save All Files');
    await page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
  }

  /** As it was before anything was done. */
  let original: Record<string, string> = {};

  it('writes the route that a call asks for: offered, looked at, applied, and the squiggle is gone', async () => {
    original = everything();
    await vscode.openFile('ui/src/client.js', '53:30');
    await squiggle().waitFor();
    await page.locator('[class*="gutter-lightbulb"], .lightBulbWidget').first().waitFor();
    await vscode.press('Control+.');
    const offers = page.locator('.action-widget .monaco-list-row');
    const offer = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'Add POST /api/streams/{name}/pause' });
    await offer.waitFor();
    await picture('light-bulb');
    await vscode.press('Control+Enter', page.locator('.action-widget'));
    await offers.first().waitFor({ state: 'detached' });
    const preview = page.locator('.bulk-edit-panel');
    await preview.locator('.monaco-list-row', { hasText: 'streams.py' }).first().waitFor();
    await picture('refactor-preview');
    await preview.locator('.monaco-button', { hasText: 'Apply' }).click();
    await squiggle().waitFor({ state: 'detached' });
    await picture('fixed');
    await vscode.openFile('backend/sparkqueue/routers/streams.py', '62:1');
    await vscode.line(/def.pause_stream\(name:.str,.storage:.StorageDep\).->.Stream:/).waitFor();
    await vscode.until(() => changed().length >= 2, 'the route and its test are on the disk');
  });

  it('is undone as one, to the byte', async () => {
    await vscode.openFile('backend/sparkqueue/routers/streams.py', '62:1');
    await vscode.press('Control+z');
    await vscode.line('pause_stream').waitFor({ state: 'detached' });
    await saveAll(changed().length);
    await vscode.until(() => changed().length === 0, 'every file is as it was');
    assert.deepEqual(everything(), original);
  });

  it('renames a part of a path on both sides from the call', async () => {
    await vscode.openFile('ui/src/client.js', '57:41');
    await vscode.press('F2');
    const box = page.locator('.monaco-editor.rename-box input.rename-input');
    await vscode.fill(box, 'empty');
    await picture('rename');
    await vscode.press('Enter', box);
    await vscode.line('/empty`').waitFor();
    // The files are written one after the other, and there are more than these two.
    const route = '@router.post("/{name}/empty", dependencies=[AdminOnly])';
    await vscode.until(() => changed().some((text) => text.includes(route)), 'the route is on the disk');
    const call = /this\.post\(`\/streams\/\$\{name\}\/empty`\)/;
    await vscode.until(() => changed().some((text) => call.test(text)), 'the call is on the disk');
  });
});
