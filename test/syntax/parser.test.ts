/** The grammars load, positions are UTF-16, limits hold, and a stopped parse leaves nothing behind. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { withDylink0 } from '../../server/src/syntax/dylink';
import { type LanguageId, languageOf } from '../../server/src/syntax/languages';
import { initSyntax, MAX_TEXT, parse, TooMuch } from '../../server/src/syntax/parser';

function outline(language: LanguageId, text: string): string {
  const tree = parse(language, text);
  try {
    return tree.rootNode.toString();
  } finally {
    tree.delete();
  }
}

describe('syntax', () => {
  before(() => initSyntax());

  const samples: [LanguageId, string, string][] = [
    ['python', 'f(1)\n', '(module (expression_statement (call'],
    ['javascript', 'f(<a/>)', '(program (expression_statement (call_expression'],
    ['typescript', 'let a: B = 1', '(program (lexical_declaration'],
    ['tsx', '<a b={1}/>', '(program (expression_statement (jsx_self_closing_element'],
    ['html', '<p>x</p>', '(document (element'],
    ['svelte', '<p>{x}</p>', '(document (element'],
    ['vue', '<template><p :a="b"/></template>', '(component (template_element'],
  ];
  for (const [language, text, start] of samples) {
    it(`parses ${language}`, () => {
      const tree = outline(language, text);
      assert.ok(tree.startsWith(start) && !tree.includes('ERROR'), tree);
    });
  }

  it('counts UTF-16 units', () => {
    const tree = parse('python', '"😀é"; x\n');
    assert.equal(tree.rootNode.lastNamedChild?.startIndex, 7);
    tree.delete();
  });

  it('refuses a text over the limit', () => {
    assert.throws(() => parse('python', 'x'.repeat(MAX_TEXT + 1)), new TooMuch('too large'));
  });

  it('stops after the time allowed, and the next parse starts afresh', () => {
    const long = 'x = [1, 2, 3]\n'.repeat(50_000);
    assert.throws(() => parse('python', long, { maxMilliseconds: -1 }), new TooMuch('too slow'));
    assert.equal(outline('python', 'y\n'), '(module (expression_statement (identifier)))');
  });

  it('knows files by extension', () => {
    const paths = ['a/b.py', 'x.d.ts', 'a.TSX', 'App.vue', 'x.mjs', 'a.py/Makefile', 'constructor', 'a.constructor'];
    const ids = ['python', 'typescript', 'tsx', 'vue', 'javascript', undefined, undefined, undefined];
    assert.deepEqual(paths.map(languageOf), ids);
  });
});

describe('dylink', () => {
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const code = [1, 2, 0xaa, 0xbb];
  const name = (text: string) => [text.length, ...Buffer.from(text)];

  it('rewrites the section and leaves the rest', () => {
    const old = [...name('dylink'), 0x80, 0x02, 4, 1, 0, 0];
    const now = [...name('dylink.0'), 1, 5, 0x80, 0x02, 4, 1, 0];
    const rewritten = withDylink0(Uint8Array.from([...magic, 0, old.length, ...old, ...code]));
    assert.deepEqual([...rewritten], [...magic, 0, now.length, ...now, ...code]);
  });

  it('keeps the names of needed libraries', () => {
    const old = [...name('dylink'), 1, 2, 3, 4, 1, ...name('libc')];
    const now = [...name('dylink.0'), 1, 4, 1, 2, 3, 4, 2, 6, 1, ...name('libc')];
    const rewritten = withDylink0(Uint8Array.from([...magic, 0, old.length, ...old, ...code]));
    assert.deepEqual([...rewritten], [...magic, 0, now.length, ...now, ...code]);
  });

  it('leaves a modern file alone', () => {
    const bytes = readFileSync('dist/wasm/python.wasm');
    assert.equal(withDylink0(bytes), bytes);
  });
});
