/**
 * A VS Code with a folder open, driven as a person drives it. Nothing is pressed or typed before the state is there that makes it land: the box
 * that has the focus, the entry that is chosen, the cursor in its place. So a test waits for what it depends on, on however slow a machine.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Frame, type Locator, type Page, type StartOptions, sample, startVscode } from './vscode';

/** What the status bar says: '29 routes · 36 calls · 10 problems'. */
export const COUNTS = /(\d+) routes · (\d+) calls · (\d+) problems?/;
const PATIENCE = 60_000;

const exactly = (text: string) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

export class Workbench {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    /** Ends everything. */
    readonly close: () => Promise<void>,
  ) {}

  /** With a copy of the sample, unless a folder is given. */
  static async open({ folder = sample(), ...options }: StartOptions & { folder?: string } = {}): Promise<Workbench> {
    // A tab is not taken by what is opened next, and no word of a file is offered to a test that types another.
    const steady = { 'workbench.editor.enablePreview': false, 'editor.wordBasedSuggestions': 'off' };
    const { page, url, end } = await startVscode({ ...options, more: { ...steady, ...options.more } });
    try {
      await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    } catch (error) {
      await end();
      throw error;
    }
    // While it has something to keep for itself, VS Code asks whether to leave: yes.
    page.on('dialog', (dialog) => void dialog.accept());
    return new Workbench(page, folder, end);
  }

  /** The status bar counts: the workspace is known. */
  ready(): Promise<void> {
    return this.page.locator('.monaco-workbench .statusbar-item', { hasText: COUNTS }).waitFor();
  }

  /** Loads the window anew; the workspace is known again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Another theme for this workspace; the webview in front has taken it over. */
  async theme(name: string, kind: string): Promise<void> {
    mkdirSync(join(this.folder, '.vscode'), { recursive: true });
    writeFileSync(join(this.folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': name }));
    await this.webview.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
  }

  /** The page in the webview in front, for what a locator cannot ask. */
  async webviewPage(): Promise<Pick<Page, 'evaluate'>> {
    const inner = this.page.frameLocator('iframe.webview.ready').locator('#active-frame');
    const frame = await (await inner.elementHandle())?.contentFrame();
    assert.ok(frame, 'the webview has a page');
    return frame;
  }

  /** By its light bulb, a fix of a problem in the panel. */
  async fixOf(problem: Locator, title: string): Promise<void> {
    await problem.click();
    await problem.locator('.markers-panel-action-quickfix:not(.disabled)').click();
    await this.fromMenu(title);
  }

  /** Leaves a picture in out/e2e and gives its path. */
  async picture(name: string): Promise<string> {
    mkdirSync('out/e2e', { recursive: true });
    const path = resolve(`out/e2e/${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** The editor of the tab that is in front. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** What takes the keys of that editor; a box that floats in it has its own. */
  get text(): Locator {
    return this.editor.locator('.native-edit-context, textarea.inputarea').first();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** The page in the webview of the tab that is in front. */
  get webview(): Frame {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  tab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  }

  /** A line of the editor; VS Code draws blanks that do not break. */
  line(text: string | RegExp): Locator {
    return this.editor.locator('.view-line', { hasText: text }).first();
  }

  /** A key goes to whatever has the focus: it is pressed once that is `where`, or something in it. */
  async press(key: string, where: Locator = this.text): Promise<void> {
    await where.and(this.page.locator(':focus-within')).waitFor({ state: 'attached' });
    await this.page.keyboard.press(key);
  }

  /** Key by key, at the cursor of the editor. */
  async type(text: string): Promise<void> {
    await this.text.and(this.page.locator(':focus')).waitFor({ state: 'attached' });
    await this.page.keyboard.type(text);
  }

  /** Replaces what a box of the editor's holds. Once it has the focus, nobody else changes its text or moves the focus on. */
  async fill(box: Locator, text: string): Promise<void> {
    await box.and(this.page.locator(':focus')).waitFor();
    await box.fill(text);
  }

  /**
   * Takes what the text leads to: '>' and a command's title, or a file's path. What is offered follows the editor's state, which may lag behind
   * what is seen: while nothing fits, the list is asked for again.
   */
  async quickly(text: string, entry: string): Promise<void> {
    const nothing = this.quickInput.locator('.monaco-list-row', { hasText: /^No matching/ });
    for (const end = Date.now() + PATIENCE; ; ) {
      await this.ask(text);
      await this.chosen(entry).or(nothing).first().waitFor();
      if (await this.chosen(entry).isVisible()) return this.take(entry);
      assert.ok(Date.now() < end, `${text} is not offered`);
      await this.press('Escape', this.quickInput);
      await this.quickInput.waitFor({ state: 'hidden' });
    }
  }

  /** Opens the box that finds commands and files, with a text in it. */
  async ask(text: string): Promise<void> {
    // In a page of a webview the key would first have to find its way out.
    await this.page.evaluate("document.activeElement?.tagName === 'IFRAME' && document.activeElement.blur()");
    await this.page.keyboard.press('F1');
    await this.fill(this.quickBox(), text);
  }

  command(title: string): Promise<void> {
    return this.quickly(`>${title}`, title);
  }

  /** Answers a question that offers answers. */
  async choose(question: string, answer: string): Promise<void> {
    await this.fill(this.quickBox(question), answer);
    await this.take(answer);
  }

  /** Answers a question that wants words. */
  async answer(placeholder: string, words: string): Promise<void> {
    const box = this.quickBox(placeholder);
    await this.fill(box, words);
    await this.press('Enter', box);
    await box.waitFor({ state: 'hidden' });
  }

  private quickBox(placeholder?: string): Locator {
    const asked = placeholder === undefined ? '' : `[placeholder="${placeholder}"]`;
    return this.quickInput.locator(`.quick-input-box input${asked}`);
  }

  /** The entry that Enter would take. */
  private chosen(label: string): Locator {
    return this.quickInput.locator('.monaco-list-row.focused .label-name', { hasText: exactly(label) });
  }

  /** What it leads to may ask at once again: the entry is gone, not the box. */
  private async take(entry: string): Promise<void> {
    await this.chosen(entry).waitFor();
    await this.press('Enter', this.quickInput);
    await this.chosen(entry).waitFor({ state: 'hidden' });
  }

  /** From the keyboard: an entry of a menu that has just opened does not listen to the mouse yet. */
  async fromMenuOf(row: Locator, title: string): Promise<void> {
    await row.click({ button: 'right' });
    await this.fromMenu(title);
  }

  private async fromMenu(title: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    await menu.locator('.action-item', { hasText: title }).hover();
    await menu.locator('.action-item.focused', { hasText: title }).waitFor();
    await this.press('Enter', menu);
    await menu.waitFor({ state: 'detached' });
  }

  /** `place`: '53:20', line and column. */
  async openFile(name: string, place: string): Promise<void> {
    const short = name.slice(name.lastIndexOf('/') + 1);
    await this.quickly(`${join(this.folder, name)}:${place}`, short);
    await this.tab(short).waitFor();
    await this.cursorAt(place);
  }

  /** The cursor is there, and the keyboard with it. */
  async cursorAt(place: string): Promise<void> {
    const [line, column] = place.split(':');
    await this.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line}, Col ${column}\\b`) }).waitFor();
    await this.text.and(this.page.locator(':focus')).waitFor({ state: 'attached' });
  }

  async save(name: string): Promise<void> {
    await this.press('Control+s');
    await this.page.locator(`.tab.dirty[data-resource-name="${name}"]`).waitFor({ state: 'detached' });
  }

  /** What the editor does of itself it does a little later; a wait in vain says what was missed. */
  async until(holds: () => boolean, what: string): Promise<void> {
    for (const end = Date.now() + PATIENCE; !holds(); await pause(20)) assert.ok(Date.now() < end, what);
  }
}
