/**
 * Comments that silence a finding, in any language's comment:
 *
 *     # crosswire-ignore missing-endpoint, wrong-method: served by the gateway
 *     <!-- crosswire-ignore missing-endpoint: … -->
 *
 * The words stand at the start of a comment, or of a second one on its line (`# noqa  # crosswire-ignore …`): prose that mentions them silences
 * nothing. Such a comment is about its own line if code stands on it, else about the next line that is not blank or a comment.
 */
import { lineAt } from '../base/range';
import type { Layout } from './facts';

export type Ignore = NonNullable<Layout['ignores']>[number];

const marker = 'crosswire-ignore';
const starts = /^(?:(?:\/\*|<!--|\{#|\{\/\*)[\s*!-]*|#(?:.*#)?[#!\s]*|\/\/(?:.*\/\/)?[/!\s]*)$/;
const pattern = /crosswire-ignore(?![\w-])[ \t]*([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)?[ \t]*(?::([^\r\n]*))?/;
const opens = /^(?:#|\/\/|\/\*|\*|<!--|\{#|\{\/\*|"""|''')/;
const closes = /[ \t]*(?:\*\/\}?|-->|#\})[ \t]*$/;

/** `comments`: start and end of every comment, interleaved. */
export function ignoresIn(text: string, lines: readonly number[], comments: readonly number[]): Ignore[] {
  if (!text.includes(marker)) return [];
  const found: Ignore[] = [];
  for (let i = 0; i < comments.length; i += 2) {
    const ignore = ignoreAt(text, lines, comments[i]!, comments[i + 1]!);
    if (ignore) found.push(ignore);
  }
  return found;
}

/** What the comment between `from` and `to` silences; undefined if it is an ordinary one. */
export function ignoreAt(text: string, lines: readonly number[], from: number, to: number): Ignore | undefined {
  const comment = text.slice(from, to);
  const match = pattern.exec(comment);
  if (!match || !starts.test(comment.slice(0, match.index))) return undefined;
  const rules = match[1] === undefined ? [] : match[1].split(',').map((r) => r.trim());
  const reason = (match[2] ?? '').replace(closes, '').trim();
  return { rules, reason, from, to, line: lineMeant(text, lines, from, to) };
}

function lineMeant(text: string, lines: readonly number[], from: number, to: number): number {
  const first = lineAt(lines, from);
  const last = lineAt(lines, Math.max(from, to - 1));
  const before = text.slice(lines[first], from).trim();
  // A JSX comment stands in braces of its own.
  if (before !== '' && before !== '{') return first;
  const after = text.slice(to, lines[last + 1] ?? text.length).trim();
  if (after !== '' && after !== '}') return last;
  let line = last + 1;
  while (line < lines.length - 1 && skips(text.slice(lines[line], lines[line + 1]))) line++;
  return Math.min(line, lines.length - 1);
}

function skips(line: string): boolean {
  const trimmed = line.trim();
  return trimmed === '' || opens.test(trimmed);
}
