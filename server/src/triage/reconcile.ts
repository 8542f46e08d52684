/**
 * What an audit does to the backlog: findings that are new come in as open, those that vanished are done, those that returned are open again.
 * What a person decided of a finding that is still there is never changed.
 */
import { type Entry, parseBacklog } from './backlog';
import { type NewEntry, withEntries } from './backlog-edit';
import { matched } from './matching';
import type { State, Subject } from './states';

/** Something that happened to a finding, for the journal. */
export interface Event {
  /** `held`: it is not there, but files are not known on which it may rest, so its entry stays as it is. */
  kind: 'found' | 'vanished' | 'returned' | 'held' | 'set';
  id: string;
  state: State;
  rule: string;
  file: string;
  about: string;
  reason: string | undefined;
  /** What it was before it vanished. */
  was?: State | undefined;
  /** Of what is held: the files. */
  because?: readonly string[];
}

/** An entry whose finding is not there, and the files because of which that says nothing. */
export interface Held {
  id: string;
  because: readonly string[];
}

export interface Outcome {
  text: string;
  events: Event[];
  held: Held[];
}

/** What an audit could know: only of that can a finding be said to have vanished. */
export interface Reach {
  isAsked(rule: string, file: string): boolean;
  /** Files and folders that could not be read, or not wholly. */
  unread: ReadonlySet<string>;
  /** Whether a file lies in what is left out on purpose. */
  isLeftOut(file: string): boolean;
  /** Ids. */
  silenced: ReadonlySet<string>;
}

/** Where the audit before this one stood; undefined where nobody knows. */
export interface Before {
  unread: ReadonlySet<string>;
  held: readonly Held[];
}

/** `text` must be without faults. `day` is '2026-11-21'. Where nothing came or went, the text is the same. */
export function reconcile(text: string, findings: readonly Subject[], reach: Reach, day: string, before?: Before): Outcome {
  const { entries } = parseBacklog(text);
  const known = matched(findings, new Map([...entries].filter(([id]) => !reach.silenced.has(id))));
  const there = new Map(findings.map((f) => [f.id, f]));
  const changed: NewEntry[] = [];
  const events: Event[] = [];
  for (const finding of there.values()) {
    const entry = known.get(finding.id);
    const isBack = entry?.state === 'done';
    if (entry && !isBack && entry.id === finding.id) continue;
    const now = { ...(entry ? renamed(entry, finding) : entryOf(finding)), ...(entry && !isBack ? {} : opened(day)) };
    changed.push(now);
    if (!entry || isBack) events.push(eventOf(entry ? 'returned' : 'found', now));
  }
  const found = new Set([...known.values()].map(({ id }) => id));
  const { gone, held } = absent(
    [...entries.values()].filter(({ id }) => !found.has(id)),
    reach,
    before,
  );
  for (const entry of gone) {
    const now = { ...entry, state: 'done' as const, since: day, was: entry.state === 'open' ? undefined : entry.state };
    changed.push(now);
    events.push(eventOf('vanished', now));
  }
  const heldBefore = new Set(before?.held.map(({ id }) => id));
  for (const { entry, because } of held) if (!heldBefore.has(entry.id)) events.push({ ...eventOf('held', entry), because });
  return {
    text: changed.length > 0 ? withEntries(text, changed) : text,
    events,
    held: held.map(({ entry, because }) => ({ id: entry.id, because })),
  };
}

const opened = (day: string) => ({ state: 'open' as const, since: day });

/**
 * Of entries whose findings are not there, those that are gone, and those of which that cannot be said: because the file itself is not known, or
 * because another file ceased to be known since the finding was last there.
 */
function absent(entries: readonly Entry[], reach: Reach, before: Before | undefined) {
  const lost = [...reach.unread].filter((file) => !before?.unread.has(file));
  const heldBy = new Map(before?.held.map(({ id, because }) => [id, because]));
  const gone: Entry[] = [];
  const held: { entry: Entry; because: string[] }[] = [];
  for (const entry of entries) {
    if (entry.state === 'done' || !reach.isAsked(entry.rule, entry.file)) continue;
    if (reach.silenced.has(entry.id) || reach.isLeftOut(entry.file)) continue;
    const own = [...reach.unread].filter((place) => entry.file === place || entry.file.startsWith(`${place}/`));
    const known = heldBy.get(entry.id);
    const others = known ? known.filter((file) => reach.unread.has(file)) : lost;
    const because = [...new Set([...own, ...others])].sort();
    if (because.length > 0) held.push({ entry, because });
    else gone.push(entry);
  }
  return { gone, held };
}

/** The entry as it is, under the id that the finding has now. */
const renamed = (entry: Entry, { id }: Subject): NewEntry => (entry.id === id ? entry : { ...entry, id, writtenAs: entry.id });

export interface Decision {
  id: string;
  state: State;
  reason?: string | undefined;
}

/** What a person decides of one finding. Told in words where it cannot be. */
export function decide(
  text: string,
  decision: Decision,
  findings: readonly Subject[],
  day: string,
): Pick<Outcome, 'text' | 'events'> | { refused: string } {
  const { entries, faults } = parseBacklog(text);
  const fault = faults[0];
  if (fault) return { refused: `the backlog is broken in line ${fault.line}, and is left as it is: ${fault.message}` };
  const finding = findings.find((f) => f.id === decision.id);
  const written = (finding && matched(findings, entries).get(finding.id)) ?? entries.get(decision.id);
  const before = written ? (finding ? renamed(written, finding) : written) : finding && entryOf(finding);
  if (!before) return { refused: `no finding has the id ${decision.id}; crosswire audit --format json lists them` };
  const reason = decision.reason?.trim() || before.reason;
  if (decision.state === 'intentional' && !reason) return { refused: 'what is intentional needs a reason' };
  if (written && written.state === decision.state && written.reason === reason) return { text, events: [] };
  const since = written?.state === decision.state ? written.since : day;
  const now = { ...before, state: decision.state, since, was: undefined, reason };
  return { text: withEntries(text, [now]), events: [eventOf('set', now)] };
}

function entryOf({ id, rule, file, subject }: Subject): NewEntry {
  return { id, state: 'open', since: undefined, was: undefined, reason: undefined, rule, file, about: subject };
}

function eventOf(kind: Event['kind'], entry: NewEntry | Entry): Event {
  const { id, state, was, rule, file, about, reason } = entry;
  return { kind, id, state, was, rule, file, about, reason };
}
