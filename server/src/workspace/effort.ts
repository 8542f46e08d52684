/** Estimates of the work that a file is, and what is known of one that cannot be read. */
import type { Extracted } from '../facts/facts';
import type { FoundFile } from './discovery';

/** Share of the sources that can begin something. */
export const LIKELY = 0.4;

/** Share of a Python file that its outline keeps. */
const OUTLINED = 0.3;

/** What there is to parse. */
export function weightOf({ kind, size }: FoundFile, outline = false): number {
  return outline && kind === 'python' ? size * OUTLINED : size;
}

/** The facts of a file of which nothing is known but that it is there. */
export function nothing(why: string): Extracted {
  return { facts: { kind: 'settings', of: 'none', why }, layout: { lines: [0], spans: {}, decls: {} } };
}
