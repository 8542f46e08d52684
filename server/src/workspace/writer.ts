/** Writes texts back as they were: encoding and byte order mark stay. All files are written beside their places first, then put there. */
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, toOsPath } from '../base/uri';
import { makeFolder } from './make-folder';
import { readBytes } from './reader';

export function writeTexts(texts: ReadonlyMap<string, string>): void {
  const written: { from: string; to: string }[] = [];
  try {
    for (const [path, text] of texts) {
      const to = toOsPath(path);
      const from = `${to}.crosswire-${process.pid}`;
      makeFolder(toOsPath(dirname(path)));
      const mode = statSync(to, { throwIfNoEntry: false })?.mode;
      writeFileSync(from, encoded(path, text), mode === undefined ? {} : { mode });
      written.push({ from, to });
    }
  } catch (error) {
    for (const { from } of written) rmSync(from, { force: true });
    throw error;
  }
  for (const { from, to } of written) renameSync(from, to);
}

function encoded(path: string, text: string): Uint8Array {
  const read = readBytes(path);
  const [a, b, c] = 'bytes' in read ? read.bytes : [];
  if (a === 0xff && b === 0xfe) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (a === 0xfe && b === 0xff) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  return Buffer.from(a === 0xef && b === 0xbb && c === 0xbf ? `\ufeff${text}` : text, 'utf8');
}
