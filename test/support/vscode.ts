/** A real VS Code for tests: the packaged extension in it, a folder open, and a browser that looks at it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tempFolder } from './temp';

export interface Profile {
  home: string;
  remove(): void;
}
export interface Served {
  url: string;
  end(): Promise<void>;
  log(): string;
}
/** As much of Playwright as is used here. */
export interface Locator {
  click(options?: { button?: 'right'; modifiers?: string[] }): Promise<void>;
  hover(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  count(): Promise<number>;
  first(): Locator;
  nth(n: number): Locator;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  waitFor(options?: { state?: 'visible' | 'hidden' | 'attached' | 'detached' }): Promise<void>;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  screenshot(options: { path: string }): Promise<unknown>;
}
export interface Frame extends Pick<Locator, 'locator' | 'getByText'> {
  frameLocator(selector: string): Frame;
}
export interface Page extends Pick<Locator, 'locator' | 'getByText'> {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  frameLocator(selector: string): Frame;
  keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  mouse: { move(x: number, y: number): Promise<void> };
  exposeFunction(name: string, run: (...args: never[]) => unknown): Promise<void>;
  screenshot(options: {
    path: string;
    animations?: 'disabled';
    clip?: { x: number; y: number; width: number; height: number };
  }): Promise<unknown>;
  /** The value of a JavaScript expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  emulateMedia(options: {
    colorScheme?: 'light' | 'dark';
    contrast?: 'more' | 'no-preference';
    forcedColors?: 'active' | 'none';
  }): Promise<void>;
  setDefaultTimeout(milliseconds: number): void;
  on(event: 'close' | 'crash', run: () => void): void;
}
export interface Browser {
  newPage(options?: { viewport: { width: number; height: number } }): Promise<Page>;
  close(): Promise<void>;
}
interface Tools {
  install(): void;
  profile(options: { vsix?: string; more?: Record<string, unknown> }): Profile;
  serve(profile: Profile, options?: { driver?: boolean; more?: Record<string, string> }): Promise<Served>;
  browse(): Promise<Browser>;
  axe(): string;
  /** Without what is compiled for it, this VS Code writes no logs. */
  writesLogs(): boolean;
}

/** The VS Code without a desktop is fetched for Linux on x64 alone; elsewhere a test in it is left out, loudly. */
export function unlessElsewhere(test: { skip(): void }): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  process.stdout.write('\n*** VS Code without a desktop runs on Linux on x64 only: a test in it is left out. ***\n');
  test.skip();
}

/** What `npm start` uses as well; loaded as it is, for its own place tells it where the project is. */
export async function vscodeTools(): Promise<Tools> {
  const tools: Tools = await import(pathToFileURL(resolve('.build/vscode.mjs')).href);
  tools.install();
  return tools;
}

/** Packs the extension as it would be published, once a run. Gives the path of the package. */
export function packaged(): string {
  if (!vsix) {
    const path = resolve('.cache/crosswire.vsix');
    const run = spawnSync('npm', ['run', '--silent', 'package', '--', '--out', path], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`the extension cannot be packaged:\n${run.stdout}${run.stderr}`);
    vsix = path;
  }
  return vsix;
}
let vsix: string | undefined;

/** A copy of the bundled sample, to be edited. */
export function sample(): string {
  const folder = `${tempFolder()}/sparkqueue`;
  cpSync(resolve('test/workspaces/sparkqueue'), folder, { recursive: true });
  return folder;
}

export function textOf(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** What the status bar says: '29 routes · 36 calls · 10 problems'. */
export const COUNTS = /(\d+) routes · (\d+) calls · (\d+) problems?/;

export interface WorkbenchOptions {
  /** Settings beside those of every test. */
  more?: Record<string, unknown>;
  viewport?: { width: number; height: number };
  timeout?: number;
}

/** The packaged extension in a VS Code of its own, a copy of the sample open in it. */
export class Workbench {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async open({ more, viewport, timeout }: WorkbenchOptions = {}): Promise<Workbench> {
    const tools = await vscodeTools();
    const home = tools.profile({ vsix: packaged(), more: { 'workbench.editor.enablePreview': false, ...more } });
    const server = await tools.serve(home);
    const browser = await tools.browse();
    const page = await browser.newPage({ viewport: viewport ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(timeout ?? 60_000);
    const folder = sample();
    const end = async () => {
      await browser.close();
      await server.end();
      home.remove();
    };
    await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    return new Workbench(page, folder, end);
  }

  /** The status bar counts: the workspace is known. */
  ready(): Promise<void> {
    return this.page.locator('.monaco-workbench .statusbar-item', { hasText: COUNTS }).waitFor();
  }

  close(): Promise<void> {
    return this.end();
  }

  /** Leaves a picture in out/e2e and gives its path. */
  async picture(name: string): Promise<string> {
    mkdirSync('out/e2e', { recursive: true });
    const path = resolve(`out/e2e/${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Opens a quick input by its key, and takes the entry that the text leads to. */
  async quickly(key: string, text: string, entry: string | RegExp): Promise<void> {
    const input = this.page.locator('.quick-input-widget');
    await this.page.keyboard.press(key);
    await input.waitFor();
    await this.page.keyboard.type(text);
    await input.locator('.monaco-list-row.focused', { hasText: entry }).waitFor();
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** `place`: '53:20', line and column. */
  async openFile(name: string, place: string): Promise<void> {
    const short = name.slice(name.lastIndexOf('/') + 1);
    await this.quickly('Control+p', name, short);
    await this.page.locator('.tab.active', { hasText: short }).waitFor();
    const [line, column] = place.split(':');
    await this.quickly('Control+g', place, new RegExp(`line ${line}`, 'i'));
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }
}
