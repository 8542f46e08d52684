/** The direct walk sees what web-tree-sitter's own cursor sees. A new version of it must still pass this, or be walked its way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { LanguageId } from '../../server/src/syntax/languages';
import { initSyntax, parse, type Tree } from '../../server/src/syntax/parser';
import { isDirect, type Walker, walk, withCursor } from '../../server/src/syntax/walker';

function seen(walker: Walker): string[] {
  const lines: string[] = [];
  for (let depth = 0; ; ) {
    lines.push(`${depth} ${walker.type()} ${walker.field()} ${walker.from()}-${walker.to()}`);
    if (walker.first()) {
      depth++;
      continue;
    }
    while (!walker.next()) {
      if (depth-- === 0) {
        walker.end();
        return lines;
      }
      walker.up();
    }
  }
}

function withTree(language: LanguageId, text: string, use: (tree: Tree) => void): void {
  const tree = parse(language, text);
  use(tree);
  tree.delete();
}

describe('walker', () => {
  before(() => initSyntax());

  const samples: [LanguageId, string][] = [
    ['python', 'def f(a, *b): # é😀\n  return f"{a}" (\n'],
    ['typescript', readFileSync('server/src/syntax/walker.ts', 'utf8')],
    ['vue', '<template><p :a="b"/></template>'],
    ['javascript', ''],
  ];
  for (const [language, text] of samples) {
    it(`sees the same in ${language}`, () => {
      assert.ok(isDirect());
      withTree(language, text, (tree) => assert.deepEqual(seen(walk(tree)), seen(withCursor(tree))));
    });
  }
});
