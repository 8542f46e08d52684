/** What details say that libraries declare and that the code answers: flask-restx, schemas, statuses, models that a query is read into. */
import assert from 'node:assert/strict';
import { typeText } from '../../server/src/features/description';
import type { FullDetails, RouteParameter } from '../../server/src/model/details/described';
import { snapshotOf } from '../support/analyse';

describe('model/full-details', () => {
  it('knows parsers, models, documented answers and aborts of flask-restx', async () => {
    const [read, change] = await details(`
from http import HTTPStatus
from flask import Flask
from flask_restx import Api, Resource, fields, reqparse
app = Flask(__name__)
api = Api(app)
cat = api.model("Cat", {"id": fields.Integer(required=True), "name": fields.String})
parser = reqparse.RequestParser()
parser.add_argument("limit", type=int, required=True, location="args")
parser.add_argument("kind", choices=("a", "b"), default="a", location="args")
parser.add_argument("tag", action="append", location="args")
parser.add_argument("X-Token", location="headers")
@api.route("/cats/<int:id>")
@api.response(404, "there is none")
class Cats(Resource):
    @api.expect(parser)
    @api.response(200, "all", cat)
    @api.marshal_list_with(cat)
    def get(self, id): ...
    @api.expect(cat, validate=True)
    @api.doc(responses={HTTPStatus.CONFLICT: "taken", 202: "later"})
    @api.marshal_with(cat, code=HTTPStatus.CREATED)
    def post(self, id):
        api.abort(410)
`);
    assert.deepEqual(read!.parameters.map(said), [
      'path id: int',
      'query limit: int',
      'query kind: "a" | "b" = "a"',
      'query tag: list[str]?',
      'header X-Token: str?',
    ]);
    assert.deepEqual([read!.body, answered(read!)], [[], ['list[Cat]', null, [404]]]);
    assert.deepEqual([change!.body.map(said), answered(change!)], [['body payload: Cat'], ['Cat', 201, [404, 409, 410]]]);
  });

  it('knows schemas that take and give, and a query that one describes', async () => {
    const [d] = await details(`
from flask import Flask
from flask_smorest import Blueprint, Api
from marshmallow import Schema, fields
class Task(Schema):
    title = fields.String(required=True)
app = Flask(__name__)
blp = Blueprint("tasks", __name__)
@blp.route("/tasks", methods=["POST"])
@blp.arguments({"page": fields.Integer(), "done": fields.Boolean(required=True)}, location="query")
@blp.arguments(Task)
@blp.response(201, Task(many=True))
@blp.alt_response(409)
def add(args, task): ...
app.register_blueprint(blp)
`);
    assert.deepEqual(d!.parameters.map(said), ['query page: int | float?', 'query done: bool']);
    assert.deepEqual([d!.body.map(said), answered(d!)], [['body payload: Task'], ['list[Task]', 201, [409]]]);
  });

  it('looks through jsonify, make_response, variables and statuses beside answers', async () => {
    const all = await details(`
from http import HTTPStatus
from flask import Flask, Response, jsonify, make_response, request
app = Flask(__name__)
@app.post("/a")
def a():
    if not request.json:
        return jsonify(error="x"), 400
    return jsonify({"id": 1, "name": "n"}), 201
@app.get("/b")
def b():
    return make_response(jsonify(a=1, b=2), 202)
@app.get("/c")
def c():
    out = {"a": 1}
    out["b"] = 2
    out.update(c=3)
    return jsonify(out)
@app.delete("/d")
def d():
    return Response(status=204)
@app.get("/e")
def e():
    if request.args.get("x"):
        return Response("gone", HTTPStatus.GONE)
    if request.args.get("y"):
        answer = jsonify(error="y")
        answer.status_code = 418
        return answer
    return [1, 2]
@app.get("/f")
def f():
    return ({"new": True}, "201 CREATED") if False else ({"old": True}, 200)
@app.put("/g")
def g():
    if request.args.get("x"):
        return {"made": 1}, 201
    return {"changed": 1}
`);
    assert.deepEqual(
      all.map((d) => [d.returns.map((r) => [r.kind, r.keys.join(), r.status].join(' ')), d.status, d.errors]),
      [
        [['dict error 400', 'dict id,name 201'], 201, [400]],
        [['dict a,b 202'], 202, []],
        [['dict a,b,c '], null, []],
        [['call  204'], 204, []],
        [['call  410', 'dict error 418', 'list  '], null, [410, 418]],
        [['dict new,old '], null, []],
        [['dict made 201', 'dict changed '], null, []],
      ],
    );
  });

  it('reads what dependencies share once, and the fields of models from query, header and cookie', async () => {
    const [d] = await details(`
from typing import Annotated
from fastapi import APIRouter, Cookie, Depends, FastAPI, Header, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
class Filter(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
    q: str
    page_size: int = 10
    kind: str = Field("all", alias="type")
class Tracing(BaseModel):
    request_id: str | None = None
class Session(BaseModel):
    session_id: str
def user(authorization: Annotated[str, Header()], x_token: str = Header(None)): ...
def admin(who=Depends(user), x_token: str = Header()): ...
app = FastAPI(dependencies=[Depends(admin)], responses={500: {}})
router = APIRouter(dependencies=[Depends(user)], responses={"403": {}})
@router.get("/a", responses={404: {}, 200: {}})
def a(filter: Annotated[Filter, Query()], tracing: Annotated[Tracing, Header()], session: Annotated[Session, Cookie()],
      sort: list[str] = Query([]), by: Annotated[list[str], Query()] = ["a", "b"], who=Depends(user)):
    return JSONResponse({"e": 1}, 409)
app.include_router(router, responses={418: {}})
`);
    assert.deepEqual(d!.parameters.map(said), [
      'query q: str',
      'query pageSize: int = 10',
      'query type: str = "all"',
      'header request-id: str | None = null',
      'cookie session_id: str',
      'query sort: list[str] = []',
      'query by: list[str] = ["a","b"]',
      'header authorization: str',
      'header x-token: str',
    ]);
    assert.deepEqual(d!.errors, [403, 404, 409, 418, 500]);
  });
});

/** Of all routes of one module, by path and method. */
async function details(text: string): Promise<FullDetails[]> {
  const snapshot = await snapshotOf({ 'app.py': text });
  return snapshot.routes().map((row) => snapshot.details(row)!);
}

const answered = ({ response, status, errors }: FullDetails) => [response && typeText(response), status, errors];

/** 'query limit: int = 1', 'query q: str?' where it may be left out. */
function said(p: RouteParameter): string {
  const end = p.default === undefined ? (p.required ? '' : '?') : ` = ${JSON.stringify(p.default)}`;
  return `${p.in} ${p.name}: ${typeText(p.type)}${end}`;
}
