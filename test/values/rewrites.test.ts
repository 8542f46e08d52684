/** Proxies and rewrites: which path a backend gets to see. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the files in these tests hold template literals
import assert from 'node:assert/strict';
import { applyRewrites, rewritesFor, rulesFor } from '../../server/src/values/rewrites';
import { ROOT, textWorld } from '../support/world';

/** `path → the paths that the backend sees`, with the server where it is known. */
async function seen(files: Record<string, string>, path: string, ui = 'web/src/a.ts'): Promise<string> {
  const { ctx } = await textWorld({ 'web/package.json': '{}', [ui]: '', ...files });
  const rules = rewritesFor(ctx, ROOT + ui);
  const servers = new Set(rulesFor(path, rules).flatMap((rule) => rule.to ?? []));
  return [...servers, ...applyRewrites(path, rules)].join(' ');
}

const cut = "rewrite: (path) => path.replace(/^\\/api/, '')";
const vite = (proxy: string) => ({
  'web/vite.config.ts': `import { defineConfig } from 'vite'\nexport default defineConfig({ server: { proxy: ${proxy} } })`,
});

describe('rewrites', () => {
  const cases: [what: string, path: string, files: Record<string, string>, expected: string][] = [
    ['nothing', '/api/tasks', {}, '/api/tasks'],
    ['Vite: a target', '/api/tasks', vite("{ '/api': 'http://localhost:8000' }"), 'http://localhost:8000 /api/tasks'],
    ['Vite: another path', '/other', vite("{ '/api': 'http://localhost:8000' }"), '/other'],
    [
      'Vite: a prefix cut off',
      '/api/tasks/{id}',
      vite(`{ '/api': { target: 'http://localhost:8000', ${cut} } }`),
      'http://localhost:8000 /tasks/{id}',
    ],
    [
      'Vite: a prefix put in front',
      '/api/tasks',
      vite("{ '/api': { target: 'http://localhost:8000', rewrite: (p) => `/v1${p.replace('/api', '')}` } }"),
      'http://localhost:8000 /v1/tasks',
    ],
    [
      'Vite: cut by length',
      '/api/tasks',
      vite("{ '/api': { target: 'http://x', rewrite: (p) => p.slice(4) } }"),
      'http://x /tasks',
    ],
    [
      'Vite: a target with a path',
      '/tasks',
      vite("{ '/tasks': 'http://localhost:8000/v1/' }"),
      'http://localhost:8000 /v1/tasks',
    ],
    ['Vite: an expression', '/ws/1', vite("{ '^/(?:ws|live)': { target: 'ws://x:1', ws: true } }"), 'ws://x:1 /ws/1'],
    [
      'Vite: from the environment',
      '/api/x',
      vite("{ '/api': `http://${process.env.HOST || 'localhost:5000'}` }"),
      'http://{} http://localhost:5000 /api/x',
    ],
    [
      'Vite: by a function of the mode',
      '/api/x',
      {
        'web/vite.config.js': `export default ({ mode }) => { const target = 'http://x'; return { server: { proxy: { '/api': { target, ${cut} } } } } }`,
      },
      'http://x /x',
    ],
    [
      'Vue CLI',
      '/api/x',
      {
        'web/vue.config.js':
          "module.exports = { devServer: { proxy: { '^/api': { target: 'http://x', pathRewrite: { '^/api/old': '/api/new', '^/api': '' } } } } }",
      },
      'http://x /x',
    ],
    [
      'a table of which the first counts',
      '/api/old/x',
      {
        'web/vue.config.js':
          "module.exports = { devServer: { proxy: { '^/api': { target: 'http://x', pathRewrite: { '^/api/old': '/api/new', '^/api': '' } } } } }",
      },
      'http://x /api/new/x',
    ],
    [
      'Vue CLI: everything',
      '/x',
      { 'web/vue.config.js': "module.exports = { devServer: { proxy: 'http://x' } }" },
      'http://x /x',
    ],
    [
      'webpack: contexts',
      '/auth/x',
      {
        'web/webpack.config.js':
          "const back = process.env.B || 'http://x'\nmodule.exports = { devServer: { proxy: [{ context: ['/api', '/auth'], target: back + '/' }] } }",
      },
      'http://x /auth/x',
    ],
    ['Create React App: package.json', '/api/x', { 'web/package.json': '{"proxy": "http://x:1/"}' }, 'http://x:1 /api/x'],
    [
      'Create React App: setupProxy',
      '/api/x',
      {
        'web/src/setupProxy.js':
          "const { createProxyMiddleware } = require('http-proxy-middleware')\nmodule.exports = function (app) { app.use('/api', createProxyMiddleware({ target: 'http://x', pathRewrite: { '^/api': '/v2' } })) }",
      },
      'http://x /v2/x',
    ],
    [
      'Angular: JSON',
      '/api/x',
      { 'web/proxy.conf.json': '{"/api/**": {"target": "http://x", "pathRewrite": {"^/api": ""}}}' },
      'http://x /x',
    ],
    [
      'Angular: JavaScript',
      '/b/x',
      { 'web/src/proxy.conf.js': "module.exports = [{ context: ['/a', '/b'], target: 'http://x' }]" },
      'http://x /b/x',
    ],
    [
      'Nuxt: the prefix goes',
      '/api/x',
      { 'web/nuxt.config.ts': "export default defineNuxtConfig({ nitro: { devProxy: { '/api': { target: 'http://x/v1' } } } })" },
      'http://x /v1/x',
    ],
    [
      'Nuxt: rules',
      '/api/x/y',
      { 'web/nuxt.config.ts': "export default defineNuxtConfig({ routeRules: { '/api/**': { proxy: 'http://x/v1/**' } } })" },
      'http://x /v1/x/y',
    ],
    [
      'Next: a list',
      '/api/a/b',
      {
        'web/next.config.js':
          "module.exports = { async rewrites() { return [{ source: '/api/:path*', destination: 'http://x/v1/:path*' }] } }",
      },
      'http://x /v1/a/b',
    ],
    [
      'Next: an expression keeps the slash',
      '/api/a/',
      {
        'web/next.config.mjs':
          "const back = process.env.B ?? 'http://x'\nexport default { ...(back ? { async rewrites() { return { beforeFiles: [{ source: '/api/:path(.*)', destination: `${back}/api/:path` }] } } } : {}) }",
      },
      'http://x /api/a/',
    ],
    [
      'Next: a name',
      '/t/5',
      { 'web/next.config.js': "module.exports = { rewrites: () => [{ source: '/t/:id', destination: 'http://x/tasks/:id/' }] }" },
      'http://x /tasks/5',
    ],
    [
      'Next: a handler for all below',
      '/api/a/b',
      {
        'web/src/app/api/[...path]/route.ts':
          "const B = process.env.B || 'http://x'\nexport async function GET(req, { params }) { const { path } = await params\nreturn fetch(`${B}/v1/${path.join('/')}`) }",
      },
      'http://x /v1/a/b',
    ],
    [
      'Next: a handler that keeps the path',
      '/api/a/b',
      {
        'web/app/(main)/api/[[...path]]/route.ts':
          'export async function GET(req) { return fetch(`http://x${req.nextUrl.pathname}`) }',
      },
      'http://x /api/a/b',
    ],
    [
      'vercel.json',
      '/api/a/b',
      { 'web/vercel.json': '{"rewrites": [{"source": "/api/(.*)", "destination": "https://x.io/v1/$1"}]}' },
      'https://x.io /v1/a/b',
    ],
    [
      'netlify.toml',
      '/api/a',
      { 'web/netlify.toml': '[[redirects]]\nfrom = "/api/*"\nto = "https://x.io/:splat"\nstatus = 200\n' },
      'https://x.io /a',
    ],
    [
      'Caddy: a prefix off, another one in front',
      '/px/tasks',
      { Caddyfile: 'localhost {\n handle_path /px/* {\n  rewrite * /api{uri}\n  reverse_proxy back:8000\n }\n}' },
      'http://back:8000 /api/tasks',
    ],
    [
      'nginx: a host that only its start tells',
      '/px/x',
      { 'nginx.conf': 'server { location /px/ { proxy_pass http://${HOST}:8000/api/; } }' },
      'http://{HOST}:8000 /api/x',
    ],
    [
      'nginx: as it is',
      '/api/x',
      { 'nginx.conf': 'server { location /api/ { proxy_pass http://back:8000; } location / { try_files $uri /index.html; } }' },
      'http://back:8000 /api/x',
    ],
    [
      'nginx: a path takes the place',
      '/api/x',
      { 'deploy/nginx.conf': 'upstream back { server app:8000; }\nserver { location /api/ { proxy_pass http://back/; } }' },
      'http://app:8000 /x',
    ],
    [
      'nginx: an expression',
      '/api/x',
      { 'nginx.conf': 'server { location ~ ^/api/(.*)$ { proxy_pass http://back/v1/$1$is_args$args; } }' },
      'http://back /v1/x',
    ],
    [
      'nginx: rewrite',
      '/api/x',
      { 'nginx.conf': 'server { location /api { rewrite ^/api/(.*)$ /$1 break; proxy_pass http://back; } }' },
      'http://back /x',
    ],
    [
      'nginx: the closest location',
      '/api/v2/x',
      { 'nginx.conf': 'server { location /api/ { proxy_pass http://one; } location /api/v2/ { proxy_pass http://two/; } }' },
      'http://two /x',
    ],
    [
      'nginx of another application',
      '/api/x',
      { 'shop/package.json': '{}', 'shop/nginx.conf': 'server { location /api/ { proxy_pass http://shop/; } }' },
      '/api/x',
    ],
    [
      'two files, two answers',
      '/api/x',
      {
        ...vite(`{ '/api': { target: 'http://a', ${cut} } }`),
        'nginx.conf': 'server { location /api/ { proxy_pass http://b; } }',
      },
      'http://a http://b /x /api/x',
    ],
  ];
  for (const [what, path, files, expected] of cases) {
    it(what, async () => assert.equal(await seen(files, path), expected));
  }

  it('say where they stand', async () => {
    const { ctx } = await textWorld({ 'web/package.json': '{}', ...vite("{ '/api': 'http://x' }"), 'web/a.ts': '' });
    const [rule] = rewritesFor(ctx, `${ROOT}web/a.ts`);
    assert.equal(rule?.from, '/api');
    assert.equal(rule?.file, `${ROOT}web/vite.config.ts`);
    assert.ok(rule?.site && ctx.world.chunk(rule.site.file, rule.site.chunk)?.arena[rule.site.x]?.kind === 'str');
  });
});
