/**
 * A syntax tree copied into flat arrays, so that lowering walks plain numbers and the tree is deleted at once.
 *
 * A node is an index, in document order; 0 is the root and also "no node", for nobody asks for the root as a child.
 */
import type { LanguageId } from '../../syntax/languages';
import { parse, type Tree } from '../../syntax/parser';
import { walk } from '../../syntax/walker';

/** Deeper than this, nodes are left out and the file is called damaged. */
export const MAX_DEPTH = 400;

/** What a grammar's numbers mean, worked out once for each. */
interface Names {
  types: string[];
  fields: string[];
  leaf: Uint8Array;
  dropped: Uint8Array;
  fieldless: Uint8Array;
  named: Uint8Array;
}

/** Punctuation says nothing that the nodes around it do not say; left out, copying takes two thirds of the time. */
const DROPPED = new Set('( ) [ ] { } , ; . : = => " \' ` ${ < > </ /> / | & ?. -> return new'.split(' '));

/** Named nodes whose children are not worth a visit. */
const LEAVES = new Set(
  'string regex identifier property_identifier private_property_identifier shorthand_property_identifier shorthand_property_identifier_pattern statement_identifier type_identifier number string_fragment escape_sequence comment html_comment jsx_text regex_pattern regex_flags true false null undefined this super predefined_type empty_statement jsx_closing_element accessibility_modifier optional_chain'.split(
    ' ',
  ),
);

/** Nodes whose children's fields nobody asks for. */
const FIELDLESS = new Set(
  'program statement_block arguments array object object_pattern array_pattern template_string template_substitution formal_parameters expression_statement jsx_expression jsx_attribute parenthesized_expression return_statement spread_element await_expression named_imports import_clause export_clause union_type type_annotation object_type type_arguments lexical_declaration variable_declaration switch_body'.split(
    ' ',
  ),
);

const known = new Map<LanguageId, Names>();

export class FlatTree {
  type: string[] = [];
  from: number[] = [];
  to: number[] = [];
  field: (string | undefined)[] = [];
  first: number[] = [];
  next: number[] = [];
  named: boolean[] = [];
  hasError = false;
  tooDeep = false;

  /** `text` is a part of a page, from `base` on; every position counts from the page's start. */
  constructor(
    private readonly text: string,
    readonly base = 0,
  ) {}

  child(node: number, field: string): number {
    for (let c = this.first[node]!; c; c = this.next[c]!) if (this.field[c] === field) return c;
    return 0;
  }
  ofType(node: number, type: string): number {
    for (let c = this.first[node]!; c; c = this.next[c]!) if (this.type[c] === type) return c;
    return 0;
  }
  firstNamed(node: number): number {
    for (let c = this.first[node]!; c; c = this.next[c]!) if (this.named[c] && this.type[c] !== 'comment') return c;
    return 0;
  }
  /** Named children, comments left out. */
  namedOf(node: number): number[] {
    const all: number[] = [];
    for (let c = this.first[node]!; c; c = this.next[c]!) if (this.named[c] && this.type[c] !== 'comment') all.push(c);
    return all;
  }
  /** Adds start and end of every comment. */
  comments(into: number[]): void {
    for (let node = 0; node < this.type.length; node++) {
      if (this.type[node] === 'comment' || this.type[node] === 'html_comment') into.push(this.from[node]!, this.to[node]!);
    }
  }
  textOf(node: number): string {
    return this.text.slice(this.from[node]! - this.base, this.to[node]! - this.base);
  }
  /** The text between two positions. */
  slice(from: number, to: number): string {
    return this.text.slice(from - this.base, to - this.base);
  }
}

/** A part of a page is parsed alone and its positions moved: included ranges would copy what follows it each time. */
export function parseFlat(language: LanguageId, text: string, base = 0): FlatTree {
  const tree = parse(language, text);
  try {
    return flatten(tree, new FlatTree(text, base), language);
  } finally {
    tree.delete();
  }
}

function flatten(tree: Tree, flat: FlatTree, language: LanguageId): FlatTree {
  const { base } = flat;
  const names = namesOf(tree, language);
  const { type, from, to, field, first, next, named } = flat;
  const walker = walk(tree);
  const last: number[] = [];
  const parentFieldless: boolean[] = [];
  let depth = 0;
  let n = 0;
  for (;;) {
    const id = walker.type();
    if (names.dropped[id] === 1) {
      if (!ascend()) return flat;
      continue;
    }
    const isError = id === 65535;
    const isNamed = isError || names.named[id] === 1;
    // A bare & in JSX text is an error only to the grammar.
    if (isError && flat.slice(walker.from() + base, walker.from() + base + 1) !== '&') flat.hasError = true;
    type.push(isError ? 'ERROR' : names.types[id]!);
    from.push(walker.from() + base);
    to.push(isNamed ? walker.to() + base : from[n]! + type[n]!.length);
    named.push(isNamed);
    const fieldId = isNamed && depth > 0 && !parentFieldless[depth] ? walker.field() : 0;
    field.push(fieldId ? names.fields[fieldId] : undefined);
    first.push(0);
    next.push(0);
    const before = last[depth];
    if (before) next[before] = n;
    else if (depth > 0) first[last[depth - 1]!] = n;
    last[depth] = n;
    n++;
    if (names.leaf[id] !== 1) {
      if (depth < MAX_DEPTH) {
        if (walker.first()) {
          depth++;
          parentFieldless[depth] = names.fieldless[id] === 1;
          last[depth] = 0;
          continue;
        }
      } else flat.tooDeep = true;
    }
    if (!ascend()) return flat;
  }

  /** To the next node that is no descendant of this one; false, and the walk ended, after the last. */
  function ascend(): boolean {
    while (!walker.next()) {
      if (depth === 0) {
        walker.end();
        return false;
      }
      walker.up();
      depth--;
    }
    return true;
  }
}

function namesOf(tree: Tree, language: LanguageId): Names {
  const had = known.get(language);
  if (had) return had;
  const { types, fields } = tree.language;
  const leaf = new Uint8Array(65536);
  const dropped = new Uint8Array(65536);
  const fieldless = new Uint8Array(65536);
  const named = new Uint8Array(65536);
  types.forEach((name, id) => {
    named[id] = tree.language.nodeTypeIsNamed(id) ? 1 : 0;
    dropped[id] = named[id] === 0 && DROPPED.has(name) ? 1 : 0;
    fieldless[id] = FIELDLESS.has(name) ? 1 : 0;
    leaf[id] = named[id] === 0 || LEAVES.has(name) ? 1 : 0;
  });
  const names = { types, fields: fields.map((f) => f ?? ''), leaf, dropped, fieldless, named };
  known.set(language, names);
  return names;
}
