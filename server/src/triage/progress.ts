/**
 * progress.json: for programs, where the triage stands: the focus and why, what was touched last, what blocks, what is held, counts over time.
 * Each fact is one line that stands by itself, between lines that never change, so that whatever lines git puts together from two branches
 * (`merge=union`) are JSON; of a key that is there twice the later counts.
 *
 *     {
 *      "focus": {"id":"0R1x2mFqk3Zs",…},
 *      "recent/0R1x2mFqk3Zs": {"on":"2026-11-21T14:03:12.000Z","what":"set",…},
 *      "counts/2026-11-21": {"routes":28,…},
 *      "version": 2
 *     }
 */
import { compareText } from '../base/text';
import type { Focus } from './focus';
import { type Blocker, latestFirst, type Progress, progressFrom, type Touched } from './progress-parse';
import type { Event, Held } from './reconcile';

export type Figures = Record<string, number>;

const RECENT = 10;

export interface News {
  /** Undefined: it stays as it was. */
  focus: Focus | null | undefined;
  /** Undefined where nothing was counted: a person decided something, without an audit. */
  figures: Figures | undefined;
  blockers: readonly Blocker[] | undefined;
  held: readonly Held[] | undefined;
  events: readonly Event[];
  /** '2026-11-21T14:03:12.000Z' */
  now: string;
}

/** The same text where nothing changed. `text` must be without faults. */
export function progressed(text: string, news: News): string {
  const before = text.trim() === '' ? undefined : progressFrom(text);
  const { recent, blockers, held, counts, focus } = before ?? empty;
  const day = news.now.slice(0, 10);
  const progress: Progress = {
    focus: news.focus === undefined ? focus : news.focus,
    recent: touched(recent, news),
    blockers: news.blockers?.map((one) => ({ ...one, since: sinceOf(blockers, 'text', one.text) ?? day })) ?? blockers,
    held: news.held?.map((one) => ({ ...one, since: sinceOf(held, 'id', one.id) ?? day })) ?? held,
    counts: news.figures ? counted(counts, day, news.figures) : counts,
  };
  const next = written(progress);
  return before && next === written(before) ? text : next;
}

const empty: Progress = { focus: null, recent: [], blockers: [], held: [], counts: [] };

function sinceOf<K extends string>(all: readonly ({ [key in K]: string } & { since: string })[], key: K, value: string) {
  return all.find((one) => one[key] === value)?.since;
}

function touched(before: readonly Touched[], { events, now }: News): Touched[] {
  const fresh = events
    .filter(({ kind }) => kind !== 'found' && kind !== 'held')
    .map(({ kind, id, state, rule, file, about }): Touched => ({ id, on: now, what: kind, state, rule, file, about }));
  const kept = before.filter(({ id }) => !fresh.some((one) => one.id === id));
  return [...fresh, ...kept].sort(latestFirst).slice(0, RECENT);
}

function counted(before: Progress['counts'], day: string, figures: Figures): Progress['counts'] {
  const last = before.at(-1);
  const { on: _on, ...known } = last ?? { on: '' };
  if (last && JSON.stringify(known) === JSON.stringify(figures)) return before;
  return [...before.filter(({ on }) => on !== day), { on: day, ...figures }];
}

/** By kind and key, so that each fact has its place whoever adds it. */
function written({ focus, recent, blockers, held, counts }: Progress): string {
  const lines: [key: string, value: unknown][] = [
    ['focus', focus],
    ...sorted(blockers.map(({ text, since, file }) => [`blockers/${text}`, { since, file }])),
    ...sorted(held.map(({ id, since, because }) => [`held/${id}`, { since, because }])),
    ...sorted(recent.map(({ id, ...rest }) => [`recent/${id}`, rest])),
    ...sorted(counts.map(({ on, ...rest }) => [`counts/${on}`, rest])),
  ];
  const told = lines.map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${told.join('')} "version": 2\n}\n`;
}

const sorted = (lines: [string, unknown][]) => lines.sort(([a], [b]) => compareText(a, b));
