/** A real VS Code for tests: the packaged extension in it, a folder open, and a browser that looks at it. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
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
