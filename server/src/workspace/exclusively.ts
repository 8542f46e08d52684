/**
 * One process at a time: what reads a file, thinks and writes it again would lose what another wrote between. The lock is a file in the system's
 * folder for such, so that none is ever left where people work; one that a process left behind when it died counts for nothing after a while.
 */
import { closeSync, openSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '../base/hash';
import { pathKey } from '../base/uri';

/** Longer than any reading and writing takes. */
const STALE = 10_000;
const PAUSE = 10;

/** `path`: what it is about. Waits for whoever was first. */
export function exclusively<T>(path: string, act: () => T): T {
  const lock = join(tmpdir(), `crosswire-${hashOf(pathKey(path)).slice(0, 20)}.lock`);
  const isOurs = acquired(lock);
  try {
    return act();
  } finally {
    if (isOurs) remove(lock);
  }
}

/** False where there can be no lock, or it was held for too long: a record without one is better than none. */
function acquired(lock: string): boolean {
  const until = Date.now() + 2 * STALE;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (Date.now() < until) {
    try {
      closeSync(openSync(lock, 'wx'));
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
    }
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > STALE) remove(lock);
    Atomics.wait(clock, 0, 0, PAUSE);
  }
  return false;
}

function remove(lock: string): void {
  try {
    unlinkSync(lock);
  } catch {
    // Somebody else did, or it is another user's.
  }
}
