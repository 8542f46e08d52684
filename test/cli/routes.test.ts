/** `crosswire routes` on small folders: the table, its marks, JSON, --why, include and exclude, hostile input. */
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import type { RouteRow } from '../../server/src/analysis/types';
import { routeTable } from '../../server/src/cli/route-table';
import { coloured, plain } from '../../server/src/cli/terminal';
import { explain } from '../../server/src/cli/why';
import { crosswire } from '../support/cli';
import { tempFolder } from '../support/temp';

const main = `from fastapi import FastAPI
from tasks import router

app = FastAPI()
app.include_router(router, prefix="/api")

@app.get("/health")
def health(): ...
`;
const tasks = `from fastapi import APIRouter

router = APIRouter(prefix="/tasks")

@router.post("/{task_id}/purge")
def purge(task_id: int): ...
`;
const app = { 'main.py': main, 'tasks.py': tasks };

function row(method: string, path: string | null, more: Partial<RouteRow> = {}): RouteRow {
  const place = { file: 'a.py', line: 1, column: 2, endLine: 1, endColumn: 9 };
  const rest = { handler: 'f', handlerAt: null, ...place, app: 'a:app', registered: true, test: false, condition: null };
  return { method, path, ...rest, partial: false, reason: null, trace: [], ...more };
}

describe('cli/routes', () => {
  it('lists routes in aligned columns', async () => {
    const { code, out, err } = await crosswire(['routes'], { cwd: tempFolder(app) });
    assert.equal(code, 0);
    assert.equal(
      out,
      'POST  /api/tasks/{task_id}/purge  purge   tasks.py:5\nGET   /health                     health  main.py:7\n',
    );
    assert.equal(err, '2 routes of 1 application in 2 files\n');
  });

  it('gives the same as JSON', async () => {
    const { code, out, err } = await crosswire(['routes', tempFolder(app), '--json']);
    const { routes, counts } = JSON.parse(out);
    assert.deepEqual([code, err, routes.length, counts.routes, counts.applications, counts.files], [0, '', 2, 2, 1, 2]);
    const { trace, endLine, endColumn, handlerAt, pathAt, appRoot, ...first } = routes[0];
    assert.equal(appRoot, '');
    assert.deepEqual([endLine, endColumn], [5, 33]);
    assert.deepEqual(handlerAt, { file: 'tasks.py', line: 6, column: 5, endLine: 6, endColumn: 10 });
    assert.deepEqual(pathAt, { file: 'tasks.py', line: 5, column: 14, endLine: 5, endColumn: 32 });
    const marks = { registered: true, test: false, condition: null, partial: false, reason: null };
    assert.deepEqual(first, {
      ...{
        method: 'POST',
        path: '/api/tasks/{task_id}/purge',
        handler: 'purge',
        file: 'tasks.py',
        line: 5,
        column: 1,
        app: 'main:app',
      },
      ...marks,
    });
    assert.ok(trace.length > 1 && trace.every((step: { file: string }) => ['main.py', 'tasks.py'].includes(step.file)));
  });

  it('says where the path of each route is written, as a literal, a template, a constant or not at all', async () => {
    const root = tempFolder({
      'main.py': `from fastapi import FastAPI
PREFIX = "/v1"
HEALTH = "/health"
app = FastAPI()
@app.get(f"{PREFIX}/tasks")
def tasks(): ...
@app.get(HEALTH)
def health(): ...
@app.get("")
def root(): ...
for path in ("/x", "/y"):
    app.add_api_route(path, root)
`,
    });
    const { routes } = JSON.parse((await crosswire(['routes', root, '--json', '--no-cache'])).out);
    const at = (r: RouteRow) => r.pathAt && `${r.pathAt.line}:${r.pathAt.column}-${r.pathAt.endColumn}`;
    assert.deepEqual(
      routes.map((r: RouteRow) => [r.path, at(r)]),
      [
        ['/', '9:10-12'],
        ['/health', '3:10-19'],
        ['/v1/tasks', '5:10-27'],
        ['/x', '11:14-18'],
        ['/y', '11:20-24'],
      ],
    );
  });

  it('tells what each route takes and gives where it is asked to', async () => {
    const root = tempFolder({
      'main.py': `from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()

class Task(BaseModel):
    title: str

def user(): ...

@app.put("/tasks/{task_id}", response_model=Task, status_code=202, tags=["tasks"])
async def change(task_id: int, task: Task, dry: bool = False, who=Depends(user)):
    if task_id < 0:
        raise HTTPException(404, "there is no task with a number like that, look for another one")
    return {"id": task_id, "title": task.title, "and": "so on, so that the body is long enough to be left out"}
`,
    });
    const { out } = await crosswire(['routes', root, '--json', '--details', '--no-cache']);
    assert.deepEqual(JSON.parse(out).routes[0].details, {
      parameters: [
        { in: 'path', name: 'task_id', type: 'int', required: true },
        { in: 'query', name: 'dry', type: 'bool', required: false, default: false },
      ],
      body: [{ in: 'body', name: 'task', type: 'Task', required: true }],
      response: 'Task',
      returns: [{ kind: 'dict', keys: ['id', 'title', 'and'], open: false, status: null }],
      status: 202,
      errors: [404],
      tags: ['tasks'],
      guards: [{ kind: 'dependency', name: 'user', shown: 'user', from: 'signature', scopes: [] }],
    });
    assert.equal((await crosswire(['routes', root, '--details'])).code, 2);
  });

  it('says why, for a path as declared and as called', async () => {
    const root = tempFolder(app);
    for (const asked of ['POST /api/tasks/{id}/purge', '/api/tasks/7/purge', 'post /api/tasks/7/purge/']) {
      const { code, out } = await crosswire(['routes', root, '--why', asked]);
      assert.equal(code, 0);
      assert.match(out, /^POST \/api\/tasks\/\{task_id\}\/purge {2}purge {2}of main:app\n/);
      assert.match(out, /tasks\.py:5 /);
      assert.match(out, /main\.py:5 /);
    }
    const { code, out } = await crosswire(['routes', root, '--why', 'GET /api/tasks']);
    assert.deepEqual([code, out], [0, 'no route answers GET /api/tasks; there is POST /api/tasks/{task_id}/purge\n']);
    const told = JSON.parse((await crosswire(['routes', root, '--json', '--why', '/api/tasks/7/purge'])).out);
    assert.deepEqual([told.routes.length, told.routes[0].handler, told.counts.routes], [1, 'purge', 2]);
  });

  it('names the folder of each of several applications', async () => {
    const one = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef home(): ...\n';
    const { out } = await crosswire(['routes', tempFolder({ 'billing/main.py': one, 'shop/main.py': one })]);
    const row = (folder: string) => `GET  /  home  ${folder}/main.py:3\n`;
    assert.equal(out, `main:app in billing:\n${row('billing')}\nmain:app in shop:\n${row('shop')}`);
  });

  it('reads what is included and not what is excluded', async () => {
    const root = tempFolder({
      ...app,
      '.gitignore': 'tasks.py\n',
      'build/extra.py': 'from fastapi import FastAPI\nx = FastAPI()\n@x.get("/x")\ndef x(): ...\n',
    });
    const paths = async (...words: string[]) =>
      JSON.parse((await crosswire(['routes', root, '--json', ...words])).out).routes.map((r: RouteRow) => r.path);
    assert.deepEqual(await paths(), ['/api/{?}', '/health'], 'what is included from there is not known');
    assert.deepEqual(await paths('--include', 'tasks.py', '--include', 'build'), ['/api/tasks/{task_id}/purge', '/health', '/x']);
    assert.deepEqual(await paths('--exclude', '/main.py', '--include', 'build'), ['/x']);
  });

  it('says which files it could not read', async () => {
    const root = tempFolder({ ...app, 'binary.py': new Uint8Array([0, 1, 2]), 'ui/lib.min.js': 'a()', 'venv/x.py': '' });
    const { err } = await crosswire(['routes', root]);
    assert.equal(err, '2 routes of 1 application in 3 files; besides 1 file that could not be read (--verbose says why)\n');
    const { err: verbose } = await crosswire(['routes', root, '--verbose']);
    for (const line of ['binary.py: skipped: binary', 'ui/lib.min.js: skipped: minified', 'venv: skipped: a virtual environment'])
      assert.ok(verbose.includes(`${root}/${line}\n`), line);
  });

  it('survives hostile input', async () => {
    const root = tempFolder({
      ...app,
      'big.js': 'a=1;'.repeat(2_500_000),
      'nested.py': `x = ${'[\n'.repeat(50_000)}${']\n'.repeat(50_000)}@app.get("/never")\ndef f(): ...\n`,
      'open.py': `@app.get(${'('.repeat(50_000)}"/never"`,
      'binary.py': new Uint8Array(100_000).map((_, i) => (i * 7919) % 256),
      'circle_a.py': 'from circle_b import *\nfrom circle_b import router\n@router.get("/a")\ndef a(): ...\n',
      'circle_b.py': 'from circle_a import *\nfrom circle_a import router\n@router.get("/b")\ndef b(): ...\n',
      'crosswire.json': '{"exclude": [',
      '.gitignore': '[\n\\\n!',
      'pyproject.toml': '[[[',
      'package.json': '{]',
    });
    symlinkSync('..', `${root}/up`);
    symlinkSync('me', `${root}/me`);
    symlinkSync('gone.py', `${root}/dangling.py`);
    const { code, out } = await crosswire(['routes', root]);
    assert.equal(code, 0);
    assert.match(out, /^GET +\/health/m);
    assert.match(out, /^POST +\/api\/tasks\/\{task_id\}\/purge/m);
  });

  it('goes on without a cache that cannot be written, and says so in one line', async () => {
    const root = tempFolder(app);
    const places = [
      `${root}/main.py`,
      `${root}/main.py/below`,
      ...(process.platform === 'linux' ? ['/proc/x', '/proc/x/y'] : []),
    ];
    for (const place of places) {
      const { code, out, err } = await crosswire(['routes', root, '--cache-dir', place]);
      assert.deepEqual([code, out.split('\n').length], [0, 3], place);
      const [told, counts, ...more] = err.split('\n');
      assert.ok(told?.startsWith(`nothing is kept for the next run: --cache-dir ${place} cannot be written to (`), err);
      assert.deepEqual([counts, more], ['2 routes of 1 application in 2 files', ['']]);
    }
  });

  it('lists nothing of an empty folder', async () => {
    const root = tempFolder({ 'gone.py': '' });
    rmSync(`${root}/gone.py`);
    assert.deepEqual(await crosswire(['routes', root]), { code: 0, out: '', err: '0 routes of 0 applications in 0 files\n' });
  });

  it('colours only where asked to', async () => {
    const root = tempFolder(app);
    const esc = String.fromCharCode(27);
    assert.ok(!(await crosswire(['routes', root])).out.includes(esc));
    assert.ok((await crosswire(['routes', root], { env: { FORCE_COLOR: '1' } })).out.includes(esc));
  });
});

describe('cli/route-table', () => {
  it('groups by application, marks, and puts what is not resolved last', () => {
    const rows = [
      row('GET', '/a', { app: 'a:app', condition: 'settings.debug' }),
      row('DELETE', '/b', { app: null, registered: false, handler: 'drop_b', file: 'long/b.py', line: 12 }),
      row('ANY', '/c/{?}', { app: 'c:app', test: true, partial: true, reason: 'set at run time' }),
      row('GET', null, { app: null, registered: false, handler: null, reason: 'names a file' }),
    ];
    assert.equal(
      routeTable(rows, plain),
      [
        'a:app:',
        'GET     /a      f       a.py:1        if settings.debug',
        '',
        'c:app:',
        'ANY     /c/{?}  f       a.py:1        test, partial: set at run time',
        '',
        'no application:',
        'DELETE  /b      drop_b  long/b.py:12  unregistered',
        '',
        'not resolved:',
        'GET  ?  -  a.py:1  names a file',
        '',
      ].join('\n'),
    );
    assert.equal(routeTable([], plain), '');
    assert.ok(routeTable(rows, coloured).includes('/c/{?}'));
  });

  it('never cuts a long path off', () => {
    const long = `/${'x'.repeat(200)}`;
    const lines = routeTable([row('GET', long), row('GET', '/y')], plain).split('\n');
    assert.ok(lines[0]?.includes(`${long}  f  a.py:1`));
    assert.equal(lines[1], `GET  /y${' '.repeat(62)}  f  a.py:1`);
  });
});

describe('cli/why', () => {
  it('prefers the path as declared, and takes {…:path} over several segments', () => {
    const rows = [row('GET', '/t/{id}'), row('GET', '/t/mine'), row('GET', '/files/{rest:path}'), row('ANY', '/x/{?}')];
    const heads = (asked: string) => explain(rows, asked, plain).match(/^[A-Z]+ \/\S*/gm);
    assert.deepEqual(heads('GET /t/mine'), ['GET /t/mine']);
    assert.deepEqual(heads('/t/{x}'), ['GET /t/{id}']);
    assert.deepEqual(heads('GET /t/5'), ['GET /t/{id}']);
    assert.deepEqual(heads('/files/a/b.txt'), ['GET /files/{rest:path}']);
    assert.deepEqual(heads('POST /x/a/b'), ['ANY /x/{?}']);
    assert.equal(explain(rows, 'POST /t/(', plain), 'no route answers POST /t/(; there is GET /t/{id}, GET /t/mine\n');
    assert.equal(explain(rows, '', plain), 'no route answers \n');
  });
});
