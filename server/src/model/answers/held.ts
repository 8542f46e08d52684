/** An expression that holds an answer, or a part of one: where the way of the answer has come to. */
import type { ChunkId, X } from '../../facts/expression';
import type { Site } from '../../values/value';
import type { Read } from './reads';

export interface Held {
  file: string;
  chunk: ChunkId;
  x: X;
  /** Keys that lead to it: ['data'] where it stands in `{ data: … }`, '[]' and numbers in lists. */
  path: readonly string[];
  /** response: what the client gives, of which the body is a part. body: the answer itself. text: its text. */
  as: 'response' | 'body' | 'text';
  read: Read;
  /** The calls by which the functions were entered that are left by returning. */
  stack: readonly Site[];
}

/** What is another at the next step. */
export type Change = Partial<Pick<Held, 'path' | 'as' | 'read' | 'stack'>>;

/** The same a step further. All are made here: what is of one form is handled fast. */
export const moved = (held: Held, at: { file?: string; chunk?: ChunkId; x?: X }, change: Change = {}): Held => ({
  file: at.file ?? held.file,
  chunk: at.chunk ?? held.chunk,
  x: at.x ?? held.x,
  path: change.path ?? held.path,
  as: change.as ?? held.as,
  read: change.read ?? held.read,
  stack: change.stack ?? held.stack,
});

/** What the steps of the way have in common. */
export interface Way {
  push(held: Held, at: { file?: string; chunk?: ChunkId; x: X }, change?: Change): void;
  /** Every mention of a name holds it. */
  pushName(held: Held, file: string, home: ChunkId, name: string, path: readonly string[]): void;
}

/** The key under which a ref of Vue holds what it holds: a property may be called `value` too. */
export const REF = '.value';

export const siteOfHeld = (held: Held, x: X): Site => ({ file: held.file, chunk: held.chunk, x });
export const isItem = (key: string | undefined): boolean => key !== undefined && /^(\[\]|\d+)$/.test(key);

/** It goes where nobody follows it. */
export function leave(held: Held): void {
  if (held.as !== 'text') held.read.open = true;
}
