/** Imports of JavaScript: which file a specifier means. */
import assert from 'node:assert/strict';
import { resolveWeb } from '../../server/src/values/modules/web-files';
import { ROOT, textWorld } from '../support/world';

async function resolved(files: Record<string, string>, from: string, specifier: string): Promise<string> {
  const { ctx } = await textWorld({ [from]: '', ...files });
  const resolution = resolveWeb(ctx, ROOT + from, specifier);
  if ('file' in resolution) return resolution.file.slice(ROOT.length);
  return 'external' in resolution ? `external ${resolution.external}` : `missing ${resolution.missing}`;
}

describe('which file an import means', () => {
  const cases: [what: string, from: string, specifier: string, files: Record<string, string>, expected: string][] = [
    ['the extension left out', 'web/a.js', './b', { 'web/b.tsx': '' }, 'web/b.tsx'],
    ['TypeScript before JavaScript', 'web/a.js', './b', { 'web/b.js': '', 'web/b.ts': '' }, 'web/b.ts'],
    ['the name that the compiler will give', 'web/a.ts', './b.js', { 'web/b.ts': '' }, 'web/b.ts'],
    ['a name with a dot', 'web/a.ts', './task.service', { 'web/task.service.ts': '' }, 'web/task.service.ts'],
    ['a component', 'web/a.ts', './B.vue', { 'web/B.vue': '' }, 'web/B.vue'],
    ['a folder', 'web/a.ts', '../lib', { 'lib/index.ts': '' }, 'lib/index.ts'],
    ['its own folder', 'web/a.ts', '.', { 'web/index.js': '' }, 'web/index.js'],
    [
      'a folder that names its file',
      'web/a.ts',
      './lib',
      { 'web/lib/package.json': '{"main": "./entry.js"}', 'web/lib/entry.ts': '' },
      'web/lib/entry.ts',
    ],
    ['a query behind it', 'web/a.ts', './b?worker', { 'web/b.ts': '' }, 'web/b.ts'],
    ['no such file', 'web/a.ts', './b', {}, 'missing ./b'],
    ['a library', 'web/a.ts', 'axios', {}, 'external axios'],
    [
      'a part of Node',
      'web/a.ts',
      'path',
      { 'web/path.ts': '', 'web/tsconfig.json': '{"compilerOptions": {"baseUrl": "."}}' },
      'external path',
    ],
    [
      'paths of tsconfig',
      'web/src/a.ts',
      '@/api',
      { 'web/tsconfig.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}', 'web/src/api.ts': '' },
      'web/src/api.ts',
    ],
    [
      'paths below baseUrl',
      'web/src/a.ts',
      '~api',
      {
        'web/tsconfig.json': '{"compilerOptions": {"baseUrl": "src", "paths": {"~api": ["core/api"]}}}',
        'web/src/core/api.ts': '',
      },
      'web/src/core/api.ts',
    ],
    [
      'baseUrl alone',
      'web/src/deep/a.ts',
      'core/api',
      { 'web/tsconfig.json': '{"compilerOptions": {"baseUrl": "./src"}}', 'web/src/core/api.ts': '' },
      'web/src/core/api.ts',
    ],
    [
      'a library in spite of baseUrl',
      'web/src/a.ts',
      'axios',
      { 'web/tsconfig.json': '{"compilerOptions": {"baseUrl": "./src"}}' },
      'external axios',
    ],
    [
      'an inherited tsconfig',
      'apps/web/src/a.ts',
      '@lib/api',
      {
        'apps/web/tsconfig.json': '{"extends": "../../tsconfig.base.json"}',
        'tsconfig.base.json': '{"compilerOptions": {"paths": {"@lib/*": ["libs/*/src"]}}}',
        'libs/api/src/index.ts': '',
      },
      'libs/api/src/index.ts',
    ],
    [
      'a tsconfig that refers to others',
      'web/src/a.ts',
      '#/api',
      {
        'web/tsconfig.json': '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
        'web/tsconfig.app.json': '{"compilerOptions": {"paths": {"#/*": ["./src/*"]}}}',
        'web/src/api.ts': '',
      },
      'web/src/api.ts',
    ],
    [
      'the closest of several paths',
      'web/a.ts',
      '@/api/x',
      {
        'web/tsconfig.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"], "@/api/*": ["./gen/*"]}}}',
        'web/src/api/x.ts': '',
        'web/gen/x.ts': '',
      },
      'web/gen/x.ts',
    ],
    [
      'an alias without a file',
      'web/src/a.ts',
      '@/gone',
      { 'web/jsconfig.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}' },
      'missing @/gone',
    ],
    [
      'Vite: path.resolve',
      'web/src/a.js',
      '@/api',
      {
        'web/vite.config.js':
          "import path from 'path'\nimport { defineConfig } from 'vite'\nexport default defineConfig({ resolve: { alias: { '@': path.resolve(__dirname, './source') } } })",
        'web/source/api.js': '',
      },
      'web/source/api.js',
    ],
    [
      'Vite: a URL, in a function',
      'web/a.js',
      '@v2/api',
      {
        'web/vite.config.ts':
          "import { URL, fileURLToPath } from 'node:url'\nimport { defineConfig } from 'vite'\nexport default defineConfig(({ mode }) => { return { resolve: { alias: { '@v2': fileURLToPath(new URL('./src/v2', import.meta.url)) } } } })",
        'web/src/v2/api.ts': '',
      },
      'web/src/v2/api.ts',
    ],
    [
      'Vite: a list of aliases',
      'web/a.js',
      'lib/api',
      {
        'web/vite.config.mjs':
          "import { resolve } from 'node:path'\nexport default { resolve: { alias: [{ find: 'lib', replacement: resolve(import.meta.dirname, 'code') }] } }",
        'web/code/api.js': '',
      },
      'web/code/api.js',
    ],
    [
      'Vite: an expression',
      'web/a.js',
      '@/api',
      {
        'web/vite.config.mjs': "export default { resolve: { alias: [{ find: /^@\\//, replacement: '/code/' }] } }",
        'web/code/api.js': '',
      },
      'web/code/api.js',
    ],
    [
      'Vite: the folder in a variable',
      'web/a.js',
      '@/api',
      {
        'web/vite.config.js':
          "import { dirname, join } from 'path'\nimport { fileURLToPath } from 'url'\nconst here = dirname(fileURLToPath(import.meta.url))\nexport default { resolve: { alias: { '@': here + '/code' } } }",
        'web/code/api.js': '',
      },
      'web/code/api.js',
    ],
    [
      'webpack',
      'client/app/a.js',
      '@/services/api',
      {
        'webpack.config.js':
          "const path = require('path')\nconst appPath = path.join(__dirname, 'client', 'app')\nfunction over(config) { return config }\nconst config = { resolve: { alias: { '@': appPath } } }\nmodule.exports = over(config)",
        'client/app/services/api.js': '',
      },
      'client/app/services/api.js',
    ],
    [
      'Vue CLI',
      'ui/src/a.js',
      '~api',
      {
        'ui/vue.config.js':
          "const { resolve } = require('path')\nmodule.exports = { configureWebpack: { resolve: { alias: { '~api$': resolve('src/core/api.js') } } } }",
        'ui/src/core/api.js': '',
      },
      'ui/src/core/api.js',
    ],
    ['SvelteKit', 'ui/src/routes/a.ts', '$lib/api', { 'ui/package.json': '{}', 'ui/src/lib/api.ts': '' }, 'ui/src/lib/api.ts'],
    ['a convention nobody declares', 'ui/src/a.ts', '@/api', { 'ui/package.json': '{}', 'ui/src/api.ts': '' }, 'ui/src/api.ts'],
    ['a scoped library is no convention', 'ui/src/a.ts', '@/api', { 'ui/package.json': '{}' }, 'external @/api'],
    [
      'a package of the workspace',
      'apps/web/a.ts',
      '@acme/api',
      { 'packages/api/package.json': '{"name": "@acme/api", "main": "dist/index.js"}', 'packages/api/src/index.ts': '' },
      'packages/api/src/index.ts',
    ],
    [
      'a part of a package',
      'apps/web/a.ts',
      '@acme/api/tasks',
      {
        'packages/api/package.json': '{"name": "@acme/api", "exports": {"./*": "./dist/esm/*.js"}}',
        'packages/api/src/tasks.ts': '',
      },
      'packages/api/src/tasks.ts',
    ],
    [
      'a package by its source',
      'apps/web/a.ts',
      'acme',
      {
        'libs/acme/package.json': '{"name": "acme", "source": "lib/main.ts", "main": "build/x.js"}',
        'libs/acme/lib/main.ts': '',
      },
      'libs/acme/lib/main.ts',
    ],
    [
      'an import of the package itself',
      'web/src/a.ts',
      '#lib/api',
      { 'web/package.json': '{"imports": {"#lib/*": "./src/lib/*.ts"}}', 'web/src/lib/api.ts': '' },
      'web/src/lib/api.ts',
    ],
    ['from the root of the server', 'web/src/a.ts', '/src/api.ts', { 'web/src/api.ts': '' }, 'web/src/api.ts'],
  ];
  for (const [what, from, specifier, files, expected] of cases) {
    it(what, async () => assert.equal(await resolved(files, from, specifier), expected));
  }
});
