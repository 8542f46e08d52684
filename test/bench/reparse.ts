/** What the parser alone takes for one keystroke, given the tree of the text before it. */
import { Edit } from 'web-tree-sitter';
import { languageOf } from '../../server/src/syntax/languages';
import { parse } from '../../server/src/syntax/parser';

/** A letter more at an offset, which is a place of lines and columns from 0. */
export interface Keystroke {
  path: string;
  before: string;
  after: string;
  begin: number;
  at: { line: number; character: number };
}

/** Milliseconds. */
export function reparsed({ path, before, after, begin, at }: Keystroke): number {
  const language = languageOf(path);
  if (!language) throw new Error(`${path}: of no language`);
  const tree = parse(language, before);
  const here = { row: at.line, column: at.character };
  const from = performance.now();
  tree.edit(
    new Edit({
      startIndex: begin,
      oldEndIndex: begin,
      newEndIndex: begin + 1,
      startPosition: here,
      oldEndPosition: here,
      newEndPosition: { row: here.row, column: here.column + 1 },
    }),
  );
  const next = parse(language, after, { oldTree: tree });
  const took = performance.now() - from;
  next.delete();
  tree.delete();
  return took;
}
