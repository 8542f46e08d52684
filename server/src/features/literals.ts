/** The text between quotes around a place of a line. */
export interface Literal {
  /** Indices in the line, quotes outside. */
  from: number;
  to: number;
  quote: string;
}

/** What `${…}` holds is not taken for an end. */
export function literalAt(line: string, index: number): Literal | undefined {
  const literals = /(['"])((?:\\.|(?!\1).)*?)\1|`((?:\\.|\$\{[^}]*\}|[^`\\])*)`/g;
  for (const match of line.matchAll(literals)) {
    const from = match.index + 1;
    const to = match.index + match[0].length - 1;
    if (index >= from && index <= to) return { from, to, quote: match[0].charAt(0) };
  }
  return undefined;
}
