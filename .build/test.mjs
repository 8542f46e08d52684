// Builds and runs only the tests whose path contains one of the words: node .build/test.mjs facts/python cli
// (`npm test` runs everything; mocha adds its configured files to those named, hence --no-config.)
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parts = process.argv.slice(2);
const here = { stdio: 'inherit', cwd: root };
const built = spawnSync(process.execPath, ['.build/build.mjs', '--quiet', '--tests', ...parts], here);
if (built.status !== 0) process.exit(built.status ?? 1);
const files = readdirSync(join(root, 'test'), { recursive: true })
  .filter((name) => name.endsWith('.test.ts') && !name.startsWith('workspaces'))
  .filter((name) => parts.length === 0 || parts.some((part) => `test/${name}`.includes(part)))
  .map((name) => `out/test/${name.replace(/ts$/, 'js')}`);
const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--timeout', '20000', ...files];
process.exit(spawnSync(process.execPath, mocha, here).status ?? 1);
