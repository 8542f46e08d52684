/**
 * A baseline: the findings that a team knows and does not want to hear of again, one a line so that it merges well. Which of them is which finding
 * today is found out as for the backlog: it survives moved lines and other names.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Findings } from '../analysis/findings';
import type { Finding } from '../analysis/types';
import { compareText } from '../base/text';
import { bound } from '../triage/matching';
import type { Claim } from '../triage/states';
import { goneFrom } from '../workspace/record';
import { UsageError } from './command';
import { everythingIn } from './record';

const VERSION = 1;

export type Baseline = readonly Claim[];

/** `name` is how the user calls it, `command` where. */
export function readBaseline(path: string, name: string, command = 'audit'): Baseline {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${command}: the baseline ${name} cannot be read: ${reason}; audit --update-baseline writes one`);
  }
  const { version, findings } = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  if (!Array.isArray(findings)) throw new UsageError(`${command}: ${name} is not a baseline; audit --update-baseline writes one`);
  if (version !== VERSION)
    throw new UsageError(
      `${command}: the baseline ${name} is of another version of Crosswire; audit --update-baseline writes a new one`,
    );
  return findings.flatMap(claimOf);
}

/** Those of all findings that it knows, by their ids, and how many of its own are gone. */
export function knownOf(
  baseline: Baseline | undefined,
  root: string,
  found: Findings,
): { ids: ReadonlySet<string> | undefined; gone: number } {
  if (!baseline) return { ids: undefined, gone: 0 };
  const { known, free } = bound(everythingIn(root, found), baseline, goneFrom(root));
  return { ids: new Set(known.keys()), gone: free.length };
}

function claimOf(entry: unknown): Claim[] {
  if (typeof entry !== 'object' || entry === null || !('id' in entry) || typeof entry.id !== 'string') return [];
  const texts = new Map<string, unknown>(Object.entries(entry));
  const text = (key: string): string => String(texts.get(key) ?? '');
  return [{ id: entry.id, rule: text('rule'), file: text('file'), about: text('about'), in: text('in') }];
}

export function writeBaseline(path: string, findings: readonly Finding[]): void {
  const entries = findings.map(({ id, rule, file, subject, within }) => ({ id, rule, file, about: subject, in: within }));
  entries.sort((a, b) => compareText(a.file, b.file) || compareText(a.id, b.id));
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)}`);
  try {
    writeFileSync(path, `{"version": ${VERSION}, "findings": [\n${lines.join(',\n')}\n]}\n`);
  } catch (error) {
    throw new UsageError(`audit: the baseline cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
