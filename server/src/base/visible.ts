/** Text of others that shows all that it holds: whatever is in it moves no cursor, ends no line and starts no command. */

/** Control characters, line breaks, and what turns the direction of writing, which can make a line read as what it is not. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text in which all that is there can be seen: '\x1b', '\u{202e}'. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (c) => {
    const code = c.codePointAt(0) ?? 0;
    return SHORT[c] ?? (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`);
  });
}

/** The same, of everything that JSON can say. */
export const visibleIn = <T>(json: T): T =>
  JSON.parse(JSON.stringify(json), (_key, value: unknown) => (typeof value === 'string' ? visible(value) : value));
