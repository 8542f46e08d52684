// Bundles the extension, the server, the worker and the command line into dist/; with --tests every test into out/test as well.
//
//   node .build/build.mjs [--production] [--quiet] [--tests [part of a test's path …]]
//
// Bundling takes less time than finding out whether it is needed, so it always runs; a file is written only where its text
// differs, and whole (written beside and renamed), so that a process that is starting never reads half a bundle.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const args = process.argv.slice(2);
const production = args.includes('--production');
const quiet = args.includes('--quiet');
const tests = args.includes('--tests');
const only = args.filter((a) => !a.startsWith('--'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const bundles = [
  { from: 'client/src/extension.ts', to: 'extension.js' },
  { from: 'server/src/lsp/server.ts', to: 'server.js' },
  { from: 'server/src/facts/worker.ts', to: 'worker.js' },
  { from: 'server/src/cli/main.ts', to: 'cli.js', banner: '#!/usr/bin/env node' },
];

/** The page of the report: script and style of its own, for a browser, which whoever makes reports carries as text. */
const reportPage = {
  name: 'report-page',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/page\/bundle$/ }, () => ({ path: 'page', namespace: 'report-page' }));
    onLoad({ filter: /.*/, namespace: 'report-page' }, async () => {
      const path = join(root, 'server/src/report/page');
      const { outputFiles } = await build({
        absWorkingDir: root,
        entryPoints: [join(path, 'main.ts'), join(path, 'page.css')],
        outdir: 'page',
        bundle: true,
        minify: true,
        write: false,
        logLevel: 'silent',
        format: 'iife',
        target: ['chrome110', 'firefox115', 'safari16.4'],
        charset: 'ascii',
      });
      const text = (end) => outputFiles.find((file) => file.path.endsWith(end)).text.trim();
      const contents = `export const script = ${JSON.stringify(text('.js'))};\nexport const style = ${JSON.stringify(text('.css'))};\n`;
      return { contents, loader: 'js', watchFiles: [] };
    });
  },
};

/** `distFolder` is where the wasm files and the worker are: beside a bundle, or for tests the built dist/. */
function options(distFolder) {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    write: false,
    logLevel: 'silent',
    legalComments: 'none',
    plugins: [reportPage],
    define: {
      __CROSSWIRE_DIST__: distFolder,
      __CROSSWIRE_VERSION__: JSON.stringify(version),
    },
  };
}

/** web-tree-sitter's ES module asks import.meta for its place, which CommonJS has not; its .cjs does without. */
const treeSitter = { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' };

function writeIfOther(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return false;
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
  return true;
}

async function bundle({ from, to, banner }) {
  const path = join(dist, to);
  if (!existsSync(join(root, from))) {
    rmSync(path, { force: true });
    return;
  }
  const result = await build({
    ...options('__dirname'),
    entryPoints: [from],
    outfile: path,
    alias: treeSitter,
    external: ['vscode'],
    minify: production,
    banner: banner ? { js: banner } : {},
  });
  for (const file of result.outputFiles) writeIfOther(file.path, file.contents);
  if (banner) chmodSync(path, 0o755);
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((name) => `test/${name.split(sep).join('/')}`)
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('test/workspaces/'));
}

/** All tests in one call, so that what they share is read once. A bundle whose test is gone is removed, or mocha would still run it. */
async function bundleTests() {
  const entryPoints = testFiles().filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
  const out = join(root, 'out/test');
  const result = await build({
    ...options(JSON.stringify(dist)),
    entryPoints,
    outbase: 'test',
    outdir: out,
    packages: 'external',
    sourcemap: 'inline',
    sourcesContent: false,
  });
  const fresh = new Set(result.outputFiles.map((file) => relative(out, file.path)));
  for (const file of result.outputFiles) writeIfOther(file.path, file.contents);
  if (only.length > 0) return;
  for (const name of readdirSync(out, { recursive: true })) {
    if (name.endsWith('.test.js') && !fresh.has(name)) rmSync(join(out, name), { force: true });
  }
}

async function main() {
  const start = performance.now();
  mkdirSync(dist, { recursive: true });
  mkdirSync(join(root, 'out/test'), { recursive: true });
  const grammars = join(root, '.build/grammars.mjs');
  const jobs = bundles.map((b) => bundle(b));
  if (existsSync(grammars)) jobs.push(import('./grammars.mjs').then((m) => m.copyGrammars(join(dist, 'wasm'))));
  const testing = tests ? bundleTests() : undefined;
  const failed = (await Promise.allSettled([...jobs, testing])).filter((r) => r.status === 'rejected').map((r) => r.reason);
  for (const reason of failed) process.stderr.write(`${describe(reason)}\n`);
  // Whoever builds chosen tests can run them though a bundle that they may not need is broken.
  const enough = only.length > 0 && (await testing?.then(() => true).catch(() => false));
  if (failed.length > 0 && !enough) process.exitCode = 1;
  else if (!quiet) process.stdout.write(`built in ${Math.round(performance.now() - start)} ms\n`);
}

function describe(reason) {
  if (!reason?.errors) return `build: ${reason?.stack ?? reason}`;
  return reason.errors
    .map((e) =>
      e.location ? `${e.location.file}:${e.location.line}:${e.location.column + 1}: error: ${e.text}` : `error: ${e.text}`,
    )
    .join('\n');
}

await main();
