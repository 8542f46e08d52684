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

export function heapsOf<T extends { id: string; formerId?: string }>(
  found: { findings: readonly T[]; silenced: readonly T[] },
  entries: Entries,
  baseline: ReadonlySet<string> | undefined,
): Heaps<T> {
  const heaps: Heaps<T> = { problems: [], intentional: [], silenced: [...found.silenced], known: [] };
  for (const finding of found.findings) {
    if (stateOf(finding.id, entries) === 'intentional') heaps.intentional.push(finding);
    else if (baseline && isIn(baseline, finding)) heaps.known.push(finding);
    else heaps.problems.push(finding);
  }
  return heaps;
}

/** A baseline of an earlier version holds, too. */
export const isIn = (baseline: ReadonlySet<string>, { id, formerId }: { id: string; formerId?: string }): boolean =>
  baseline.has(id) || (formerId !== undefined && baseline.has(formerId));
