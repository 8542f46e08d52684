/** JavaScript's and TypeScript's expressions, one by one. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources under test are templates
import assert from 'node:assert/strict';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, printCalls, printVar } from '../support/print-facts';
import { webFacts } from '../support/web-facts';

describe('web expressions', () => {
  before(() => initSyntax());

  /** What `x = …` is lowered to; the same for a page of JavaScript and of TSX unless it says `as`. */
  const table: [source: string, lowered: string][] = [
    ['"a\\n\\u0062\\x63\\u{64}\\q"', '"a\\nbcdq"'],
    ["''", '""'],
    ['1_000', '1000'],
    ['-3', '-3'],
    ['true', 'true'],
    ['null', 'null'],
    ['undefined', 'null'],
    ['void 0', 'null'],
    ['`plain`', '"plain"'],
    ['`/a/${b}/c${d}`', 'cat("/a/", free b, "/c", free d)'],
    ['`${a}`', 'cat(free a)'],
    ['a + "/b" + c', 'cat(free a, "/b", free c)'],
    ['"a" + (b + "c")', 'cat("a", cat(free b, "c"))'],
    ['a || b', 'or(free a, free b)'],
    ['a ?? b', 'or(free a, free b)'],
    ['a && b', 'and(free b ; a)'],
    ['a ? "b" : "c"', 'if("b", "c" ; a)'],
    ['a?.b?.["c"]', 'get(get(free a, "b"), "c")'],
    ['a[0]', 'at(free a, 0)'],
    ['a[b]', 'at(free a, free b)'],
    ['f?.(1, ...rest)', 'call free f(1, *free rest)'],
    ['new URL("/a", b)', 'new free URL("/a", free b)'],
    ['new Date', 'new free Date()'],
    ['tag`a${1}b`', 'call free tag(cat("a", 1, "b"))'],
    ['import("./m")', 'import ./m'],
    ['require("m").n', 'get(import m, "n")'],
    ['import.meta.env.VITE_API', 'get(get(free import.meta, "env"), "VITE_API")'],
    ['process.env.API', 'get(get(free process, "env"), "API")'],
    ['{ a: 1, "b-c": 2, ["d"]: 3, [e]: 4, f, ...g }', '{a: 1, b-c: 2, d: 3, [free e]: 4, f: free f, **free g}'],
    ['{ m() {}, get n() { return 1 }, async *o() {} }', '{m: fn m, n: fn n, o: fn o}'],
    ['[1, ...a, "b"]', '[1, *free a, "b"]'],
    ['(a, b)', 'free b'],
    ['y = 5', '5'],
    ['!a', '?!'],
    ['a * 2', '?*'],
    ['/a/g', '?regex /a/g'],
    ['this', 'this'],
  ];
  for (const [source, lowered] of table) {
    it(source, () => {
      for (const path of ['m.js', 'm.ts', 'm.tsx'])
        assert.equal(printVar(webFacts(path, `const x = ${source};`), '', 'x'), lowered);
    });
  }

  const typed: [source: string, lowered: string][] = [
    ['a as string', 'free a'],
    ['a!.b', 'get(free a, "b")'],
    ['(a satisfies B)', 'free a'],
    ['f<A, B[]>(1)', 'call free f(1)'],
  ];
  for (const [source, lowered] of typed) {
    it(source, () => {
      assert.equal(printVar(webFacts('m.ts', `const x = ${source};`), '', 'x'), lowered);
    });
  }

  it('keeps the types of a call', () => {
    const call = chunkOf(webFacts('m.ts', 'get<Task[]>("/x")'), '').arena.find((e) => e.kind === 'call');
    assert.deepEqual(call?.kind === 'call' && call.types, [{ kind: 'list', of: { kind: 'name', name: 'Task' } }]);
  });

  it('a shadowed require is a call', () => {
    assert.deepEqual(printCalls(webFacts('m.js', 'function f(require) { require("x") }'), 'f'), ['call ref require("x")']);
  });

  it('has every call, wherever it stands', () => {
    const facts = webFacts(
      'm.js',
      'x = !a(1) * -b(2); delete c(3).d; `${typeof e(4)}`; if (f(5) > 1) ; ({[g(6)]: 1});',
      'label: for (h(7);;) i(8)',
    );
    const found = printCalls(facts, '').map((call) => /\((\d)\)$/.exec(call)?.[1]);
    assert.deepEqual(found.sort(), ['1', '2', '3', '4', '5', '6', '7', '8']);
  });
});
