/** Between the engine's places (lines and columns from 1, engine paths) and the protocol's (from 0, URIs). */
import type { Location, Range } from 'vscode-languageserver/node';
import { toUri } from '../base/uri';

export interface Span {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export function rangeOf(span: Span): Range {
  return {
    start: { line: span.line - 1, character: span.column - 1 },
    end: { line: span.endLine - 1, character: span.endColumn - 1 },
  };
}

/** Editors write URIs in their own way; an open file is named as the editor named it. */
export type UriOf = (path: string) => string;

export function locationOf(span: Span & { file: string }, uriOf: UriOf = toUri): Location {
  return { uri: uriOf(span.file), range: rangeOf(span) };
}
