/** TypeScript's types, as far as the shapes of bodies and answers need them. */
import type { TypeField, TypeForm } from '../expression';
import type { Context, ToStatement } from './context';
import { folded } from './context';
import { stringValue } from './literals';

const PRIMITIVES = new Set(['string', 'number', 'boolean', 'null', 'undefined', 'any', 'unknown', 'void', 'never', 'object']);
type Primitive = Extract<TypeForm, { kind: 'prim' }>['name'];
const isPrimitive = (name: string): name is Primitive => PRIMITIVES.has(name);

export function typeForm(c: Context, node: number): TypeForm {
  const { tree } = c;
  const inner = () => tree.namedOf(node);
  switch (tree.type[node]) {
    case 'type_annotation':
    case 'parenthesized_type':
    case 'readonly_type':
    case 'optional_type':
    case 'rest_type':
    case 'constraint':
    case 'default_type':
      return inner()[0] ? typeForm(c, inner()[0]!) : opaque(c, node);
    case 'predefined_type':
      return primitive(tree.textOf(node));
    case 'type_identifier':
    case 'identifier':
    case 'nested_type_identifier':
      return { kind: 'name', name: tree.textOf(node).replace(/\s+/g, '') };
    case 'generic_type':
      return generic(c, node);
    case 'literal_type':
      return literal(c, inner()[0] ?? 0, node);
    case 'array_type':
      return inner()[0] ? { kind: 'list', of: typeForm(c, inner()[0]!) } : opaque(c, node);
    case 'tuple_type':
      return { kind: 'tuple', of: inner().map((n) => typeForm(c, n)) };
    case 'union_type':
      return { kind: 'union', of: flat(c, node, 'union_type') };
    case 'intersection_type':
      return { kind: 'inter', of: flat(c, node, 'intersection_type') };
    case 'object_type':
    case 'interface_body':
      return objectType(c, node);
    case 'type_predicate_annotation':
    case 'asserts_annotation':
      return { kind: 'prim', name: 'boolean' };
    default:
      return opaque(c, node);
  }
}

function primitive(name: string): TypeForm {
  return { kind: 'prim', name: isPrimitive(name) ? name : 'unknown' };
}

function opaque(c: Context, node: number): TypeForm {
  return { kind: 'opaque', text: folded(c.tree.textOf(node).replace(/^:/, '')) };
}

/** a | b | c is nested to the left. */
function flat(c: Context, node: number, type: string): TypeForm[] {
  return c.tree.namedOf(node).flatMap((n) => (c.tree.type[n] === type ? flat(c, n, type) : [typeForm(c, n)]));
}

function generic(c: Context, node: number): TypeForm {
  const { tree } = c;
  const name = tree.child(node, 'name') || tree.firstNamed(node);
  const list = tree.child(node, 'type_arguments') || tree.ofType(node, 'type_arguments');
  const args = list ? tree.namedOf(list).map((n) => typeForm(c, n)) : [];
  const text = tree.textOf(name).replace(/\s+/g, '');
  if ((text === 'Array' || text === 'ReadonlyArray') && args[0]) return { kind: 'list', of: args[0] };
  return { kind: 'name', name: text, ...(args.length > 0 ? { args } : {}) };
}

function literal(c: Context, node: number, whole: number): TypeForm {
  const { tree } = c;
  switch (tree.type[node]) {
    case 'string':
      return { kind: 'lit', value: stringValue(c, node) };
    case 'number':
    case 'unary_expression':
      return { kind: 'lit', value: Number(tree.textOf(node).replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { kind: 'lit', value: tree.type[node] === 'true' };
    case 'null':
    case 'undefined':
      return { kind: 'prim', name: tree.type[node] === 'null' ? 'null' : 'undefined' };
    default:
      return opaque(c, whole);
  }
}

function objectType(c: Context, node: number): TypeForm {
  const { tree } = c;
  const fields: TypeField[] = [];
  let index: TypeForm | undefined;
  for (const member of tree.namedOf(node)) {
    const type = tree.type[member];
    if (type === 'index_signature') {
      const of = tree.child(member, 'type');
      if (of) index = typeForm(c, of);
      continue;
    }
    const name = tree.child(member, 'name');
    if (!name || (type !== 'property_signature' && type !== 'method_signature')) continue;
    const of = tree.child(member, 'type');
    const fieldType: TypeForm =
      type === 'property_signature' && of ? typeForm(c, of) : { kind: 'opaque', text: folded(tree.textOf(member)) };
    const key = tree.type[name] === 'string' ? stringValue(c, name) : tree.textOf(name);
    fields.push({ name: key, type: fieldType, ...(tree.ofType(member, '?') ? { optional: true } : {}) });
  }
  return { kind: 'obj', fields, ...(index ? { index } : {}) };
}

const interfaceDeclaration: ToStatement = (c, node) => putInterface(c, node);

function putInterface(c: Context, node: number, space = ''): void {
  const { tree } = c;
  const [name, body] = [tree.child(node, 'name'), tree.child(node, 'body')];
  if (!name || !body) return;
  const form = typeForm(c, body);
  const clause = tree.ofType(node, 'extends_type_clause') || tree.ofType(node, 'extends_clause');
  if (form.kind === 'obj' && clause) form.extends = tree.namedOf(clause).map((n) => typeForm(c, n));
  put(c, node, space + tree.textOf(name), form);
}

const alias: ToStatement = (c, node) => putAlias(c, node);

function putAlias(c: Context, node: number, space = ''): void {
  const [name, value] = [c.tree.child(node, 'name'), c.tree.child(node, 'value')];
  if (name && value) put(c, node, space + c.tree.textOf(name), typeForm(c, value));
}

/** `declare namespace Api { interface Task {…} }` declares Api.Task; `declare global` and `declare module "x"` put nothing in front. */
const ambient: ToStatement = (c, node) => ambientTypes(c, node, '');

function ambientTypes(c: Context, node: number, space: string): void {
  const { tree } = c;
  for (const child of tree.namedOf(node)) {
    const type = tree.type[child];
    if (type === 'interface_declaration') putInterface(c, child, space);
    else if (type === 'type_alias_declaration') putAlias(c, child, space);
    else if (type === 'internal_module' || type === 'module') {
      const name = tree.child(child, 'name');
      const own = name && tree.type[name] !== 'string' ? `${space}${tree.textOf(name)}.` : space;
      ambientTypes(c, child, own);
    } else if (type === 'statement_block' || type === 'export_statement' || type === 'expression_statement')
      ambientTypes(c, child, space);
  }
}

/** Interfaces of one name are one. */
function put(c: Context, node: number, name: string, form: TypeForm): void {
  const before = c.file.types.get(name)?.form;
  if (before?.kind === 'obj' && form.kind === 'obj') {
    before.fields.push(...form.fields);
    return;
  }
  const list = c.tree.child(node, 'type_parameters');
  const params = list ? c.tree.namedOf(list).map((n) => c.tree.textOf(c.tree.child(n, 'name') || n)) : [];
  c.file.types.set(name, { ...(params.length > 0 ? { params } : {}), form });
}

/** enum Role { Admin = "admin", User }: a type, and a binding that holds an object. */
const enumeration: ToStatement = (c, node) => {
  const { tree } = c;
  const [name, body] = [tree.child(node, 'name'), tree.child(node, 'body')];
  if (!name || !body) return;
  const of: TypeForm[] = [];
  let next = 0;
  const entries = tree.namedOf(body).map((member) => {
    const isAssigned = tree.type[member] === 'enum_assignment';
    const keyNode = isAssigned ? tree.child(member, 'name') : member;
    const valueNode = isAssigned ? tree.child(member, 'value') : 0;
    const key = tree.type[keyNode] === 'string' ? stringValue(c, keyNode) : tree.textOf(keyNode);
    const x = valueNode ? c.expr(valueNode) : c.add({ kind: 'lit', value: next++ }, member);
    const value = c.chunk.arena[x];
    if (value?.kind === 'lit' && typeof value.value === 'number') next = value.value + 1;
    if (value?.kind === 'str' || (value?.kind === 'lit' && value.value !== null))
      of.push({ kind: 'lit', value: value.value as string | number | boolean });
    return { key, x };
  });
  c.file.types.set(tree.textOf(name), { form: { kind: 'union', of } });
  c.assign(c.scope.declare(tree.textOf(name)), c.add({ kind: 'obj', entries }, node));
};

const nothing: ToStatement = () => {};

export const typeStatements: [string, ToStatement][] = [
  ['interface_declaration', interfaceDeclaration],
  ['type_alias_declaration', alias],
  ['enum_declaration', enumeration],
  ['ambient_declaration', ambient],
  ['type_annotation', nothing],
  ['type_arguments', nothing],
  ['type_parameters', nothing],
];
