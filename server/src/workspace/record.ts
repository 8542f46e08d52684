/**
 * The record's files on the disk: where they lie, what they say, and what is written to them. Each is replaced whole or appended to; one that is
 * as it should be is not touched.
 */
import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { grouped } from '../base/grouped';
import { dirname, isInside, join, pathKey, relative, toOsPath } from '../base/uri';
import type { RecordConfig } from '../facts/config';
import { isJournal } from '../triage/journal';
import { isProgress } from '../triage/progress-parse';
import { type Change, PARTS, type Part, type Texts } from '../triage/record';
import { isRunLog } from '../triage/runs';
import type { Fault } from '../triage/states';
import { recordOf } from './config';
import { exclusively } from './exclusively';
import { repositoryOf } from './git';
import { makeFolder } from './make-folder';
import { isFile } from './reader';

const NAMES: Record<Part, string> = {
  backlog: 'backlog.yaml',
  progress: 'progress.json',
  journal: 'journal.md',
  runs: 'runs.jsonl',
};

export type Places = Readonly<Record<Part, string>>;

/** As a setting names them, from the audited folder: the folder of all, or that and single files. Whoever wrote it may have written anything. */
export type Named = string | RecordConfig;

/**
 * In `.crosswire`, or where the crosswire.json at the root says, or else the caller: "record": "docs/crosswire" for the folder, or
 * "record": {"backlog": "docs/backlog.yaml"} for single files.
 */
export function placesOf(root: string, setting: Named = {}): Places {
  const named = recordOf(root).record ?? understood(setting) ?? {};
  const place = (part: Part): string => {
    const file = named[part];
    return file ? join(root, file) : join(root, named.folder || '.crosswire', NAMES[part]);
  };
  return { backlog: place('backlog'), progress: place('progress'), journal: place('journal'), runs: place('runs') };
}

/** Undefined where a setting is neither a folder nor an object of paths with known names; empty texts say nothing. */
function understood(setting: unknown): RecordConfig | undefined {
  if (typeof setting === 'string') return { folder: setting };
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) return undefined;
  const named: RecordConfig = {};
  for (const [key, value] of Object.entries(setting)) {
    const name = KEYS.find((one) => one === key);
    if (!name || typeof value !== 'string') return undefined;
    named[name] = value;
  }
  return named;
}

const KEYS = ['folder', ...PARTS] as const;

/** What is no file says nothing, and has a fault (see below). */
export function readRecord(places: Places): Texts {
  const read = (part: Part) => (isReadable(places[part]) ? readFileSync(toOsPath(places[part]), 'utf8') : '');
  return { backlog: read('backlog'), progress: read('progress'), journal: read('journal'), runs: read('runs') };
}

export interface RecordFault {
  path: string;
  fault: Fault;
}

/** What keeps a record from being written at all, in words: it is not said where, or it cannot be there. While there is such a fault, nothing is. */
export function placeFaults(root: string, setting: Named = {}): RecordFault[] {
  const { record, problems, path: config } = recordOf(root);
  if (config !== undefined && problems.length > 0) return problems.map((fault) => ({ path: config, fault }));
  const places = placesOf(root, setting);
  const at = (path: string, message: string): RecordFault => ({ path, fault: { line: 1, column: 1, message } });
  if (record === undefined && understood(setting) === undefined) {
    const message = `The setting "crosswire.record" must be a folder, or an object of ${KEYS.join(', ')} with a path each. Nothing is recorded until it is.`;
    return [at(places.backlog, message)];
  }
  const named = record === undefined ? undefined : config;
  const blocked = PARTS.map((part) => dirname(places[part])).find((folder) => isThere(folder) && isFile(folder));
  if (blocked !== undefined) {
    const message = `The record cannot be made: what should be its folder is a file: ${shownFrom(root, blocked)}. Name another place in "record", or make way for it.`;
    return [at(named ?? blocked, message)];
  }
  return PARTS.flatMap((part) => {
    const wrong = wrongWith(root, places, part);
    const shown = shownFrom(root, places[part]);
    const message = `The ${part === 'runs' ? 'run log' : part} of the record ${wrong}: ${shown}. Name another place in "record", or make way for it.`;
    return wrong ? [at(named ?? places[part], message)] : [];
  });
}

const topOf = (root: string): string => repositoryOf(root) ?? root;
const shownFrom = (root: string, place: string): string => (isInside(place, topOf(root)) ? relative(root, place) : place);

function wrongWith(root: string, places: Places, part: Part): string | false {
  const place = places[part];
  const same = PARTS.find((other) => other !== part && pathKey(places[other]) === pathKey(place));
  return (
    (!isInside(place, topOf(root)) && 'lies outside of this folder and its repository, where Crosswire writes nothing') ||
    (same !== undefined && `is named for two parts of the record, ${part} and ${same}`) ||
    (isThere(place) && !isReadable(place) && `${isFile(place) ? 'cannot be read' : 'is no file'}`) ||
    (isThere(place) && isReadOnly(place) && 'is read-only') ||
    (isThere(place) && !isOwn(part, place) && 'is there, but Crosswire did not write it')
  );
}

/** What is appended to must be of the kind; what the others say is read in full (see faultsOf). */
function isOwn(part: Part, place: string): boolean {
  if (part === 'backlog') return true;
  if (part === 'progress') return isProgress(readFileSync(toOsPath(place), 'utf8'));
  return part === 'journal' ? isJournal(beginOf(place)) : isRunLog(beginOf(place));
}

/** As much of a file as says of what kind it is, however long it has grown. */
function beginOf(path: string): string {
  const file = openSync(toOsPath(path), 'r');
  try {
    const bytes = Buffer.alloc(256);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

const isThere = (path: string): boolean => existsSync(toOsPath(path));

function isReadable(path: string): boolean {
  try {
    accessSync(toOsPath(path), constants.R_OK);
    return isFile(path);
  } catch {
    return false;
  }
}

/** By its own mode: it is replaced, which the folder's alone would allow. */
const isReadOnly = (path: string): boolean => (statSync(toOsPath(path)).mode & 0o222) === 0;

/** Of files that are named from a folder: whether they are there no more. */
export const goneFrom =
  (root: string) =>
  (file: string): boolean =>
    !isThere(join(root, file));

/** Another text where the file may have changed. */
export function stampOf(path: string): string {
  const stat = isThere(path) ? statSync(toOsPath(path), { throwIfNoEntry: false }) : undefined;
  return `${path} ${stat?.mtimeMs} ${stat?.size}`;
}

/** Whether anything was ever recorded there. */
export const hasRecord = (places: Places): boolean => isReadable(places.backlog);

/** Reads the record, and writes what is made of it; no other process writes between. */
export function updateRecord<T extends { changes: readonly Change[] } | { refused: string }>(
  places: Places,
  make: (texts: Texts) => T,
): T {
  return exclusively(places.backlog, () => {
    const outcome = make(readRecord(places));
    if ('changes' in outcome) writeRecord(places, outcome.changes);
    return outcome;
  });
}

export function writeRecord(places: Places, changes: readonly Change[]): void {
  for (const { part, how, text } of changes) {
    const path = toOsPath(places[part]);
    makeFolder(toOsPath(dirname(places[part])));
    if (how === 'append') appendFileSync(path, text);
    else {
      // Written beside and renamed, so that nobody ever reads half of it.
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    }
  }
  if (changes.length > 0) proposeAttributes(places);
}

/** Every file of the record has one fact a line, so git may keep the lines of both branches. What somebody wrote of a file there already counts. */
function proposeAttributes(places: Places): void {
  for (const [folder, paths] of grouped(Object.values(places), dirname)) {
    const path = toOsPath(join(folder, '.gitattributes'));
    const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const said = new Set((text ?? '').split(/\r?\n/).map((line) => line.trim().split(/\s+/)[0]?.replace(/^\//, '')));
    const missing = [...new Set(paths)].map((one) => relative(folder, one)).filter((name) => !said.has(name));
    if (missing.length === 0) continue;
    const lines = missing.map((name) => `${name.includes(' ') ? JSON.stringify(name) : name} merge=union\n`).join('');
    const gap = text === undefined || text === '' || text.endsWith('\n') ? '' : '\n';
    appendFileSync(path, `${gap}${text?.includes(ABOUT) ? '' : ABOUT}${lines}`);
  }
}

const ABOUT = '# The record of Crosswire: lines that two branches added are both kept.\n';
