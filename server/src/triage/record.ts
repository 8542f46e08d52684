/**
 * The record of a project: backlog, progress, journal and run log, each as text. An audit or a decision makes new texts of the old ones; nothing
 * here reads or writes a file, and the time is given.
 */
import { parseBacklog } from './backlog';
import { focusOf } from './focus';
import { journalled } from './journal';
import { type Figures, parseProgress, progressed } from './progress';
import { type Decision, decide, type Event, type Reach, reconcile } from './reconcile';
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
  figures: Figures;
  blockers: readonly string[];
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
  const day = now.slice(0, 10);
  const isWhole = !faults.some(({ part }) => part === 'backlog');
  const { text, events } = isWhole
    ? reconcile(texts.backlog, audited.findings, audited.reach, day)
    : { text: texts.backlog, events: [] };
  const focus = focusOf(audited.findings, parseBacklog(text).entries);
  const blockers = [...audited.blockers, ...faults.map(({ part, fault }) => `${part}: line ${fault.line}: ${fault.message}`)];
  const news = { focus, figures: audited.figures, blockers, events, day };
  return {
    events,
    faults,
    changes: [
      ...replaced('backlog', texts, text),
      ...(faults.some(({ part }) => part === 'progress') ? [] : replaced('progress', texts, progressed(texts.progress, news))),
      ...appended('journal', journalled(texts.journal, events, now)),
      ...appended('runs', asText(linesOf({ ts: now, id: run, buckets: audited.buckets }))),
    ],
  };
}

export function recordDecision(
  texts: Texts,
  decision: Decision,
  findings: readonly Subject[],
  { now }: Pick<Moment, 'now'>,
): Recorded | { refused: string } {
  const day = now.slice(0, 10);
  const outcome = decide(texts.backlog, decision, findings, day);
  if ('refused' in outcome) return outcome;
  const { text, events } = outcome;
  const faults = faultsOf(texts);
  const focus = focusOf(findings, parseBacklog(text).entries);
  const news = { focus, figures: undefined, blockers: undefined, events, day };
  return {
    events,
    faults,
    changes: [
      ...replaced('backlog', texts, text),
      ...(faults.length > 0 || events.length === 0 ? [] : replaced('progress', texts, progressed(texts.progress, news))),
      ...appended('journal', journalled(texts.journal, events, now)),
    ],
  };
}

const replaced = (part: Part, texts: Texts, text: string): Change[] =>
  text === texts[part] ? [] : [{ part, how: 'replace', text }];
const appended = (part: Part, text: string): Change[] => (text === '' ? [] : [{ part, how: 'append', text }]);
