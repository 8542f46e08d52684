/** The summary of a report in words, as every format says it. */
import type { Finding } from '../analysis/types';
import type { PlacedFault } from '../triage/states';
import type { Counts, Report } from './summary';

export const several = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** '526 routes (3 unresolved), 434 calls: 411 matched, 9 missing, 2 wrong method, 8 external, 4 unknown' */
export function errorBar(c: Counts): string {
  const routes = `${several(c.routes, 'route')}${c.unresolved ? ` (${c.unresolved} unresolved)` : ''}`;
  const parts = [
    [c.matched, 'matched'],
    [c.missing, 'missing'],
    [c.wrongMethod, 'wrong method'],
    [c.external, 'external'],
    [c.unknown, 'unknown'],
  ] as const;
  const told = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return `${routes}, ${several(c.calls, 'call')}${told.length ? `: ${told.join(', ')}` : ''}`;
}

/** '3 errors, 1 warning and 12 hints'; 'no findings' */
export function findingsInWords(c: Counts): string {
  const parts = [
    [c.errors, 'error'],
    [c.warnings, 'warning'],
    [c.hints, 'hint'],
  ] as const;
  const told = parts.filter(([n]) => n > 0).map(([n, word]) => several(n, word));
  if (!told.length) return c.known ? 'no new findings' : 'no findings';
  return told.length === 1 ? told[0]! : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}

/** 'in 526 files (2 not read; --verbose says why), 14 more are known from the baseline' */
export function circumstances(c: Counts): string {
  const unread = c.unread ? ` (${c.unread} more not read; --verbose says why)` : '';
  const known = c.known ? `, ${c.known} more ${c.known === 1 ? 'is' : 'are'} known from the baseline` : '';
  const intentional = c.intentional ? `, ${c.intentional} more ${c.intentional === 1 ? 'is' : 'are'} intentional` : '';
  const accepted = c.accepted ? `, ${c.accepted} of them accepted` : '';
  return `in ${several(c.files, 'file')}${unread}${accepted}${intentional}${known}`;
}

const LEVELS = ['error', 'warning', 'hint'] as const;
export const rank = (severity: Finding['severity']): number => LEVELS.indexOf(severity);

/** How often each rule found something: the worst first, then the most frequent. */
export function byRule({
  findings,
}: Pick<Report, 'findings'>): { rule: string; severity: Finding['severity']; findings: number }[] {
  const groups = new Map<string, { rule: string; severity: Finding['severity']; findings: number }>();
  for (const { rule, severity } of findings) {
    const group = groups.get(rule) ?? { rule, severity, findings: 0 };
    groups.set(rule, { ...group, findings: group.findings + 1 });
  }
  return [...groups.values()].sort(
    (a, b) => rank(a.severity) - rank(b.severity) || b.findings - a.findings || (a.rule < b.rule ? -1 : 1),
  );
}

/** Findings by file: files with errors first, then those with warnings; by name among equals. */
export function byFile<T extends Finding>(findings: readonly T[]): [file: string, findings: T[]][] {
  const groups = new Map<string, T[]>();
  for (const f of findings) groups.set(f.file, [...(groups.get(f.file) ?? []), f]);
  const worst = (of: readonly T[]) => Math.min(...of.map((f) => rank(f.severity)));
  return [...groups].sort(([a, one], [b, other]) => worst(one) - worst(other) || (a < b ? -1 : 1));
}

/** What a person should know before reading the figures, files that are broken included. */
export const notesOf = ({ notes, faults = [] }: Pick<Report, 'notes' | 'faults'>): string[] => [
  ...notes,
  ...faults.map(faultInWords),
];

export const faultInWords = ({ file, line, message }: PlacedFault): string => `${file}:${line}: ${message}`;
