/** Statements: declarations, branches and loops as blocks, what is returned and thrown. */
import type { X } from '../expression';
import type { Block } from '../facts';
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

const choice: ToStatement = (c, node) => {
  const { tree } = c;
  const subject = tested(c, tree.child(node, 'value'));
  const body = tree.child(node, 'body');
  const cases = body ? tree.namedOf(body) : [];
  c.inScope(new Scope(c.chunk, c.scope, false), () => {
    const own = (n: number) => tree.namedOf(n).filter((child) => tree.field[child] !== 'value');
    for (const n of cases) c.handlers.hoist(c, own(n));
    for (const n of cases) {
      const value = tree.child(n, 'value');
      if (value) c.expr(value);
      const test = `${subject.test ?? ''} === ${value ? folded(tree.textOf(value)) : ''}`;
      const block: Omit<Block, 'parent'> = value ? { kind: 'if', test } : { kind: 'else', ...subject };
      c.inBlock(block, () => {
        for (const statement of own(n)) c.any(statement);
      });
    }
  });
};

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
