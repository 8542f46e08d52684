/** From url_for in Python code to the route that it names. */
import assert from 'node:assert/strict';
import { definitionsAt } from '../../server/src/features/definition';
import { ROOT, snapshotOf } from '../support/analyse';

const FLASK = `from flask import Blueprint, Flask, redirect, url_for

tasks = Blueprint("tasks", __name__, url_prefix="/tasks")


@tasks.route("/", endpoint="index")
def list_tasks():
    return redirect(url_for(".index"))


@tasks.route("/<int:id>")
def show(id):
    return redirect(
        url_for(
            "tasks.show",
            id=1,
        )
    )
`;
const ADMIN = `from flask import Blueprint, Flask, redirect, url_for
from tasks import tasks

admin = Blueprint("admin", __name__, url_prefix="/admin")


@admin.route("/", endpoint="index")
def home():
    return redirect(url_for("tasks.index")) or redirect(url_for("nothing.here"))


app = Flask(__name__)
app.register_blueprint(tasks)
app.register_blueprint(admin)
`;
const FASTAPI = `from fastapi import FastAPI, Request

app = FastAPI()


@app.get("/tasks/{task_id}", name="task_detail")
def get_task(task_id: int): ...


@app.get("/go")
def go(request: Request):
    return request.url_for("task_detail", task_id=1), app.url_path_for(name="go")
`;

async function goes(files: Record<string, string>, file: string, name: string): Promise<string[]> {
  const text = files[file]!;
  const before = text.slice(0, text.indexOf(name) + 3).split('\n');
  const point = { line: before.length, column: before.at(-1)!.length + 1 };
  const found = definitionsAt(await snapshotOf(files), `${ROOT}/${file}`, point, text.split('\n'));
  return found.map((place) => `${place.file.slice(ROOT.length + 1)}:${place.line}`);
}

describe('features/url-for', () => {
  const flask = { 'tasks.py': FLASK, 'admin.py': ADMIN };

  it('knows the endpoint that a route is given', async () => {
    assert.deepEqual(await goes(flask, 'admin.py', '"tasks.index"'), ['tasks.py:6']);
    assert.deepEqual(await goes({ 'main.py': FASTAPI }, 'main.py', '"task_detail", task_id'), ['main.py:6']);
    assert.deepEqual(await goes({ 'main.py': FASTAPI }, 'main.py', '"go")'), ['main.py:10']);
  });

  it('takes a name that begins with a dot for one of the own blueprint', async () => {
    assert.deepEqual(await goes(flask, 'tasks.py', '".index"'), ['tasks.py:6']);
  });

  it('reads a call over several lines', async () => {
    assert.deepEqual(await goes(flask, 'tasks.py', '"tasks.show"'), ['tasks.py:11']);
  });

  it('leads nowhere from a name that no route has', async () => {
    assert.deepEqual(await goes(flask, 'admin.py', '"nothing.here"'), []);
  });
});
