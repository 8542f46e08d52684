// What `npm run audit -- [folder]` runs: the audit of a folder, or of the bundled sample where none is named.
// It ends with 0 whatever is found, so that npm adds no error of its own; only a folder that cannot be read is an error.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const run = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'audit', ...args], {
  stdio: 'inherit',
  env: { ...process.env, CROSSWIRE_FOLDER: join(root, 'test/workspaces/sparkqueue') },
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
process.exitCode = run.status === 0 || run.status === 1 ? 0 : (run.status ?? 3);
