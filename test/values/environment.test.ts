/** What the environment gives to the code that asks for it. */
import assert from 'node:assert/strict';
import { textWorld } from '../support/world';

async function value(expression: string, files: Record<string, string>): Promise<string> {
  const w = await textWorld({ 'web/package.json': '{}', 'web/src/a.ts': `export const a = ${expression}`, ...files });
  return w.exported('web/src/a.ts', 'a');
}

const unset = 'unknown(environment variable VITE_API is set nowhere in the workspace)';

describe('environment', () => {
  const cases: [what: string, expression: string, files: Record<string, string>, expected: string][] = [
    ['a file beside package.json', 'import.meta.env.VITE_API', { 'web/.env': 'VITE_API=/api' }, '"/api"'],
    ['process.env', 'process.env.REACT_APP_API', { 'web/.env': 'REACT_APP_API=/api' }, '"/api"'],
    [
      'two files that disagree',
      'import.meta.env.VITE_API',
      { 'web/.env': 'VITE_API=/api', 'web/.env.production': 'VITE_API=https://x.io/api' },
      '"/api" | "https://x.io/api"',
    ],
    [
      'set in one mode only',
      "import.meta.env.VITE_API || '/here'",
      { 'web/.env.production': 'VITE_API=/there' },
      '"/there" | "/here"',
    ],
    ['set nowhere', "import.meta.env.VITE_API || 'http://localhost:8000'", {}, `${unset} | "http://localhost:8000"`],
    ['only an example', 'import.meta.env.VITE_API', { 'web/.env.example': 'VITE_API=/api' }, `"/api" | ${unset}`],
    [
      'another application beside',
      'import.meta.env.VITE_API',
      { 'admin/package.json': '{}', 'admin/.env': 'VITE_API=/admin' },
      unset,
    ],
    ['the folder above', 'import.meta.env.VITE_API', { '.env': 'VITE_API=/api' }, '"/api"'],
    ['the base path', 'import.meta.env.BASE_URL', { 'web/vite.config.js': "export default { base: '/ui/' }" }, '"/ui/"'],
    ['no base path', 'import.meta.env.BASE_URL', {}, '"/"'],
    ['the mode', 'process.env.NODE_ENV', {}, '"development" | "production"'],
    [
      'a constant of the build',
      'process.env.API',
      { 'web/vite.config.js': "export default { define: { 'process.env.API': JSON.stringify('/api') } }" },
      '"/api"',
    ],
    [
      'a constant of webpack',
      'process.env.API',
      {
        'web/webpack.config.js':
          "const webpack = require('webpack')\nmodule.exports = { plugins: [new webpack.DefinePlugin({ 'process.env': { API: '\"/api\"' } })] }",
      },
      '"/api"',
    ],
    [
      'a constant with a name of its own',
      '__API__',
      { 'web/vite.config.js': 'export default { define: { __API__: \'"/api"\' } }' },
      '"/api"',
    ],
    ['env of Next', 'process.env.API', { 'web/next.config.js': "module.exports = { env: { API: '/api' } }" }, '"/api"'],
    [
      'env of SvelteKit',
      'PUBLIC_API\nimport { PUBLIC_API } from "$env/static/public"',
      { 'web/.env': 'PUBLIC_API=/api' },
      '"/api"',
    ],
    [
      'configuration of Nuxt',
      'useRuntimeConfig().public.api',
      {
        'web/nuxt.config.ts':
          "export default defineNuxtConfig({ runtimeConfig: { public: { api: process.env.API || '/api' } } })",
      },
      'unknown(environment variable API is set nowhere in the workspace) | "/api"',
    ],
    [
      'a configuration that reads it',
      'import.meta.env.BASE_URL',
      {
        'web/vite.config.js':
          "import { loadEnv } from 'vite'\nexport default ({ mode }) => { const env = { ...loadEnv(mode, '../') }; return { base: env.VITE_BASE } }",
        '.env': 'VITE_BASE=/b/',
      },
      '"/b/"',
    ],
  ];
  for (const [what, expression, files, expected] of cases) {
    it(what, async () => assert.equal(await value(expression, files), expected));
  }

  it('Python: what is set nowhere is not known, a default is', async () => {
    const w = await textWorld({ 'a.py': 'import os\na = os.environ["ROOT"]\nb = os.environ.get("ROOT", "/api")\n' });
    assert.equal(w.local('a.py', 'a'), 'unknown(environment variable ROOT is set nowhere in the workspace)');
    assert.equal(w.local('a.py', 'b'), '"/api"');
  });

  it('an edit of a variable reaches its readers', async () => {
    const w = await textWorld({
      'web/package.json': '{}',
      'web/.env': 'VITE_API=/a',
      'web/a.ts': 'export const a = import.meta.env.VITE_API',
    });
    assert.equal(w.exported('web/a.ts', 'a'), '"/a"');
    w.set({ 'web/.env': 'VITE_API=/b' });
    assert.equal(w.exported('web/a.ts', 'a'), '"/b"');
  });
});
