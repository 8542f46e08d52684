/** import and export statements. CommonJS is in commonjs.ts. */
import type { X } from '../expression';
import type { Context, ToStatement } from './context';
import { stringValue } from './literals';
import { namesIn } from './patterns';

/** A name of a module may be a string: `import {"a b" as c}`. */
function nameOf(c: Context, node: number): string {
  return c.tree.type[node] === 'string' ? stringValue(c, node) : c.tree.textOf(node);
}

const imported: ToStatement = (c, node) => {
  const { tree } = c;
  const source = tree.child(node, 'source') || tree.ofType(node, 'string');
  const clause = tree.ofType(node, 'import_clause');
  const required = tree.ofType(node, 'import_require_clause');
  if (required) return importRequire(c, required);
  if (!source) return c.salvage(node);
  const module = stringValue(c, source);
  if (!clause) {
    c.add({ kind: 'import', module }, node);
    return;
  }
  for (const child of tree.namedOf(clause)) {
    if (tree.type[child] === 'identifier') bindImport(c, module, 'default', child, child);
    else if (tree.type[child] === 'namespace_import') bindImport(c, module, undefined, tree.firstNamed(child), child);
    else for (const specifier of tree.namedOf(child)) importSpecifier(c, module, specifier);
  }
};

function importSpecifier(c: Context, module: string, node: number): void {
  const [name, alias] = namesOf(c, node);
  if (name) bindImport(c, module, nameOf(c, name), alias ?? name, node);
}

function bindImport(c: Context, module: string, name: string | undefined, local: number, node: number): void {
  if (!local) return;
  const x = c.add(name === undefined ? { kind: 'import', module } : { kind: 'import', module, name }, node);
  c.assign(c.scope.declare(c.tree.textOf(local)), x);
}

/** import fs = require("fs") */
function importRequire(c: Context, node: number): void {
  const [local, source] = [c.tree.ofType(node, 'identifier'), c.tree.ofType(node, 'string')];
  if (local && source) bindImport(c, stringValue(c, source), undefined, local, node);
}

const exported: ToStatement = (c, node) => {
  const { tree } = c;
  const source = tree.child(node, 'source');
  const clause = tree.ofType(node, 'export_clause');
  const namespace = tree.ofType(node, 'namespace_export');
  if (source && namespace) c.file.stars.push({ module: stringValue(c, source), as: nameOf(c, tree.firstNamed(namespace)) });
  else if (source && !clause) c.file.stars.push({ module: stringValue(c, source) });
  else if (clause) exportNames(c, clause, source ? stringValue(c, source) : undefined);
  else if (tree.ofType(node, 'default') || tree.ofType(node, '=')) exportDefault(c, node);
  else exportDeclared(c, node);
};

function exportNames(c: Context, clause: number, module: string | undefined): void {
  for (const specifier of c.tree.namedOf(clause)) {
    const [name, alias] = namesOf(c, specifier);
    if (!name) continue;
    const own = nameOf(c, name);
    const x = module === undefined ? c.ref(own, c.place(name)) : c.add({ kind: 'import', module, name: own }, specifier);
    putExport(c, alias ? nameOf(c, alias) : own, x);
  }
}

/** Name and alias of `a as b`; `default` is a word of the language there. */
function namesOf(c: Context, specifier: number): number[] {
  const { tree } = c;
  const found: number[] = [];
  for (let child = tree.first[specifier]!; child; child = tree.next[child]!) {
    if (tree.type[child] === 'default' || (tree.named[child] && tree.type[child] !== 'comment')) found.push(child);
  }
  return found;
}

/** export default f · export default function () {} · export = x */
function exportDefault(c: Context, node: number): void {
  const { tree } = c;
  const all = tree.namedOf(node).filter((child) => tree.type[child] !== 'decorator');
  const value = tree.child(node, 'value') || all[0];
  if (!value) return;
  const hint = { name: 'default', from: tree.from[value]!, to: tree.from[value]! };
  const isDeclaration = tree.field[value] === 'declaration' || tree.type[value]!.endsWith('_declaration');
  if (isDeclaration && tree.child(value, 'name')) {
    c.any(value);
    putExport(c, 'default', c.ref(tree.textOf(tree.child(value, 'name')), c.place(tree.child(value, 'name'))));
  } else {
    const x = c.expr(value, hint);
    putExport(c, 'default', x);
    if (tree.ofType(node, '=')) putExport(c, 'export=', x);
  }
  outerDecorators(c, node);
}

function exportDeclared(c: Context, node: number): void {
  const { tree } = c;
  const declaration = tree.child(node, 'declaration') || tree.firstNamed(node);
  if (!declaration) return;
  c.any(declaration);
  outerDecorators(c, node);
  for (const name of declaredBy(c, declaration)) {
    const bound = c.scope.lookup(name.text);
    if (bound) putExport(c, name.text, c.addAt({ kind: 'ref', chunk: bound.chunk.id, name: bound.name }, name));
  }
}

/** Only a module's own body exports: not a namespace, not a script of a page. */
function putExport(c: Context, name: string, x: X): void {
  if (c.chunk.id === '' && c.scope.parent === undefined) c.file.exports.set(name, x);
}

interface Declared {
  text: string;
  from: number;
  to: number;
}

function declaredBy(c: Context, node: number): Declared[] {
  const { tree } = c;
  const type = tree.type[node]!;
  if (type === 'lexical_declaration' || type === 'variable_declaration') {
    return tree.namedOf(node).flatMap((declarator) => {
      const name = tree.child(declarator, 'name');
      return name ? namesIn(tree, name).map((text) => ({ text, ...c.place(name) })) : [];
    });
  }
  const name = tree.child(node, 'name');
  return name ? [{ text: tree.textOf(name), ...c.place(name) }] : [];
}

/** `@Component({}) export class A {}`: the decorators stand on the export. */
function outerDecorators(c: Context, node: number): void {
  const { tree } = c;
  const decorators = tree.namedOf(node).filter((child) => tree.type[child] === 'decorator');
  if (decorators.length === 0) return;
  const own = c.chunk.arena.findLastIndex((e) => e.kind === 'class');
  const decorated = c.chunk.arena[own];
  if (decorated?.kind !== 'class') return;
  const calls: X[] = decorators.map((decorator) => {
    const inner = tree.firstNamed(decorator);
    const callee = inner ? c.expr(inner) : c.add({ kind: 'unknown', why: 'decorator' }, decorator);
    return c.add({ kind: 'call', callee, args: [{ x: own }], decorator: true }, decorator);
  });
  const chunk = c.file.chunks.get(decorated.chunk);
  if (chunk) chunk.more.decorators = [...calls, ...(chunk.more.decorators ?? [])];
}

export const moduleStatements: [string, ToStatement][] = [
  ['import_statement', imported],
  ['export_statement', exported],
];
