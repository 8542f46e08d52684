/** Python expressions: source → what it is lowered to. Names in capitals are bound by the module, others are free. */
import assert from 'node:assert/strict';
import { extract } from '../../server/src/facts/extract';
import { initSyntax } from '../../server/src/syntax/parser';
import { printVar } from '../support/print-facts';

const preamble = 'A = B = C = 0\n';

function lowered(source: string): string {
  return printVar(extract('m.py', `${preamble}value = ${source}\n`).facts, '', 'value');
}

const tables: Record<string, [source: string, facts: string][]> = {
  'literals and names': [
    ['"a"', '"a"'],
    ['1_000', '1000'],
    ['0xff', '255'],
    ['010', '10'],
    ['-1.5e3', '-1500'],
    ['+2', '2'],
    ['1e999', '?number'],
    ['2j', '?number'],
    ['True', 'true'],
    ['None', 'null'],
    ['...', '?...'],
    ['A', 'ref A'],
    ['other', 'free other'],
    ['(A)', 'ref A'],
  ],
  strings: [
    [`'it\\'s'`, '"it\'s"'],
    ['"a\\n\\x41\\u00e9\\U0001F600\\101"', '"a\\nAé😀A"'],
    ['"\\d\\N{DASH}"', '"\\\\d\ufffd"'],
    ['r"\\d\\n"', '"\\\\d\\\\n"'],
    ['b"a\\u0041"', '"a\\\\u0041"'],
    ['"""a\n"b" """', '"a\\n\\"b\\" "'],
    ['"a\\\nb"', '"ab"'],
    ['""', '""'],
    ['"a" "b" r"\\c"', '"ab\\\\c"'],
    ['("/a"\n  "/b")', '"/a/b"'],
  ],
  'f-strings': [
    ['f"/a/{A}/b"', 'cat("/a/", ref A, "/b")'],
    ['f"{A}"', 'cat(ref A)'],
    ['f"plain"', '"plain"'],
    ['f""', '""'],
    ['f"{{x}}{A!s}"', 'cat("{x}", ref A)'],
    ['f"{A!r}{A:>5}{A=}"', 'cat(?formatted, ?formatted, ?formatted)'],
    ['rf"\\d{A}"', 'cat("\\\\d", ref A)'],
    ['f"a{f\'b{A}\'}c"', 'cat("a", cat("b", ref A), "c")'],
    ['f"{A:{f(B)}}"', 'cat(?formatted)'],
    ['f"/a/{A}" "/b"', 'cat("/a/", ref A, "/b")'],
    ['f"{A["x"]}"', 'cat(get(ref A, "x"))'],
  ],
  'sums and templates': [
    ['"a" + A + "c"', 'cat("a", ref A, "c")'],
    ['A + (B + C)', 'cat(ref A, ref B, ref C)'],
    ['[1] + A + [*B]', '[1, *ref A, *ref B]'],
    ['A + 1', '?operator'],
    ['A * "b"', '?operator'],
    ['"%s/%d" % (A, B)', 'cat(ref A, "/", ref B)'],
    ['"a%sb" % A', 'cat("a", ref A, "b")'],
    ['"%s%s" % A', 'cat(at(ref A, 0), at(ref A, 1))'],
    ['"%(x)s%%" % {"x": A}', 'cat(ref A, "%")'],
    ['"%(x)s" % B', 'cat(get(ref B, "x"))'],
    ['"%05d" % A', 'cat(?formatted)'],
    ['"%*d" % (A, B)', '?operator'],
    ['"/{}/{}".format(A, B)', 'cat("/", ref A, "/", ref B)'],
    ['"{1}{0}{n.a[0][k]}{{}}".format(A, B, n=C)', 'cat(ref B, ref A, get(at(get(ref C, "a"), 0), "k"), "{", "}")'],
    ['"{a}".format(**A)', 'cat(get(ref A, "a"))'],
    ['"{:>3}{}".format(*A)', 'cat(?formatted, ?formatted)'],
    ['"{".format(A)', 'call get("{", "format")(ref A)'],
    ['A.format(B)', 'call get(ref A, "format")(ref B)'],
    ['A % B', '?operator'],
  ],
  choices: [
    ['A or B or C', 'or(ref A, ref B, ref C)'],
    ['A and B', 'and(ref B)'],
    ['A and B or C', 'or(and(ref B), ref C)'],
    ['A if f(B)  ==\t1 else C', 'if(ref A, ref C ; f(B) == 1)'],
    ['A | None', 'or(ref A, null)'],
    ['not A', '?not'],
    ['A < B', '?comparison'],
  ],
  'members and subscripts': [
    ['A.b.c', 'get(get(ref A, "b"), "c")'],
    ['A["b"]', 'get(ref A, "b")'],
    ['A[0][B]', 'at(at(ref A, 0), ref B)'],
    ['A[1:B]', '?slice'],
    ['A[B, "c"]', 'at(ref A, (ref B, "c"))'],
  ],
  calls: [
    ['f(A, *B, c=1, **C)', 'call free f(ref A, *ref B, c=1, **ref C)'],
    ['A.get("/x")(B)', 'call call get(ref A, "get")("/x")(ref B)'],
    ['f(x for x in A)', 'call free f(map 1 each 1 of ref A)'],
    ['dict(B, a=1, **C)', '{**ref B, a: 1, **ref C}'],
    ['dict([(1, 2)])', 'call free dict([(1, 2)])'],
    ['await f()', 'await call free f()'],
    ['(y := A)', 'ref A'],
    ['lambda: A', 'fn value$0'],
  ],
  collections: [
    ['[A, *B]', '[ref A, *ref B]'],
    ['(A, "b")', '(ref A, "b")'],
    ['A, *B', '(ref A, *ref B)'],
    ['{A, B}', '[ref A, ref B]'],
    ['{"a": A, **B, C: 1, 2: 3}', '{a: ref A, **ref B, [ref C]: 1, [2]: 3}'],
    ['{**A} | B', '{**{**ref A}, **ref B}'],
    ['[f(x) for x in A]', 'map 1 call free f(each 1 of ref A)'],
    ['[k for k, (v, *w) in A]', 'map 1 at(each 1 of ref A, 0)'],
    ['[v for k, (v, *w) in A]', 'map 1 at(at(each 1 of ref A, 1), 0)'],
    ['[w for k, (v, *w) in A]', 'map 1 at(at(each 1 of ref A, 1), ?slice 1:)'],
    ['{k: v for k, v in A.items()}', map('dict', '(at(each, 0), at(each, 1))', 'call get(ref A, "items")()')],
    ['{x for x in A if x.ok}', 'map 1 each 1 of ref A'],
    ['[y for x in A for y in x.ys]', 'map 2 each 2 of get(each 1 of ref A, "ys")'],
  ],
};

function map(how: string, item: string, of: string): string {
  return `map 1 ${how} ${item.replaceAll('each', `each 1 of ${of}`)}`;
}

describe('python expressions', () => {
  before(() => initSyntax());

  for (const [title, table] of Object.entries(tables)) {
    describe(title, () => {
      for (const [source, facts] of table) {
        it(source.replaceAll('\n', '\\n'), () => assert.equal(lowered(source), facts));
      }
    });
  }
});
