/** How much is worked out anew after an edit, not only that the answer is right. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, loadLanguages } from '../../server/src/syntax/parser';

const ROOT = '/w';
const FILES: Record<string, string> = {
  'app/__init__.py': '',
  'app/settings.py': 'PREFIX = "/api"\n',
  'app/main.py': [
    'from fastapi import FastAPI',
    'from app.settings import PREFIX',
    'from app import tasks, users',
    'app = FastAPI()',
    'app.include_router(tasks.router, prefix=PREFIX)',
    'app.include_router(users.router, prefix=PREFIX)',
    '',
  ].join('\n'),
  'app/tasks.py': router('tasks', 30),
  'app/users.py': router('users', 30),
};

describe('incremental/work', () => {
  before(async () => {
    await initSyntax();
    await loadLanguages(['python']);
  });

  it('works out nothing when code only moves, but tells the new lines', () => {
    const { edit, rows } = open();
    const line = rows()[0]!.line;
    const work = edit('app/tasks.py', `\n\n\n${FILES['app/tasks.py']}`);
    assert.deepEqual(work, {});
    assert.equal(rows()[0]!.line, line + 3);
  });

  it('runs nothing anew when a handler says something else', () => {
    const { edit } = open();
    const inside = ['effects of registrations', 'binding', 'routes', 'export', 'return'];
    const work = edit('app/tasks.py', FILES['app/tasks.py']!.replace('return 7', 'return 8'));
    for (const name of [...inside, 'names of registrations']) assert.equal(work[name] ?? 0, 0, name);
    const called = edit('app/tasks.py', FILES['app/tasks.py']!.replace('return 7', 'return other(7)'));
    for (const name of inside) assert.equal(called[name] ?? 0, 0, name);
  });

  it('runs only the module anew in which a path is edited', () => {
    const { edit, rows } = open();
    const work = edit('app/tasks.py', FILES['app/tasks.py']!.replace('"/tasks7"', '"/other"'));
    assert.equal(work['effects of registrations'], 1);
    assert.equal(work['names of registrations'] ?? 0, 0);
    assert.ok(rows().some((r) => r.path === '/api/other'));
  });

  it('runs no router anew when the prefix of all of them is edited', () => {
    const { edit, rows } = open();
    const work = edit('app/settings.py', 'PREFIX = "/rest"\n');
    assert.equal(work['effects of registrations'], 1);
    assert.ok(rows().every((r) => r.path?.startsWith('/rest/')));
  });

  it('looks up nothing again when a file appears that nothing asked for', () => {
    const { edit } = open();
    const work = edit('other/tool.py', 'print(1)\n');
    assert.equal(work['effects of registrations'] ?? 0, 0);
    assert.equal(work.binding ?? 0, 0);
  });
});

function router(name: string, count: number): string {
  const routes = Array.from({ length: count }, (_, i) => `@router.get("/${name}${i}")\ndef ${name}${i}():\n    return ${i}\n`);
  return `from fastapi import APIRouter\nrouter = APIRouter()\n${routes.join('\n')}`;
}

/** An analysis of the files that has answered; `edit` tells how much was worked out to answer after it, by kind, zeros left out. */
function open() {
  const analysis = new Analysis({ roots: [ROOT] });
  const change = (path: string, text: string) => ({ path: `${ROOT}/${path}`, extracted: extract(`${ROOT}/${path}`, text) });
  let snapshot = analysis.apply(Object.entries(FILES).map(([path, text]) => change(path, text)));
  const rows = () => snapshot.routes();
  rows();
  const edit = (path: string, text: string): Record<string, number> => {
    const before = analysis.counters();
    snapshot = analysis.apply([change(path, text)]);
    rows();
    const after = Object.entries(analysis.counters());
    const work = after.map(([name, c]) => [name, c.recomputed - (before[name]?.recomputed ?? 0)] as const);
    return Object.fromEntries(work.filter(([, n]) => n > 0));
  };
  return { edit, rows };
}
