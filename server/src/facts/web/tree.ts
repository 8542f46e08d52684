/**
 * A syntax tree copied into flat arrays, so that lowering walks plain numbers and the tree is deleted at once.
 *
 * A node is an index, in document order; 0 is the root and also "no node", for nobody asks for the root as a child.
 */
import type { LanguageId } from '../../syntax/languages';
import { parse, type Tree } from '../../syntax/parser';
import { type Walker, walk } from '../../syntax/walker';

/** Deeper than this, nodes are left out and the file is called damaged. */
export const MAX_DEPTH = 400;

/** The number of an error node in every grammar. */
const ERROR = 65535;

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
  /** Places that could not be parsed. */
  errors = 0;
  hasErrorNode = false;
  tooDeep = false;

  /** `text` is a part of a page, from `base` on; every position counts from the page's start. */
  constructor(
    private readonly text: string,
    readonly base = 0,
  ) {}

  /** Copies the node where the walk stands. */
  add(walker: Walker, names: Names, id: number, hasField: boolean): number {
    const isError = id === ERROR;
    const isNamed = isError || names.named[id] === 1;
    const node = this.type.push(isError ? 'ERROR' : names.types[id]!) - 1;
    const from = walker.from() + this.base;
    this.from.push(from);
    this.to.push(isNamed ? walker.to() + this.base : from + this.type[node]!.length);
    this.named.push(isNamed);
    const field = isNamed && hasField ? walker.field() : 0;
    this.field.push(field ? names.fields[field] : undefined);
    this.first.push(0);
    this.next.push(0);
    // A bare & in JSX text is an error only to the grammar.
    if (isError && this.slice(from, from + 1) !== '&') this.errors++;
    if (isError) this.hasErrorNode = true;
    return node;
  }

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
    const flat = flatten(tree, new FlatTree(text, base), language);
    // What is only missing, a closing bracket say, is no node of its own.
    if (!flat.hasErrorNode && tree.rootNode.hasError) flat.errors = 1;
    return flat;
  } finally {
    tree.delete();
  }
}

function flatten(tree: Tree, flat: FlatTree, language: LanguageId): FlatTree {
  const names = namesOf(tree, language);
  const walker = walk(tree);
  /** The last node copied at each depth, 0 before the first, and whether fields matter there. */
  const last: number[] = [];
  const fields: boolean[] = [false];
  let depth = 0;
  for (;;) {
    const id = walker.type();
    if (names.dropped[id] !== 1) {
      const node = flat.add(walker, names, id, fields[depth]!);
      if (last[depth]) flat.next[last[depth]!] = node;
      else if (depth > 0) flat.first[last[depth - 1]!] = node;
      last[depth] = node;
      const isInner = names.leaf[id] !== 1;
      if (isInner && depth >= MAX_DEPTH) flat.tooDeep = true;
      else if (isInner && walker.first()) {
        depth++;
        last[depth] = 0;
        fields[depth] = names.fieldless[id] !== 1;
        continue;
      }
    }
    while (!walker.next()) {
      if (depth === 0) {
        walker.end();
        return flat;
      }
      walker.up();
      depth--;
    }
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
