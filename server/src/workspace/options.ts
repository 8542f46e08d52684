/** What a workspace is opened with. */
import type { Change } from '../analysis/types';
import type { FileKind } from '../facts/facts';
import type { PoolOptions } from '../facts/pool';
import type { Patterns } from './selection';
import type { StandIns } from './stand-ins';

/** What a workspace feeds: `Analysis`, or in tests whatever records what it is given. */
export interface Engine<S> {
  apply(changes: Change[]): S;
}

export interface Glance {
  files: readonly string[];
  glance: RegExp;
}

/** What an engine's snapshot says of files that are there and not read. */
export interface Answers {
  wanted(): readonly string[];
  /** Not wanted unless the glance fits the text. The same object is the same question. */
  mentioned?(): Glance;
  /** Files that may import a module of which nobody knows who does; read where the glance fits the text. */
  importers?(): Glance;
}

export interface WorkspaceOptions<S> extends Patterns {
  engine: Engine<S>;
  /** Engine paths. */
  roots: readonly string[];
  /** Asks what the caller will ask, so that what these answers need is read before a snapshot is handed out. */
  ask?: (snapshot: S) => void;
  /** The Python side is looked at first: what this then asks is answered before the rest is read, and `seen` is told. */
  early?: { ask: (snapshot: S) => void; seen: (snapshot: S) => void };
  /** Whose sources are read ahead; those of other sides only when wanted. */
  ahead?: readonly FileKind[];
  /** Only routes are asked for: bodies of Python functions that register none are not read. */
  outline?: boolean;
  pool?: PoolOptions;
  standIns?: StandIns;
  /** The folder for facts kept between runs; none are kept without. */
  cache?: string | undefined;
  log?: (line: string) => void;
  /** Files read so far, of how many known. */
  onProgress?: (done: number, total: number) => void;
}
