/** A class's body is a chunk: methods and fields are its bindings, `this.x` what its methods set. */
import type { X } from '../expression';
import type { ChunkBuilder } from './builder';
import type { Context, Hint, ToExpression, ToStatement } from './context';
import { functionChunk } from './functions';
import { hoistVars } from './hoist';
import { keyOf } from './objects';
import { Scope } from './scope';

function classExpression(c: Context, node: number, hint?: Hint): X {
  const { tree } = c;
  const written = tree.child(node, 'name');
  const place = c.place(node);
  const name = written ? tree.textOf(written) : hint && !hint.numbered ? hint.name : '';
  const like = name !== '' ? name : `${hint?.name ?? 'class'}$`;
  const nameAt = written ? c.place(written) : { from: hint?.from ?? place.from, to: hint?.to ?? place.from };
  const body = tree.child(node, 'body');
  const bases = basesOf(c, node);
  const chunk = c.file.nested(c.chunk, 'class', name, like, place, nameAt, body ? tree.from[body]! : place.to);
  if (bases.length > 0) chunk.more.bases = bases;
  const x = c.add({ kind: 'class', chunk: chunk.id }, node);
  const decorators = decoratorsOf(c, node, x);
  if (decorators.length > 0) chunk.more.decorators = decorators;
  c.inChunk(chunk, new Scope(chunk, c.scope, false), () => members(c, chunk, body));
  return x;
}

function basesOf(c: Context, node: number): X[] {
  const { tree } = c;
  const heritage = tree.ofType(node, 'class_heritage');
  if (!heritage) return [];
  const clause = tree.ofType(heritage, 'extends_clause');
  const value = clause ? tree.child(clause, 'value') || tree.firstNamed(clause) : tree.firstNamed(heritage);
  if (!value || tree.type[value] === 'implements_clause') return [];
  return [c.expr(value)];
}

/** Each as a call with what is decorated as its argument. `@A export class B` has them outside. */
function decoratorsOf(c: Context, node: number, decorated: X): X[] {
  const { tree } = c;
  return tree
    .namedOf(node)
    .filter((child) => tree.type[child] === 'decorator')
    .map((child) => decorate(c, child, decorated));
}

function decorate(c: Context, decorator: number, decorated: X): X {
  const inner = c.tree.firstNamed(decorator);
  const callee = inner ? c.expr(inner) : c.add({ kind: 'unknown', why: 'decorator' }, decorator);
  return c.add({ kind: 'call', callee, args: [{ x: decorated }], decorator: true }, decorator);
}

/** Decorators of a member stand before it, as its siblings or as its children. */
function members(c: Context, chunk: ChunkBuilder, body: number): void {
  const { tree } = c;
  let pending: number[] = [];
  for (const node of body ? tree.namedOf(body) : []) {
    if (tree.type[node] === 'decorator') {
      pending.push(node);
      continue;
    }
    pending.push(...tree.namedOf(node).filter((child) => tree.type[child] === 'decorator'));
    member(c, chunk, node, pending);
    pending = [];
  }
}

function member(c: Context, chunk: ChunkBuilder, node: number, decorators: number[]): void {
  switch (c.tree.type[node]) {
    case 'method_definition':
      method(c, chunk, node, decorators);
      return;
    case 'field_definition':
    case 'public_field_definition':
      field(c, chunk, node, decorators);
      return;
    case 'class_static_block':
      staticBlock(c, node);
      return;
    case 'method_signature':
    case 'abstract_method_signature':
    case 'index_signature':
      return;
    default:
      c.any(node);
  }
}

function method(c: Context, chunk: ChunkBuilder, node: number, decorators: number[]): void {
  const nameNode = c.tree.child(node, 'name');
  const key = nameNode ? keyOf(c, nameNode) : { key: '' };
  const name = 'key' in key ? key.key : undefined;
  if ('computed' in key && key.computed) c.expr(key.computed);
  const own = functionChunk(c, node, name === undefined ? undefined : { name, ...c.place(nameNode) });
  const x = c.add({ kind: 'fn', chunk: own.id }, node);
  const calls = decorators.map((d) => decorate(c, d, x));
  if (calls.length > 0) own.more.decorators = calls;
  if (name !== undefined && !c.tree.ofType(node, 'set')) bind(chunk, name, x);
}

function field(c: Context, chunk: ChunkBuilder, node: number, decorators: number[]): void {
  const { tree } = c;
  const nameNode = tree.child(node, 'name') || tree.child(node, 'property');
  const key = nameNode ? keyOf(c, nameNode) : { key: '' };
  const name = 'key' in key ? key.key : undefined;
  if ('computed' in key && key.computed) c.expr(key.computed);
  const [value, type] = [tree.child(node, 'value'), tree.child(node, 'type')];
  if (name !== undefined && type) chunk.varTypes.set(name, c.typeForm(type));
  const x = value ? c.expr(value, name === undefined ? undefined : { name, ...c.place(nameNode) }) : undefined;
  const decorated = decorators.length > 0 ? (x ?? c.add({ kind: 'unknown', why: 'field' }, node)) : undefined;
  if (decorated !== undefined) for (const d of decorators) decorate(c, d, decorated);
  if (name === undefined) return;
  if (x !== undefined) bind(chunk, name, x);
  else if (!chunk.vars.has(name)) chunk.vars.set(name, []);
}

function bind(chunk: ChunkBuilder, name: string, x: X): void {
  const into = chunk.vars.get(name);
  if (into) into.push({ x });
  else chunk.vars.set(name, [{ x }]);
}

/** static { … }: code of the class chunk. */
function staticBlock(c: Context, node: number): void {
  const body = c.tree.child(node, 'body') || c.tree.firstNamed(node);
  if (!body) return;
  const scope = new Scope(c.chunk, c.scope, true);
  const statements = c.tree.namedOf(body);
  hoistVars(c, scope, statements);
  c.inScope(scope, () => c.statements(statements));
}

/** A named class expression knows its own name. */
const expression: ToExpression = (c, node, hint) => {
  const name = c.tree.child(node, 'name');
  if (!name) return classExpression(c, node, hint);
  let x = 0;
  c.inScope(new Scope(c.chunk, c.scope, false), () => {
    const own = c.scope.declare(c.tree.textOf(name));
    x = classExpression(c, node, hint);
    c.assign(own, x);
  });
  return x;
};

const declaration: ToStatement = (c, node) => {
  const name = c.tree.child(node, 'name');
  const x = classExpression(c, node);
  if (name) c.assign(c.scope.declare(c.tree.textOf(name)), x);
};

export const classes: [string, ToExpression][] = [['class', expression]];

export const classStatements: [string, ToStatement][] = [
  ['class_declaration', declaration],
  ['abstract_class_declaration', declaration],
];
