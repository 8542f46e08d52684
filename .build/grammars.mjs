// Copies the wasm files that the bundles load: web-tree-sitter's runtime and one grammar per language.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Name in the target folder (see server/src/syntax/languages.ts) to the file of the package that holds it. */
const files = {
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'python.wasm': 'tree-sitter-python/tree-sitter-python.wasm',
  'javascript.wasm': 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  'typescript.wasm': 'tree-sitter-typescript/tree-sitter-typescript.wasm',
  'tsx.wasm': 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  'html.wasm': 'tree-sitter-html/tree-sitter-html.wasm',
  'svelte.wasm': '@tree-sitter-grammars/tree-sitter-svelte/tree-sitter-svelte.wasm',
  'vue.wasm': 'tree-sitter-wasms/out/tree-sitter-vue.wasm',
};

/** The header rewrite is TypeScript, so that it is typed and tested with the rest; here it is only run. */
async function dylink() {
  const source = readFileSync(join(root, 'server/src/syntax/dylink.ts'), 'utf8');
  const { code } = transformSync(source, { loader: 'ts', format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** Writes whole files only where they differ, so that a running process never reads half a grammar. */
export async function copyGrammars(toDir) {
  const { withDylink0 } = await dylink();
  mkdirSync(toDir, { recursive: true });
  for (const [name, from] of Object.entries(files)) {
    const bytes = withDylink0(readFileSync(join(root, 'node_modules', from)));
    const path = join(toDir, name);
    if (existsSync(path) && readFileSync(path).equals(bytes)) continue;
    const beside = `${path}.${process.pid}`;
    writeFileSync(beside, bytes);
    renameSync(beside, path);
  }
}
