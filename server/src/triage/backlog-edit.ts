/**
 * Changes to the backlog's text: only the characters that must change do, so that comments, order and style stay as people left them.
 * `text` must be without faults.
 */

import type { YAMLMap } from 'yaml';
import { compareText } from '../base/text';
import { type Entry, pairOf, parseBacklog, rangeOf } from './backlog';

export type NewEntry = Omit<Entry, 'line'> & {
  /** The id under which it stands in the text; undefined for one that is new. */
  writtenAs?: string | undefined;
};

/** What an entry says, in this order. A key whose value is undefined is not written. */
const KEYS = ['id', 'state', 'since', 'was', 'rule', 'file', 'about', 'in', 'reason'] as const;

interface Splice {
  from: number;
  to: number;
  text: string;
}

/** The text with these entries as given: known ones changed in place, new ones at the place where the order wants them. */
export function withEntries(text: string, wanted: readonly NewEntry[]): string {
  const fresh = text.trim() === '' ? HEAD : text;
  const { entries, written, list, faults } = parseBacklog(fresh);
  if (faults.length > 0) throw new Error('a backlog with faults is not written');
  const splices: Splice[] = [];
  const byId = new Map(wanted.map((one) => [one.writtenAs, one]));
  for (const { node, entry } of written) {
    const now = byId.get(entry.id);
    // What a merge left beside the entry that counts goes with the first change.
    if (entries.get(entry.id) !== entry) splices.push(without(fresh, node));
    else if (now) splices.push(...changes(fresh, node, entry, now));
  }
  const added = wanted.filter(({ writtenAs }) => writtenAs === undefined).sort(order);
  if (added.length > 0) splices.push(...insertions(fresh, added, written, list));
  return spliced(fresh, splices);
}

const HEAD = `# What was decided about each finding of Crosswire. To decide, change "state": open, accepted (it will be done), intentional (it is
# meant to be so; give a reason) or done. Crosswire changes only entries whose findings come or go, and keeps everything else as it is.
version: 1
findings:
`;

/** By what they are about, never by line: code that moves moves no entry. */
const order = (a: NewEntry, b: NewEntry) =>
  compareText(a.file, b.file) || compareText(a.about, b.about) || compareText(a.rule, b.rule) || compareText(a.id, b.id);

function spliced(text: string, splices: readonly Splice[]): string {
  const style = text.includes('\r\n') ? (other: string) => other.replaceAll('\n', '\r\n') : (other: string) => other;
  let result = text;
  const ordered = splices.map((splice, i) => ({ ...splice, i })).sort((a, b) => b.from - a.from || b.to - a.to || b.i - a.i);
  for (const { from, to, text: other } of ordered) result = result.slice(0, from) + style(other) + result.slice(to);
  return result;
}

function changes(text: string, node: YAMLMap, before: Entry, now: NewEntry): Splice[] {
  return KEYS.flatMap((key): Splice[] => {
    const value = now[key];
    if (value === before[key]) return [];
    const range = rangeOf(pairOf(node, key)?.value);
    if (value === undefined) return range ? [removal(text, node, key)] : [];
    // A block scalar's range ends with its line break, which must stay.
    if (range) return [{ from: range[0], to: trimmedEnd(text, range), text: scalar(value) }];
    return [addition(text, node, key, value)];
  });
}

/** The lines of an entry and the empty one behind it. */
function without(text: string, node: YAMLMap): Splice {
  const from = lineStart(text, node.range?.[0] ?? 0);
  const end = trimmedEnd(text, rangeOf(node) ?? [from, from]);
  const next = /\r?\n(?:[ \t]*\r?\n)?/y;
  next.lastIndex = lineEnd(text, end);
  return { from, to: next.test(text) ? next.lastIndex : text.length, text: '' };
}

const trimmedEnd = (text: string, [from, to]: [number, number]) => from + text.slice(from, to).trimEnd().length;

/** Before the next key of the usual order that the entry has, or at its end. */
function addition(text: string, node: YAMLMap, key: (typeof KEYS)[number], value: string): Splice {
  const later = KEYS.slice(KEYS.indexOf(key) + 1).flatMap((name) => rangeOf(pairOf(node, name)?.key) ?? [])[0];
  const separator = node.flow ? ', ' : `\n${indentOf(text, node)}`;
  if (later !== undefined) return { from: later, to: later, text: `${key}: ${scalar(value)}${separator}` };
  const last = rangeOf(node.items.at(-1)?.value) ?? [0, 0];
  const end = trimmedEnd(text, last);
  const from = node.flow ? end : lineEnd(text, end);
  return { from, to: from, text: `${separator}${key}: ${scalar(value)}` };
}

function removal(text: string, node: YAMLMap, key: string): Splice {
  const own = pairOf(node, key);
  const i = own ? node.items.indexOf(own) : -1;
  const [from] = rangeOf(own?.key) ?? [0, 0];
  const to = trimmedEnd(text, rangeOf(own?.value) ?? [from, from]);
  const next = rangeOf(node.items[i + 1]?.key)?.[0];
  if (next !== undefined) return { from, to: next, text: '' };
  const previous = node.items[i - 1];
  return { from: previous ? trimmedEnd(text, rangeOf(previous.value) ?? [from, from]) : from, to, text: '' };
}

/** Where the keys of a block entry stand: `  - id: …` has its keys behind the dash. */
function indentOf(text: string, node: YAMLMap): string {
  const start = node.range?.[0] ?? 0;
  return ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1;

function insertions(
  text: string,
  added: readonly NewEntry[],
  written: ReturnType<typeof parseBacklog>['written'],
  list: ReturnType<typeof parseBacklog>['list'],
): Splice[] {
  if (!list || list.flow || written.length === 0) return [first(text, added, list)];
  const dash = lineStart(text, written[0]?.node.range?.[0] ?? 0);
  const indent = /^ */.exec(text.slice(dash))?.[0] ?? '';
  return added.map((entry) => {
    const next = written.find(({ entry: other }) => order(entry, other) < 0);
    if (next) {
      const from = aboveComments(text, lineStart(text, next.node.range?.[0] ?? 0));
      return { from, to: from, text: `${line(entry, indent)}\n\n` };
    }
    const last = written.at(-1)?.node;
    const from = lineEnd(text, trimmedEnd(text, rangeOf(last) ?? [0, 0]));
    return { from, to: from, text: `\n\n${line(entry, indent)}` };
  });
}

/** Comments straight above an entry belong to it. */
function aboveComments(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!/^\s*#/.test(text.slice(above, at))) return at;
    at = above;
  }
  return at;
}

/** The first entries of a list that has none: `findings:`, `findings: []` or no such key. */
function first(text: string, added: readonly NewEntry[], list: { range: [number, number] } | undefined): Splice {
  const block = added.map((entry) => `\n\n${line(entry, '  ')}`).join('');
  if (list) return { from: list.range[0], to: list.range[1], text: block.slice(1) };
  const key = /^findings:[ \t]*(?:~|null)?[ \t]*(?=#|$)/m.exec(text);
  if (key) {
    const from = lineEnd(text, key.index);
    return { from, to: from, text: block };
  }
  return { from: text.length, to: text.length, text: `${text.endsWith('\n') ? '' : '\n'}findings:${block}\n` };
}

function line(entry: NewEntry, indent: string): string {
  const pairs = KEYS.flatMap((key) => (entry[key] === undefined ? [] : [`${key}: ${scalar(entry[key])}`]));
  return `${indent}- {${pairs.join(', ')}}`;
}

/** Plain where YAML reads it as this very text everywhere, else quoted; always on one line. */
function scalar(value: string): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain || /^\d{4}-\d\d-\d\d$/.test(value) ? value : JSON.stringify(value);
}
