/**
 * Makes a folder and those above it, one at a time. Node's own `mkdirSync` with `recursive` never returns where a file system holds the folder
 * above and answers "no such folder" to every new one: /proc.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Throws where it cannot be made. */
export function makeFolder(path: string): void {
  const above = dirname(path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
