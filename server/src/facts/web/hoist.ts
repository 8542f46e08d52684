/** Names are known before the code that uses them: `var` throughout its function, the rest throughout its block. */
import type { Context } from './context';
import { namesIn } from './patterns';
import type { Scope } from './scope';

/** Statements that may hold a `var` of the same function. */
const HOLDERS = new Set(
  'statement_block if_statement else_clause for_statement for_in_statement while_statement do_statement try_statement catch_clause finally_clause switch_statement switch_body switch_case switch_default labeled_statement with_statement export_statement ERROR'.split(
    ' ',
  ),
);

export function hoistVars(c: Context, scope: Scope, statements: readonly number[]): void {
  const { tree } = c;
  for (const node of statements) {
    const type = tree.type[node]!;
    if (type === 'variable_declaration') declareNames(c, scope, node);
    else if (HOLDERS.has(type)) {
      if (type === 'for_in_statement' && tree.ofType(node, 'var'))
        for (const n of namesIn(tree, tree.child(node, 'left'))) scope.declare(n);
      hoistVars(c, scope, tree.namedOf(node));
    }
  }
}

function declareNames(c: Context, scope: Scope, declaration: number): void {
  for (const declarator of c.tree.namedOf(declaration)) {
    const name = c.tree.child(declarator, 'name');
    if (name) for (const n of namesIn(c.tree, name)) scope.declare(n);
  }
}

/** let, const, class, function, import, enum: in the scope of these very statements. */
export function hoist(c: Context, statements: readonly number[]): void {
  const { tree, scope } = c;
  for (const node of statements) {
    switch (tree.type[node]) {
      case 'lexical_declaration':
        declareNames(c, scope, node);
        break;
      case 'function_declaration':
      case 'generator_function_declaration':
      case 'class_declaration':
      case 'abstract_class_declaration':
      case 'enum_declaration': {
        const name = tree.child(node, 'name');
        if (name) scope.declare(tree.textOf(name));
        break;
      }
      case 'export_statement':
      case 'ERROR':
        hoist(c, tree.namedOf(node));
        break;
      case 'import_statement':
        hoistImport(c, node);
    }
  }
}

function hoistImport(c: Context, node: number): void {
  const { tree, scope } = c;
  for (const child of tree.namedOf(node)) {
    const type = tree.type[child];
    if (type === 'identifier') scope.declare(tree.textOf(child));
    else if (type === 'import_specifier') {
      const name = tree.child(child, 'alias') || tree.child(child, 'name');
      if (name) scope.declare(tree.textOf(name));
    } else if (type !== 'string') hoistImport(c, child);
  }
}
