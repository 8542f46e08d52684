/** What became of the files that were found: each is counted once. */
import { isInside } from '../base/uri';
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

/** Paths, and what is known of them. */
interface Looked {
  files: readonly { path: string; state: State }[];
  found: readonly string[];
  leftOut: readonly { path: string }[];
}

/** Of what lies in a folder; of everything for ''. */
export function tallyOf(folder: string, { files, found, leftOut }: Looked): Tally {
  const isHere = (path: string) => folder === '' || isInside(path, folder);
  const state = (wanted: State) => files.filter((file) => file.state === wanted && isHere(file.path)).length;
  return {
    found: found.filter(isHere).length,
    ...{ read: state('loaded'), idle: state('present'), failed: state('failed') },
    leftOut: leftOut.filter(({ path }) => isHere(path)).length,
  };
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
