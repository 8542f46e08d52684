/**
 * Which entry of the backlog speaks of which finding: the one with its id; or with the id that it had in earlier versions; or, where its function
 * got another name, the one that nothing else answers to and that agrees in rule, file and what it is about.
 */
import { grouped } from '../base/grouped';
import type { Entry } from './backlog';
import { nameless } from './identity';
import type { Subject } from './states';

type Found = Pick<Subject, 'id' | 'formerId' | 'rule' | 'file' | 'subject'>;

/** By the ids of the findings; the entry may be written under another. */
export function matched(findings: readonly Found[], entries: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const result = new Map<string, Entry>();
  if (entries.size === 0) return result;
  const taken = new Set<string>();
  const take = (finding: Found, entry: Entry | undefined) => {
    if (!entry || taken.has(entry.id)) return;
    taken.add(entry.id);
    result.set(finding.id, entry);
  };
  for (const finding of findings) take(finding, entries.get(finding.id));
  const left = () => findings.filter(({ id }) => !result.has(id));
  for (const finding of left()) if (finding.formerId !== undefined) take(finding, alike(finding, entries.get(finding.formerId)));
  const free = grouped(
    [...entries.values()].filter(({ id }) => !taken.has(id)),
    keyOfEntry,
  );
  for (const [key, alone] of grouped(left(), keyOf)) {
    const others = free.get(key) ?? [];
    // What is left of either must be sure to belong together: one each, or all decided alike.
    if (isOneDecision(others)) for (const [i, finding] of alone.entries()) take(finding, others[i]);
  }
  return result;
}

const keyOf = ({ rule, file, subject }: Pick<Found, 'rule' | 'file' | 'subject'>) => `${rule}\n${file}\n${nameless(subject)}`;
const keyOfEntry = ({ rule, file, about }: Entry) => keyOf({ rule, file, subject: about });

/** A person's own entry need not say what it is about. */
function alike(finding: Found, entry: Entry | undefined): Entry | undefined {
  if (!entry || (entry.rule === '' && entry.file === '' && entry.about === '')) return entry;
  return keyOfEntry(entry) === keyOf(finding) ? entry : undefined;
}

const isOneDecision = (entries: readonly Entry[]) =>
  entries.every(({ state, reason }) => state === entries[0]?.state && reason === entries[0]?.reason);
