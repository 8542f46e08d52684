/**
 * What every report is made from: findings with paths from the audited folder, and the error bar, so that what could not be known is said beside
 * what was found:
 *
 *     526 routes (3 unresolved), 434 calls: 411 matched, 9 missing, 2 wrong verb, 8 external, 4 unknown
 */
import type { CallRow, Finding, RouteRow } from '../analysis/types';
import { relative } from '../base/uri';

export interface Counts {
  /** Served, those of tests left out; of which a part is not known. */
  routes: number;
  unresolved: number;
  unregistered: number;
  /** The parts add up to the calls. */
  calls: number;
  matched: number;
  missing: number;
  wrongMethod: number;
  external: number;
  unknown: number;
  errors: number;
  warnings: number;
  hints: number;
  files: number;
  unread: number;
}

export interface Report {
  findings: Finding[];
  counts: Counts;
  /** What a person should know before reading the figures: a backend that is not understood. */
  notes: string[];
  version: string;
  /** Lines of a file, for the code below a finding; undefined if it cannot be read. */
  lines(file: string): readonly string[] | undefined;
}

export interface Material {
  root: string;
  routes: readonly RouteRow[];
  calls: readonly CallRow[];
  findings: readonly Finding[];
  files: number;
  unread: number;
}

export function countsOf({ routes, calls, findings, files, unread }: Material): Counts {
  const own = routes.filter((r) => !r.test);
  const status = (wanted: CallRow['status']) => calls.filter((c) => c.status === wanted).length;
  const severity = (wanted: Finding['severity']) => findings.filter((f) => f.severity === wanted).length;
  return {
    routes: own.filter((r) => r.registered && r.path !== null).length,
    unresolved: own.filter((r) => r.path === null || (r.registered && r.partial)).length,
    unregistered: own.filter((r) => !r.registered && r.path !== null).length,
    calls: calls.length,
    matched: status('matched'),
    missing: status('missing'),
    wrongMethod: status('wrong-method'),
    external: status('external'),
    unknown: status('dynamic'),
    errors: severity('error'),
    warnings: severity('warning'),
    hints: severity('hint'),
    files,
    unread,
  };
}

const several = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** '526 routes (3 unresolved), 434 calls: 411 matched, 9 missing, 2 wrong verb, 8 external, 4 unknown' */
export function errorBar(c: Counts): string {
  const routes = `${several(c.routes, 'route')}${c.unresolved ? ` (${c.unresolved} unresolved)` : ''}`;
  const parts = [
    [c.matched, 'matched'],
    [c.missing, 'missing'],
    [c.wrongMethod, 'wrong verb'],
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
  if (!told.length) return 'no findings';
  return told.length === 1 ? told[0]! : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}

/** Paths as seen from the audited folder. */
export function relativeTo(root: string, f: Finding): Finding {
  return { ...f, file: relative(root, f.file), related: f.related.map((r) => ({ ...r, file: relative(root, r.file) })) };
}

/** Findings by file, in the order in which they come. */
export function byFile(findings: readonly Finding[]): [file: string, findings: Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const f of findings) groups.set(f.file, [...(groups.get(f.file) ?? []), f]);
  return [...groups];
}
