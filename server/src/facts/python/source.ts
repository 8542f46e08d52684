/** A Python file as lowering reads it: the flat tree with questions about nodes. */
import { type FlatTree, flatten, type N } from '../../syntax/flat';
import { parse } from '../../syntax/parser';

export type { N } from '../../syntax/flat';
export const NONE = -1;

const leaves =
  'identifier integer float true false none ellipsis string_start string_content string_end escape_sequence ' +
  'dotted_name relative_import import_prefix wildcard_import type_conversion keyword_separator positional_separator ' +
  'pass_statement break_statement continue_statement line_continuation';

const pruning = {
  leaves: new Set(leaves.split(' ')),
  /** A string's parts matter only where code can stand in it. */
  isLeaf(type: string, text: string, from: number): boolean {
    return type === 'string' && !/^[^'"]*[ft]/i.test(text.slice(from, from + 3));
  },
};

export class Source {
  readonly count: number;
  readonly comments: readonly number[];
  /** Places that could not be parsed. */
  readonly errors: number;

  private constructor(
    readonly text: string,
    private readonly tree: FlatTree,
  ) {
    this.count = tree.count;
    this.comments = tree.comments;
    this.errors = tree.errors;
  }

  /** Throws what `parse` throws. */
  static parse(text: string): Source {
    const tree = parse('python', text);
    try {
      return new Source(text, flatten(tree, text, pruning));
    } finally {
      tree.delete();
    }
  }

  kind(n: N): string {
    return this.tree.types[this.tree.type[n]!]!;
  }
  from(n: N): number {
    return this.tree.from[n]!;
  }
  to(n: N): number {
    return this.tree.to[n]!;
  }
  /** The node that follows n's whole subtree in the order of the text. */
  after(n: N): N {
    return this.tree.after[n]!;
  }
  textOf(n: N): string {
    return this.text.slice(this.tree.from[n], this.tree.to[n]);
  }
  /** Source text on one line, for people: conditions. */
  folded(n: N): string {
    return this.textOf(n).replace(/\s+/g, ' ');
  }

  children(n: N): N[] {
    const { after } = this.tree;
    const found: N[] = [];
    for (let c = n + 1, end = after[n]!; c < end; c = after[c]!) found.push(c);
    return found;
  }
  firstChild(n: N): N {
    return n + 1 < this.tree.after[n]! ? n + 1 : NONE;
  }
  fieldOf(n: N): string | null {
    return this.tree.fields[this.tree.field[n]!] ?? null;
  }
  /** The first child of that field. */
  child(n: N, field: string): N {
    const { after } = this.tree;
    for (let c = n + 1, end = after[n]!; c < end; c = after[c]!) if (this.fieldOf(c) === field) return c;
    return NONE;
  }
  all(n: N, field: string): N[] {
    return this.children(n).filter((c) => this.fieldOf(c) === field);
  }
  /** The first child of that kind. */
  ofKind(n: N, kind: string): N {
    const { after } = this.tree;
    for (let c = n + 1, end = after[n]!; c < end; c = after[c]!) if (this.kind(c) === kind) return c;
    return NONE;
  }

  /** The operator that stands between two operands: 'a  + # why' gives '+'. */
  between(left: N, right: N): string {
    const gap = this.text.slice(this.to(left), this.from(right));
    const trimmed = gap.trim();
    if (!/[#\\]/.test(trimmed)) return trimmed;
    return trimmed.replace(/#[^\r\n]*|\\(?=\r|\n)/g, '').trim();
  }
  startsWith(n: N, word: string): boolean {
    return this.text.startsWith(word, this.from(n));
  }
}
