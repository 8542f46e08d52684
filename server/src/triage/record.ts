/**
 * The record of a project: backlog, progress, journal and run log, each as text. An audit or a decision makes new texts of the old ones; nothing
 * here reads or writes a file, and the time is given.
 */
import { parseBacklog } from './backlog';
import { type Focus, focusOf } from './focus';
import { heapsOf } from './heaps';
import { journalled } from './journal';
import { matched } from './matching';
import { type Figures, type News, progressed } from './progress';
import { type Blocker, parseProgress } from './progress-parse';
import { type Before, type Decision, decide, type Event, type Reach, reconcile, type Seen } from './reconcile';
import { asText, type Bucket, linesOf } from './runs';
import type { Fault, Subject } from './states';

export const PARTS = ['backlog', 'progress', 'journal', 'runs'] as const;
export type Part = (typeof PARTS)[number];

/** What each file says; '' where there is none. */
export type Texts = Readonly<Record<Part, string>>;

export interface Change {
  part: Part;
  /** To be added at the end, or to replace the whole. */
  how: 'append' | 'replace';
  text: string;
}

export interface Recorded {
  changes: Change[];
  events: Event[];
  /** Files that are broken: they are left as they are, and whatever hangs on them is not recorded. */
  faults: { part: Part; fault: Fault }[];
}

export interface Audited {
  findings: readonly Subject[];
  reach: Reach;
  /** Ids of those that a baseline knows: no problems of this run. */
  known: ReadonlySet<string>;
  figures: Figures;
  blockers: readonly Blocker[];
  buckets: readonly Bucket[];
}

/** A moment, from the caller's clock: '2026-11-21T14:03:12.000Z'. */
export interface Moment {
  now: string;
  /** Of this run, in the run log. */
  run: string;
}

export function faultsOf(texts: Texts): Recorded['faults'] {
  const backlog = parseBacklog(texts.backlog).faults.map((fault) => ({ part: 'backlog' as const, fault }));
  const progress = texts.progress.trim() === '' ? [] : parseProgress(texts.progress).faults;
  return [...backlog, ...progress.map((fault) => ({ part: 'progress' as const, fault }))];
}

export function recordAudit(texts: Texts, audited: Audited, { now, run }: Moment): Recorded {
  const faults = faultsOf(texts);
  // What it counts hangs on what was decided.
  if (faults.some(({ part }) => part === 'backlog')) return { changes: [], events: [], faults };
  const before = faults.some(({ part }) => part === 'progress') ? undefined : beforeOf(texts.progress);
  const { text, events, held } = reconcile(texts.backlog, audited.findings, audited.reach, now.slice(0, 10), before);
  const told = faults.map(({ part, fault }) => ({ text: `${part}: line ${fault.line}: ${fault.message}` }));
  const blockers = [...audited.blockers, ...told];
  const focus = focusIn(text, { findings: audited.findings, ...audited.reach }, audited.known);
  return {
    events,
    faults,
    changes: [
      ...replaced('backlog', texts, text),
      ...progress(texts, faults, { focus, figures: audited.figures, blockers, held, events, now }),
      ...appended('journal', journalled(texts.journal, events, now)),
      ...appended('runs', asText(linesOf({ ts: now, id: run, buckets: audited.buckets }))),
    ],
  };
}

/** What a person decides. `seen` is what is known on the disk's side: undefined while that is not looked at, and then it stays as it was. */
export function recordDecision(
  texts: Texts,
  decision: Decision,
  found: Seen,
  { now }: Pick<Moment, 'now'>,
  seen?: Pick<Audited, 'blockers' | 'known'>,
): Recorded | { refused: string } {
  const outcome = decide(texts.backlog, decision, found, now.slice(0, 10));
  if ('refused' in outcome) return outcome;
  const { text, events } = outcome;
  const faults = faultsOf(texts);
  const focus = seen && focusIn(text, found, seen.known);
  // What was held before stays so: only an audit looks for what has vanished.
  const blockers = texts.progress.trim() === '' ? seen?.blockers : undefined;
  const news = { focus, figures: undefined, blockers, held: undefined, events, now };
  return {
    events,
    faults,
    changes: [
      ...replaced('backlog', texts, text),
      ...(events.length === 0 ? [] : progress(texts, faults, news)),
      ...appended('journal', journalled(texts.journal, events, now)),
    ],
  };
}

/** Undefined where no audit has told: then whatever is not read now may have been read before. */
function beforeOf(text: string): Before | undefined {
  const { progress } = parseProgress(text);
  return progress && { unread: new Set(progress.blockers.flatMap(({ file }) => file ?? [])), held: progress.held };
}

/** Of what is a problem: neither a comment nor a baseline takes it from the counts. */
function focusIn(backlog: string, { findings, silenced, isGone }: Seen, known: ReadonlySet<string>): Focus | null {
  const entries = matched([...findings, ...silenced], parseBacklog(backlog).entries, isGone);
  return focusOf(heapsOf({ findings, silenced }, entries, known).problems, entries) ?? null;
}

const progress = (texts: Texts, faults: Recorded['faults'], news: News): Change[] =>
  faults.some(({ part }) => part === 'progress') ? [] : replaced('progress', texts, progressed(texts.progress, news));

const replaced = (part: Part, texts: Texts, text: string): Change[] =>
  text === texts[part] ? [] : [{ part, how: 'replace', text }];
const appended = (part: Part, text: string): Change[] => (text === '' ? [] : [{ part, how: 'append', text }]);
