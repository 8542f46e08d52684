/** Conditions under which no test of ours can run the real framework: a module that is missing here, a file that is imported and not run. */
import assert from 'node:assert/strict';
import { routesOf } from '../support/analyse';

const HEAD = 'from fastapi import FastAPI\napp = FastAPI()\ndef h(): ...\n';
const conditionOf = async (text: string): Promise<string[]> =>
  (await routesOf({ 'main.py': HEAD + text })).slice(1).map((row) => row.replace(/ {2}h {2}main\.py:\d+/, ''));

describe('model/routes: conditions', () => {
  it('are those of attempts to import what may be missing', async () => {
    const found = await conditionOf(
      'try:\n    import rare\n    app.get("/in")(h)\nexcept ImportError:\n    app.get("/not")(h)\nelse:\n    app.get("/else")(h)\n',
    );
    assert.deepEqual(found, [
      'GET /else [if rare can be imported]',
      'GET /in [if rare can be imported]',
      'GET /not [if ImportError is raised]',
    ]);
  });

  it('are not those of attempts that import nothing before', async () => {
    assert.deepEqual(await conditionOf('try:\n    app.get("/in")(h)\n    import rare\nexcept ImportError:\n    pass\n'), [
      'GET /in',
    ]);
  });

  it('say whether a file is what is run', async () => {
    const found = await conditionOf('if __name__ == "__main__":\n    app.get("/run")(h)\nelse:\n    app.get("/imported")(h)\n');
    assert.deepEqual(found, ['GET /imported [if not __name__ == "__main__"]', 'GET /run [if __name__ == "__main__"]']);
  });

  it('are those of nested branches that return before, taken together', async () => {
    const found = await conditionOf(
      'def add(a, b):\n    if A:\n        if B:\n            return\n        app.get("/a")(h)\n    app.get("/b")(h)\nadd()\n',
    );
    assert.deepEqual(found, ['GET /a [if not B and A]', 'GET /b [if not (A and B)]']);
  });

  it('are none where what returns before is surely not taken, and nothing is left where it is', async () => {
    const found = await conditionOf(
      'def add(to, on):\n    if to is None:\n        return\n    if on == "no":\n        return\n    to.get("/" + on)(h)\nadd(app, "yes")\nadd(app, "no")\n',
    );
    assert.deepEqual(found, ['GET /yes']);
  });
});
