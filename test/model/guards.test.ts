/** What protects a route, in the words of whoever asks which role may do what. */
import assert from 'node:assert/strict';
import type { Guard } from '../../server/src/model/details/route-details';
import { snapshotOf } from '../support/analyse';

describe('model/guards', () => {
  it('tells what guards are given, and by which function they were made', async () => {
    const guards = await guardsIn({
      'main.py': `
from fastapi import Depends, FastAPI
from starlette.authentication import requires
from auth import AdminOnly, Limit, current
app = FastAPI(dependencies=[AdminOnly])
@app.get("/tasks", dependencies=[Depends(Limit("minute", per="user"))])
@requires(["authenticated"], redirect="login")
def tasks(request, who=Depends(current)):
    return []
`,
      'auth.py': `
from fastapi import Depends
def require_role(name):
    def check(user: str): ...
    return check
class Limit:
    def __init__(self, span, per): ...
def current(): ...
AdminOnly = Depends(require_role("admin"))
`,
    });
    assert.deepEqual(
      guards.map((g) => g.shown),
      ['current', 'Limit("minute", per="user")', 'require_role("admin")', 'requires("authenticated", redirect="login")'],
    );
    assert.deepEqual(
      guards.map((g) => g.name),
      ['current', 'Limit', 'check', 'requires'],
    );
  });

  it('tells what protects a class-based view: its methods, the class, and what it inherits', async () => {
    const guards = await guardsIn({
      'app.py': `
from flask import Flask
from flask_restful import Api, Resource
from auth import login_required, require_permission
app = Flask(__name__)
api = Api(app)
class Base(Resource):
    decorators = [login_required]
class Queries(Base):
    @require_permission("view_query")
    def get(self):
        return []
api.add_resource(Queries, "/api/queries")
`,
      'auth.py': `
from functools import wraps
def login_required(view):
    @wraps(view)
    def inner(*args, **kwargs):
        return view(*args, **kwargs)
    return inner
def require_permission(name):
    def decorate(view):
        @wraps(view)
        def inner(*args, **kwargs):
            return view(*args, **kwargs)
        return inner
    return decorate
`,
    });
    assert.deepEqual(
      guards.map((g) => `${g.kind} ${g.shown}`),
      ['view require_permission("view_query")', 'view login_required'],
    );
  });
});

/** Of the one route there is. */
async function guardsIn(files: Record<string, string>): Promise<Guard[]> {
  const snapshot = await snapshotOf(files);
  const [row, ...more] = snapshot.routes();
  assert.ok(row && more.length === 0);
  return snapshot.details(row)?.guards ?? [];
}
