/** What the parts of the evaluator share: the world, and each other. */
import type { Arg, ChunkId, X } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Args, Env, Site, Value } from './value';
import type { World } from './world';

/** A chunk in one of its activations: where an expression is evaluated. */
export interface Place {
  file: string;
  id: ChunkId;
  chunk: Chunk;
  env: Env;
}

export interface Context {
  readonly world: World;
  evaluate(place: Place, x: X): Value;
  args(place: Place, args: readonly Arg[]): Args;
  /** What a function of the project returns in an activation. */
  returnOf(fn: Value & { kind: 'fn' }, env: Env): Value;
  /** The place of a chunk in an activation; undefined if the file is gone or not loaded. */
  place(file: string, id: ChunkId, env: Env): Place | undefined;
  moduleEnv(file: string): Env;
  /** The activation of a chunk that nobody specified: parameters are symbols. */
  genericEnv(file: string, id: ChunkId): Env;
  binding(file: string, chunk: ChunkId, name: string, env: Env): Value;
  member(of: Value, name: string): Value;
  /** What methods of a class set on self; undefined where none does. */
  field(cls: Value & { kind: 'class' }, self: Value & { kind: 'inst' }, name: string): Value | undefined;
  call(callee: Value, args: Args, site: Site, env: Env, isNew?: boolean): Value;
  exported(file: string, name: string): Value;
  /** The elements of what is looped over; undefined if they cannot be known. */
  elements(value: Value): Value[] | undefined;
}

export const siteOf = (place: Place, x: X): Site => ({ file: place.file, chunk: place.id, x });
