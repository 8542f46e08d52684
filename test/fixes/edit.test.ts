/** What edits leave as it was: line ends, tabs, quotes, marks of encoding; and that applying is all or nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applied, EditBuilder } from '../../server/src/fixes/edit';
import { addImports } from '../../server/src/fixes/python/imports';
import { crosswire } from '../support/cli';
import { tempFolder } from '../support/temp';

describe('edits', () => {
  it('take the line ends of their file', () => {
    const text = 'a\r\nb\r\n';
    const edit = new EditBuilder(() => text).insert('/f', 3, 'x\ny\n').done();
    assert.equal(applied(text, edit!.files[0]!.edits), 'a\r\nx\r\ny\r\nb\r\n');
  });

  it('that change nothing are none', () => {
    assert.equal(new EditBuilder(() => 'abc').replace('/f', 1, 2, 'b').done(), undefined);
  });

  it('that overlap are refused', () => {
    assert.throws(
      () =>
        applied('abcdef', [
          { from: 0, to: 3, text: '' },
          { from: 2, to: 4, text: '' },
        ]),
      RangeError,
    );
  });

  it('insert at one place in the order in which they were made', () => {
    assert.equal(
      applied('ab', [
        { from: 1, to: 1, text: '1' },
        { from: 1, to: 1, text: '2' },
      ]),
      'a12b',
    );
  });
});

describe('new files', () => {
  it('take the line ends of the file that they are like', () => {
    const edit = new EditBuilder((file) => (file === 'a.py' ? 'x\r\ny\r\n' : undefined))
      .create('b.py', 'one\ntwo\n', 'a.py')
      .done();
    assert.equal(edit?.files[0]?.edits[0]?.text, 'one\r\ntwo\r\n');
  });
});

describe('imports', () => {
  const own = (module: string) => module.startsWith('app');
  const added = (text: string, module: string, name: string) => applied(text, addImports(text, [{ module, name }], own, 60));

  it('join those of the same module, sorted', () => {
    assert.equal(
      added('from fastapi import APIRouter, HTTPException\n', 'fastapi', 'Depends'),
      'from fastapi import APIRouter, Depends, HTTPException\n',
    );
    assert.equal(added('from app.models import b\n', 'app.models', 'a'), 'from app.models import a, b\n');
  });

  it('are broken open with tabs where the file has them', () => {
    assert.equal(
      added('from fastapi import APIRouter, BackgroundTasks, Request\n\n\ndef f():\n\tpass\n', 'fastapi', 'HTTPException'),
      'from fastapi import (\n\tAPIRouter,\n\tBackgroundTasks,\n\tHTTPException,\n\tRequest,\n)\n\n\ndef f():\n\tpass\n',
    );
  });

  it('break open where the line is too long', () => {
    const text = 'from app.schemas import ProjectCreate, ProjectOut\n';
    assert.equal(
      added(text, 'app.schemas', 'ProjectUpdate'),
      'from app.schemas import (\n    ProjectCreate,\n    ProjectOut,\n    ProjectUpdate,\n)\n',
    );
  });

  it('stand in their section, which is made where there is none', () => {
    const text = '"""Doc."""\n\nimport os\n\nfrom fastapi import FastAPI\n\nx = 1\n';
    assert.equal(added(text, 'typing', 'Any'), text.replace('import os\n', 'import os\nfrom typing import Any\n'));
    assert.equal(added(text, 'app.db', 'get'), text.replace('FastAPI\n', 'FastAPI\n\nfrom app.db import get\n'));
  });

  it('that are there already are not added, and comments are left alone', () => {
    assert.equal(added('from typing import Any\n', 'typing', 'Any'), 'from typing import Any\n');
    const text = 'from typing import Any  # noqa\n';
    assert.equal(added(text, 'typing', 'Literal'), 'from typing import Any  # noqa\nfrom typing import Literal\n');
  });
});

describe('crosswire fix', () => {
  const main =
    "\ufefffrom fastapi import FastAPI\r\n\r\napp = FastAPI()\r\n\r\n\r\n@app.get('/api/tasks')\r\ndef list_tasks():\r\n\treturn []\r\n";
  const ui = "fetch('/api/tasks/');\r\nfetch('/api/users');\r\n";

  it('keeps byte order marks, line ends, tabs and single quotes; a second time nothing changes', async () => {
    const cwd = tempFolder({ 'main.py': main, 'ui/app.js': ui });
    const first = await crosswire(['fix', '--unsafe', '--no-cache'], { cwd });
    assert.equal(first.code, 0, first.err);
    const after = readFileSync(join(cwd, 'main.py'), 'utf8');
    assert.equal(
      after,
      `${main}\r\n\r\n@app.get('/api/users')\r\ndef list_users():\r\n\t# TODO(crosswire): read the list\r\n\treturn []\r\n`,
    );
    assert.equal(readFileSync(join(cwd, 'ui/app.js'), 'utf8'), ui.replace('tasks/', 'tasks'));
    const second = await crosswire(['fix', '--unsafe', '--no-cache'], { cwd });
    assert.equal(second.out, '');
  });

  it('applies only what is safe, and writes nothing when it is only asked', async () => {
    const cwd = tempFolder({ 'main.py': main, 'ui/app.js': ui });
    const dry = await crosswire(['fix', '--dry-run', '--no-cache'], { cwd });
    assert.match(dry.out, /^--- a\/ui\/app\.js\n\+\+\+ b\/ui\/app\.js\n@@ -1,2 \+1,2 @@\n-fetch\('\/api\/tasks\/'\);/);
    assert.equal(readFileSync(join(cwd, 'ui/app.js'), 'utf8'), ui);
    assert.doesNotMatch(dry.out, /main\.py/);
  });

  it('leaves the marks for a person out where they are not wanted, and refuses rules that it does not know', async () => {
    const cwd = tempFolder({ 'main.py': main, 'ui/app.js': ui });
    const fixed = await crosswire(['fix', '--unsafe', '--no-todos', '--dry-run', '--rule', 'missing-endpoint', '--no-cache'], {
      cwd,
    });
    assert.doesNotMatch(fixed.out, /TODO|app\.js/);
    assert.match(fixed.out, /def list_users/);
    const wrong = await crosswire(['fix', '--rule', 'missing-endpint'], { cwd });
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /did you mean missing-endpoint/);
  });
});
