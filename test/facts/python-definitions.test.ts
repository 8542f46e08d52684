/** Python functions, classes, decorators and imports. */
import assert from 'node:assert/strict';
import { extract } from '../../server/src/facts/extract';
import type { CodeFacts } from '../../server/src/facts/facts';
import { initSyntax } from '../../server/src/syntax/parser';
import { codeFacts, printCalls, printExpr, printParams, printReturns, printVar } from '../support/print-facts';

function factsOf(...lines: string[]): CodeFacts {
  return codeFacts(extract('m.py', `${lines.join('\n')}\n`).facts);
}

describe('python functions', () => {
  before(() => initSyntax());

  it('have parameters of every kind, annotated in the parent, with defaults of their own', () => {
    const facts = factsOf('def f(a, b: int, /, c=g(), *args: str, d: Optional["T"] = None, **kw): pass');
    const params = 'a, b: free int, c = call free g(), *args: free str, keyword d: at(free Optional, "T") = null, **kw';
    assert.equal(printParams(facts, 'f'), params);
    assert.equal(printVar(facts, 'f', 'kw'), 'param 5');
    assert.deepEqual(printCalls(facts, 'f'), ['call free g()']);
    assert.equal(printParams(factsOf('def f(a, *, b): pass'), 'f'), 'a, keyword b');
  });

  it('keep what annotations say: strings, choices, arguments, calls', () => {
    const annotation = 'Annotated[List["T"] | None, Depends(get("x")), ns.T["U"]]';
    const facts = factsOf(`def f(a: ${annotation}) -> dict[str, "U"]: ...`);
    const list = 'or(at(free List, "T"), null)';
    const depends = 'call free Depends(call free get("x"))';
    assert.equal(printParams(facts, 'f'), `a: at(free Annotated, (${list}, ${depends}, at(get(free ns, "T"), "U")))`);
    assert.equal(printExpr(facts, '', facts.chunks.f!.returnsX!), 'at(free dict, (free str, "U"))');
    assert.deepEqual(printCalls(facts, ''), ['call free get("x")', depends]);
  });

  it('say what they return, yield and raise, and what they are', () => {
    const facts = factsOf(
      'async def f(x):',
      '    """ What it does. """',
      '    if x:',
      '        return',
      '    y = yield x',
      '    yield from x',
      '    raise E(1) from x',
      'def g(): return 1, 2',
    );
    const { async: isAsync, doc, raises, yields } = facts.chunks.f!;
    assert.deepEqual([isAsync, doc], [true, 'What it does.']);
    assert.deepEqual(printReturns(facts, 'f'), ['null in 1']);
    assert.deepEqual(
      raises!.map((x) => printExpr(facts, 'f', x)),
      ['call free E(1)'],
    );
    assert.deepEqual(
      yields!.map(({ x }) => printExpr(facts, 'f', x)),
      ['ref x', 'each 2 of ref x'],
    );
    assert.deepEqual(printReturns(facts, 'g'), ['(1, 2)']);
    assert.equal(facts.chunks.g!.async, undefined);
  });

  it('are chunks named by where they are written', () => {
    const facts = factsOf(
      'def f():',
      '    def g(): pass',
      '    def g(): pass',
      '    class C:',
      '        def m(self):',
      '            return lambda: 1',
      '        class D: pass',
      '    run(key=lambda x: x, cb=[lambda: 1])',
      '    go(lambda: 1, lambda: 2)',
      '    t.h = lambda: 1',
    );
    const ids = 'f f/g f/g$1 f/C f/key$0 f/cb$0 f/go$0 f/go$1 f/h$0 f/C.m f/C.D f/C.m/lambda$0';
    assert.deepEqual(Object.keys(facts.chunks).slice(1), ids.split(' '));
    assert.equal(facts.chunks['f/C.m/lambda$0']!.parent, 'f/C.m');
    assert.equal(printVar(facts, 'f', 'g'), 'fn f/g | fn f/g$1');
    assert.deepEqual(printReturns(facts, 'f/key$0'), ['ref x']);
  });
});

describe('python decorators', () => {
  before(() => initSyntax());

  it('are calls around the function, the lowest first', () => {
    const facts = factsOf('@app.get("/x", tags=["a"])', '@login', 'def f(): pass');
    const get = 'call get(free app, "get")("/x", tags=["a"])';
    assert.equal(printVar(facts, '', 'f'), `decorate ${get}(decorate free login(fn f))`);
    assert.deepEqual(
      facts.chunks.f!.decorators!.map((x) => printExpr(facts, '', x)),
      [get, 'free login'],
    );
    assert.deepEqual(printCalls(facts, '').slice(1), ['decorate free login(fn f)', `decorate ${get}(decorate free login(fn f))`]);
  });

  it('of methods and classes are the same', () => {
    const facts = factsOf(
      '@dataclass',
      'class C:',
      '    @property',
      '    def p(self): ...',
      '    @p.setter',
      '    def p(self, v): ...',
    );
    assert.equal(printVar(facts, '', 'C'), 'decorate free dataclass(class C)');
    assert.equal(
      printVar(facts, 'C', 'p'),
      'decorate free property(fn C.p) | decorate get(ref p{decorate free property(fn C.p)}, "setter")(fn C.p$1)',
    );
  });
});

describe('python classes', () => {
  before(() => initSyntax());

  it('have bases, keywords, a body and annotations', () => {
    const facts = factsOf(
      'class T(Base["M"], mixin(), *more, table=True):',
      '    """Doc."""',
      '    id: int = Field(None)',
      '    name: "str"',
      '    async def m(self): return super().m(self.id)',
    );
    const { kind, bases, keywords, annotations, doc } = facts.chunks.T!;
    assert.deepEqual([kind, doc], ['class', 'Doc.']);
    assert.deepEqual(
      bases!.map((x) => printExpr(facts, '', x)),
      ['at(free Base, "M")', 'call free mixin()', 'free more'],
    );
    assert.deepEqual(
      keywords!.map((k) => `${k.name}=${printExpr(facts, '', k.x)}`),
      ['table=true'],
    );
    assert.deepEqual(
      Object.entries(annotations!).map(([k, x]) => `${k}: ${printExpr(facts, 'T', x)}`),
      ['id: free int', 'name: "str"'],
    );
    assert.equal(printVar(facts, 'T', 'id'), 'call free Field(null)');
    assert.equal(printVar(facts, 'T', 'name'), '');
    assert.deepEqual(printReturns(facts, 'T.m'), ['call get(super, "m")(get(ref self, "id"))']);
  });
});

describe('python imports', () => {
  before(() => initSyntax());

  const table: [source: string, bindings: Record<string, string>][] = [
    ['import a', { a: 'import a' }],
    ['import a.b.c, d', { a: 'import a', d: 'import d' }],
    ['import a.b as c', { c: 'import a.b' }],
    ['from a.b import c, d as e', { c: 'import a.b#c', e: 'import a.b#d' }],
    ['from . import a', { a: 'import .#a' }],
    ['from ..a.b import (c as d,)', { d: 'import ..a.b#c' }],
    ['from __future__ import annotations', {}],
    ['def f():\n  import a', { f: 'fn f' }],
    ['try:\n  import a as x\nexcept ImportError:\n  x = None', { x: 'import a in 1 | null in 2' }],
  ];
  for (const [source, bindings] of table) {
    it(source.replaceAll('\n', '\\n'), () => {
      const facts = factsOf(source);
      const found = Object.keys(facts.chunks['']!.vars).map((name) => [name, printVar(facts, '', name)]);
      assert.deepEqual(Object.fromEntries(found), bindings);
    });
  }

  it('name every module that is loaded', () => {
    const { arena } = factsOf('import a.b.c').chunks['']!;
    assert.deepEqual(
      arena.flatMap((e) => (e.kind === 'import' ? [e.module] : [])),
      ['a', 'a.b.c'],
    );
  });

  it('of everything are facts of the file', () => {
    assert.deepEqual(factsOf('from a import *', 'from ..b import *').stars, [{ module: 'a' }, { module: 'b', level: 2 }]);
  });

  const lists: [lines: string[], names: string[] | undefined][] = [
    [['__all__ = ["a", "b"]'], ['a', 'b']],
    [
      ['__all__ = ("a",) + ("b",)', '__all__ += ["c"]', '__all__.extend(["d"])', '__all__.append("e")'],
      ['a', 'b', 'c', 'd', 'e'],
    ],
    [['__all__ = ["a"] + other.__all__'], undefined],
    [['x = 1'], undefined],
  ];
  for (const [lines, names] of lists) it(lines.join('; '), () => assert.deepEqual(factsOf(...lines).all, names));
});
