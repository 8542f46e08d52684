/** Which binding a name means, and what it may hold. */
import assert from 'node:assert/strict';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printVar } from '../support/print-facts';
import { calls, said, webFacts } from '../support/web-facts';

describe('web scopes', () => {
  before(() => initSyntax());

  it('var belongs to the function, let to the block', () => {
    const facts = webFacts('m.js', 'function f() { if (a) { var x = 1; let y = 2; } g(x, y); }');
    assert.deepEqual(calls(facts, 'f'), ['call free g(ref x, free y)']);
  });

  it('a shadowed name is another binding of the same chunk', () => {
    const facts = webFacts('m.js', 'const a = 1; { const a = 2; f(a); } for (const a of b) g(a); h(a);');
    assert.deepEqual(calls(facts), ['call free f(ref a~2)', 'call free g(ref a~3)', 'call free h(ref a)']);
    assert.deepEqual(said(facts).slice(0, 2), ['a = 1', 'a~2 = 2']);
  });

  it('names are known before their declaration', () => {
    const facts = webFacts('m.js', 'f(); function f() { return late; } const late = 1;');
    assert.deepEqual([...calls(facts), ...said(facts, 'f')], ['call ref f()', 'return ref :late']);
  });

  it('a closure names the chunk that binds', () => {
    const facts = webFacts('m.js', 'function outer(a) { return () => { return inner(a); function inner() { return a } } }');
    assert.deepEqual(said(facts, 'outer/fn$0'), ['inner = fn outer/fn$0/inner', 'return call ref inner(ref outer:a)']);
    assert.equal(chunkOf(facts, 'outer/fn$0').arrow, true);
  });

  it('an assignment from a closure names its chunk', () => {
    const facts = webFacts('m.js', 'let base = ""; function init() { base = "/api"; }');
    assert.equal(printVar(facts, '', 'base'), '"" | "/api" from init');
  });

  it('patterns bind parts', () => {
    const facts = webFacts('m.js', 'const { a, b: { c = 1 }, ["d"]: d, ...rest } = x; const [, e, [f]] = y;');
    assert.deepEqual(said(facts), [
      'a = get(free x, "a")',
      'c = or(get(get(free x, "b"), "c"), 1)',
      'd = get(free x, "d")',
      'rest = {**free x except a, b, d}',
      'e = at(free y, 1)',
      'f = at(at(free y, 2), 0)',
    ]);
  });

  it('parameters are parts of what is passed', () => {
    const facts = webFacts('m.ts', 'function f({ id, page = 1 }: P, size = 10, ...more: string[]) {}');
    assert.deepEqual(said(facts, 'f'), [
      'id = get(param 0, "id")',
      'page = or(get(param 0, "page"), 1)',
      'size = or(param 1, 10)',
      'more = param 2',
    ]);
    assert.deepEqual(
      chunkOf(facts, 'f').params?.map((p) => [p.name, p.kind]),
      [
        ['', 'plain'],
        ['size', 'plain'],
        ['more', 'rest'],
      ],
    );
  });

  it('catch, named function expressions and loops bind', () => {
    const facts = webFacts(
      'm.js',
      'try { a() } catch ({ message }) { b(message) }',
      'const f = function again() { again() };',
      'for (const k in o) c(k)',
    );
    assert.equal(printVar(facts, '', 'message'), 'get(?caught, "message") in 2');
    assert.deepEqual(said(facts, 'again'), ['again = fn again']);
    assert.equal(printVar(facts, '', 'k'), 'each 3 of call get(free Object, "keys")(free o) in 3');
  });

  it('assignments without a declaration are the window’s', () => {
    assert.deepEqual(said(webFacts('m.js', 'a = 1; ({ b: o.c, d } = e)')), [
      'free window.a = 1',
      'free o.c = get(free e, "b")',
      'free window.d = get(free e, "d")',
    ]);
  });

  describe('what a reference may hold', () => {
    /** The argument of each call of `f`, by value. */
    function held(source: string): string[] {
      const facts = webFacts('m.js', `function m(p) { ${source} }`);
      const { arena } = chunkOf(facts, 'm');
      const value = (x: number): string => {
        const e = arena[x]!;
        if (e.kind === 'str') return e.value;
        if (e.kind === 'cat' || e.kind === 'either')
          return (e.kind === 'cat' ? e.parts : e.of).map(value).join(e.kind === 'cat' ? '' : '/');
        if (e.kind !== 'ref') return e.kind;
        return e.of ? e.of.map(value).join('|') : `all ${e.name}`;
      };
      return arena.flatMap((e) => (e.kind === 'call' ? [value(e.args[0]!.x)] : []));
    }
    const table: [source: string, values: string[]][] = [
      ['let a = "x"; f(a)', ['all a']],
      ['let a = "x"; f(a); a = "y"; f(a)', ['x', 'y']],
      ['let a = "x"; if (p) a = "y"; f(a); a = "z"; f(a)', ['x|y', 'z']],
      ['let a; if (p) { a = "x"; f(a) } else { a = "y"; f(a) }', ['x', 'y']],
      ['let a = "x"; a += "y"; f(a)', ['xy']],
      ['let a = "x"; if (p) a += "y"; a += "z"; f(a)', ['x/xyz']],
      ['p = "/" + p; f(p)', ['/param']],
      ['let a = "x"; for (;;) { f(a); a = "y" }', ['all a']],
    ];
    for (const [source, values] of table) {
      it(source, () => assert.deepEqual(held(source), values));
    }
  });
});
