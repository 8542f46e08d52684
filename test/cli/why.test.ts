/** `crosswire routes --why`: the steps from a route to its application, and what could not be followed. */
import assert from 'node:assert/strict';
import type { RouteRow } from '../../server/src/analysis/types';
import { crosswire } from '../support/cli';
import { tempFolder } from '../support/temp';

describe('cli/why', () => {
  it('says why with the lines that a person wrote: loops, factories, calls of what is overridden', async () => {
    const root = tempFolder({
      'main.py': `from fastapi import APIRouter, FastAPI

class App(FastAPI):
    def include_router(self, router, **options):
        super().include_router(router, prefix="/v1", **options)

def make(name):
    router = APIRouter(prefix="/" + name)
    @router.get("/{item_id:int}/{rest:path}")
    def item(item_id, rest): ...
    return router

app = App()
for name in ("cats", "dogs"):
    app.include_router(make(name))
`,
    });
    const { out } = await crosswire(['routes', root, '--why', '/v1/cats/7/x']);
    assert.equal(
      out,
      `GET /v1/cats/{item_id:int}/{rest:path}  item  of main:app
   1. main.py:9   item answers GET at /{item_id:int}/{rest:path}
   2. main.py:15  by this call of make
   3. main.py:5   what main:make() makes is included at /v1, its own prefix /cats
   4. main.py:15  by this call of app.include_router
   5. main.py:13  main:app is made here
`,
    );
    for (const asked of ['v1/cats/7/x', 'GET v1/cats/7/x', 'get v1/cats/{}/{}'])
      assert.equal((await crosswire(['routes', root, '--why', asked])).out, out, asked);
    const { routes } = JSON.parse((await crosswire(['routes', root, '--json'])).out);
    assert.deepEqual(
      routes.map((r: RouteRow) => [r.path, r.typedPath]),
      ['cats', 'dogs'].map((name) => [`/v1/${name}/{item_id}/{rest:path}`, `/v1/${name}/{item_id:int}/{rest:path}`]),
    );
  });

  it('says which import was not found', async () => {
    const root = tempFolder({
      'main.py': `from fastapi import FastAPI
from .gone import router
from shop_routers.pay import router as pay

app = FastAPI()
app.include_router(router)
app.include_router(pay, prefix="/pay")
`,
    });
    const { out, err } = await crosswire(['routes', root]);
    const [pay, ...rest] = out.split('\n');
    assert.match(
      pay!,
      /^ANY {2}\/pay\/\{\?\} .* partial: any route of what is included here: shop_routers\.pay\.router, which is not in this folder$/,
    );
    const gone = 'any route of what is included here: no module .gone is found';
    assert.deepEqual(rest, ['', 'not resolved:', `ANY  ?  -  main.py:6  ${gone}`, '']);
    assert.equal(err, '1 route of 1 application in 1 file: 1 with an unknown part. Besides 1 of which the path is not known\n');
    const why = await crosswire(['routes', root, '--why', 'GET /tasks']);
    assert.equal(why.out, `no route answers GET /tasks\nof these nobody can say, they may:\n  main.py:6  ANY ${gone}\n`);
  });
});
