/** The record as the command line uses it: read beside an audit, written with --record, and told where it is broken. */
import { randomBytes } from 'node:crypto';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { join, relative } from '../base/uri';
import type { AuditMaterial } from '../report/audited';
import { auditedOf, bucketsOf } from '../report/audited';
import { countsOf } from '../report/summary';
import { type Backlog, parseBacklog } from '../triage/backlog';
import { type Entries, heapsOf } from '../triage/heaps';
import { matched } from '../triage/matching';
import { faultsOf, type Moment, type Part, type Recorded, recordAudit, type Texts } from '../triage/record';
import { linesOf, mismatches } from '../triage/runs';
import type { PlacedFault } from '../triage/states';
import { type Places, placeFaults, placesOf, readRecord, updateRecord } from '../workspace/record';
import { UsageError } from './command';
import type { Seen } from './seen';
import type { Terminal } from './terminal';

export interface OpenRecord {
  root: string;
  places: Places;
  texts: Texts;
  /** Empty where the backlog is broken. */
  entries: Backlog['entries'];
  /** What is wrong in it; while a place cannot hold it at all (`isShut`), nothing is written. */
  broken: PlacedFault[];
  /** What is told of it, and does not keep it from being used. */
  contested: PlacedFault[];
  isShut: boolean;
}

export function openRecord(root: string): OpenRecord {
  const places = placesOf(root);
  const texts = readRecord(places);
  const { entries, faults, contested } = parseBacklog(texts.backlog);
  const shut = placeFaults(root);
  const wrong = [...shut, ...faultsOf(texts).map(({ part, fault }) => ({ path: places[part], fault }))];
  return {
    ...{ root, places, texts, isShut: shut.length > 0 },
    entries: faults.length > 0 ? new Map() : entries,
    broken: wrong.map(({ path, fault }) => ({ file: relative(root, path), ...fault })),
    contested: contested.map((fault) => ({ file: relative(root, places.backlog), ...fault })),
  };
}

/** What the record says of what is found, by the ids that findings have now. */
export const decidedOf = ({ root, entries }: Pick<OpenRecord, 'root' | 'entries'>, found: Findings): Entries =>
  matched(everythingIn(root, found), entries);

/** What is found and what comments silence of it, named from the audited folder. */
export const everythingIn = (root: string, { findings, silenced }: Findings): Finding[] =>
  [...findings, ...silenced].map((f) => ({ ...f, file: relative(root, f.file) }));

/** The clock and the name of a run are taken here, and nowhere below. */
export function momentNow(): Moment {
  const now = new Date().toISOString();
  return { now, run: `${now.slice(0, 19).replace(/\D/g, '')}-${randomBytes(3).toString('hex')}` };
}

/** What does not add up, if anything does not; recorded or not, it is told. */
export const unreconciled = (material: AuditMaterial): string[] =>
  mismatches(linesOf({ ts: '', id: '', buckets: bucketsOf(material) }));

export function materialOf(
  { root, snapshot, workspace }: Seen,
  found: Findings,
  entries: Entries,
  known: ReadonlySet<string> | undefined,
): AuditMaterial {
  const heaps = heapsOf(found, entries, known);
  const sizes = { entries, files: workspace.size, unread: workspace.failed.length };
  return {
    ...{ root, found, heaps, counts: countsOf(snapshot, heaps, sizes), calls: snapshot.calls() },
    ...{ files: workspace.tally(), notes: snapshot.notes() },
    ...workspace.gaps(),
    damaged: snapshot.damaged(),
  };
}

/** A disk that is full and a folder that is closed are no faults of Crosswire. */
export function written<T extends Recorded | { refused: string }>({ places }: OpenRecord, make: (texts: Texts) => T): T {
  try {
    return updateRecord(places, make);
  } catch (error) {
    throw new UsageError(`the record cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function writeAudit(record: OpenRecord, material: AuditMaterial, { root, snapshot }: Seen, terminal: Terminal): void {
  if (record.isShut) return terminal.note('nothing is recorded until that is mended');
  const isAsked = (rule: string, file: string) => snapshot.isAsked(rule, join(root, file));
  const audited = auditedOf(material, isAsked);
  const { events, faults } = written(record, (texts) => recordAudit(texts, audited, momentNow()));
  const shown = (part: Part) => relative(record.root, record.places[part]);
  for (const part of new Set(faults.map((one) => one.part)))
    terminal.note(`${shown(part)} is left as it is until it is mended: nothing of this audit is recorded in it`);
  if (faults.some(({ part }) => part === 'backlog')) return;
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  const told = [
    [count('found'), 'new'],
    [count('returned'), 'open again'],
    [count('vanished'), 'done'],
    [count('held'), 'not found, and kept because files cannot be read in full (see the journal)'],
  ] as const;
  const words = told.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  terminal.note(`recorded in ${shown('backlog')}: ${words.join(', ') || 'nothing new'}`);
}
