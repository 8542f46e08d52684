/** Every function is a chunk: declarations, expressions, arrows, methods. */
import type { TypeForm, X } from '../expression';
import type { Param } from '../facts';
import type { ChunkBuilder, Place } from './builder';
import type { Context, Hint, ToExpression, ToStatement } from './context';
import { hoistVars } from './hoist';
import { documentedParams, documentedReturn } from './jsdoc';
import { keyOf } from './objects';
import { bindPattern, namesIn } from './patterns';
import { Scope } from './scope';

/** The chunk of a function node; its parent is the chunk where lowering stands. */
export function functionChunk(c: Context, node: number, hint?: Hint, decorators: X[] = []): ChunkBuilder {
  const { tree } = c;
  const written = tree.type[node] === 'method_definition' ? 0 : tree.child(node, 'name');
  const place = c.place(node);
  const name = written ? tree.textOf(written) : hint && !hint.numbered ? hint.name : '';
  const like = name !== '' ? name : `${hint?.name ?? 'fn'}$`;
  const nameAt = written ? c.place(written) : hintPlace(hint, place);
  const body = tree.child(node, 'body');
  const chunk = c.file.nested(c.chunk, 'function', name, like, place, nameAt, body ? tree.from[body]! : place.to);
  mark(c, node, chunk, decorators);
  const scope = new Scope(chunk, c.scope, true);
  c.inChunk(chunk, scope, () => {
    if (written && !tree.type[node]!.endsWith('declaration')) ownName(c, chunk, scope, written);
    parameters(c, node, chunk, scope);
    if (body) lowerBody(c, body, scope);
  });
  return chunk;
}

function hintPlace(hint: Hint | undefined, place: Place): Place {
  if (hint?.from !== undefined && hint.to !== undefined) return { from: hint.from, to: hint.to };
  return { from: place.from, to: place.from };
}

/** `const f = function again() { again() }`: the name is bound within. */
function ownName(c: Context, chunk: ChunkBuilder, scope: Scope, name: number): void {
  c.assign(scope.declare(c.tree.textOf(name)), c.add({ kind: 'fn', chunk: chunk.id }, name));
}

function mark(c: Context, node: number, chunk: ChunkBuilder, decorators: X[]): void {
  const { tree } = c;
  const { more } = chunk;
  if (tree.type[node] === 'arrow_function') more.arrow = true;
  for (let child = tree.first[node]!; child; child = tree.next[child]!) {
    if (tree.named[child]) continue;
    if (tree.type[child] === 'async') more.async = true;
    else if (tree.type[child] === 'get') more.getter = true;
    else if (tree.type[child] === 'static') more.static = true;
  }
  const type = tree.child(node, 'return_type');
  const returns = type ? c.typeForm(type) : documentedReturn(c, node);
  if (returns) more.returnType = returns;
  const typeParams = tree.child(node, 'type_parameters');
  if (typeParams) more.typeParams = tree.namedOf(typeParams).map((n) => tree.textOf(tree.child(n, 'name') || n));
  if (decorators.length > 0) more.decorators = decorators;
}

function lowerBody(c: Context, body: number, scope: Scope): void {
  if (c.tree.type[body] === 'statement_block') {
    const statements = c.tree.namedOf(body);
    hoistVars(c, scope, statements);
    c.statements(statements);
  } else c.chunk.returns.push({ x: c.expr(body) });
}

/** The i-th parameter as an expression; with a default, one or the other. */
function parameters(c: Context, node: number, chunk: ChunkBuilder, scope: Scope): void {
  const { tree } = c;
  const list = tree.child(node, 'parameters');
  const single = tree.child(node, 'parameter');
  const nodes = single ? [single] : list ? tree.namedOf(list) : [];
  const documented = nodes.length ? documentedParams(c, node) : undefined;
  const params: Param[] = [];
  const places: number[] = [];
  const parts = nodes.map((n) => partsOf(c, n)).filter((p) => p.pattern && tree.type[p.pattern] !== 'this');
  for (const part of parts) for (const name of namesIn(tree, part.pattern)) scope.declare(name);
  for (const part of parts) {
    const target = tree.type[part.pattern] === 'rest_pattern' ? tree.firstNamed(part.pattern) : part.pattern;
    const param: Param = {
      name: tree.type[target] === 'identifier' ? tree.textOf(target) : '',
      kind: target === part.pattern ? 'plain' : 'rest',
    };
    const place = c.place(part.pattern);
    let x = c.addAt({ kind: 'param', index: params.length }, place);
    if (part.fallback) {
      param.default = c.expr(part.fallback, param.name ? { name: param.name } : undefined);
      x = c.addAt({ kind: 'either', op: 'or', of: [x, param.default] }, place);
    }
    const said = documented?.get(param.name);
    const type = part.type ?? said?.type;
    if (type) {
      param.type = type;
      if (param.name) chunk.varTypes.set(param.name, type);
    }
    if (part.optional || (said?.optional && !part.type)) param.optional = true;
    bindPattern(c, target, x, (name) => scope.declare(name));
    if (part.property) c.chunk.sets.push({ object: c.addAt({ kind: 'this' }, place), name: param.name, x });
    params.push(param);
    places.push(place.from, place.to);
  }
  c.file.setParams(chunk, params, places);
}

interface Parts {
  pattern: number;
  fallback?: number;
  type?: TypeForm;
  optional?: boolean;
  /** `constructor(private http: HttpClient)` */
  property?: boolean;
}

function partsOf(c: Context, node: number): Parts {
  const { tree } = c;
  switch (tree.type[node]) {
    case 'assignment_pattern':
      return { pattern: tree.child(node, 'left'), fallback: tree.child(node, 'right') };
    case 'required_parameter':
    case 'optional_parameter': {
      for (const child of tree.namedOf(node)) if (tree.type[child] === 'decorator') c.any(child);
      const parts: Parts = { pattern: tree.child(node, 'pattern') };
      const [fallback, type] = [tree.child(node, 'value'), tree.child(node, 'type')];
      if (fallback) parts.fallback = fallback;
      if (type) parts.type = c.typeForm(type);
      if (tree.type[node] === 'optional_parameter') parts.optional = true;
      if (isProperty(c, node)) parts.property = true;
      return parts;
    }
    default:
      return { pattern: node };
  }
}

function isProperty(c: Context, node: number): boolean {
  return ['accessibility_modifier', 'readonly', 'override_modifier'].some((type) => c.tree.ofType(node, type) !== 0);
}

const expression: ToExpression = (c, node, hint) => c.add({ kind: 'fn', chunk: functionChunk(c, node, hint).id }, node);

/** In an object literal; classes go through their own way. */
const method: ToExpression = (c, node, hint) => {
  const name = c.tree.child(node, 'name');
  const key = name ? keyOf(c, name) : undefined;
  const own = key && 'key' in key ? { name: key.key, ...c.place(name) } : undefined;
  return expression(c, node, hint ?? own);
};

const declaration: ToStatement = (c, node) => {
  const name = c.tree.child(node, 'name');
  const x = expression(c, node);
  if (name) c.assign(c.scope.declare(c.tree.textOf(name)), x);
};

export const functions: [string, ToExpression][] = [
  ['arrow_function', expression],
  ['function_expression', expression],
  ['generator_function', expression],
  ['method_definition', method],
];

export const functionStatements: [string, ToStatement][] = [
  ['function_declaration', declaration],
  ['generator_function_declaration', declaration],
  ['function_signature', () => {}],
];
