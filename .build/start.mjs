// `npm start [-- folder]`: the bundled sample, or the folder named, in VS Code with the extension running. The desktop's `code` where there is
// one; otherwise, or with --browser, a VS Code in the browser, which is fetched from npm the first time.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, profile, serve } from './vscode.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const named = args.find((arg) => !arg.startsWith('-'));
const folder = named ? resolve(process.env.INIT_CWD ?? process.cwd(), named) : join(root, 'test/workspaces/sparkqueue');
const has = (program) => spawnSync(process.platform === 'win32' ? 'where' : 'which', [program], { stdio: 'ignore' }).status === 0;
const run = (program, words) => {
  const { status } = spawnSync(program, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

if (!args.includes('--browser') && has('code')) {
  run(process.execPath, ['.build/build.mjs']);
  run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, folder]);
} else {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    process.stderr.write(
      'npm start: the command "code" is not on the path, and VS Code in the browser is fetched only for Linux on x64.\n',
    );
    process.exit(2);
  }
  process.stdout.write('no desktop VS Code here; preparing one for the browser (the first time takes half a minute)\n');
  install({ browser: false });
  run('npm', ['run', '--silent', 'package']);
  const home = profile({ vsix: join(root, 'crosswire.vsix') });
  const server = await serve(home, { idle: false });
  const url = `${server.url}/?folder=${encodeURIComponent(folder)}`;
  process.stdout.write(`\nCrosswire runs at ${url}\nCtrl+C ends it.\n`);
  if (has('xdg-open') && (process.env.DISPLAY || process.env.WAYLAND_DISPLAY)) spawnSync('xdg-open', [url]);
  process.once('SIGINT', async () => {
    await server.end();
    home.remove();
    process.exit(0);
  });
}
