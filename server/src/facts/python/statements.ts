/** Statements, one after the other; those with blocks are in control.ts. */
import type { X } from '../expression';
import type { Body } from './body';
import { lowerFor, lowerIf, lowerMatch, lowerTry, lowerWhile, lowerWith } from './control';
import { lowerDefinition, lowerGenericAlias } from './definitions';
import { isExpression, lower, MAX_DEPTH } from './expressions';
import { lowerFromImport, lowerImport } from './imports';
import { type N, NONE } from './source';
import { bindName } from './targets';

type Statement = (body: Body, n: N) => void;

/** A statement may leave what follows it in a block of its own (see lowerIf). */
export function lowerBlock(body: Body, block: N): void {
  if (block === NONE) return;
  const outer = body.block;
  for (const n of body.file.source.children(block)) lowerStatement(body, n);
  body.block = outer;
}

function lowerStatement(body: Body, n: N): void {
  const { file } = body;
  if (file.depth >= MAX_DEPTH) {
    file.damaged ??= 'too deep';
    return;
  }
  file.depth++;
  statements.get(file.source.kind(n))?.(body, n);
  file.depth--;
}

/** Constants that stand alone do nothing: docstrings, `...`. */
const inert = new Set(['string', 'ellipsis', 'integer', 'none', 'true', 'false', 'identifier']);

const lowerExpressionStatement: Statement = (body, n) => {
  const { source } = body.file;
  for (const c of source.children(n)) {
    const kind = source.kind(c);
    if (!inert.has(kind) || source.firstChild(c) !== NONE) lowerDone(body, c);
  }
};

/** `setup() if on else None`, `on and setup()`: branches, of which nobody wants the value. */
function lowerDone(body: Body, n: N): void {
  const { source } = body.file;
  const kind = source.kind(n);
  if (kind === 'parenthesized_expression') return lowerDone(body, source.firstChild(n));
  if (kind === 'conditional_expression') {
    const [yes = NONE, test = NONE, no = NONE] = source.children(n);
    return lowerChoice(body, test, [
      ['if', yes],
      ['else', no],
    ]);
  }
  const left = kind === 'boolean_operator' ? source.child(n, 'left') : NONE;
  const right = left === NONE ? NONE : source.child(n, 'right');
  if (left === NONE || right === NONE) {
    lower(body, n);
    return;
  }
  lowerChoice(body, left, [[source.between(left, right) === 'and' ? 'if' : 'else', right]]);
}

function lowerChoice(body: Body, condition: N, branches: readonly (readonly ['if' | 'else', N])[]): void {
  const { source } = body.file;
  const test = { test: condition === NONE ? '' : source.folded(condition), x: lower(body, condition) };
  for (const [kind, n] of branches) body.within({ kind, ...test }, () => lowerDone(body, n));
}

const lowerReturn: Statement = (body, n) => {
  const child = body.file.source.firstChild(n);
  const x: X = child === NONE ? body.addFor(n, { kind: 'lit', value: null }) : lower(body, child);
  body.chunk.returns ??= [];
  body.chunk.returns.push({ x, ...body.where() });
};

const lowerRaise: Statement = (body, n) => {
  const [raised, ...rest] = body.file.source.children(n);
  if (raised === undefined) return;
  body.chunk.raises ??= [];
  body.chunk.raises.push(lower(body, raised));
  for (const c of rest) lower(body, c);
};

const lowerParts: Statement = (body, n) => {
  for (const c of body.file.source.children(n)) lower(body, c);
};

/** type Name = Value */
const lowerTypeAlias: Statement = (body, n) => {
  const { source } = body.file;
  const left = source.child(n, 'left');
  const whole = left === NONE ? NONE : source.firstChild(left);
  const isGeneric = whole !== NONE && source.kind(whole) === 'generic_type';
  const name = isGeneric ? source.firstChild(whole) : whole;
  const x = isGeneric ? lowerGenericAlias(body, n, whole, name) : lower(body, source.child(n, 'right'));
  if (name !== NONE && source.kind(name) === 'identifier') bindName(body, source.textOf(name), x);
};

/** What stands in broken code is still read: whole statements, blocks, and expressions that call something. */
const salvage: Statement = (body, n) => {
  const { source } = body.file;
  for (const c of source.children(n)) {
    const kind = source.kind(c);
    if (statements.has(kind)) lowerStatement(body, c);
    else if (kind === 'decorator') lower(body, source.firstChild(c));
    else if (isExpression(kind) && !inert.has(kind)) lower(body, c);
  }
};

const statements = new Map<string, Statement>([
  ['expression_statement', lowerExpressionStatement],
  ['return_statement', lowerReturn],
  ['raise_statement', lowerRaise],
  ['import_statement', lowerImport],
  ['import_from_statement', lowerFromImport],
  ['function_definition', lowerDefinition],
  ['class_definition', lowerDefinition],
  ['decorated_definition', lowerDefinition],
  ['if_statement', lowerIf],
  ['for_statement', lowerFor],
  ['while_statement', lowerWhile],
  ['try_statement', lowerTry],
  ['with_statement', lowerWith],
  ['match_statement', lowerMatch],
  ['delete_statement', lowerParts],
  ['assert_statement', lowerParts],
  ['print_statement', lowerParts],
  ['exec_statement', lowerParts],
  ['type_alias_statement', lowerTypeAlias],
  ['block', lowerBlock],
  ['ERROR', salvage],
]);
