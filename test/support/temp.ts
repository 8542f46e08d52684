/**
 * Temporary folders for tests, removed when the tests of the importing file are done.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fromOsPath } from '../../server/src/base/uri';

const made: string[] = [];

/** A new folder with these files, named by their path inside it. Gives its engine path. */
export function tempFolder(files: Record<string, string | Uint8Array> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'crosswire-test-')));
  made.push(folder);
  writeFiles(fromOsPath(folder), files);
  return fromOsPath(folder);
}

export function writeFiles(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** Folders that a test made unreadable must be opened again before they can be removed. */
function open(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) open(join(folder, entry.name));
}

after(() => {
  for (const folder of made.splice(0)) {
    open(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});
