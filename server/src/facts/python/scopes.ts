/**
 * Which name is bound where. A scope's names are collected before its code is lowered, for a name assigned anywhere in a function
 * is local everywhere in it.
 */
import type { ChunkId } from '../expression';
import { type N, NONE, type Source } from './source';

export interface Scope {
  kind: 'module' | 'function' | 'class' | 'comprehension';
  /** The chunk that its code belongs to. */
  chunk: ChunkId;
  parent?: Scope;
  names: ReadonlySet<string>;
  /** Names that a `global` statement sends to the module. */
  globals?: ReadonlySet<string>;
  nonlocals?: ReadonlySet<string>;
}

export interface Names {
  names: Set<string>;
  globals: Set<string>;
  nonlocals: Set<string>;
}

/** Names bound by the code under `body`, nested functions and classes left out; `global` and `nonlocal` ones apart. */
export function namesUnder(source: Source, body: N): Names {
  const found: Names = { names: new Set(), globals: new Set(), nonlocals: new Set() };
  const add = (n: N) => {
    for (const name of targetNames(source, n)) found.names.add(name);
  };
  for (let n = body, end = source.after(body); n < end; ) {
    n = visit(source, n, found, add);
  }
  for (const name of found.globals) found.names.delete(name);
  for (const name of found.nonlocals) found.names.delete(name);
  return found;
}

/** Takes what n itself binds and says where to go on. */
function visit(source: Source, n: N, found: Names, add: (n: N) => void): N {
  switch (source.kind(n)) {
    case 'function_definition':
    case 'class_definition':
      add(source.child(n, 'name'));
      return source.after(n);
    case 'lambda':
      return source.after(n);
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      add(source.child(n, 'left'));
      break;
    case 'named_expression':
      add(source.child(n, 'name'));
      break;
    case 'type_alias_statement':
      for (const c of source.children(source.child(n, 'left'))) add(source.kind(c) === 'generic_type' ? source.firstChild(c) : c);
      break;
    case 'as_pattern_target':
      add(n);
      break;
    case 'case_pattern':
      for (const name of captureNames(source, n)) found.names.add(name);
      break;
    case 'except_clause':
      add(source.child(n, 'alias'));
      break;
    case 'import_statement':
    case 'import_from_statement':
      for (const c of source.all(n, 'name')) found.names.add(importedAs(source, c, source.kind(n) === 'import_from_statement'));
      return source.after(n);
    case 'global_statement':
      for (const c of source.children(n)) found.globals.add(source.textOf(c));
      return source.after(n);
    case 'nonlocal_statement':
      for (const c of source.children(n)) found.nonlocals.add(source.textOf(c));
      return source.after(n);
  }
  return n + 1;
}

/** Names that any `global` statement of the file mentions: bound in the module, wherever they are assigned. */
export function globalNames(source: Source): Set<string> {
  const names = new Set<string>();
  for (let n = 0; n < source.count; n++) {
    if (source.kind(n) === 'global_statement') for (const c of source.children(n)) names.add(source.textOf(c));
  }
  return names;
}

/** Names in an assignment's left side: `a, (b, *c)`; attributes and subscripts bind none. */
export function targetNames(source: Source, target: N): string[] {
  const names: string[] = [];
  const open = target === NONE ? [] : [target];
  for (let n = open.pop(); n !== undefined; n = open.pop()) {
    const kind = source.kind(n);
    if (kind === 'identifier') names.push(source.textOf(n));
    else if (kind !== 'attribute' && kind !== 'subscript') open.push(...source.children(n).reverse());
  }
  return names;
}

/** Names that a `case` pattern or an `as` binds: bare names, not dotted ones, keywords or class names. */
export function captureNames(source: Source, pattern: N): string[] {
  const names: string[] = [];
  for (let n = pattern; n < source.after(pattern); n++) {
    const kind = source.kind(n);
    if (kind === 'class_pattern') n++;
    else if (kind === 'keyword_pattern') n++;
    else if (kind === 'identifier' || (kind === 'dotted_name' && !source.textOf(n).includes('.'))) {
      if (source.textOf(n) !== '_') names.push(source.textOf(n));
    }
  }
  return names;
}

/** `import a.b` binds a, `import a.b as c` and `from a import b as c` bind c. */
export function importedAs(source: Source, n: N, from: boolean): string {
  if (source.kind(n) === 'aliased_import') return source.textOf(source.child(n, 'alias'));
  const dotted = source.textOf(n).replace(/\s+/g, '');
  return from ? dotted : dotted.split('.', 1)[0]!;
}
