/** Paths and verbs in the literals of calls, as items that the client can take. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Range } from 'vscode-languageserver/node';
import { completePaths, type PathCompletion } from '../features/completion';
import type { Literal } from '../features/literals';
import { completeVerbs, type VerbCompletion } from '../features/verbs';
import type { ApiView, Point } from '../features/view';
import { rangeOf } from './convert';

export interface Where {
  path: string;
  point: Point;
  lines: readonly string[];
}

/** `snippets`: whether the client knows holes. */
export function completionItems(view: ApiView, { path, point, lines }: Where, snippets: boolean): CompletionItem[] {
  const verbs = completeVerbs(view, path, point, lines);
  if (verbs) return verbItems(verbs, point);
  const found = completePaths(view, path, point, lines);
  return found ? pathItems(found, point, snippets) : [];
}

function verbItems({ literal, items }: VerbCompletion, { line }: Point): CompletionItem[] {
  const range = rangeOf({ line, column: literal.from + 1, endLine: line, endColumn: literal.to + 1 });
  return items.map(({ label, detail }, i) => ({
    label,
    detail,
    kind: CompletionItemKind.EnumMember,
    sortText: String(i),
    textEdit: { range, newText: literal.isOpen ? `${label}${literal.quote}` : label },
  }));
}

/** The quotes belong to the edit of every item, so that all are ranked alike: holes stand only in a template. */
function pathItems({ literal, items }: PathCompletion, { line }: Point, snippets: boolean): CompletionItem[] {
  const { quote } = literal;
  const range = withQuotes(literal, line);
  return items.map(({ label, detail, snippet }, i) => {
    const own = snippet.includes('${') ? '`' : quote;
    const text = `${own}${snippet}${own}`;
    return {
      label,
      kind: CompletionItemKind.Reference,
      detail,
      sortText: String(i).padStart(5, '0'),
      filterText: `${quote}${label}${quote}`,
      insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText: snippets ? text : withoutHoles(text) },
    };
  });
}

function withQuotes({ from, to, isOpen }: Literal, line: number): Range {
  return rangeOf({ line, column: from, endLine: line, endColumn: isOpen ? to + 1 : to + 2 });
}

/** `/tasks/\${${1:task_id}\}` is `/tasks/${task_id}` to who has no snippets. */
const withoutHoles = (snippet: string): string => snippet.replace(/\$\{\d+:(\w+)\}|\\(.)/g, '$1$2');
