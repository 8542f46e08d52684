/** What a progress.json says, of this version and the one before, in which everything stood in lists. */
import { compareText } from '../base/text';
import type { Focus } from './focus';
import type { Event, Held } from './reconcile';
import { type Fault, isState, type State } from './states';

type Fields = Record<string, unknown>;

export interface Touched {
  id: string;
  /** A moment: '2026-11-21T14:03:12.000Z'. */
  on: string;
  what: Event['kind'];
  state: State;
  rule: string;
  file: string;
  about: string;
}

/** What keeps the audit from knowing more. */
export interface Blocker {
  text: string;
  /** Where it is one file that is not known, or not wholly. */
  file?: string | undefined;
}

export interface Progress {
  focus: Focus | null;
  /** Latest first. */
  recent: Touched[];
  /** `since`: the day on which it was first told. */
  blockers: (Blocker & { since: string })[];
  /** Findings that are not there, and of which it cannot be said that they vanished. */
  held: (Held & { since: string })[];
  /** One a day: a day's last audit speaks for it; days on which nothing changed are left out. */
  counts: ({ on: string } & Record<string, string | number>)[];
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
  const progress = isFields(value) ? (value.version === 2 ? ofLines(value) : ofLists(value)) : undefined;
  if (progress) return { progress, faults: [] };
  if (isFields(value) && typeof value.version === 'number' && value.version > 2)
    return wrong(
      `This is of version ${value.version}, which this Crosswire does not know. Take a newer Crosswire, or remove the file: the next audit writes it anew.`,
    );
  return wrong(
    'This is no progress.json of Crosswire. Name another place in "record", or remove the file: the next audit writes it anew.',
  );
}

/** Whether a text is a progress.json, of whatever version, broken by a merge or a hand included; what is something else is nobody's to write to. */
export function isProgress(text: string): boolean {
  const begin = text.trimStart();
  if (begin === '' || begin.startsWith('<<<<<<<')) return true;
  if (!begin.startsWith('{')) return false;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) && typeof value.version === 'number';
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

export const latestFirst = (a: Touched, b: Touched) => compareText(b.on, a.on) || compareText(a.id, b.id);

export const progressFrom = (text: string): Progress | undefined => parseProgress(text).progress;

function ofLines(all: Fields): Progress {
  const of = (kind: string): [key: string, value: Fields][] =>
    Object.entries(all).flatMap(([key, value]): [string, Fields][] =>
      key.startsWith(`${kind}/`) && isFields(value) ? [[key.slice(kind.length + 1), value]] : [],
    );
  return {
    focus: focusOf(all.focus),
    recent: of('recent')
      .flatMap(([id, value]) => touchedOf(id, value))
      .sort(latestFirst),
    blockers: of('blockers').map(([text, { since, file }]) => ({ text, since: textOf(since), ...named(file) })),
    held: of('held').map(([id, { since, because }]) => ({ id, since: textOf(since), because: textsOf(because) })),
    counts: of('counts')
      .map(([on, figures]) => ({ on, ...numbers(figures) }))
      .sort((a, b) => compareText(a.on, b.on)),
  };
}

const named = (file: unknown) => (typeof file === 'string' ? { file } : {});

/** {"version":1,"focus":…,"recent":[…],"blockers":["ui/a.js is not read: binary"],"counts":[{"on":"2026-11-21",…}]} */
function ofLists({ version, focus, recent, blockers, counts }: Fields): Progress | undefined {
  if (version !== 1 || !Array.isArray(recent) || !Array.isArray(blockers) || !Array.isArray(counts)) return undefined;
  const days = counts.filter(isFields).map(({ on, ...figures }) => ({ on: textOf(on), ...numbers(figures) }));
  const since = days.at(-1)?.on ?? '';
  return {
    focus: focusOf(focus),
    recent: recent.filter(isFields).flatMap(({ id, ...rest }) => touchedOf(textOf(id), rest)),
    blockers: textsOf(blockers).map((text) => ({ text, since, ...named(/^(.*?) is not read: /.exec(text)?.[1]) })),
    held: [],
    counts: days,
  };
}

function touchedOf(id: string, { on, what, state, rule, file, about }: Fields): Touched[] {
  const kind = (['vanished', 'returned', 'set'] as const).find((one) => one === what);
  if (!kind || !isState(state)) return [];
  return [{ id, on: textOf(on), what: kind, state, rule: textOf(rule), file: textOf(file), about: textOf(about) }];
}

function focusOf(value: unknown): Focus | null {
  if (!isFields(value) || typeof value.id !== 'string') return null;
  const { id, rule, file, line, about, why } = value;
  const at = typeof line === 'number' ? line : 1;
  return { id, rule: textOf(rule), file: textOf(file), line: at, about: textOf(about), why: textOf(why) };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

function numbers(fields: Fields): Record<string, number> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, number][] => (typeof value === 'number' ? [[name, value]] : [])),
  );
}
