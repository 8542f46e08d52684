/** An audit as the record wants it: findings as they are known there, counts that must reconcile, and what keeps the audit from knowing more. */
import type { Findings } from '../analysis/findings';
import type { CallRow, Finding } from '../analysis/types';
import { isInside, relative } from '../base/uri';
import type { Heaps } from '../triage/heaps';
import type { Blocker } from '../triage/progress-parse';
import type { Audited } from '../triage/record';
import type { Bucket } from '../triage/runs';
import type { Counts } from './summary';

/** What became of the files that were found. */
export interface FileTally {
  found: number;
  read: number;
  idle: number;
  failed: number;
  leftOut: number;
}

export interface AuditMaterial {
  root: string;
  found: Findings;
  heaps: Heaps<Finding>;
  calls: readonly CallRow[];
  counts: Counts;
  files: FileTally;
  /** Files and folders that could not be read; files that are understood in part only; what is left out on purpose. */
  unread: readonly { path: string; reason: string }[];
  damaged: readonly { path: string; reason: string }[];
  leftOut: readonly { path: string }[];
  notes: readonly string[];
}

/** Whether a rule was asked of a file, and whether a file is there no more; files are named from the root. */
export type Whereabouts = Pick<Audited['reach'], 'isAsked' | 'isGone'>;

export function auditedOf(material: AuditMaterial, whereabouts: Whereabouts): Audited {
  const { root, found, counts } = material;
  const { files: _files, unread: _unread, ...figures } = counts;
  const leftOut = material.leftOut.map(({ path }) => relative(root, path));
  const named = (all: readonly Finding[]) => all.map((f) => ({ ...f, file: relative(root, f.file) }));
  return {
    findings: named(found.findings),
    reach: {
      ...whereabouts,
      unread: new Set(gapsOf(material).map(({ file }) => file)),
      isLeftOut: (file) => leftOut.some((place) => isInside(file, place)),
      silenced: named(found.silenced),
    },
    known: new Set(material.heaps.known.map(({ id }) => id)),
    figures,
    blockers: blockersOf(material),
    buckets: bucketsOf(material),
  };
}

/** What keeps an audit from knowing more; also what a record has to know when a person decides something before any audit. */
export function blockersOf(material: Gaps & Pick<AuditMaterial, 'counts' | 'notes'>): Blocker[] {
  const { counts, notes } = material;
  return [
    ...gapsOf(material).map(({ file, how, reason }) => ({ text: `${file} ${how}: ${reason}`, file })),
    ...(counts.unresolved ? [{ text: `${counts.unresolved} routes of whose path a part is not known` }] : []),
    ...(counts.unknown ? [{ text: `${counts.unknown} calls of which it cannot be known where they go` }] : []),
    ...notes.map((text) => ({ text })),
  ];
}

type Gaps = Pick<AuditMaterial, 'root' | 'unread' | 'damaged'>;

function gapsOf({ root, unread, damaged }: Gaps) {
  const gap = (how: string) => (one: { path: string; reason: string }) => ({
    ...{ file: relative(root, one.path), how, reason: one.reason },
  });
  return [...unread.map(gap('is not read')), ...damaged.map(gap('is understood in part'))];
}

/** Each bucket counts its parts and its whole in ways of their own, so that a slip in one shows. */
export function bucketsOf({ files, calls, found, heaps, counts }: AuditMaterial): Bucket[] {
  const { found: all, read, idle, failed, leftOut } = files;
  const { matched, missing, wrongMethod, external, unknown } = counts;
  const everything = [...found.findings, ...found.silenced];
  const open = heaps.problems.length - counts.accepted;
  const { accepted, intentional, silenced, known, errors, warnings, hints } = counts;
  const problems = heaps.problems.length;
  return [
    { phase: 'files', bucket: 'outcome', what: 'files found', parts: { read, idle, failed, left_out: leftOut }, total: all },
    {
      phase: 'calls',
      bucket: 'status',
      what: 'calls',
      parts: { matched, missing, wrongMethod, external, unknown },
      total: calls.length,
    },
    { phase: 'findings', bucket: 'rule', what: 'findings', parts: byRule(everything), total: everything.length },
    {
      phase: 'findings',
      bucket: 'outcome',
      what: 'findings',
      parts: { open, accepted, intentional, silenced, known },
      total: everything.length,
    },
    { phase: 'findings', bucket: 'severity', what: 'problems', parts: { errors, warnings, hints }, total: problems },
  ];
}

function byRule(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
