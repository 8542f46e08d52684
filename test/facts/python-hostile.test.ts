/** Broken, hostile and huge Python: what can be read is read, the rest is called damaged, and nothing takes long or falls over. */
import assert from 'node:assert/strict';
import { extract } from '../../server/src/facts/extract';
import { initSyntax, MAX_TEXT } from '../../server/src/syntax/parser';
import { codeFacts, printCalls, printVar } from '../support/print-facts';

const many = 50_000;

function nested(line: string, depth: number): string {
  return `${Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}${line}\n`).join('')}${' '.repeat(depth)}f()\n`;
}

/** Deterministic noise. */
function noise(length: number): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCharCode(seed % 255 || 1);
  }).join('');
}

const hostile: Record<string, [text: string, damaged: string | undefined]> = {
  'nested brackets': ['['.repeat(many) + ']'.repeat(many), 'too deep'],
  'brackets never closed': ['['.repeat(many), 'syntax error'],
  'nested parentheses': [`x = ${'('.repeat(many)}1${')'.repeat(many)}`, 'too deep'],
  'nested calls': ['f('.repeat(many) + ')'.repeat(many), 'too deep'],
  'nested dicts': [`${'{1:'.repeat(many)}1${'}'.repeat(many)}`, 'too deep'],
  'nested conditions': [`x = ${'a if b else '.repeat(20_000)}c`, 'too deep'],
  'nested lambdas': [`${'lambda: '.repeat(20_000)}1`, 'too deep'],
  'nested ifs': [nested('if a:', 1000), 'too deep'],
  'nested functions': [nested('def f():', 1000), 'too deep'],
  'a long chain of calls': [`a${'.b()'.repeat(many)}`, 'too deep'],
  'a long chain of assignments': [`${'a = '.repeat(20_000)}1`, 'too deep'],
  'a long sum': [`x = ${'a + '.repeat(many)}a`, undefined],
  'a long choice': [`x = ${'a or '.repeat(many)}a`, undefined],
  'many elifs': [`if a:\n f()\n${'elif b:\n f()\n'.repeat(5000)}`, undefined],
  'many decorators': [`${'@a\n'.repeat(5000)}def f(): ...`, undefined],
  'many additions': [`x = ""\n${'x += "a"\n'.repeat(10_000)}`, undefined],
  'many additions in branches': [`x = ""\n${'if a:\n x += "a"\n'.repeat(5000)}`, undefined],
  'many assignments to itself': [`x = 1\n${'x = f(x)\n'.repeat(10_000)}`, undefined],
  'many templates never closed': [`x = "${'%('.repeat(many)}" % y`, undefined],
  noise: [noise(100_000), 'syntax error'],
  binary: [`\0${noise(100_000)}`, 'binary'],
  'too much': ['x = 1\n'.repeat(MAX_TEXT / 6 + 1), 'too large'],
  nothing: ['', undefined],
};

describe('hostile python', () => {
  before(() => initSyntax());

  for (const [title, [text, damaged]] of Object.entries(hostile)) {
    it(title, () => {
      const { facts, layout } = extract('m.py', text);
      const { chunks, damaged: found } = codeFacts(facts);
      assert.equal(found, damaged);
      assert.ok(chunks['']);
      assert.ok(JSON.stringify(facts).length < 100 * text.length + 1000, 'facts much larger than the text');
      assert.deepEqual(Object.keys(layout.spans), Object.keys(chunks));
    });
  }

  it('keeps nothing of one text for the next', () => {
    const before = JSON.stringify(extract('m.py', 'x = f(1)\n'));
    for (const [text] of Object.values(hostile).slice(0, 8)) extract('m.py', text);
    assert.equal(JSON.stringify(extract('m.py', 'x = f(1)\n')), before);
  });
});

describe('broken python', () => {
  before(() => initSyntax());

  it('keeps what stands around the fault', () => {
    const text = 'x = f()\ndef g(:\n    pass\n@app.get("/y")\ndef y():\n    return h()\n';
    const facts = codeFacts(extract('m.py', text).facts);
    assert.equal(facts.damaged, 'syntax error');
    assert.equal(printVar(facts, '', 'x'), 'call free f()');
    assert.equal(printVar(facts, '', 'y'), 'decorate call get(free app, "get")("/y")(fn y)');
    assert.deepEqual(printCalls(facts, 'y'), ['call free h()']);
  });

  const unfinished = [
    'x = ',
    'x.',
    'f(',
    'f(a=',
    '@',
    '@a\n',
    'def',
    'def f(',
    'class',
    'class C(',
    'import',
    'from',
    'from . import',
    'if',
    'for x in',
    'with',
    'try:',
    'match x:\n case',
    'f"{',
    'f"{x',
    '{"a":',
    '[x for',
    'lambda',
    'x[',
    'return',
    'async',
    'x = y = ',
    'x +',
    'not',
    'a if',
    '*',
    '**x',
    'global',
    'except:',
    'x: ',
    'del',
    'x +=',
  ];
  for (const text of unfinished) {
    it(`takes the unfinished ${JSON.stringify(text)}`, () => {
      for (const source of [text, `${text}\n`, `a()\n${text}\nb()\n`, `def f():\n    ${text}`]) {
        assert.equal(codeFacts(extract('m.py', source).facts).kind, 'code');
      }
    });
  }
});
