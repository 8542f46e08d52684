/** Python's branches and loops: blocks, and what stands in which. */
import assert from 'node:assert/strict';
import { extract } from '../../server/src/facts/extract';
import type { CodeFacts } from '../../server/src/facts/facts';
import { initSyntax } from '../../server/src/syntax/parser';
import { chunkOf, codeFacts, printBlocks, printCalls, printExpr, printSets } from '../support/print-facts';

function factsOf(...lines: string[]): CodeFacts {
  return codeFacts(extract('m.py', `${lines.join('\n')}\n`).facts);
}

/** 'f 1' for a call of f in block 1. */
function calls(facts: CodeFacts): string[] {
  const { arena, blockOf = {} } = chunkOf(facts, '');
  return arena.flatMap((e, x) =>
    e.kind === 'call' ? [`${printExpr(facts, '', e.callee).replace('free ', '')} ${blockOf[x] ?? 0}`] : [],
  );
}

describe('python blocks', () => {
  before(() => initSyntax());

  const table: [title: string, lines: string[], blocks: string[], calls: string[]][] = [
    [
      'an elif is an if in the else before it',
      ['if a():', '  b()', 'elif  c( 1 ):', '  d()', 'else:', '  e()', 'f()'],
      ['1 if a() < 0', '2 else a() < 0', '3 if c( 1 ) < 2', '4 else c( 1 ) < 2'],
      ['a 0', 'b 1', 'c 2', 'd 3', 'e 4', 'f 0'],
    ],
    [
      'the else of a loop is no part of it',
      ['for x in a():', '  b()', 'else:', '  c()', 'while d():', '  e()'],
      ['1 loop < 0', '2 loop d() < 0'],
      ['a 0', 'b 1', 'c 0', 'd 0', 'e 2'],
    ],
    [
      'the else of a try is part of it, what comes finally is not',
      ['try:', '  a()', 'except (E, F) as e:', '  b()', 'except:', '  c()', 'else:', '  d()', 'finally:', '  f()'],
      ['1 try < 0', '2 except (E, F) as e < 0', '3 except < 0'],
      ['a 1', 'b 2', 'c 3', 'd 1', 'f 0'],
    ],
    [
      'each context is within the one before',
      ['async with (a() as x, b()):', '  c()', 'with d(): e()'],
      ['1 with < 0', '2 with < 1', '3 with < 0'],
      ['a 0', 'b 1', 'c 2', 'd 0', 'e 3'],
    ],
    [
      'a case is an if',
      ['match a():', '  case "x" | "y" if b():', '    c()', '  case _:', '    d()'],
      ['1 if match a(): case "x" | "y" < 0', '2 if match a(): case _ < 0'],
      ['a 0', 'b 1', 'c 1', 'd 2'],
    ],
    [
      'a comprehension is a loop, its conditions are ifs',
      ['x = [a(y) for y in b() if c(y) for z in d(y)]'],
      ['1 loop < 0', '2 if c(y) < 1', '3 loop < 2'],
      ['b 0', 'c 1', 'd 2', 'a 3'],
    ],
  ];
  for (const [title, lines, blocks, expected] of table) {
    it(title, () => {
      const facts = factsOf(...lines);
      assert.deepEqual(printBlocks(facts, ''), blocks);
      assert.deepEqual(calls(facts), expected);
    });
  }

  it('know their condition and what they loop over', () => {
    const facts = factsOf('if DEBUG:', '  pass', 'for x in xs:', '  pass');
    const { blocks } = chunkOf(facts, '');
    assert.deepEqual(
      blocks.map((b) => (b.x === undefined ? '' : printExpr(facts, '', b.x))),
      ['', 'free DEBUG', 'free xs'],
    );
  });

  it('hold what is set on objects', () => {
    const facts = factsOf('o.a = 1', 'if c:', '  o["b"] = 2', '  o[i], o.d = 3, 4', 'o.e += 5', 'o.f: int = 6');
    const sets = ['free o.a = 1', 'free o.b = 2 in 1', 'free o[free i] = at((3, 4), 0) in 1', 'free o.d = at((3, 4), 1) in 1'];
    assert.deepEqual(printSets(facts, ''), [...sets, 'free o.e += 5', 'free o.f = 6']);
  });

  it('leave no call out, whatever stands around it', () => {
    const source = [
      'a() < b() in c()',
      'not d() - e()[f():g()]',
      'assert h(), i()',
      'del j()[k()]',
      'x = l() if m() else n() and o()',
      'raise p() from q()',
      'f"{r():{s()}}" % t()',
      'u()[v()] -= w()',
      'print(*x1(), **y1())',
      'lambda z=z1(): 0',
    ];
    const names = calls(factsOf(...source)).map((c) => c.split(' ')[0]);
    assert.deepEqual(names.sort(), 'a b c d e f g h i j k l m n o p print q r s t u v w x1 y1'.split(' ').sort());
    assert.deepEqual(printCalls(factsOf(...source), 'lambda$0'), ['call free z1()']);
  });
});
