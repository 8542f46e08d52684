/** What is remembered after many edits that end in the same text: as much as after a few of them. */
import assert from 'node:assert/strict';
import { Analysis } from '../../server/src/analysis/analysis';
import { extract } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';
import { generate } from '../bench/generate';

const ROOT = '/w';

describe('incremental/held', () => {
  before(() => initSyntax());

  it('remembers no more answers after an hour of typing than after the first minutes', () => {
    const made = generate({ routes: 10, calls: 30, fillers: 2 });
    const texts = new Map([...made].map(([name, text]) => [`${ROOT}/${name}`, text]));
    const analysis = new Analysis({ roots: [ROOT] });
    const typed = (path: string, text: string): void => {
      const snapshot = analysis.apply([{ path, extracted: extract(path, text) }]);
      snapshot.findings();
      snapshot.routes();
      snapshot.calls();
    };
    const code = [...texts].filter(([path]) => /\.(?:py|tsx?)$/.test(path));
    /** In each file something new is begun, finished and taken away again. */
    const round = (n: number): number => {
      for (const [i, [path, text]] of code.entries()) {
        const name = `typed_${n}_${i}`;
        const more = path.endsWith('.py')
          ? `\n\ndef ${name}():\n    return [1]\n`
          : `\nconst ${name} = () => fetch('/api/${name}');\n`;
        for (const now of [text + more.slice(0, more.length / 2), text + more, text]) typed(path, now);
      }
      return Object.values(analysis.counters()).reduce((sum, { held }) => sum + held, 0);
    };
    for (const [path, text] of texts) typed(path, text);
    // What was asked for once is kept for 64 changes.
    let n = 0;
    while (n * code.length * 3 < 64) round(n++);
    const few = round(n++);
    assert.ok(few > 200, `${few} answers are held`);
    for (const end = n + 2; n < end; n++) assert.equal(round(n), few);
  });
});
