/** What settings files say: one group of tests for every kind, with broken files of each. */
import assert from 'node:assert/strict';
import type { SettingsFacts, StartedApp } from '../../server/src/facts/facts';
import { extractSettings, isSettingsFile } from '../../server/src/facts/settings/extract';

function settings<K extends SettingsFacts['of']>(of: K, path: string, text: string): Extract<SettingsFacts, { of: K }> {
  const { facts } = extractSettings(path, text);
  assert.equal(facts.kind, 'settings');
  assert.ok(isOf(facts, of), `${path}: ${JSON.stringify(facts)}`);
  return facts;
}

function isOf<K extends SettingsFacts['of']>(
  facts: { kind: string; of?: string },
  of: K,
): facts is Extract<SettingsFacts, { of: K }> {
  return facts.of === of;
}

function apps(path: string, text: string): Omit<StartedApp, 'command' | 'from'>[] {
  return settings('start', path, text).apps.map(({ command: _, from: __, ...app }) => app);
}

const none = (path: string, text: string): string => settings('none', path, text).why;

describe('facts/settings: which files', () => {
  const yes = [
    '/p/.env',
    '/p/.env.local',
    '/p/.env.development',
    '/p/ui/package.json',
    '/p/tsconfig.app.json',
    '/p/jsconfig.json',
    '/p/Dockerfile',
    '/p/api.Dockerfile',
    '/p/docker-compose.prod.yml',
    '/p/compose.yaml',
    '/p/Procfile',
    '/p/run.sh',
    '/p/bin/docker-entrypoint',
    '/p/Makefile',
    '/p/justfile',
    '/p/.vscode/launch.json',
    '/p/api.service',
    '/p/supervisord.conf',
    '/p/pyproject.toml',
    '/p/setup.cfg',
    '/p/nginx/default.conf.template',
    '/p/proxy.conf.json',
    '/p/vercel.json',
    '/p/netlify.toml',
    '/p/public/_redirects',
    '/p/Caddyfile',
    '/p/crosswire.json',
    '/p/pnpm-workspace.yaml',
  ];
  const no = [
    '/p/setup.py',
    '/p/main.py',
    '/p/environment.ts',
    '/p/package-lock.json',
    '/p/data.json',
    '/p/locale/en.yml',
    '/p/README.md',
    '/p/Dockerfile.dockerignore',
  ];
  for (const path of yes) it(`${path} is one`, () => assert.ok(isSettingsFile(path)));
  for (const path of no) it(`${path} is none`, () => assert.ok(!isSettingsFile(path)));

  it('gives line starts, and where each item stands', () => {
    const text = 'SECRET=1\r\nVITE_API = "/api"\n';
    const { layout } = extractSettings('/p/.env', text);
    assert.deepEqual(layout.lines, [0, 10, 28]);
    const [from, to] = layout.spans[''] ?? [];
    assert.equal(text.slice(from, to), 'VITE_API = "/api"');
  });

  it('gives the same facts for the same text, with or without a byte order mark', () => {
    const text = '{"name": "ui"}';
    assert.deepEqual(extractSettings('/p/package.json', `\ufeff${text}`).facts, extractSettings('/p/package.json', text).facts);
  });

  it('does not read what is too large', () => assert.equal(none('/p/.env', 'A=1\n'.repeat(300_000)), 'too large'));
});

describe('facts/settings: env files', () => {
  it('keeps values with a public prefix, each of them', () => {
    const names = [
      'VITE_A',
      'NEXT_PUBLIC_A',
      'REACT_APP_A',
      'NUXT_PUBLIC_A',
      'PUBLIC_A',
      'VUE_APP_A',
      'GATSBY_A',
      'EXPO_PUBLIC_A',
      'NG_APP_A',
    ];
    const { values } = settings('env', '/p/.env', names.map((name) => `${name}=x`).join('\n'));
    assert.deepEqual(Object.keys(values), names);
  });

  it('keeps no other value, wherever it stands', () => {
    const text = [
      'SECRET_KEY=hunter2',
      'DATABASE_URL="postgres://u:hunter2@db/x"',
      "export AWS_SECRET='hunter2'",
      'MY_VITE_KEY=hunter2',
      'VITEX_KEY=hunter2',
      'NEXT_PRIVATE=hunter2',
      "PEM='-----BEGIN\nVITE_INNER=hunter2\n-----END'",
      'VITE_OPEN="http://x',
      'TOKEN=hunter2"',
      '# VITE_OLD=hunter2',
      'VITE_REF=$SECRET_KEY/x',
      'VITE_OK=/api # hunter2',
    ].join('\n');
    const { facts, layout } = extractSettings('/p/.env', text);
    assert.ok(!JSON.stringify([facts, layout]).includes('hunter2'));
    assert.deepEqual(settings('env', '/p/.env', text).values, { VITE_REF: '$SECRET_KEY/x', VITE_OK: '/api' });
  });

  it('reads quotes, comments, export and the last of equal keys', () => {
    const text = 'VITE_A=1\nexport VITE_B=\'b # no\'\nVITE_C="c\\nd"\nVITE_D=\nVITE_A=http://x/#frag # comment\r\nVITE_E: yaml\n';
    const { values } = settings('env', '/p/.env.local', text);
    assert.deepEqual(values, { VITE_B: 'b # no', VITE_C: 'c\nd', VITE_D: '', VITE_A: 'http://x/#frag', VITE_E: 'yaml' });
  });

  it('marks examples', () => {
    assert.equal(settings('env', '/p/.env.example', 'VITE_A=1').example, true);
    assert.equal(settings('env', '/p/.env.production', 'VITE_A=1').example, undefined);
  });
});

describe('facts/settings: package.json', () => {
  it('names, entries, workspaces, proxy, scripts and dependencies', () => {
    const facts = settings(
      'package',
      '/p/package.json',
      `{"name": "@x/ui", "main": "dist/i.js", "module": "dist/i.mjs", "source": "src/i.ts", "types": "dist/i.d.ts", "proxy": "http://localhost:8000",
        "workspaces": {"packages": ["packages/*"]}, "scripts": {"dev": "vite", "api": "cd ../api && uvicorn app.main:app --port 8001"},
        "dependencies": {"vue": "3"}, "devDependencies": {"vite": "7", "axios": "1"},
        "exports": {".": {"types": "./t.d.ts", "import": "./i.mjs"}, "./*": {"source": "./src/*.ts", "default": "./dist/*.js"}, "./x": null},
        "imports": {"#lib/*": "./src/lib/*"}}`,
    );
    const { apps: started, ...rest } = facts;
    assert.deepEqual(rest, {
      kind: 'settings',
      of: 'package',
      name: '@x/ui',
      main: 'dist/i.js',
      module: 'dist/i.mjs',
      source: 'src/i.ts',
      types: 'dist/i.d.ts',
      workspaces: ['packages/*'],
      proxy: 'http://localhost:8000',
      scripts: { dev: 'vite', api: 'cd ../api && uvicorn app.main:app --port 8001' },
      dependencies: ['axios', 'vite', 'vue'],
      exports: { '.': './i.mjs', './*': './src/*.ts' },
      imports: { '#lib/*': './src/lib/*' },
    });
    assert.deepEqual(
      started?.map(({ target, dir, port }) => ({ target, dir, port })),
      [{ target: 'app.main:app', dir: '../api', port: 8001 }],
    );
  });

  it('members of a monorepo outside package.json', () => {
    assert.deepEqual(settings('package', '/p/pnpm-workspace.yaml', 'packages:\n  - "apps/*"\n').workspaces, ['apps/*']);
    assert.deepEqual(settings('package', '/p/lerna.json', '{"packages": ["libs/*"]}').workspaces, ['libs/*']);
  });

  it('says what is broken', () => {
    assert.match(none('/p/package.json', '{"name": "x", '), /^broken JSON: /);
    assert.match(none('/p/package.json', '{"name": x}'), /a value was expected/);
    assert.equal(none('/p/package.json', '[]'), 'not an object');
    assert.match(none('/p/package.json', '['.repeat(50_000)), /nested too deeply/);
    assert.match(none('/p/pnpm-workspace.yaml', 'packages: [a'), /^broken YAML: /);
    assert.deepEqual(
      settings('package', '/p/package.json', '{"scripts": [1], "dependencies": "x", "name": 5, "exports": 1}').dependencies,
      [],
    );
  });
});

describe('facts/settings: tsconfig', () => {
  it('is JSON with comments and trailing commas', () => {
    const text = `// root
      { "extends": ["./base.json", "@x/y"], /* here */ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*",], "~": [] }, },
        "references": [{ "path": "./tsconfig.app.json" }, {}], }`;
    assert.deepEqual(settings('tsconfig', '/p/tsconfig.json', text), {
      kind: 'settings',
      of: 'tsconfig',
      extends: ['./base.json', '@x/y'],
      baseUrl: '.',
      paths: { '@/*': ['./src/*'], '~': [] },
      references: ['./tsconfig.app.json'],
    });
    assert.deepEqual(settings('tsconfig', '/p/jsconfig.json', '{"extends": "./a.json"}').extends, ['./a.json']);
  });

  it('says what is broken', () => assert.match(none('/p/tsconfig.json', '{"compilerOptions": {"paths": '), /ends too early/));
});

describe('facts/settings: command lines', () => {
  const lines: [string, Omit<StartedApp, 'command' | 'from'>][] = [
    ['uvicorn app.main:app', { target: 'app.main:app' }],
    ['exec uvicorn --host 0.0.0.0 --port=8001 app.main:app --reload', { target: 'app.main:app', port: 8001 }],
    [
      'uvicorn --factory api:create_app --app-dir src --root-path /v1',
      { target: 'api:create_app', factory: true, dir: 'src', rootPath: '/v1' },
    ],
    ['uv run --frozen python -m uvicorn main:app &> log &', { target: 'main:app' }],
    ['cd backend && uvicorn main:app 2>&1 | tee log', { target: 'main:app', dir: 'backend' }],
    ['cd "$(dirname "$0")/server"; uvicorn main:app', { target: 'main:app', dir: 'server' }],
    ['(cd a && make); uvicorn main:app', { target: 'main:app' }],
    ['PYTHONPATH=src uvicorn main:app', { target: 'main:app', dir: 'src' }],
    [`APP=\${APP_MODULE:-web.app:api}\nexec uvicorn "$APP"`, { target: 'web.app:api' }],
    ['bash -c "sleep 1; uvicorn main:app --port 9000"', { target: 'main:app', port: 9000 }],
    ['npx concurrently "vite" "uvicorn main:app"', { target: 'main:app' }],
    [
      "gunicorn 'web:create_app()' \\\n  --bind '0.0.0.0:8000' \\\n  --workers $WORKERS",
      { target: 'web:create_app', factory: true, port: 8000 },
    ],
    ['gunicorn -k uvicorn.workers.UvicornWorker -b :80 -w 4 project.wsgi', { target: 'project.wsgi', port: 80 }],
    ['gunicorn --preload --chdir /srv/app wsgi', { target: 'wsgi', dir: '/srv/app' }],
    ['hypercorn -b [::]:8080 asgi:app', { target: 'asgi:app', port: 8080 }],
    ['daphne -p 8001 shop.asgi:application', { target: 'shop.asgi:application', port: 8001 }],
    ['granian --interface asgi --port 8002 main:app', { target: 'main:app', port: 8002 }],
    ['waitress-serve --listen=*:8041 --call flaskr:create_app', { target: 'flaskr:create_app', port: 8041, factory: true }],
    ['uwsgi --http :9090 --master --module web:app', { target: 'web:app', port: 9090 }],
    ['flask --app hello run -p 5001', { target: 'hello', port: 5001 }],
    ['FLASK_APP=web/app.py flask run', { target: 'web/app.py' }],
    ['export QUART_APP=src.app:app\nquart run', { target: 'src.app:app' }],
    ['fastapi dev app/main.py --port 7000', { target: 'app/main.py', port: 7000 }],
    ['fastapi run --app api main.py', { target: 'main.py:api' }],
    ['poetry run fastapi run --entrypoint a.b:app', { target: 'a.b:app' }],
  ];
  for (const [line, app] of lines) it(line.replaceAll('\n', '⏎'), () => assert.deepEqual(apps('/p/run.sh', line), [app]));

  const others = [
    'pip install uvicorn gunicorn fastapi',
    'echo "starting gunicorn server"',
    'pkill gunicorn worker',
    '# uvicorn main:app',
    'flask db upgrade',
    'flask run',
    'uvicorn --version',
    'curl http://gunicorn:8000',
    'uvicorn "$1"',
    "echo 'uvicorn main:app'",
  ];
  for (const line of others) it(`not: ${line}`, () => assert.equal(none('/p/run.sh', line), 'starts no Python application'));

  it('keeps the command as written and where it starts, values of variables left out', () => {
    const text = 'TOKEN=hunter2\nuvicorn main:app --header "$TOKEN"\n';
    const [app] = settings('start', '/p/run.sh', text).apps;
    assert.deepEqual(app, { target: 'main:app', command: 'uvicorn main:app --header $TOKEN', from: text.indexOf('uvicorn') });
  });

  it('survives open quotes and parentheses', () => {
    assert.deepEqual(apps('/p/run.sh', 'uvicorn main:app\necho "open $(ls'), [{ target: 'main:app' }]);
    assert.deepEqual(apps('/p/run.sh', ') ) uvicorn main:app `'), [{ target: 'main:app' }]);
  });
});

describe('facts/settings: files that start an application', () => {
  it('Dockerfile: stages, WORKDIR, ENV, exec and shell form', () => {
    const text = `FROM node AS ui
CMD ["npm", "start"]
FROM python:3.13
ENV PORT=8001 \\
# a comment between
    APP=app.main:app
WORKDIR /srv
WORKDIR api
RUN pip install uvicorn
ENTRYPOINT ["uvicorn"]
CMD ["app.main:app", "--port", "8001"]
FROM python:3.13 AS dev
WORKDIR /dev
CMD uvicorn $APP --reload \\
    --port $PORT
`;
    assert.deepEqual(apps('/p/Dockerfile', text), [
      { target: 'app.main:app', dir: '/srv/api', port: 8001 },
      { target: 'app.main:app', dir: '/dev', port: 8001 },
    ]);
    assert.deepEqual(apps('/p/x.dockerfile', 'FROM x\nENTRYPOINT ["/start.sh"]\nCMD gunicorn a:b'), [{ target: 'a:b' }]);
    assert.equal(none('/p/Dockerfile', 'FROM x\nCMD ["uvicorn", "main:app"'), 'starts no Python application');
  });

  it('compose files: command in every form, working_dir, environment, anchors', () => {
    const text = `x-base: &base
  working_dir: /code/api
  environment:
    FLASK_APP: web.app
services:
  a:
    <<: *base
    command: flask run --port 5001
  b:
    command: ["uvicorn", "b.main:app", "--port", "8001"]
  c:
    entrypoint: uvicorn
    command:
      - c.main:app
  d:
    environment: [APP=d.main:app]
    command: >
      sh -c "alembic upgrade head &&
             uvicorn $$APP --reload"
  db:
    image: postgres
    command: postgres -c fsync=off
`;
    assert.deepEqual(apps('/p/docker-compose.yml', text), [
      { target: 'web.app', dir: '/code/api', port: 5001 },
      { target: 'b.main:app', port: 8001 },
      { target: 'c.main:app' },
      { target: 'd.main:app' },
    ]);
  });

  it('compose files: entrypoint and command as two lists are one command', () => {
    const text = 'services:\n  a:\n    entrypoint: [uvicorn]\n    command: ["a:app"]\n';
    assert.deepEqual(apps('/p/compose.yaml', text), [{ target: 'a:app' }]);
  });

  it('compose files: broken, or built to blow up', () => {
    assert.deepEqual(apps('/p/compose.yaml', 'services:\n  a:\n    command: uvicorn a:app\n  b: [\n'), [{ target: 'a:app' }]);
    const bombs = Array.from(
      { length: 30 },
      (_, i) => `a${i}: &a${i} [${i ? `*a${i - 1}, *a${i - 1}, *a${i - 1}` : 'gunicorn'}]`,
    ).join('\n');
    assert.match(none('/p/compose.yaml', bombs), /./);
  });

  it('CI workflows', () => {
    const text =
      'jobs:\n  e2e:\n    steps:\n      - name: Run gunicorn server\n        working-directory: api\n        run: |\n          uvicorn main:app &\n          sleep 1\n';
    const [app] = settings('start', '/p/.github/workflows/ci.yml', text).apps;
    assert.deepEqual(app, { target: 'main:app', dir: 'api', command: 'uvicorn main:app', from: text.indexOf('uvicorn') });
  });

  it('Procfile, Makefile, justfile', () => {
    assert.deepEqual(apps('/p/Procfile', 'release: alembic upgrade head\nweb: gunicorn web.wsgi --log-file -\n'), [
      { target: 'web.wsgi' },
    ]);
    const make =
      'APP ?= api.main:app\n\n.PHONY: run\nrun: install\n\t@cd api && \\\n\t  uvicorn $(APP) --reload\n\ntest:\n\tuvicorn t:app --port $${PORT:-9000}\n';
    assert.deepEqual(apps('/p/Makefile', make), [
      { target: 'api.main:app', dir: 'api' },
      { target: 't:app', port: 9000 },
    ]);
    assert.deepEqual(apps('/p/justfile', 'dev port="8000":\n    uv run uvicorn main:app --reload\n'), [{ target: 'main:app' }]);
  });

  it('.vscode/launch.json: a module and its arguments', () => {
    const text = `{ // debug
      "configurations": [
        { "type": "debugpy", "module": "uvicorn", "args": ["app.main:app", "--port", "8001"], "cwd": "\${workspaceFolder}/backend" },
        { "type": "debugpy", "module": "flask", "args": "run --debug", "env": { "FLASK_APP": "web" } },
        { "type": "debugpy", "program": "x.py" },
      ] }`;
    assert.deepEqual(apps('/p/.vscode/launch.json', text), [
      { target: 'app.main:app', dir: 'backend', port: 8001 },
      { target: 'web' },
    ]);
    assert.match(none('/p/.vscode/launch.json', '{"configurations": [{"module": "uvicorn"'), /ends too early/);
  });

  it('systemd and supervisord', () => {
    const unit =
      '[Service]\nWorkingDirectory=/srv/app\nEnvironment="A=b"\nExecStart=/srv/venv/bin/gunicorn \\\n  -b 127.0.0.1:8000 web:app\n';
    assert.deepEqual(apps('/p/web.service', unit), [{ target: 'web:app', dir: '/srv/app', port: 8000 }]);
    const supervisor =
      '[program:api]\ncommand=uvicorn main:app\n  --port 8001\ndirectory=/code\n[program:worker]\ncommand=celery worker\n';
    assert.deepEqual(apps('/p/supervisord.conf', supervisor), [{ target: 'main:app', dir: '/code', port: 8001 }]);
    assert.deepEqual(apps('/p/uwsgi.ini', '[uwsgi]\nmodule = web.wsgi\ncallable = app\nchdir=/code\n'), [
      { target: 'web.wsgi:app', dir: '/code' },
    ]);
    assert.deepEqual(apps('/p/.flaskenv', 'FLASK_APP=web:create_app\nSECRET=x\n'), [{ target: 'web:create_app' }]);
  });
});

describe('facts/settings: pyproject.toml and setup.cfg', () => {
  it('entrypoint, name, scripts', () => {
    const text =
      '[project]\nname = "api"\n\n[tool.fastapi]\nentrypoint = "api.main:app"\n\n[tool.poe.tasks]\nserve = "uvicorn api.main:create --factory"\n';
    const { packageName, apps: started } = settings('start', '/p/pyproject.toml', text);
    assert.equal(packageName, 'api');
    assert.deepEqual(
      started.map(({ target, factory }) => [target, factory]),
      [
        ['api.main:app', undefined],
        ['api.main:create', true],
      ],
    );
    assert.equal(text.slice(started[0]?.from).split('\n')[0], 'entrypoint = "api.main:app"');
  });

  const roots: [string, string[]][] = [
    ['[tool.setuptools]\npackage-dir = {"" = "src"}', ['src']],
    ['[tool.setuptools.packages.find]\nwhere = ["./lib/"]', ['lib']],
    ['[tool.poetry]\npackages = [{include = "x", from = "python"}]', ['python']],
    ['[tool.hatch.build.targets.wheel]\npackages = ["src/x", "y"]', ['src']],
    ['[tool.hatch.build.targets.wheel.sources]\n"lib" = ""', ['lib']],
    ['[build-system]\nbuild-backend = "uv_build"', ['src']],
    ['[tool.uv.build-backend]\nmodule-root = ""\n[tool.pytest.ini_options]\npythonpath = ["backend", "."]', ['backend']],
    ['[tool.ty.environment]\nroot = ["./backend"]', ['backend']],
  ];
  for (const [text, expected] of roots)
    it(text.replaceAll('\n', '⏎'), () => assert.deepEqual(settings('start', '/p/pyproject.toml', text).sourceRoots, expected));

  it('setup.cfg', () => {
    const facts = settings(
      'start',
      '/p/setup.cfg',
      '[metadata]\nname = api\n[options]\npackage_dir =\n    = src\n[options.packages.find]\nwhere = src\n',
    );
    assert.deepEqual([facts.packageName, facts.sourceRoots], ['api', ['src']]);
  });

  it('says what is broken', () => assert.match(none('/p/pyproject.toml', '[project\nname = "x"'), /^broken TOML: /));
});

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

  it('says what is broken', () => {
    assert.match(none('/p/proxy.conf.json', '{"/api": {'), /^broken JSON/);
    assert.match(none('/p/netlify.toml', '[[redirects]\n'), /^broken TOML/);
    assert.equal(none('/p/Caddyfile', '}}}{{'), 'passes nothing on');
    assert.equal(none('/p/vercel.json', '[]'), 'no rewrites');
  });
});
