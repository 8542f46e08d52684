/** Small things about text that have no place of their own. */

/** The same order on every machine, whatever its language. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For a regular expression that means this text and nothing else. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The offset of what closes the bracket at `open`, whichever it is. */
export function closing(text: string, open: number): number | undefined {
  for (let at = open, depth = 0; at < text.length; at++) {
    if ('([{'.includes(text[at]!)) depth++;
    else if (')]}'.includes(text[at]!) && --depth === 0) return at;
  }
  return undefined;
}
