/**
 * A baseline: the findings that a team knows and does not want to hear of again, one a line so that it merges well. They are known by their
 * ids, which survive moved lines; rule and file are there for people.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Finding } from '../analysis/types';
import { UsageError } from './command';

const VERSION = 1;

/** Ids of findings. */
export type Baseline = ReadonlySet<string>;

/** `name` is how the user calls it. */
export function readBaseline(path: string, name: string): Baseline {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`audit: the baseline ${name} cannot be read: ${reason}; --update-baseline writes one`);
  }
  const { version, findings } = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  if (!Array.isArray(findings)) throw new UsageError(`audit: ${name} is not a baseline; --update-baseline writes one`);
  if (version !== VERSION)
    throw new UsageError(`audit: the baseline ${name} is of another version of Crosswire; --update-baseline writes a new one`);
  return new Set(findings.flatMap(idOf));
}

function idOf(entry: unknown): string[] {
  return typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? [entry.id] : [];
}

export function writeBaseline(path: string, findings: readonly Finding[]): void {
  const entries = findings.map(({ id, rule, file, data }) => ({ id, rule, file, ...about(data) }));
  entries.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.id < b.id ? -1 : 1));
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)}`);
  try {
    writeFileSync(path, `{"version": ${VERSION}, "findings": [\n${lines.join(',\n')}\n]}\n`);
  } catch (error) {
    throw new UsageError(`audit: the baseline cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function about({ method, path }: Record<string, unknown>): { route?: string } {
  return typeof path === 'string' ? { route: `${typeof method === 'string' ? `${method} ` : ''}${path}` } : {};
}
