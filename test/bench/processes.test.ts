/** The bench goes on where one program gives no result, says which, and leaves nothing running. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../support/temp';
import { cleanUp, NoResult, run, tableOf } from './processes';

describe('bench/processes', () => {
  after(cleanUp);

  const program = (text: string) => [process.execPath, '-e', text];

  it('measures a program and gives what it says', () => {
    const took = run(program('process.stdout.write("said")'));
    assert.equal(took.output, 'said');
    assert.ok(took.wall > 0 && took.cpu > 0);
  });

  it('ends a program that takes too long', () => {
    const mark = join(tempFolder({}), 'pid');
    const forever = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => {}, 1000)`;
    assert.throws(() => run(program(forever), undefined, 3000), NoResult);
    if (existsSync(mark)) assert.throws(() => process.kill(Number(readFileSync(mark, 'utf8')), 0), { code: 'ESRCH' });
  });

  it('has a row for every folder, and says below why one has no figures', async () => {
    const text = await tableOf(
      ['', 'ms'],
      [
        ['good', '/g'],
        ['slow', '/s'],
        ['other', '/o'],
      ],
      (folder) => {
        if (folder === '/s') throw new NoResult('longer than 300 s: crosswire routes /s');
        return [7];
      },
    );
    assert.deepEqual(
      text.split('\n').map((line) => line.trim().replace(/ +/g, ' ')),
      ['ms', 'good 7', 'slow none', 'other 7', 'slow: longer than 300 s: crosswire routes /s'],
    );
    await assert.rejects(
      tableOf([''], [['broken', '/b']], () => assert.fail('a mistake of the bench')),
      /a mistake of the bench/,
    );
  });
});
