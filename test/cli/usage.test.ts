/** The command line's manners: help, version, wrong usage in one line, an output that is cut off. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crosswire } from '../support/cli';
import { tempFolder } from '../support/temp';

describe('cli/usage', () => {
  it('shows its commands', async () => {
    for (const words of [[], ['--help'], ['-h'], ['help']]) {
      const { code, out, err } = await crosswire(words);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /^ {2}routes \[folder\] /m);
    }
  });

  it('explains a command, with examples', async () => {
    const [one, other] = [await crosswire(['routes', '--help']), await crosswire(['help', 'routes'])];
    assert.equal(one.code, 0);
    assert.equal(one.out, other.out);
    for (const part of ['--json', '--why <route>', '--include <pattern>', 'Examples:']) assert.ok(one.out.includes(part), part);
    assert.ok(one.out.split('\n').every((line) => line.length <= 120));
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.deepEqual(await crosswire(['--version']), { code: 0, out: `${version}\n`, err: '' });
  });

  const wrong: [words: string[], says: string][] = [
    [['rotues'], 'unknown command rotues; did you mean routes?'],
    [['frobnicate'], 'unknown command frobnicate; there is routes'],
    [['--frob'], 'unknown option --frob; crosswire --help lists what there is'],
    [['routes', '--frob'], "routes: unknown option '--frob'"],
    [['routes', '--why'], "routes: option '--why <value>' argument missing"],
    [['routes', '--why='], 'routes: --why needs a route: "GET /api/tasks/{id}" or a path'],
    [['routes', '--why', ' '], 'routes: --why needs a route: "GET /api/tasks/{id}" or a path'],
    [['routes', '--why', 'get'], 'routes: --why get lacks a path: "GET /api/tasks/{id}"'],
    [['routes', '--json=yes'], "routes: option '--json' does not take an argument"],
    [['routes', 'nowhere'], 'no such folder: nowhere'],
    [['routes', 'package.json'], 'not a folder: package.json'],
    [['routes', 'a', 'b'], 'one folder at a time, not 2: a b'],
    [['help', 'nothing'], 'unknown command nothing; there is routes'],
  ];
  for (const [words, says] of wrong) {
    it(`answers ${words.join(' ')} with one line and 2`, async () => {
      const result = await crosswire(words);
      const line = /^crosswire: (.*)\n$/.exec(result.err)?.[1];
      assert.deepEqual([result.code, result.out], [2, '']);
      assert.ok(line?.startsWith(says.split(';')[0] ?? says), result.err);
    });
  }

  it('ends well when nobody reads on', async () => {
    const routes = Array.from({ length: 3000 }, (_, i) => `@app.get("/some/long/path/number/${i}")\ndef f${i}(): ...\n`);
    const root = tempFolder({ 'main.py': `from fastapi import FastAPI\napp = FastAPI()\n${routes.join('')}` });
    const { code, err } = await crosswire(['routes', root, '--json'], { impatient: true });
    assert.equal(code, 0, err);
  });
});
