/** What becomes of each finding: a comment silences before the backlog, the backlog before the baseline, and each is counted once. */
import { type State, stateOf } from './states';

export interface Heaps<T> {
  /** Problems: open and accepted ones, in order. */
  problems: T[];
  /** Meant to be so, with a reason in the backlog. */
  intentional: T[];
  /** By a comment. */
  silenced: T[];
  /** From the baseline. */
  known: T[];
}

export type Entries = ReadonlyMap<string, { state: State; reason?: string | undefined }>;

/** `known`: ids of those that a baseline knows. */
export function heapsOf<T extends { id: string }>(
  found: { findings: readonly T[]; silenced: readonly T[] },
  entries: Entries,
  known: ReadonlySet<string> | undefined,
): Heaps<T> {
  const heaps: Heaps<T> = { problems: [], intentional: [], silenced: [...found.silenced], known: [] };
  for (const finding of found.findings) {
    if (stateOf(finding.id, entries) === 'intentional') heaps.intentional.push(finding);
    else if (known?.has(finding.id)) heaps.known.push(finding);
    else heaps.problems.push(finding);
  }
  return heaps;
}
