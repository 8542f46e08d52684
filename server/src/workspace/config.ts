/** A folder's crosswire.json, as far as it says what is read. What is broken in it is reported from its facts; here it changes nothing. */
import { existsSync } from 'node:fs';
import { basename, dirname, isInside, join, toOsPath } from '../base/uri';
import { type RecordSaid, readCrosswire, readRecordPlaces } from '../facts/settings/crosswire';
import { readText } from './reader';
import type { Patterns } from './selection';

export interface ReadingConfig extends Required<Patterns> {
  /** Folders and files that are read wherever they lie. */
  folders: string[];
  files: string[];
}

const NAMES = ['crosswire.json', 'crosswire.jsonc'];
export const isConfigName = (name: string): boolean => NAMES.includes(name);

/** Where the crosswire.json of a root says that the record of findings lies, and what is wrong in how it says so. */
export function recordOf(root: string): RecordSaid & { path?: string } {
  const path = pathOf(root, () => undefined);
  if (path === undefined) return { record: undefined, problems: [] };
  const read = readText(path);
  if (!('skipped' in read)) return { path, ...readRecordPlaces(read.text) };
  return { path, record: undefined, problems: [{ message: `This file cannot be read: ${read.skipped}.`, line: 1, column: 1 }] };
}

/** `buffered`: what an editor has open counts before what the disk has. */
function configOf(folder: string, buffered: (path: string) => string | undefined): ReadingConfig | undefined {
  const text = textOf(folder, buffered);
  return text === undefined ? undefined : readingConfig(text, folder);
}

const pathOf = (folder: string, buffered: (path: string) => string | undefined): string | undefined =>
  NAMES.map((name) => join(folder, name)).find((path) => buffered(path) !== undefined || existsSync(toOsPath(path)));

function textOf(folder: string, buffered: (path: string) => string | undefined): string | undefined {
  const path = pathOf(folder, buffered);
  if (path === undefined) return undefined;
  const open = buffered(path);
  const read = open === undefined ? readText(path) : { text: open };
  return 'skipped' in read ? undefined : read.text;
}

function readingConfig(text: string, folder: string): ReadingConfig {
  const { include, exclude, backends } = readCrosswire(text);
  const at = (path: string) => join(folder, path.replaceAll('\\', '/'));
  return {
    include,
    exclude,
    folders: backends.flatMap((b) => (b.folder === undefined ? [] : [at(b.folder)])),
    files: backends.flatMap((b) => (b.openapi === undefined ? [] : [at(b.openapi)])),
  };
}

/** What the configurations said when the disk was last looked at: a buffer in which that changes is a reason to look again. */
export class Configs {
  private readonly used = new Map<string, string>();

  of(folder: string, buffered: (path: string) => string | undefined): ReadingConfig | undefined {
    const config = configOf(folder, buffered);
    this.used.set(folder, JSON.stringify(config));
    return config;
  }

  differs(path: string, text: string): boolean {
    const folder = dirname(path);
    return isConfigName(basename(path)) && this.used.get(folder) !== JSON.stringify(readingConfig(text, folder));
  }
}

/** Of several folders those that lie in none of the others. */
export function outermost(folders: readonly string[], roots: readonly string[]): string[] {
  const all = [...new Set(folders)].filter((folder) => !roots.some((root) => isInside(folder, root)));
  return all.filter((folder) => !all.some((other) => other !== folder && isInside(folder, other))).sort();
}
