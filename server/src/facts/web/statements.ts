/** Statements: declarations, branches and loops as blocks, what is returned and thrown. */
import type { X } from '../expression';
import { type Context, folded, type ToStatement } from './context';
import { documentedType } from './jsdoc';
import { bindPattern, namesIn } from './patterns';
import { Scope } from './scope';

const declaration: ToStatement = (c, node) => {
  const { tree } = c;
  const isVar = tree.type[node] === 'variable_declaration';
  for (const declarator of tree.namedOf(node)) {
    const [name, value, type] = [tree.child(declarator, 'name'), tree.child(declarator, 'value'), tree.child(declarator, 'type')];
    if (!name) {
      c.any(declarator);
      continue;
    }
    const boundOf = (n: string) => (isVar ? c.scope.declareVar(n) : c.scope.declare(n));
    const isName = tree.type[name] === 'identifier';
    if (isName && type) c.chunk.varTypes.set(boundOf(tree.textOf(name)).name, c.typeForm(type));
    const cast = !type && isName && value ? castType(c, value) : 0;
    if (cast) c.chunk.varTypes.set(boundOf(tree.textOf(name)).name, c.typeForm(cast));
    const said = isName && !type && !cast ? documentedType(c, node) : undefined;
    if (said) c.chunk.varTypes.set(boundOf(tree.textOf(name)).name, said);
    if (!value) continue;
    const x = c.expr(value, isName ? { name: tree.textOf(name), ...c.place(name) } : undefined);
    bindPattern(c, name, x, boundOf);
  }
};

/** The type in `const a = b as T`. */
function castType(c: Context, value: number): number {
  const { tree } = c;
  if (tree.type[value] !== 'as_expression' && tree.type[value] !== 'satisfies_expression') return 0;
  const last = tree.namedOf(value).at(-1) ?? 0;
  return c.handlers.expressions.has(tree.type[last]!) ? 0 : last;
}

/** One statement or a block of them, in a scope of its own. */
function scoped(c: Context, node: number): void {
  if (!node) return;
  c.inScope(new Scope(c.chunk, c.scope, false), () => {
    c.statements(c.tree.type[node] === 'statement_block' ? c.tree.namedOf(node) : [node]);
  });
}

/** The block's test and condition, from a node such as `(a > b)`. */
function tested(c: Context, condition: number): { test?: string; x?: X } {
  if (!condition) return {};
  const { tree } = c;
  const inner = tree.type[condition] === 'parenthesized_expression' ? tree.firstNamed(condition) || condition : condition;
  return { test: folded(tree.textOf(inner)), x: c.expr(inner) };
}

const branch: ToStatement = (c, node) => {
  const { tree } = c;
  const test = tested(c, tree.child(node, 'condition'));
  c.inBlock({ kind: 'if', ...test }, () => scoped(c, tree.child(node, 'consequence')));
  const other = tree.child(node, 'alternative');
  if (other) c.inBlock({ kind: 'else', ...test }, () => scoped(c, tree.firstNamed(other)));
};

/** A switch whose cases all leave it is read as if … else if … else; one with cases that run on into the next as branches beside each other. */
const choice: ToStatement = (c, node) => {
  const { tree } = c;
  const subject = tested(c, tree.child(node, 'value'));
  const body = tree.child(node, 'body');
  const cases = casesOf(c, body ? tree.namedOf(body) : [], subject.test ?? '');
  c.inScope(new Scope(c.chunk, c.scope, false), () => {
    for (const { own } of cases) c.handlers.hoist(c, own);
    const run = ({ values, own }: Case) => {
      for (const value of values) c.expr(value);
      return () => {
        for (const statement of own) c.any(statement);
      };
    };
    if (!areApart(c, cases)) {
      for (const one of cases)
        c.inBlock(one.test === undefined ? { kind: 'else', ...subject } : { kind: 'if', test: one.test }, run(one));
      return;
    }
    const from = (i: number): void => {
      const one = cases[i];
      if (!one) return;
      const statements = run(one);
      if (one.test === undefined) return statements();
      c.inBlock({ kind: 'if', test: one.test }, statements);
      if (i + 1 < cases.length) c.inBlock({ kind: 'else', test: one.test }, () => from(i + 1));
    };
    from(0);
  });
};

interface Case {
  /** Absent for `default`. */
  test?: string;
  values: number[];
  own: number[];
}

/** `case 'a': case 'b': …` is one. */
function casesOf(c: Context, nodes: readonly number[], subject: string): Case[] {
  const { tree } = c;
  const out: Case[] = [];
  let values: number[] = [];
  for (const [i, node] of nodes.entries()) {
    const value = tree.child(node, 'value');
    const own = tree.namedOf(node).filter((child) => tree.field[child] !== 'value');
    if (value) values.push(value);
    if (value && own.length === 0 && i + 1 < nodes.length) continue;
    const tests = values.map((v) => `${subject} === ${folded(tree.textOf(v))}`);
    out.push({ values, own, ...(value ? { test: tests.join(' || ') } : {}) });
    values = [];
  }
  return out;
}

const MAX_CHAIN = 24;
const LEAVES = new Set(['break_statement', 'return_statement', 'throw_statement', 'continue_statement']);

/** Whether one case at most runs, and `default` where none does. */
function areApart({ tree }: Context, cases: readonly Case[]): boolean {
  const leaves = (statement: number): boolean =>
    LEAVES.has(tree.type[statement]!) ||
    (tree.type[statement] === 'statement_block' && leaves(tree.namedOf(statement).at(-1) ?? 0));
  return (
    cases.length <= MAX_CHAIN &&
    cases.every(({ own, test }, i) => i === cases.length - 1 || (test !== undefined && leaves(own.at(-1) ?? 0)))
  );
}

const loop: ToStatement = (c, node) => {
  const { tree } = c;
  c.inScope(new Scope(c.chunk, c.scope, false), () => {
    const first = tree.child(node, 'initializer');
    if (first) c.statements([first]);
    const test = tested(c, tree.child(node, 'condition'));
    c.inBlock({ kind: 'loop', ...test }, () => {
      const step = tree.child(node, 'increment');
      if (step) c.expr(step);
      scoped(c, tree.child(node, 'body'));
    });
  });
};

/** for (const x of xs) · for (const key in object), as if over Object.keys(object). */
const each: ToStatement = (c, node) => {
  const { tree } = c;
  const [left, right] = [tree.child(node, 'left'), tree.child(node, 'right')];
  if (!left || !right) return c.salvage(node);
  const overKeys = tree.ofType(node, 'in') !== 0;
  const of = overKeys ? keysOf(c, right) : c.expr(right);
  const declares = tree.child(node, 'kind') !== 0 || ['var', 'let', 'const'].some((kind) => tree.ofType(node, kind) !== 0);
  c.inScope(new Scope(c.chunk, c.scope, false), () => {
    const isVar = tree.ofType(node, 'var') !== 0;
    if (declares && !isVar) for (const name of namesIn(tree, left)) c.scope.declare(name);
    c.inBlock({ kind: 'loop', test: folded(tree.textOf(right)), x: of }, () => {
      const x = c.add({ kind: 'each', of, block: c.block }, left);
      bindPattern(c, left, x, declares ? (name) => (isVar ? c.scope.declareVar(name) : c.scope.declare(name)) : undefined);
      scoped(c, tree.child(node, 'body'));
    });
  });
};

function keysOf(c: Context, node: number): X {
  const object = c.expr(node);
  const keys = c.add({ kind: 'get', object: c.add({ kind: 'free', name: 'Object' }, node), name: 'keys' }, node);
  return c.add({ kind: 'call', callee: keys, args: [{ x: object }] }, node);
}

const attempt: ToStatement = (c, node) => {
  const { tree } = c;
  c.inBlock({ kind: 'try' }, () => scoped(c, tree.child(node, 'body')));
  const handler = tree.child(node, 'handler');
  if (handler) {
    c.inBlock({ kind: 'except' }, () => {
      c.inScope(new Scope(c.chunk, c.scope, false), () => {
        const parameter = tree.child(handler, 'parameter');
        if (parameter) {
          for (const name of namesIn(tree, parameter)) c.scope.declare(name);
          bindPattern(c, parameter, c.add({ kind: 'unknown', why: 'caught' }, parameter), (name) => c.scope.declare(name));
        }
        scoped(c, tree.child(handler, 'body'));
      });
    });
  }
  const last = tree.child(node, 'finalizer');
  if (last) scoped(c, tree.child(last, 'body'));
};

const returned: ToStatement = (c, node) => {
  const value = c.tree.firstNamed(node);
  if (!value) return;
  const x = c.expr(value);
  c.chunk.returns.push(c.block === 0 ? { x } : { x, block: c.block });
};

const thrown: ToStatement = (c, node) => {
  const value = c.tree.firstNamed(node);
  if (value) c.chunk.raises.push(c.expr(value));
};

const nothing: ToStatement = () => {};

export const statements: [string, ToStatement][] = [
  ['variable_declaration', declaration],
  ['lexical_declaration', declaration],
  ['if_statement', branch],
  ['switch_statement', choice],
  ['for_statement', loop],
  ['while_statement', loop],
  ['do_statement', loop],
  ['for_in_statement', each],
  ['try_statement', attempt],
  ['statement_block', scoped],
  ['return_statement', returned],
  ['throw_statement', thrown],
  ['break_statement', nothing],
  ['continue_statement', nothing],
];
