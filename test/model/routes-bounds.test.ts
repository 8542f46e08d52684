/** Where the engine stops following, the table says that there is more: an open row instead of routes that no application has. */
import assert from 'node:assert/strict';
import { callsOf, routesOf } from '../support/analyse';

/** Routers in routers, each included `ways` times in the next one; the innermost has the route. */
const nested = (depth: number, ways: number): string =>
  [
    'from fastapi import APIRouter, FastAPI',
    'app = FastAPI()',
    'r0 = APIRouter()',
    '@r0.get("/q")',
    'def q(): ...',
    ...Array.from({ length: depth }, (_, i) => [
      `r${i + 1} = APIRouter()`,
      ...Array.from({ length: ways }, (_, way) => `r${i + 1}.include_router(r${i}, prefix="/${way}")`),
    ]).flat(),
    `app.include_router(r${depth})`,
  ].join('\n');

describe('model/routes: bounds', () => {
  it('follows routers in routers deeper than anybody writes them', async () => {
    const rows = await routesOf({ 'main.py': nested(40, 1) });
    assert.deepEqual(rows, ['app: main:app', `GET ${'/0'.repeat(40)}/q  q  main.py:4`]);
  });

  it('leaves one open row where routers are nested yet deeper', async () => {
    const rows = await routesOf({ 'main.py': nested(80, 1) });
    assert.equal(rows.length, 2);
    assert.match(rows[1]!, /^ANY (\/0)+\/\{\?\} .* \[partial: .*routers are included in more ways than are followed\]$/);
  });

  it('leaves open rows where there are too many ways down', async () => {
    const rows = await routesOf({ 'main.py': nested(20, 2) });
    assert.ok(rows.length < 10_000, `${rows.length} rows`);
    assert.ok(rows.some((row) => row.startsWith('ANY ') && row.includes('[partial: ')));
    assert.deepEqual(
      rows.filter((row) => row.includes('[unregistered]')),
      [],
    );
  });

  it('leaves an open row where a path has too many alternatives, so that a call of another one is not wrong', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const main = [
      'import os',
      'from fastapi import FastAPI',
      'app = FastAPI()',
      ...names.map((name) => `${name} = "/x" if os.getenv("${name}") else "/y"`),
      `@app.get("/all" + ${names.join(' + ')})`,
      'def all(): ...',
    ].join('\n');
    const open = (await routesOf({ 'main.py': main })).filter((row) => row.includes('[partial: '));
    assert.deepEqual(open, ['GET /all{?}{?}{?}{?}{?}  all  main.py:9 [partial: one of too many alternatives]']);
    const calls = await callsOf({ 'main.py': main, 'ui.js': 'fetch("/all/y/y/y/y/y");\nfetch("/none");\n' });
    assert.deepEqual(calls, ['dynamic GET /all/y/y/y/y/y  ui.js:1', 'missing GET /none  ui.js:2']);
  });
});
