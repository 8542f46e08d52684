/** Files that nobody wrote on purpose: they end, quickly, and say what is wrong with them. */
import assert from 'node:assert/strict';
import { extractWeb } from '../../server/src/facts/web/index';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, codeFacts, printVar } from '../support/print-facts';
import { calls, webFacts } from '../support/web-facts';

const lines = (count: number, line: string) => `${line}\n`.repeat(count);

describe('web hostile', () => {
  before(() => initSyntax());

  const table: [title: string, path: string, text: string, damaged: RegExp | undefined][] = [
    ['50,000 nested elements', 'p.html', lines(50_000, '<div>'), undefined],
    ['50,000 nested brackets', 'm.js', lines(50_000, '['), /./],
    ['20,000 nested parentheses', 'm.ts', `x = ${lines(20_000, '(')}`, /./],
    ['4,000 chained calls', 'm.js', `p${lines(4_000, '.then(x => x)')}`, /too deep/],
    ['3,000 nested functions', 'm.js', lines(3_000, 'f(() => {') + lines(3_000, '})'), /too deep/],
    ['3,000 nested types', 'm.ts', `let a: ${lines(3_000, 'A<')}`, /./],
    ['3,000 conditional appends', 'm.js', `let a = ""\n${lines(3_000, 'if (b) a += "x"')}f(a)`, undefined],
    ['20,000 unclosed quotes', 'p.html', `<a ${lines(20_000, 'x="')}`, undefined],
    ['20,000 unclosed tags of a template', 'p.html', lines(20_000, '{{ a('), undefined],
    ['3,000 nested parentheses in a template', 'p.html', `{{ ${'('.repeat(3_000)} }}`, undefined],
    ['50,000 unclosed braces', 'a.svelte', lines(50_000, '{'), undefined],
    ['5,000 nested blocks', 'a.svelte', lines(5_000, '{#each a as b}<p on:click={f(b)}>`'), undefined],
    ['5,000 nested loops', 'a.vue', `<template>${lines(5_000, '<p v-for="a in b" @click="f(a); g">{{ x( }}')}`, undefined],
    ['binary', 'm.js', Array.from({ length: 100_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join(''), /./],
    ['one long line', 'm.js', `${'f();'.repeat(6_000)}\n`, /^minified$/],
    ['ten megabytes', 'm.js', lines(1_000_000, 'f("abc");'), /^too large$/],
    ['nothing', 'm.ts', '', undefined],
    ['nothing in a component', 'a.vue', '', undefined],
  ];
  for (const [title, path, text, damaged] of table) {
    it(title, () => {
      const started = performance.now();
      const facts = codeFacts(extractWeb(path, text).facts);
      assert.match(facts.damaged ?? '', damaged ?? /^$/);
      assert.equal(chunkOf(facts, '').kind, 'module');
      assert.ok(performance.now() - started < 10_000);
    });
  }

  it('names of the language’s own objects are names', () => {
    const facts = webFacts(
      'm.js',
      'var constructor = 1, __proto__ = 2; hasOwnProperty(toString); exports.__proto__ = 3; function valueOf() {}',
    );
    assert.deepEqual(calls(facts), ['call free hasOwnProperty(free toString)']);
    assert.equal(printVar(facts, '', 'constructor'), '1');
    assert.ok(Object.hasOwn(facts.chunks, 'valueOf'));
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
  });

  it('types in a plain script are no error', () => {
    const typed = webFacts('m.js', 'export const f = (a: A): Promise<void> => g(a.b);');
    assert.equal(typed.damaged, undefined);
    assert.deepEqual(calls(typed, 'f'), ['call free g(get(ref a, "b"))']);
  });

  it('what stands around an error is read', () => {
    const facts = webFacts('m.ts', 'const a = f(1);', 'const = = ;', 'function g() { return h(2) }', 'k(3) }');
    assert.equal(facts.damaged, 'syntax error');
    assert.ok(calls(facts).includes('call free f(1)'));
    assert.ok(calls(facts).includes('call free k(3)'));
    assert.deepEqual(calls(facts, 'g'), ['call free h(2)']);
  });
});
