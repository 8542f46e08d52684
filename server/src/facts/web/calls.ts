/** Calls: `f(x)`, `new C(x)`, `` f`x` ``, `import("x")`, `require("x")`. */
import type { Arg, Expr, TypeForm, X } from '../expression';
import type { Context, Hint, ToExpression } from './context';
import { stringValue, templateCat } from './literals';
import { calleeName } from './names';

const call: ToExpression = (c, node) => {
  const { tree } = c;
  const callee = tree.child(node, 'function');
  const args = tree.child(node, 'arguments');
  if (!callee) return c.unknown(node, 'call');
  const module = importedBy(c, callee, args);
  if (module) return c.add(module, node);
  // The grammar reads `(await (f()))` as a call of something named await.
  if (tree.type[callee] === 'identifier' && tree.textOf(callee) === 'await' && args && tree.firstNamed(args))
    return c.add({ kind: 'await', of: c.expr(tree.firstNamed(args)) }, node);
  const of = c.expr(called(c, callee));
  if (tree.type[callee] === 'super')
    return addCall(c, node, { kind: 'call', callee: of, args: args ? argsOf(c, args, 'super') : [] });
  const types = typesOf(c, node);
  if (args && tree.type[args] === 'template_string') {
    return addCall(c, node, { kind: 'call', callee: of, args: [{ x: templateCat(c, args) }], tagged: true, ...types });
  }
  return addCall(c, node, { kind: 'call', callee: of, args: args ? argsOf(c, args, calleeName(c, callee)) : [], ...types });
};

const created: ToExpression = (c, node) => {
  const { tree } = c;
  const callee = tree.child(node, 'constructor');
  if (!callee) return c.unknown(node, 'new');
  const of = c.expr(callee);
  const args = tree.child(node, 'arguments');
  return c.add({ kind: 'new', callee: of, args: args ? argsOf(c, args, calleeName(c, callee)) : [], ...typesOf(c, node) }, node);
};

/** The grammar reads `await api.get<T>(url)` as a call of what is awaited. */
const called = (c: Context, callee: number): number =>
  c.tree.type[callee] === 'await_expression' ? c.tree.firstNamed(callee) || callee : callee;

function addCall(c: Context, node: number, call: Expr): X {
  return c.add(call, node);
}

/** Callbacks are named after what they are given to. */
function argsOf(c: Context, node: number, callee: string): Arg[] {
  const hint: Hint = { name: callee, numbered: true };
  return c.tree.namedOf(node).map((child) => {
    if (c.tree.type[child] !== 'spread_element') return { x: c.expr(child, hint) };
    const inner = c.tree.firstNamed(child);
    return { x: inner ? c.expr(inner) : c.unknown(child, 'spread'), spread: '*' };
  });
}

function typesOf(c: Context, node: number): { types?: TypeForm[] } {
  const list = c.tree.child(node, 'type_arguments');
  return list ? { types: c.tree.namedOf(list).map((type) => c.typeForm(type)) } : {};
}

/** import("./x") and, where nothing here is called so, require("./x"). */
function importedBy(c: Context, callee: number, args: number): Expr | undefined {
  const { tree } = c;
  const isImport = tree.type[callee] === 'import';
  const isRequire = tree.type[callee] === 'identifier' && tree.textOf(callee) === 'require' && !c.scope.lookup('require');
  if (!isImport && !isRequire) return undefined;
  const first = args ? tree.firstNamed(args) : 0;
  if (!first) return undefined;
  if (tree.type[first] === 'string') return { kind: 'import', module: stringValue(c, first) };
  if (!isImport) return undefined;
  return { kind: 'import', module: '', of: c.expr(first) };
}

export const calls: [string, ToExpression][] = [
  ['call_expression', call],
  ['new_expression', created],
];
