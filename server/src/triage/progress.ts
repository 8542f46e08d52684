/** progress.json: for programs, where the triage stands: the focus and why, what was touched last, what blocks, and counts over time. */
import type { Focus } from './focus';
import type { Event } from './reconcile';
import type { Fault, State } from './states';

export type Figures = Record<string, number>;

export interface Progress {
  version: 1;
  focus: Focus | null;
  /** Latest first. */
  recent: { on: string; what: Event['kind']; id: string; state: State; rule: string; file: string; about: string }[];
  /** What keeps the audit from knowing more. */
  blockers: string[];
  /** One a day: a day's last audit speaks for it; days on which nothing changed are left out. */
  counts: ({ on: string } & Record<string, string | number>)[];
}

const RECENT = 10;

export interface News {
  focus: Focus | undefined;
  /** Undefined where nothing was counted: a person decided something, without an audit. */
  figures: Figures | undefined;
  blockers: readonly string[] | undefined;
  events: readonly Event[];
  day: string;
}

/** The same text where nothing changed. */
export function progressed(text: string, news: News): string {
  const before = text.trim() === '' ? empty : (parseProgress(text).progress ?? empty);
  const touched = news.events
    .filter((event) => event.kind !== 'found')
    .map(({ kind, id, state, rule, file, about }) => ({ on: news.day, what: kind, id, state, rule, file, about }));
  const kept = before.recent.filter(({ id }) => !touched.some((one) => one.id === id));
  const progress: Progress = {
    version: 1,
    focus: news.focus ?? null,
    recent: [...touched.reverse(), ...kept].slice(0, RECENT),
    blockers: [...(news.blockers ?? before.blockers)],
    counts: news.figures ? counted(before.counts, news.day, news.figures) : before.counts,
  };
  const next = `${JSON.stringify(progress, null, 1)}\n`;
  return JSON.stringify(progress) === JSON.stringify(before) ? text : next;
}

const empty: Progress = { version: 1, focus: null, recent: [], blockers: [], counts: [] };

function counted(before: Progress['counts'], day: string, figures: Figures): Progress['counts'] {
  const last = before.at(-1);
  const { on: _on, ...known } = last ?? { on: '' };
  if (last && JSON.stringify(known) === JSON.stringify(figures)) return before;
  return [...before.filter(({ on }) => on !== day), { on: day, ...figures }];
}

/** A file that a merge or a hand has broken is told and left as it is. */
export function parseProgress(text: string): { progress: Progress | undefined; faults: Fault[] } {
  const wrong = (message: string, line = 1) => ({ progress: undefined, faults: [{ line, column: 1, message }] });
  const conflict = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  if (conflict)
    return wrong('A merge left conflict marks here. Keep either side.', text.slice(0, conflict.index).split('\n').length);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return isProgress(value) ? { progress: value, faults: [] } : wrong('This is no record of progress of a known version.');
}

function isProgress(value: unknown): value is Progress {
  if (typeof value !== 'object' || value === null) return false;
  const has = (key: string) => key in value && Array.isArray(Reflect.get(value, key));
  return Reflect.get(value, 'version') === 1 && has('recent') && has('blockers') && has('counts');
}
