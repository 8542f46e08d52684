/**
 * Reads one file as text, within limits. What is not read comes back with the reason, never as an exception.
 */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { toOsPath } from '../base/uri';

/** Larger than any source that a person writes; parsing more would cost seconds and gigabytes. */
const MAX_BYTES = 1_500_000;
/** What somebody names, a tool may have written. */
const MAX_NAMED = 10_000_000;
const LONG_LINES_FROM = 100_000;
const LONG_LINE = 1_000;

/** Opening a pipe would wait for its writer. Windows has no such flag. */
const nonBlocking: number = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

export type Read = { bytes: Uint8Array; size: number; mtime: number } | { skipped: string };

/** The file's bytes, if it is a text of a sensible size. Reads no more than the limit, whatever the size claimed; more of what is named. */
export function readBytes(path: string, isNamed = false): Read {
  let file: number | undefined;
  try {
    file = openSync(toOsPath(path), constants.O_RDONLY | nonBlocking);
    const stat = fstatSync(file);
    if (!stat.isFile()) return { skipped: 'not a regular file' };
    const most = isNamed ? MAX_NAMED : MAX_BYTES;
    if (stat.size > most) return { skipped: `larger than ${most / 1_000_000} MB` };
    const bytes = new Uint8Array(stat.size);
    let length = 0;
    for (let got = 1; got > 0 && length < bytes.length; length += got)
      got = readSync(file, bytes, length, bytes.length - length, null);
    return (
      refused(bytes.subarray(0, length), isNamed) ?? { bytes: bytes.subarray(0, length), size: stat.size, mtime: stat.mtimeMs }
    );
  } catch (error) {
    return { skipped: why(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function refused(bytes: Uint8Array, isNamed: boolean): { skipped: string } | undefined {
  if (!hasUtf16Mark(bytes) && bytes.subarray(0, 8_000).includes(0)) return { skipped: 'binary' };
  if (!isNamed && bytes.length > LONG_LINES_FROM && isMinified(bytes)) return { skipped: 'minified' };
  return undefined;
}

/** Lines of a thousand characters on average are no person's writing. */
function isMinified(bytes: Uint8Array): boolean {
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return bytes.length / lines > LONG_LINE;
}

function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/**
 * UTF-8, or UTF-16 where a byte order mark says so, or what Python's second line at the latest says: `# coding: latin-1`. The mark is no
 * part of the text. What is not UTF-8 becomes U+FFFD.
 */
export function decode(bytes: Uint8Array): string {
  const encoding = !hasUtf16Mark(bytes) ? (declared(bytes) ?? 'utf-8') : bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(encoding).decode(bytes);
}

/** Python's names of encodings with one byte a letter, as the web calls them. */
function declared(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== HASH && bytes[0] !== NEWLINE) return undefined;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 400)).toString('latin1');
  const [, name = ''] = /^(?:[ \t\f]*(?:#[^\n]*)?\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)/.exec(head) ?? [];
  const plain = name.toLowerCase().replaceAll('_', '-');
  if (/^(?:latin-?1|l1|iso-?8859-?1)$/.test(plain)) return 'windows-1252';
  const [, part] = /^iso-?8859-?([2-8]|1[03-6])$/.exec(plain) ?? [];
  if (part !== undefined) return `iso-8859-${part}`;
  const [, page] = /^(?:cp|windows-)?(125[0-8])$/.exec(plain) ?? [];
  if (page !== undefined) return `windows-${page}`;
  return /^koi8-[ru]$/.test(plain) ? plain : undefined;
}
const HASH = 35;
const NEWLINE = 10;

/** Exists and is a file, also behind a link. */
export function isFile(path: string): boolean {
  return statSync(toOsPath(path), { throwIfNoEntry: false })?.isFile() ?? false;
}

export function readText(path: string): { text: string } | { skipped: string } {
  const read = readBytes(path);
  return 'skipped' in read ? read : { text: decode(read.bytes) };
}

/** Why a file or folder cannot be read, in words. */
export function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'vanished';
  if (code === 'EACCES' || code === 'EPERM') return 'not readable: no permission';
  if (code === 'ELOOP') return 'a link that leads to itself';
  return `not readable: ${typeof code === 'string' ? code : String(error)}`;
}
