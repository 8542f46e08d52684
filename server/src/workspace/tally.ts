/** What became of the files that were found: each is counted once. */
import type { Skipped } from './discovery';
import type { State } from './extraction';

export interface Tally {
  found: number;
  read: number;
  /** Not read, for nothing in it can begin a route or a request, and no answer needed it. */
  idle: number;
  failed: number;
  /** By a rule: of git, of the settings, or a usual one. A folder counts as one. */
  leftOut: number;
}

export function tallyOf(files: readonly { state: State }[], found: number, leftOut: number): Tally {
  const state = (wanted: State) => files.filter((file) => file.state === wanted).length;
  return { found, read: state('loaded'), idle: state('present'), failed: state('failed'), leftOut };
}

export interface Gaps {
  /** Files that could not be read, folders that could not be looked at. */
  unread: Skipped[];
  /** By a rule. */
  leftOut: Skipped[];
}

/** Not by a rule: it is there, and cannot be looked at. */
const isShut = ({ reason }: Skipped): boolean => /^(vanished|not readable|a link that|not a regular file)/.test(reason);

export const gapsIn = (failed: readonly Skipped[], leftOut: readonly Skipped[]): Gaps => ({
  unread: [...failed, ...leftOut.filter(isShut)],
  leftOut: leftOut.filter((one) => !isShut(one)),
});
