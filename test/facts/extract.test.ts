/** Which extractor reads which file, and which grammars it may need. */
import assert from 'node:assert/strict';
import { extract, languagesFor } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';

describe('extract', () => {
  before(() => initSyntax());

  const table: [path: string, text: string, kind: string, languages: string[]][] = [
    ['a/b.py', 'x = 1\n', 'python', ['python']],
    ['a/b.mjs', 'x = 1\n', 'web', ['javascript']],
    ['a/b.ts', 'let x: T\n', 'web', ['typescript']],
    ['a/B.TSX', '<a/>', 'web', ['tsx']],
    ['a/b.vue', '<template/>', 'web', ['vue', 'javascript', 'typescript']],
    ['a/b.html', '<p></p>', 'web', ['html', 'javascript']],
    ['.env', 'VITE_A=1\n', 'env', []],
    ['package.json', '{}', 'package', []],
  ];
  for (const [path, text, kind, languages] of table) {
    it(path, () => {
      const { facts } = extract(path, text);
      assert.equal(facts.kind === 'code' ? facts.lang : facts.of, kind);
      assert.deepEqual(languagesFor(path), languages);
    });
  }
});
