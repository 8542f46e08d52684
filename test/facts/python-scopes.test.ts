/** Python names: which binding a use refers to, and what a name's values are. */
import assert from 'node:assert/strict';
import { extract } from '../../server/src/facts/extract';
import type { CodeFacts } from '../../server/src/facts/facts';
import { initSyntax } from '../../server/src/syntax/parser';
import { codeFacts, printCalls, printReturns, printVar } from '../support/print-facts';

function factsOf(...lines: string[]): CodeFacts {
  return codeFacts(extract('m.py', `${lines.join('\n')}\n`).facts);
}

describe('python names', () => {
  before(() => initSyntax());

  it('are local to a function that assigns them anywhere', () => {
    const facts = factsOf('x = 1', 'def f():', '    use(x)', '    x = 2', 'def g():', '    return x');
    assert.deepEqual(printCalls(facts, 'f'), ['call free use(ref x)']);
    assert.deepEqual(printReturns(facts, 'g'), ['ref :x']);
  });

  it('are bound by every kind of statement', () => {
    const names =
      'a, (b, *c) = 0\nfor d in x: pass\nwith x as e, y as (f, g): pass\nimport h, i.j, k as l\nfrom m import n, o as p\n' +
      'def q(): pass\nclass r: pass\ntry: pass\nexcept E as s: pass\nu: int\nif (v := 1): pass\n' +
      'match x:\n  case {"k": w, **rest}: pass\n  case P(y=z) as pp: pass\n  case [aa, *bb] | cc: pass\n  case dd.ee: pass\n';
    const bound = Object.keys(factsOf(names).chunks['']!.vars);
    const expected = 'a b c d e f g h i l n p q r s u v w rest z pp aa bb cc';
    assert.deepEqual(bound.sort(), expected.split(' ').sort());
    const facts = factsOf(
      'def fn():',
      ...names.split('\n').map((line) => `    ${line}`),
      `    use(${expected.replaceAll(' ', ', ')})`,
    );
    assert.deepEqual(printCalls(facts, 'fn'), [
      `call free use(${expected
        .split(' ')
        .map((name) => `ref ${name}`)
        .join(', ')})`,
    ]);
  });

  it('of a class are not seen by its methods', () => {
    const facts = factsOf('class C:', '    p = "/c"', '    q = p', '    def m(self, d=p):', '        return p');
    assert.equal(printVar(facts, 'C', 'q'), 'ref p');
    assert.deepEqual(printReturns(facts, 'C.m'), ['free p']);
    assert.equal(facts.chunks['C.m']!.params![1]!.default !== undefined, true);
  });

  it('of a class are the outer ones until assigned', () => {
    const facts = factsOf('router = R()', 'class C:', '    router = router', '    use(router)');
    assert.equal(printVar(facts, 'C', 'router'), 'ref :router');
    assert.deepEqual(printCalls(facts, 'C'), ['call free use(ref router)']);
  });

  it('with global and nonlocal are bound elsewhere', () => {
    const facts = factsOf(
      'app = None',
      'def make():',
      '    global app, other',
      '    app = App()',
      '    other = app',
      '    n = 1',
      '    def inner():',
      '        nonlocal n',
      '        n = 2',
      'use(other)',
    );
    assert.equal(printVar(facts, '', 'app'), 'null | call free App() from make');
    assert.equal(printVar(facts, '', 'other'), 'ref :app from make');
    assert.equal(printVar(facts, 'make', 'n'), '1 | 2 from make/inner');
    assert.deepEqual(printCalls(facts, ''), ['call free use(ref other)']);
    assert.deepEqual(Object.keys(facts.chunks.make!.vars), ['n', 'inner']);
  });

  it('of a comprehension end with it, and closures in it keep them', () => {
    const facts = factsOf('x = 1', 'fs = [lambda: x for x in xs]', 'use(x)');
    assert.deepEqual(printCalls(facts, ''), ['call free use(ref x)']);
    assert.deepEqual(printReturns(facts, 'fs$0'), ['ref :x$1']);
    assert.equal(printVar(facts, '', 'x$1'), 'each 1 of free xs');
  });

  it('may be those that JavaScript objects inherit', () => {
    const source = '__proto__ = constructor\nclass __proto__:\n    __proto__: toString\ndef f(__proto__): pass\n';
    const { facts: all, layout } = extract('m.py', source);
    const facts = codeFacts(all);
    for (const part of [layout.spans, layout.decls]) assert.deepEqual(Object.keys(part), ['', '__proto__', 'f']);
    assert.equal(printVar(facts, '', '__proto__'), 'free constructor | class __proto__');
    assert.deepEqual(Object.keys(facts.chunks), ['', '__proto__', 'f']);
    assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(facts)).chunks), ['', '__proto__', 'f']);
  });
});

describe('python assignments', () => {
  before(() => initSyntax());

  const tables: [title: string, name: string, lines: string[], facts: string][] = [
    ['one after the other', 'x', ['x = 1', 'x = 2'], '1 | 2'],
    ['in branches', 'x', ['x = 1', 'if a:', '    x = 2', 'else:', '    x = 3'], '1 | 2 in 1 | 3 in 2'],
    ['chained', 'x', ['y = x = z = f()'], 'call free f()'],
    ['unpacked', 'b', ['a, (b, c) = f()'], 'at(at(call free f(), 1), 0)'],
    ['unpacked after a star', 'c', ['a, *b, c = f()'], 'at(call free f(), -1)'],
    ['unpacked with a star', 'b', ['a, *b, c = f()'], 'at(call free f(), ?slice 1:-1)'],
    ['annotated', 'x', ['x: List["T"] = f()'], 'call free f()'],
    ['from a loop', 'v', ['for k, v in f():', '    pass'], 'at(each 1 of call free f(), 1) in 1'],
    ['from with', 'x', ['with f() as x:', '    pass'], 'call free f() in 1'],
    ['from with a choice', 'x', ['with f() if c else g() as x:', '    pass'], 'if(call free f(), call free g() ; c) in 1'],
    ['text added to', 'x', ['x = "/a"', 'x += "/b"', 'x += y'], 'cat("/a", "/b", free y)'],
    ['text added to in a branch', 'x', ['x = "/a"', 'if y:', '    x += "/b"'], '"/a" | cat("/a", "/b") in 1'],
    ['text added to after a branch', 'x', ['if y:', '    x = 1', 'else:', '    x = 2', 'x += "a"'], 'cat(if(1, 2), "a")'],
    ['a list added to', 'x', ['x = [1]', 'x += [2]', 'x += f()'], '[1, 2, *call free f()]'],
    ['a number added to', 'x', ['x = 0', 'x += 1'], '0 | ?operator'],
    ['with itself', 'x', ['x = "a"', 'x = "/" + x'], '"a" | cat("/", ref x{"a"})'],
    ['wrapped', 'x', ['x = App()', 'x = Wrap(x)'], 'call free App() | call free Wrap(ref x{call free App()})'],
    ['with itself before any', 'x', ['x = x'], 'ref x'],
  ];
  for (const [title, name, lines, expected] of tables) {
    it(title, () => {
      assert.equal(printVar(factsOf(...lines), '', name), expected);
    });
  }

  it('of a parameter', () => {
    const facts = factsOf('def f(x=None):', '    x = x or {}', '    return x');
    assert.equal(printVar(facts, 'f', 'x'), 'param 0 | or(ref x{param 0}, {})');
    assert.deepEqual(printReturns(facts, 'f'), ['ref x{or(ref x{param 0}, {})}']);
  });
});

describe('python uses', () => {
  before(() => initSyntax());

  const tables: [title: string, lines: string[], calls: string[]][] = [
    ['between assignments', ['x = 1', 'f(x)', 'x = 2', 'f(x)'], ['x{1}', 'x{2}']],
    ['before and after an addition', ['x = "a"', 'f(x)', 'x += "b"', 'f(x)'], ['x{"a"}', 'x{cat("a", "b")}']],
    ['after a branch', ['x = 1', 'x = 2', 'if c:', '    x = 3', 'f(x)'], ['x{2 | 3}']],
    ['in either branch', ['if c:', '    x = 1', '    f(x)', 'else:', '    x = 2', '    f(x)', 'f(x)'], ['x{1}', 'x{2}', 'x']],
    ['in a loop that assigns later', ['x = 1', 'for y in z:', '    f(x)', '    x = 2'], ['x']],
    ['of a name that has one value', ['x = 1', 'f(x)'], ['x']],
    ['of what another function sets', ['x = 1', 'f(x)', 'x = 2', 'def g():', '    global x', '    x = 3'], ['x']],
  ];
  for (const [title, lines, uses] of tables) {
    it(title, () => {
      const calls = uses.map((use) => `call free f(ref ${use})`);
      assert.deepEqual(printCalls(factsOf(...lines), ''), calls);
    });
  }
});
