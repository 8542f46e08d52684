/**
 * Names, paths and code of an audited folder are its authors' text: whatever they hold, a report shows it as text. Nothing of it may move a cursor,
 * start a tag or give a command to the program that reads the report.
 */
import { visible } from '../base/visible';

export { visible } from '../base/visible';

/** Without the ticks of Markdown. */
export const plain = (text: string): string => text.replace(/`+\s?([^`]*?)\s?`+/g, '$1');

/** A line of code: tabs are one column wide, as carets count them. */
export const codeLine = (text: string): string => visible(text.replaceAll('\t', ' '));

/** Running text of Markdown, in which nothing is markup and nobody is mentioned. */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]>#|~!$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@<!-- -->');
}

/** A span of code, whatever ticks it holds. */
export function markdownCode(text: string): string {
  const shown = visible(text) || ' ';
  const ticks = fence(shown, 1);
  const space = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${ticks}${space}${shown}${space}${ticks}`;
}

/** Ticks that the text does not hold. */
export function fence(text: string, least = 3): string {
  const longest = Math.max(least - 1, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}

/** A path as a relative reference: 'a%20b/c%23.ts'. */
export function uriPath(path: string): string {
  const encode = (part: string) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, hex);
  return path.split('/').map(encode).join('/');
}

const hex = (c: string) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
