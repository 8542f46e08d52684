/** Branches and loops: what stands in them is lowered in a block of its own. */
import type { X } from '../expression';
import type { Body } from './body';
import { lower } from './expressions';
import { captureNames, targetNames } from './scopes';
import { type N, NONE } from './source';
import { lowerBlock } from './statements';
import { assignTo, bindName } from './targets';

/**
 * An elif is an if within the else of what stands before it. In a loop, where a branch leaves the turn of its loop, what follows stands in the other
 * one: after `if not on: continue` in an `else` of `not on`, after `if on: … else: continue` in an `if` of `on`.
 */
export function lowerIf(body: Body, n: N): void {
  if (isInLoop(body)) return lowerTurn(body, n);
  const { source } = body.file;
  const outer = body.block;
  let last = branch(body, n);
  for (const c of source.all(n, 'alternative')) {
    body.block = body.open({ kind: 'else', ...last });
    if (source.kind(c) === 'elif_clause') last = branch(body, c);
    else lowerBlock(body, source.child(c, 'body'));
  }
  body.block = outer;
}

function isInLoop({ block, chunk: { blocks } }: Body): boolean {
  for (let b = block; b > 0; b = blocks[b]!.parent) if (blocks[b]!.kind === 'loop') return true;
  return false;
}

function lowerTurn(body: Body, n: N): void {
  const { source } = body.file;
  const tested = [body.block];
  const test = branch(body, n);
  const passed: Passed[] = [{ test, isLeft: leavesTurn(body, source.child(n, 'consequence')) }];
  for (const c of source.all(n, 'alternative')) {
    body.block = body.open({ kind: 'else', ...passed.at(-1)!.test! });
    tested.push(body.block);
    if (source.kind(c) === 'elif_clause')
      passed.push({ test: branch(body, c), isLeft: leavesTurn(body, source.child(c, 'consequence')) });
    else {
      lowerBlock(body, source.child(c, 'body'));
      passed.push({ isLeft: leavesTurn(body, source.child(c, 'body')) });
    }
  }
  following(body, tested, passed);
}

interface Test {
  test: string;
  x: X;
}
/** A branch that has been lowered; the last `else` has no test. */
interface Passed {
  test?: Test;
  isLeft: boolean;
}

/** Goes on where none of the branches is taken that leave the turn; `tested`: the block in which each branch's test stands. */
function following(body: Body, tested: readonly number[], passed: readonly Passed[]): void {
  const stays = passed.findIndex(({ isLeft }) => !isLeft);
  const kept = stays < 0 ? passed.length : stays;
  body.block = tested[Math.min(kept, tested.length - 1)]!;
  const last = passed.at(-1)!.test;
  if (stays < 0 && last) body.block = body.open({ kind: 'else', ...last });
  for (const [i, { test, isLeft }] of passed.entries()) {
    if (!isLeft || i < kept) continue;
    const before = passed.slice(kept, i).flatMap((one) => one.test ?? []);
    const [only, ...more] = before;
    const isElse = !test && only && more.length === 0;
    body.block = body.open(isElse ? { kind: 'if', ...only } : { kind: 'else', ...joinedTests(before, test) });
  }
}

/** `not a and b` of a branch that is tried where those before it are not taken. */
function joinedTests(before: readonly Test[], own: Test | undefined): Test {
  const negated = before.map(({ test }) => {
    if (/ (?:and|or|if) /.test(test)) return `not (${test})`;
    return test.startsWith('not ') ? test.slice('not '.length) : `not ${test}`;
  });
  return { test: [...negated, ...(own ? [own.test] : [])].join(' and '), x: (own ?? before.at(-1)!).x };
}

/** Whether a branch ends with `continue` or `break`. */
function leavesTurn({ file: { source } }: Body, block: N): boolean {
  const last = block === NONE ? undefined : source.children(block).findLast((c) => source.kind(c) !== 'comment');
  return last !== undefined && /^(continue|break)_statement$/.test(source.kind(last));
}

function branch(body: Body, n: N): Test {
  const { source } = body.file;
  const condition = source.child(n, 'condition');
  const test = { test: condition === NONE ? '' : source.folded(condition), x: lower(body, condition) };
  body.within({ kind: 'if', ...test }, () => lowerBlock(body, source.child(n, 'consequence')));
  return test;
}

/** The else of a loop runs when it ends, so it belongs to what follows. */
function lowerElse(body: Body, n: N): void {
  const { source } = body.file;
  const clause = source.ofKind(n, 'else_clause');
  if (clause !== NONE) lowerBlock(body, source.child(clause, 'body'));
}

export function lowerFor(body: Body, n: N): void {
  const { source } = body.file;
  const of = lower(body, source.child(n, 'right'));
  const left = source.child(n, 'left');
  body.within({ kind: 'loop', x: of }, (block) => {
    if (left !== NONE) assignTo(body, left, body.addFor(left, { kind: 'each', of, block }));
    lowerBlock(body, source.child(n, 'body'));
  });
  lowerElse(body, n);
}

export function lowerWhile(body: Body, n: N): void {
  const { source } = body.file;
  const condition = source.child(n, 'condition');
  const x = lower(body, condition);
  const test = condition === NONE ? '' : source.folded(condition);
  body.within({ kind: 'loop', test, x }, () => lowerBlock(body, source.child(n, 'body')));
  lowerElse(body, n);
}

/** What follows in `else` still is the good case; `finally` runs in any. */
export function lowerTry(body: Body, n: N): void {
  const { source } = body.file;
  const outer = body.block;
  const tried = body.open({ kind: 'try' });
  body.block = tried;
  lowerBlock(body, source.child(n, 'body'));
  for (const c of source.children(n)) {
    body.block = outer;
    const kind = source.kind(c);
    if (kind === 'except_clause' || kind === 'except_group_clause') lowerExcept(body, c);
    if (kind === 'else_clause') {
      body.block = tried;
      lowerBlock(body, source.child(c, 'body'));
    }
    if (kind === 'finally_clause') lowerBlock(body, source.ofKind(c, 'block'));
  }
  body.block = outer;
}

function lowerExcept(body: Body, n: N): void {
  const { source } = body.file;
  const value = source.child(n, 'value');
  const pattern = value !== NONE && source.kind(value) === 'as_pattern' ? value : NONE;
  const alias = pattern === NONE ? source.child(n, 'alias') : source.ofKind(pattern, 'as_pattern_target');
  const x = value === NONE ? NONE : lower(body, value);
  const test = value === NONE ? '' : source.folded(value);
  body.within({ kind: 'except', ...(x !== NONE && { test, x }) }, () => {
    for (const name of targetNames(source, alias)) {
      bindName(body, name, body.addFor(alias, { kind: 'unknown', why: 'exception' }));
    }
    lowerBlock(body, source.ofKind(n, 'block'));
  });
}

/** with a() as b: b is a(). */
export function lowerWith(body: Body, n: N): void {
  const { source } = body.file;
  const outer = body.block;
  const clause = source.ofKind(n, 'with_clause');
  for (const item of clause === NONE ? [] : withItems(body, clause)) {
    const x = lower(body, item);
    body.block = body.open({ kind: 'with', x });
    const pattern = asPattern(body, item);
    const target = pattern === NONE ? NONE : source.ofKind(pattern, 'as_pattern_target');
    const name = target === NONE ? NONE : source.firstChild(target);
    if (name !== NONE) assignTo(body, name, x);
  }
  lowerBlock(body, source.child(n, 'body'));
  body.block = outer;
}

/** The grammar reads `with a if b else c as d` as if only c were d. */
function asPattern(body: Body, item: N): N {
  const { source } = body.file;
  let n = item;
  while (n !== NONE && source.kind(n) === 'conditional_expression') n = source.children(n)[2] ?? NONE;
  return n !== NONE && source.kind(n) === 'as_pattern' ? n : NONE;
}

/** `with (a as b, c as d)` may be read as one tuple. */
function withItems(body: Body, clause: N): N[] {
  const { source } = body.file;
  return source.children(clause).flatMap((item) => {
    const value = source.child(item, 'value');
    if (value === NONE) return [];
    const kind = source.kind(value);
    const inner = kind === 'tuple' || kind === 'parenthesized_expression' ? source.children(value) : [];
    return inner.some((c) => source.kind(c) === 'as_pattern') ? inner : [value];
  });
}

/** A case is an if; what its pattern takes apart is unknown, but a bare name is the subject. */
export function lowerMatch(body: Body, n: N): void {
  const { source } = body.file;
  const subjects = source.all(n, 'subject');
  const xs = subjects.map((c) => lower(body, c));
  const text = subjects.map((c) => source.folded(c)).join(', ');
  const cases = source.child(n, 'body');
  for (const clause of cases === NONE ? [] : source.children(cases)) {
    if (source.kind(clause) !== 'case_clause') continue;
    const patterns = source.children(clause).filter((c) => source.kind(c) === 'case_pattern');
    const written = patterns.map((c) => source.folded(c)).join(', ');
    const x = xs.length === 1 ? { x: xs[0]! } : {};
    body.within({ kind: 'if', test: `match ${text}: case ${written}`, ...x }, () => {
      for (const pattern of patterns) bindCaptures(body, pattern, xs[0]);
      const guard = source.child(clause, 'guard');
      if (guard !== NONE) lower(body, source.firstChild(guard));
      lowerBlock(body, source.child(clause, 'consequence'));
    });
  }
}

function bindCaptures(body: Body, pattern: N, subject: X | undefined): void {
  const { source } = body.file;
  for (const name of captureNames(source, pattern)) {
    const whole = name === source.textOf(pattern) && subject !== undefined;
    bindName(body, name, whole ? subject : body.addFor(pattern, { kind: 'unknown', why: 'pattern' }));
  }
}
