// Builds what is measured and the bench, and runs it: npm run bench [-- --repos <folder of checkouts>], npm run bench:seeded, npm run bench:coverage
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const here = { stdio: 'inherit', cwd: root };
if (spawnSync(process.execPath, ['.build/build.mjs', '--quiet'], here).status !== 0) process.exit(1);
await build({
  absWorkingDir: root,
  entryPoints: [
    'test/bench/main.ts',
    'test/bench/scan.ts',
    'test/bench/keystroke.ts',
    'test/bench/hour.ts',
    'test/bench/seeded.ts',
    'test/bench/coverage.ts',
  ],
  outdir: 'out/bench',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  define: {
    __CROSSWIRE_DIST__: JSON.stringify(join(root, 'dist')),
    __CROSSWIRE_VERSION__: '"bench"',
  },
  alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
});
const args = process.argv.slice(2);
const bench = ['seeded', 'coverage'].find((name) => args.includes(`--${name}`)) ?? 'main';
process.exit(spawnSync(process.execPath, [`out/bench/${bench}.js`, ...args], here).status ?? 1);
