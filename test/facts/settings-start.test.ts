/** What starts an application: command lines, containers, task files, project files. */
import assert from 'node:assert/strict';
import type { StartedApp } from '../../server/src/facts/facts';
import { apps, none, settings } from '../support/settings';

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
