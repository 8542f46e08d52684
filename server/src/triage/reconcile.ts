/**
 * What an audit does to the backlog: findings that are new come in as open, those that vanished are done, those that returned are open again.
 * What a person decided of a finding that is still there is never changed.
 */
import { type Entry, parseBacklog } from './backlog';
import { type NewEntry, withEntries } from './backlog-edit';
import type { State, Subject } from './states';

/** Something that happened to a finding, for the journal. */
export interface Event {
  kind: 'found' | 'vanished' | 'returned' | 'set';
  id: string;
  state: State;
  rule: string;
  file: string;
  about: string;
  reason: string | undefined;
}

export interface Outcome {
  text: string;
  events: Event[];
}

/** Only of rules that were asked, of files that could be read, and of what no comment silences can a finding be said to have vanished. */
export interface Reach {
  isAsked(rule: string, file: string): boolean;
  unread: ReadonlySet<string>;
  /** Ids. */
  silenced: ReadonlySet<string>;
}

/** `text` must be without faults. `day` is '2026-11-21'. Where nothing came or went, the text is the same. */
export function reconcile(text: string, findings: readonly Subject[], reach: Reach, day: string): Outcome {
  const { entries } = parseBacklog(text);
  const changed: NewEntry[] = [];
  const events: Event[] = [];
  const there = new Map(findings.map((f) => [f.id, f]));
  for (const finding of there.values()) {
    const entry = entries.get(finding.id);
    if (entry && entry.state !== 'done') continue;
    const now = { ...(entry ?? entryOf(finding)), state: 'open' as const, since: day };
    changed.push(now);
    events.push(eventOf(entry ? 'returned' : 'found', now));
  }
  for (const entry of entries.values()) {
    if (there.has(entry.id) || entry.state === 'done') continue;
    if (!reach.isAsked(entry.rule, entry.file) || reach.unread.has(entry.file) || reach.silenced.has(entry.id)) continue;
    const now = { ...entry, state: 'done' as const, since: day };
    changed.push(now);
    events.push(eventOf('vanished', now));
  }
  return { text: changed.length > 0 ? withEntries(text, changed) : text, events };
}

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
): Outcome | { refused: string } {
  const { entries, faults } = parseBacklog(text);
  const fault = faults[0];
  if (fault) return { refused: `the backlog is broken in line ${fault.line}, and is left as it is: ${fault.message}` };
  const finding = findings.find((f) => f.id === decision.id);
  const before = entries.get(decision.id) ?? (finding && entryOf(finding));
  if (!before) return { refused: `no finding has the id ${decision.id}; crosswire audit --format json lists them` };
  const reason = decision.reason?.trim() || before.reason;
  if (decision.state === 'intentional' && !reason) return { refused: 'what is intentional needs a reason' };
  const written = entries.get(decision.id);
  if (written && written.state === decision.state && written.reason === reason) return { text, events: [] };
  const now = { ...before, state: decision.state, since: written?.state === decision.state ? written.since : day, reason };
  return { text: withEntries(text, [now]), events: [eventOf('set', now)] };
}

function entryOf({ id, rule, file, subject }: Subject): NewEntry {
  return { id, state: 'open', since: undefined, reason: undefined, rule, file, about: subject };
}

function eventOf(kind: Event['kind'], entry: NewEntry | Entry): Event {
  const { id, state, rule, file, about, reason } = entry;
  return { kind, id, state, rule, file, about, reason };
}
