/** What stands below all answers of the kernel (see query.ts): what is given, and what is kept elsewhere. */
import { type Input, leaf, type Node, Room, type Source } from './node';

/** What they need of the kernel. */
export interface Hand {
  isComputing(): boolean;
  note(node: Node): void;
  replace(node: Node, value: unknown): void;
  /** It may be forgotten when nothing reads it. */
  loosen(node: Node): void;
}

export function inputOf<T>(hand: Hand, equal: (a: T, b: T) => boolean): Input<T> {
  const nodes = new Room();
  const node = (key: string): Node => nodes.get(key) ?? leaf(nodes, key, false);
  return {
    get: (key) => {
      const found = hand.isComputing() ? node(key) : nodes.get(key);
      if (found) hand.note(found);
      return found?.value as T | undefined;
    },
    set: (key, value) => {
      const found = node(key);
      const old = found.value as T | undefined;
      if (old === value || (old !== undefined && value !== undefined && equal(old, value))) return;
      hand.replace(found, value);
      if (value === undefined) hand.loosen(found);
    },
    keys: () => [...nodes.values()].filter((n) => n.value !== undefined).map((n) => n.key),
  };
}

export function sourceOf<T>(hand: Hand, read: (key: string) => T, equal: (a: T, b: T) => boolean): Source<T> {
  const nodes = new Room();
  return {
    get: (key) => {
      if (!hand.isComputing()) return read(key);
      let found = nodes.get(key);
      if (!found) {
        found = leaf(nodes, key, true);
        found.value = read(key);
      }
      hand.note(found);
      return found.value as T;
    },
    touch: (key) => {
      const found = nodes.get(key);
      const value = found && read(key);
      if (found && !equal(found.value as T, value as T)) hand.replace(found, value);
    },
  };
}
