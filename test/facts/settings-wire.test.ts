/** What stands between UI and API: servers and proxies, and what the project says of itself. */
import assert from 'node:assert/strict';
import { extractSettings } from '../../server/src/facts/settings/extract';
import { none, settings } from '../support/settings';

describe('facts/settings: nginx', () => {
  it('locations with modifier, proxy_pass with and without a path, rewrite, files', () => {
    const text = `upstream api { server api:8000 weight=1; server api2:8000; }
server {
  root /usr/share/nginx/html; # files
  location / { try_files $uri /index.html; }
  location = /health { return 200 "ok"; }
  location ~* "\\.(png|jpg){1,2}$" { expires 1y; }
  location ^~ /static/ { alias /srv/static/; }
  location /api/ {
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://api/v1/;
    location /api/raw { rewrite ^/api(/.*)$ $1 break; proxy_pass http://\${HOST}:8000; }
  }
  location ~ ^/(ws|events) { proxy_pass http://api; }
}
`;
    assert.deepEqual(settings('nginx', '/p/nginx/default.conf.template', text), {
      kind: 'settings',
      of: 'nginx',
      locations: [
        { path: '/', serves: 'try_files $uri /index.html' },
        { path: '/health', modifier: '=', returns: '200 ok' },
        { path: '\\.(png|jpg){1,2}$', modifier: '~*', serves: 'root /usr/share/nginx/html' },
        { path: '/static/', modifier: '^~', serves: 'alias /srv/static/' },
        { path: '/api/', proxyPass: 'http://api/v1/' },
        { path: '/api/raw', proxyPass: `http://\${HOST}:8000`, rewrite: { pattern: '^/api(/.*)$', to: '$1' } },
        { path: '^/(ws|events)', modifier: '~', proxyPass: 'http://api' },
      ],
      upstreams: { api: ['api:8000', 'api2:8000'] },
    });
    const { spans } = extractSettings('/p/nginx.conf', text).layout;
    assert.equal(text.slice(spans['']?.[2], spans['']?.[3]), 'location = /health { return 200 "ok"; }');
  });

  it('a regular expression with braces in quotes or without a blank before them is one word', () => {
    const { locations } = settings(
      'nginx',
      '/p/nginx.conf',
      'server { location ~ ^/a/\\d+$ { proxy_pass http://x; } location ~/b { root /r; } }',
    );
    assert.deepEqual(
      locations.map(({ path, modifier }) => [path, modifier]),
      [
        ['^/a/\\d+$', '~'],
        ['/b', '~'],
      ],
    );
  });

  it('broken: what can be read is read', () => {
    assert.deepEqual(settings('nginx', '/p/nginx.conf', '} } server { location /api { proxy_pass http://x; ').locations, [
      { path: '/api', proxyPass: 'http://x' },
    ]);
    assert.equal(none('/p/redis.conf', 'bind 127.0.0.1\n'), 'not an nginx server');
  });
});

describe('facts/settings: proxies', () => {
  it("Angular's proxy.conf.json, both forms", () => {
    const text =
      '{"/api": {"target": "http://localhost:8000", "pathRewrite": {"^/api": ""}}, "/ws": {"target": "ws://localhost:8000", "ws": true}, "x": 1}';
    assert.deepEqual(settings('proxy', '/p/src/proxy.conf.json', text).rules, [
      { from: '/api', to: 'http://localhost:8000', rewrite: [{ pattern: '^/api', to: '' }] },
      { from: '/ws', to: 'ws://localhost:8000' },
    ]);
    const many = settings('proxy', '/p/proxy.conf.json', '[{"context": ["/a", "/b"], "target": "http://x"}]');
    assert.deepEqual(
      many.rules.map(({ from }) => from),
      ['/a', '/b'],
    );
  });

  it('vercel.json, firebase.json', () => {
    const vercel =
      '{"rewrites": [{"source": "/api/:path*", "destination": "https://x.dev/api/:path*"}], "redirects": [{"source": "/a", "destination": "/b"}], "routes": [{"src": "/v1/(.*)", "dest": "/api/index.py"}]}';
    assert.deepEqual(settings('proxy', '/p/vercel.json', vercel).rules, [
      { from: '/api/:path*', to: 'https://x.dev/api/:path*' },
      { from: '^/v1/(.*)', to: '/api/index.py' },
    ]);
    const firebase =
      '{"hosting": {"rewrites": [{"source": "/api/**", "run": {"serviceId": "backend"}}, {"source": "**", "destination": "/index.html"}]}}';
    assert.deepEqual(settings('proxy', '/p/firebase.json', firebase).rules, [
      { from: '/api/**', to: 'backend' },
      { from: '**', to: '/index.html' },
    ]);
  });

  it('netlify.toml, _redirects: rewrites only', () => {
    const toml =
      '[[redirects]]\nfrom = "/api/*"\nto = "https://x/:splat"\nstatus = 200\n[[redirects]]\nfrom = "/old"\nto = "/new"\n';
    assert.deepEqual(settings('proxy', '/p/netlify.toml', toml).rules, [{ from: '/api/*', to: 'https://x/:splat' }]);
    const rules = '# all\n/api/*  https://x/:splat  200!\n/old /new 301\n/*  /index.html  200 # app\n';
    assert.deepEqual(settings('proxy', '/p/_redirects', rules).rules, [
      { from: '/api/*', to: 'https://x/:splat' },
      { from: '/*', to: '/index.html' },
    ]);
  });

  it('Caddyfile', () => {
    const text = `example.com {
  handle_path /api/* {
    reverse_proxy api:8000
  }
  @ws path /ws /events
  reverse_proxy @ws http://api:8001
  reverse_proxy /v2/* api:8002 # new
  handle {
    root * /srv
    file_server
  }
}`;
    assert.deepEqual(settings('proxy', '/p/Caddyfile', text).rules, [
      { from: '/api/*', to: 'http://api:8000', rewrite: [{ pattern: '^/api', to: '' }] },
      { from: '/ws', to: 'http://api:8001' },
      { from: '/events', to: 'http://api:8001' },
      { from: '/v2/*', to: 'http://api:8002' },
    ]);
  });

  it('labels of Traefik: what strips, adds and replaces, of the router that uses it', () => {
    const text = `services:
  api:
    image: api
    labels:
      - "traefik.http.routers.Api.rule=PathPrefix(\`/svc\`) || PathPrefix(\`/v1\`, '/v2/')"
      - "traefik.http.routers.api.middlewares=all@docker"
      - traefik.http.middlewares.all.chain.middlewares=strip,front
      - traefik.http.middlewares.front.addprefix.prefix=/app
      - traefik.http.services.api.loadbalancer.server.port=8000
  other:
    image: other
    labels:
      traefik.http.middlewares.strip.stripprefix.prefixes: /svc, /v1/
      traefik.http.routers.plain.rule: PathPrefix(\`/plain\`)
`.replaceAll('\\`', '`');
    const rewrite = [
      { pattern: '^/svc(?=/|$)', to: '' },
      { pattern: '^/v1(?=/|$)', to: '' },
    ];
    assert.deepEqual(
      settings('start', '/p/compose.yml', text).rules,
      ['/svc', '/v1', '/v2'].map((from) => ({ from, to: 'http://api:8000/app', rewrite })),
    );
    const file =
      '[http.routers.a]\nrule = "PathPrefix(`/a`)"\nmiddlewares = ["m"]\n[http.middlewares.m.replacePathRegex]\nregex = "^/a/(.*)"\nreplacement = "/b/$1"\n';
    assert.deepEqual(settings('proxy', '/p/traefik.toml', file).rules, [
      { from: '/a', rewrite: [{ pattern: '^/a/(.*)', to: '/b/$1' }] },
    ]);
  });

  it('Kubernetes: an ingress without captures turns every path into its target; templates of Helm are left alone', () => {
    const ingress = (path: string, target: string) =>
      `kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/rewrite-target: ${target}\nspec:\n  rules:\n    - http:\n        paths:\n          - path: ${path}\n`;
    assert.deepEqual(settings('proxy', '/p/k8s/web.yaml', ingress('/api', '/')).rules, [
      { from: '^/api', rewrite: [{ pattern: '^/api.*$', to: '/' }] },
    ]);
    assert.equal(none('/p/deploy/ingress.yaml', ingress('{{ .Values.path }}', '/$1')), 'changes no paths');
    assert.equal(none('/p/k8s/api.yaml', 'kind: Service\n'), 'no ingress');
  });

  it('says what is broken', () => {
    assert.match(none('/p/proxy.conf.json', '{"/api": {'), /^broken JSON/);
    assert.match(none('/p/netlify.toml', '[[redirects]\n'), /^broken TOML/);
    assert.equal(none('/p/Caddyfile', '}}}{{'), 'passes nothing on');
    assert.equal(none('/p/vercel.json', '[]'), 'no rewrites');
  });
});

describe('facts/settings: functions in the cloud', () => {
  it('function.json, serverless.yml: paths as patterns, verbs where they are said', () => {
    const json = '{"bindings": [{"type": "httpTrigger", "methods": ["get"]}, {"type": "http", "direction": "out"}]}';
    assert.deepEqual(settings('functions', '/p/users/function.json', json).functions, [
      { path: '/api/users', verbs: ['GET', 'HEAD'] },
    ]);
    const yml = `functions:
  a: { events: [{ http: { path: "users/{id}", method: any } }, { httpApi: "*" }, { sqs: queue }] }
  b: { runtime: python3.12, events: [{ httpApi: { path: "/v1/{proxy+}", method: get } }] }
  c: { events: [{ httpApi: { path: "/files/{proxy+}", method: post } }] }
`;
    assert.deepEqual(settings('functions', '/p/serverless.yml', yml).functions, [
      { path: '/users/:id' },
      { path: '/files/:proxy*', verbs: ['POST'] },
    ]);
  });

  it('a serverless.yml that starts a Python application starts it; what is broken or something else says so', () => {
    const start = 'custom:\n  start: uvicorn api.main:app\nfunctions:\n  a: { events: [{ http: GET /users }] }\n';
    assert.equal(settings('start', '/p/serverless.yml', start).apps.length, 1);
    assert.match(none('/p/serverless.yml', 'functions: [a: b: c'), /^broken YAML/);
    assert.equal(none('/p/template.yaml', 'Resources: {}'), 'lists no functions');
  });
});
