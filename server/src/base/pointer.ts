/** JSON pointers: '/paths/~1pets' leads to the entry '/pets' of 'paths'. */

/** One name as a pointer writes it. */
export const escapedName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export const unescapedName = (name: string): string => decoded(name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** A pointer in an address, where letters may be written as %20. */
export function decoded(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer; // a stray % stands for itself
  }
}
