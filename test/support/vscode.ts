/** A real VS Code for tests: the packaged extension in it, and a browser that looks at it. How it is driven: workbench.ts. */
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
  focus(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  first(): Locator;
  nth(n: number): Locator;
  /** What both mean; what either means. */
  and(other: Locator): Locator;
  or(other: Locator): Locator;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  waitFor(options?: { state?: 'visible' | 'hidden' | 'attached' | 'detached' }): Promise<void>;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  screenshot(options: { path: string }): Promise<unknown>;
  /** The element itself, when it is there. */
  elementHandle(): Promise<{ contentFrame(): Promise<Pick<Page, 'evaluate'> | null> } | null>;
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
  on(event: 'dialog', run: (dialog: { accept(): Promise<void> }) => void): void;
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

/** What axe finds in a page into which its text was put, a line each. */
export function faultsByAxe(page: Pick<Page, 'evaluate'>): Promise<string[]> {
  return page.evaluate(
    "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.help + ': ' + v.nodes.slice(0, 3).map((n) => n.html + ' ' + n.any.map((a) => a.message).join()).join(' | ')))",
  );
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

export interface StartOptions {
  /** Settings beside those of every test. */
  more?: Record<string, unknown>;
  viewport?: { width: number; height: number };
  timeout?: number;
  /** For a suite in the extension host. */
  driver?: boolean;
  environment?: Record<string, string>;
}
export interface Started {
  page: Page;
  url: string;
  /** The browser, the server with all its children, and what it wrote. */
  end(): Promise<void>;
}

/** A VS Code of its own with the packaged extension, and a page that shows nothing yet. */
export async function startVscode({ more, viewport, timeout, driver, environment }: StartOptions = {}): Promise<Started> {
  const tools = await vscodeTools();
  const home = tools.profile({ vsix: packaged(), ...(more && { more }) });
  const ends = [async () => home.remove()];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    const server = await tools.serve(home, { driver: driver ?? false, ...(environment && { more: environment }) });
    ends.push(() => server.end());
    const browser = await tools.browse();
    ends.push(() => browser.close());
    const page = await browser.newPage({ viewport: viewport ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(timeout ?? 60_000);
    return { page, url: server.url, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** A copy of the bundled sample, to be edited. */
export function sample(): string {
  const folder = `${tempFolder()}/sparkqueue`;
  cpSync(resolve('test/workspaces/sparkqueue'), folder, { recursive: true });
  return folder;
}

export function textOf(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
