/** What routes take and give: parameters, bodies, answers, guards, statuses, tags. */
import assert from 'node:assert/strict';
import type { DetailedRoute } from '../../server/src/analysis/details';
import type { PyType } from '../../server/src/model/details/python-types';
import type { RouteDetails } from '../../server/src/model/details/route-details';
import { snapshotOf } from '../support/analyse';

describe('model/route-details', () => {
  it('tells where the parameters of a FastAPI handler are read from', async () => {
    const d = await details('main.py', {
      'main.py': `
from enum import Enum
from typing import Annotated, Optional
from fastapi import Body, Cookie, Depends, FastAPI, File, Form, Header, Path, Query, Request, UploadFile
from models import Task
app = FastAPI()
class Order(str, Enum):
    up = "asc"
    down = "desc"
def paging(page: int = 1, size: Annotated[int, Query(alias="pageSize")] = 20):
    return page, size
Paging = Annotated[tuple, Depends(paging)]
@app.post("/teams/{team_id:int}/tasks/{task_id}")
def create(
    team_id, task_id: int, task: Task, request: Request, paging: Paging,
    q: str, order: Order = Order.up, tags: Annotated[list[str], Query()] = [],
    since: Optional[str] = None, x_token: str = Header(), session: str | None = Cookie(default=None),
    note: str = Form("none"), upload: UploadFile = File(...),
):
    return {}
`,
      'models.py': 'from pydantic import BaseModel\nclass Task(BaseModel):\n    title: str\n',
    });
    assert.deepEqual(d.parameters.map(said), [
      'path team_id: int',
      'path task_id: int',
      'query page: int = 1',
      'query pageSize: int = 20',
      'query q: str',
      'query order: Order = asc',
      'query tags: list[str] = ',
      'query since: str = null',
      'header x-token: str',
      'cookie session: str = null',
      'form note: str = none',
      'file upload: fastapi.UploadFile',
    ]);
    assert.deepEqual(d.body.map(said), ['body task: Task']);
  });

  it('tells models of answers, statuses and errors', async () => {
    const files = {
      'main.py': `
from fastapi import FastAPI, HTTPException, status
from models import Page, Task
app = FastAPI()
@app.post("/a", response_model=list[Task], status_code=status.HTTP_201_CREATED)
def a(): ...
@app.get("/b")
def b() -> Page | None:
    raise HTTPException(status_code=404)
@app.get("/c", status_code=202)
def c():
    if x:
        raise HTTPException(status.HTTP_409_CONFLICT, "taken")
    return {"id": 1, "items": [], **more}
`,
      'models.py':
        'from pydantic import BaseModel\nclass Task(BaseModel):\n    title: str\nclass Page(BaseModel):\n    items: list[Task]\n',
    };
    const [a, b, c] = [
      await details('main.py', files, '/a'),
      await details('main.py', files, '/b'),
      await details('main.py', files, '/c'),
    ];
    assert.deepEqual([a.response && named(a.response), a.status], ['list[Task]', 201]);
    assert.deepEqual([b.response && named(b.response), b.errors], ['Page | None', [404]]);
    assert.deepEqual([c.response, c.status, c.errors], [null, 202, [409]]);
    assert.deepEqual(
      c.returns.map((r) => [r.kind, r.keys, r.open]),
      [['dict', ['id', 'items'], true]],
    );
  });

  it('tells the guards and tags of every layer around a route', async () => {
    const d = await details('api.py', {
      'main.py': `
from fastapi import Depends, FastAPI
from api import router
from auth import audit, maintenance
app = FastAPI(dependencies=[Depends(maintenance)])
app.include_router(router, prefix="/v1", dependencies=[Depends(audit)], tags=["v1"])
`,
      'api.py': `
from fastapi import APIRouter, Depends, Security
from auth import CurrentUser, admin, limited, scoped
router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[Depends(limited)])
@router.delete("/{id}", tags=["admin"], dependencies=[Security(scoped, scopes=["tasks:write"])])
def remove(id: int, user: CurrentUser, who=Depends(admin)):
    return None
`,
      'auth.py': `
from typing import Annotated
from fastapi import Depends, Header
def current(authorization: str = Header()): ...
def admin(): ...
def limited(): ...
def scoped(): ...
def audit(): ...
def maintenance(): ...
CurrentUser = Annotated[str, Depends(current)]
`,
    });
    assert.deepEqual(
      d.guards.map((g) => `${g.from} ${g.name}${g.scopes.length ? ` ${g.scopes}` : ''}`),
      ['signature current', 'signature admin', 'route scoped tasks:write', 'router limited', 'include audit', 'app maintenance'],
    );
    assert.deepEqual(d.tags, ['v1', 'tasks', 'admin'], 'as FastAPI joins them');
    assert.deepEqual(d.parameters.map(said), ['path id: int', 'header authorization: str']);
  });

  it('tells where everything is written', async () => {
    const text = `from fastapi import APIRouter, FastAPI
app = FastAPI()
router = APIRouter(prefix="/tasks")
@router.get(
    "/{id}",
)
async def show(id: int, q: str = "x") -> dict[str, int]:
    return {}
app.include_router(router, prefix="/api")
`;
    const { ranges } = await details('main.py', { 'main.py': text });
    const written = (place: { from: number; to: number } | null) => place && text.slice(place.from, place.to);
    assert.equal(written(ranges.registration)?.replace(/\s+/g, ''), '@router.get("/{id}",)');
    assert.deepEqual(ranges.path.map(written), ['"/api"', '"/tasks"', '"/{id}"']);
    assert.equal(written(ranges.signature), 'show(id: int, q: str = "x") -> dict[str, int]');
    assert.deepEqual(ranges.parameters.map(written), ['id: int', 'q: str = "x"']);
    assert.equal(written(ranges.body)?.trim(), 'return {}');
  });

  it('sees through a helper that wraps the decorator', async () => {
    const d = await details('main.py', {
      'main.py': `
from fastapi import FastAPI, Security
app = FastAPI()
def check(): ...
def protected(method, path, scopes, **kwargs):
    def decorator(func):
        return method(path, dependencies=[Security(check, scopes=scopes)], **kwargs)(func)
    return decorator
@protected(app.get, "/roms/{rom_id}", ["roms.read"], status_code=200, tags=["roms"])
def rom(rom_id: int): ...
`,
    });
    assert.deepEqual(
      d.guards.map((g) => `${g.name} ${g.scopes}`),
      ['check roms.read'],
    );
    assert.deepEqual([d.status, d.tags, d.parameters.map(said)], [200, ['roms'], ['path rom_id: int']]);
  });

  it('tells what a Flask view reads of the request, and its login decorators', async () => {
    const d = await details('app.py', {
      'app.py': `
from flask import Flask, abort, request
from flask_login import login_required
app = Flask(__name__)
@app.route("/files/<int:folder>/<path:name>", methods=["POST"])
@login_required
def upload(folder, name):
    page = request.args.get("page", 1, type=int)
    token = request.headers["X-Token"]
    data = request.get_json()
    if data.get("kind") is None:
        abort(422)
    return save(request.files["file"], request.form.getlist("tags"), data["title"], page)
`,
    });
    assert.deepEqual(d.parameters.map(said), [
      'path folder: int',
      'path name: str',
      'query page: int = 1',
      'header X-Token: unknown',
      'file file: unknown',
      'form tags: list[unknown]?',
    ]);
    assert.deepEqual(d.body.map(said), ['body kind: unknown?', 'body title: unknown']);
    assert.deepEqual(
      d.guards.map((g) => `${g.kind} ${g.name}`),
      ['decorator login_required'],
    );
    assert.deepEqual(d.errors, [422]);
  });
});

async function details(file: string, files: Record<string, string>, path?: string): Promise<DetailedRoute> {
  const snapshot = await snapshotOf(files);
  const rows = snapshot.routes().filter((r) => r.file.endsWith(`/${file}`) && (path === undefined || r.path === path));
  assert.equal(rows.length, 1);
  const found = snapshot.details(rows[0]!);
  assert.ok(found);
  return found;
}

/** 'query page: int = 1', 'query q: str?' where it may be left out. */
function said(p: RouteDetails['parameters'][number]): string {
  const end = p.default === undefined ? (p.required ? '' : '?') : ` = ${p.default}`;
  return `${p.in} ${p.name}: ${named(p.type)}${end}`;
}

function named(type: PyType): string {
  switch (type.kind) {
    case 'plain':
    case 'model':
    case 'enum':
    case 'variable':
      return type.name;
    case 'list':
      return `list[${named(type.of)}]`;
    case 'dict':
      return `dict[${named(type.of)}]`;
    case 'union':
    case 'tuple':
      return type.of.map(named).join(' | ');
    case 'literal':
      return type.values.join(' | ');
    case 'unknown':
      return 'unknown';
  }
}
