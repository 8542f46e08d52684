/** What is only mentioned is read where it can have a say in the routes, and not otherwise: the workspace over the real engine. */
import assert from 'node:assert/strict';
import { Analysis, type Snapshot } from '../../server/src/analysis/analysis';
import { openWorkspace } from '../../server/src/workspace/workspace';
import { tempFolder } from '../support/temp';

const MAIN = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/own")\ndef own(): ...\n';
const HANDLER = 'def handler():\n    return {}\n';

/** Routes with their paths, and the files that were not read. */
async function look(files: Record<string, string>): Promise<{ routes: string[]; unread: string[] }> {
  const root = tempFolder(files);
  const workspace = await openWorkspace<Snapshot>({
    engine: new Analysis({ roots: [root] }),
    roots: [root],
    ahead: ['python'],
    ask: (snapshot) => void snapshot.routes(),
  });
  const { snapshot } = workspace;
  const routes = snapshot.routes().map((r) => `${r.method} ${r.path}${r.registered ? '' : ' (unregistered)'}`);
  const unread = snapshot.mentioned().files.map((file) => file.slice(root.length + 1));
  await workspace.dispose();
  return { routes: routes.sort(), unread: unread.sort() };
}

describe('workspace/glance', () => {
  it('leaves alone what only handlers use', async () => {
    const found = await look({
      'main.py': `${MAIN}from crud import load\nfrom models import Task\n@app.get("/tasks")\ndef tasks():\n    return load(Task())\n`,
      'crud.py': 'def load(task):\n    return task.rows.get("x")\n',
      'models.py': 'class Task:\n    name = ""\n',
    });
    assert.deepEqual(found, { routes: ['GET /own', 'GET /tasks'], unread: ['crud.py', 'models.py'] });
  });

  it('reads a helper that registers, though it knows no framework', async () => {
    const found = await look({
      'main.py': `${MAIN}from helper import serve\nfrom handlers import handler\nserve(app, handler)\n`,
      'helper.py': 'def serve(target, what):\n    target.add_api_route("/h", what)\n',
      'handlers.py': HANDLER,
    });
    assert.deepEqual(found.routes, ['GET /h', 'GET /own']);
  });

  it('reads a helper that calls what its own call gives', async () => {
    const found = await look({
      'main.py': `${MAIN}from helper import serve\nfrom handlers import handler\nserve(app, handler)\n`,
      'helper.py': 'def serve(target, what):\n    target.get("/h")(what)\n',
      'handlers.py': HANDLER,
    });
    assert.deepEqual(found.routes, ['GET /h', 'GET /own']);
  });

  it('reads a helper that only hands on to another one', async () => {
    const found = await look({
      'main.py': `${MAIN}from outer import begin\nfrom handlers import handler\nbegin(app, handler)\n`,
      'outer.py': 'from inner import serve\ndef begin(target, what):\n    serve(target, what)\n',
      'inner.py': 'def serve(target, what):\n    target.add_api_route("/h", what)\n',
      'handlers.py': HANDLER,
    });
    assert.deepEqual(found.routes, ['GET /h', 'GET /own']);
  });

  for (const [how, text] of [
    ['by name', 'from .real import serve\n'],
    ['by a star', 'from .real import *\n'],
    ['under another name', 'from .real import serve as begin\nserve = begin\n'],
  ] as const)
    it(`follows a helper that a package brings along ${how}`, async () => {
      const found = await look({
        'main.py': `${MAIN}from pkg import serve\nfrom handlers import handler\nserve(app, handler)\n`,
        'pkg/__init__.py': text,
        'pkg/real.py': 'def serve(target, what):\n    target.add_api_route("/h", what)\n',
        'handlers.py': HANDLER,
      });
      assert.deepEqual(found.routes, ['GET /h', 'GET /own']);
    });

  it('reads what was only mentioned before it says that nobody imports a module', async () => {
    const found = await look({
      'core.py': MAIN,
      'main.py': 'from core import app\nfrom loader import load\nload()\n@app.get("/a")\ndef a(): ...\n',
      'loader.py': 'import views\ndef load():\n    return views\n',
      'views.py': 'from core import app\n@app.get("/b")\ndef b(): ...\n',
      'start.sh': 'uvicorn main:app\n',
    });
    assert.deepEqual(found.routes, ['GET /a', 'GET /b', 'GET /own']);
  });

  for (const [how, text] of [
    ['from a package', 'from . import home\n'],
    ['in brackets', 'from . import (  # all pages\n    home,\n)\n'],
    ['over two lines', 'from . import \\\n    home\n'],
    ['by its full name', 'X = 1\nimport proj.views.home\n'],
    ['with all its names', 'from .home import *\n'],
    ['by a text', 'from importlib import import_module\nimport_module("proj.views.home")\n'],
  ] as const)
    it(`finds a module that is imported by what does nothing else, ${how}`, async () => {
      const found = await look({
        'proj/__init__.py': 'from flask import Flask\napp = Flask(__name__)\nfrom proj import views\n',
        'proj/views/__init__.py': text,
        'proj/views/home.py': 'from proj import app\n@app.get("/home")\ndef home(): ...\n',
        'proj/other.py': 'import json\nhome = json.loads("{}")\n',
      });
      assert.deepEqual(found.routes, ['GET /home']);
    });

  it('does not read who does not import the module that nobody imports', async () => {
    const root = tempFolder({
      'core.py': `${MAIN}if __name__ == "__main__":\n    import uvicorn\n    uvicorn.run(app)\n`,
      'views.py': 'from core import app\n@app.get("/b")\ndef b(): ...\n',
      'other.py': 'import json\nviews = json.loads("{}")\n',
    });
    const opened = await openWorkspace<Snapshot>({
      engine: new Analysis({ roots: [root] }),
      roots: [root],
      ahead: ['python'],
      ask: (snapshot) => void snapshot.routes(),
    });
    const { snapshot } = opened;
    assert.deepEqual(
      snapshot.routes().map((r) => [r.path, r.registered]),
      [
        ['/b', false],
        ['/own', true],
      ],
    );
    assert.deepEqual(snapshot.importers().files, [`${root}/other.py`]);
    await opened.dispose();
  });

  it('is as good as having read everything', async () => {
    const files = {
      'main.py': `${MAIN}from a import begin\nfrom names import PREFIX\nbegin(app, PREFIX)\n`,
      'a.py': 'from b import Builder\ndef begin(target, at):\n    Builder(target).build(at)\n',
      'b.py':
        'class Builder:\n    def __init__(self, t):\n        self.t = t\n    def build(self, at):\n        self.t.add_api_route(at + "/z", print)\n',
      'names.py': 'PREFIX = "/api"\n',
    };
    assert.deepEqual((await look(files)).routes, ['GET /api/z', 'GET /own']);
  });
});
