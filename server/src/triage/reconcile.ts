/**
 * What an audit does to the backlog: findings that are new come in as open, those that vanished are done, those that returned are open again.
 * What a person decided of a finding that is still there is never changed.
 */
import { type Backlog, type Entry, parseBacklog } from './backlog';
import { type NewEntry, withEntries } from './backlog-edit';
import { type Bound, bound, isAbout } from './matching';
import type { IsGone } from './moves';
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
  /** Findings that are there, and that a comment silences: nothing is said of them. */
  silenced: readonly Subject[];
  isGone: IsGone;
}

/** Where the audit before this one stood; undefined where nobody knows. */
export interface Before {
  unread: ReadonlySet<string>;
  held: readonly Held[];
}

/** `text` must be without faults. `day` is '2026-11-21'. Where nothing came or went, the text is the same. */
export function reconcile(text: string, findings: readonly Subject[], reach: Reach, day: string, before?: Before): Outcome {
  const entries = bound([...findings, ...reach.silenced], parseBacklog(text).entries.values(), reach.isGone);
  const { gone, held } = absent(entries.free, reach, before);
  const changed = renamed(entries, [...findings, ...reach.silenced]);
  const events: Event[] = [];
  for (const finding of findings) {
    const entry = entries.known.get(finding.id);
    if (entry && entry.state !== 'done') continue;
    const now = { ...(entry ? filled(entry, finding) : entryOf(finding)), ...opened(day) };
    changed.set(finding.id, now);
    events.push(eventOf(entry ? 'returned' : 'found', now));
  }
  for (const { claim, id } of gone) {
    const was = claim.state === 'open' ? undefined : claim.state;
    const now = { ...claim, id, writtenAs: claim.id, state: 'done' as const, since: day, was };
    changed.set(id, now);
    events.push(eventOf('vanished', now));
  }
  const heldBefore = new Set(before?.held.map(({ id }) => id));
  for (const { claim, because } of held) if (!heldBefore.has(claim.id)) events.push({ ...eventOf('held', claim), because });
  return {
    text: changed.size > 0 ? withEntries(text, [...changed.values()]) : text,
    events,
    held: held.map(({ id, because }) => ({ id, because })),
  };
}

const opened = (day: string) => ({ state: 'open' as const, since: day });

/**
 * Of entries whose findings are not there, those that are gone, and those of which that cannot be said: because the file itself is not known, or
 * because another file ceased to be known since the finding was last there.
 */
function absent(free: Bound<Entry>['free'], reach: Reach, before: Before | undefined) {
  const lost = [...reach.unread].filter((file) => !before?.unread.has(file));
  const heldBy = new Map(before?.held.map(({ id, because }) => [id, because]));
  const gone: Bound<Entry>['free'] = [];
  const held: (Bound<Entry>['free'][number] & { because: string[] })[] = [];
  for (const { claim, id } of free) {
    // Of an id that nothing has and that says no more nobody knows what it was: it is told, and stays.
    if (claim.rule === '' && claim.file === '') continue;
    if (claim.state === 'done' || !reach.isAsked(claim.rule, claim.file) || reach.isLeftOut(claim.file)) continue;
    const own = [...reach.unread].filter((place) => claim.file === place || claim.file.startsWith(`${place}/`));
    const known = heldBy.get(claim.id);
    const others = known ? known.filter((file) => reach.unread.has(file)) : lost;
    const because = [...new Set([...own, ...others])].sort();
    if (because.length > 0) held.push({ claim, id, because });
    else gone.push({ claim, id });
  }
  return { gone, held };
}

const TOLD = ['id', 'rule', 'file', 'about', 'in'] as const;

/** Entries of which something else is true now, though nothing was decided: the id, the file, or the function around. By the ids that they have now. */
function renamed({ known, free }: Bound<Entry>, findings: readonly Subject[]): Map<string, NewEntry> {
  const changed = new Map<string, NewEntry>();
  for (const finding of findings) {
    const entry = known.get(finding.id);
    const now = entry && filled(entry, finding);
    if (entry && now && TOLD.some((key) => now[key] !== entry[key])) changed.set(now.id, now);
  }
  for (const { claim, id } of free) if (id !== claim.id) changed.set(id, { ...claim, id, writtenAs: claim.id });
  return changed;
}

/** The entry under the id that the finding has now, and with its function, where it is not a person's own that names neither. */
const asFound = (entry: Entry, finding: Subject): NewEntry => ({
  ...{ ...entry, id: finding.id, writtenAs: entry.id },
  in: isAbout(entry, finding) ? finding.within : entry.in,
});

/** And with what a person's own entry left out, without which nobody could say tomorrow what has vanished. */
function filled(entry: Entry, finding: Subject): NewEntry {
  const { rule, file, about } = entry;
  const whole = { ...entry, rule: rule || finding.rule, file: file || finding.file, about: about || finding.subject };
  return asFound(whole, finding);
}

export interface Decision {
  id: string;
  state: State;
  reason?: string | undefined;
}

/** What is there: what is found, and what comments silence of it. */
export interface Seen {
  findings: readonly Subject[];
  silenced: readonly Subject[];
  isGone: IsGone;
}

/** What a person decides of one finding. Told in words where it cannot be. */
export function decide(
  text: string,
  decision: Decision,
  { findings, silenced, isGone }: Seen,
  day: string,
): Pick<Outcome, 'text' | 'events'> | { refused: string } {
  const { entries, faults, written: lines } = parseBacklog(text);
  const fault = faults[0];
  if (fault) return { refused: `the backlog is broken in line ${fault.line}, and is left as it is: ${fault.message}` };
  const finding = findings.find((f) => f.id === decision.id);
  const all = [...findings, ...silenced];
  const known = bound(all, entries.values(), isGone);
  const written = finding ? known.known.get(finding.id) : entries.get(decision.id);
  const refused = finding ? undefined : absence(decision, written, silenced);
  if (refused !== undefined) return { refused };
  const before = finding
    ? written
      ? asFound(written, finding)
      : entryOf(finding)
    : written && { ...written, writtenAs: written.id };
  if (!before) return { refused: `no finding has the id ${decision.id}; crosswire audit --format json lists them` };
  const reason = decision.reason?.trim() || before.reason;
  if (decision.state === 'intentional' && !reason) return { refused: 'what is intentional needs a reason' };
  if (written && written.state === decision.state && written.reason === reason) {
    const isTwice = lines.filter(({ entry }) => entry.id === written.id).length > 1;
    return { text: isTwice ? withEntries(text, []) : text, events: [] };
  }
  const since = written?.state === decision.state ? written.since : day;
  const now = { ...before, state: decision.state, since, was: undefined, reason };
  const others = finding ? [...renamed(known, all)].filter(([, other]) => goesAlong(other, finding, entries, written)) : [];
  const changed = new Map([...others, [now.id, now] as const]);
  return { text: withEntries(text, [...changed.values()]), events: [eventOf('set', now)] };
}

/**
 * What must be written with a decision about a finding: where an id changes hands, all that change theirs; and where its file was renamed, all that is
 * said of that file, or nobody could tell tomorrow where the rest of it went.
 */
function goesAlong(other: NewEntry, finding: Subject, entries: Backlog['entries'], written: Entry | undefined): boolean {
  const before = entries.get(other.writtenAs ?? other.id);
  if (before !== undefined && before.file !== other.file && other.file === finding.file) return true;
  return entries.get(finding.id) !== written && isAbout(other, finding);
}

/** Why nothing can be decided of what is not found; undefined where it can: that it is done. */
function absence({ id, state }: Decision, written: Entry | undefined, silenced: readonly Subject[]): string | undefined {
  const hidden = silenced.find((f) => f.id === id);
  if (hidden) return `${id} is silenced by a comment at ${hidden.file}:${hidden.line}; take the comment out to decide of it here`;
  if (!written || state === 'done') return undefined;
  const what = [written.rule, [written.about, written.file].filter(Boolean).join(' in ')].filter(Boolean).join(', ');
  return `${id} is not found any more${what ? ` (${what})` : ''}; all that can be said of it is done`;
}

function entryOf({ id, rule, file, subject, within }: Subject): NewEntry {
  return { id, state: 'open', since: undefined, was: undefined, reason: undefined, rule, file, about: subject, in: within };
}

function eventOf(kind: Event['kind'], entry: NewEntry | Entry): Event {
  const { id, state, was, rule, file, about, reason } = entry;
  return { kind, id, state, was, rule, file, about, reason };
}
