/**
 * Answers kept between runs, in the user's cache folder: of a workspace that is as it was, an audit is read instead of made. There is one
 * file for each set of folders, their patterns and the question; it counts for the state of the disk that it was made for, and no other.
 *
 *     crosswire-answers <build> <fingerprint> <crc>\n   <stamps of the files>\n   the answer, as JSON
 */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { hashOf } from '../base/hash';
import { basename } from '../base/uri';
import { builtFrom, prune, readIfThere, replaceFile } from './cache-files';
import { isConfigName } from './config';
import type { FoundFile } from './discovery';
import { type Fingerprint, fingerprint, type Look, type Looked, lookAt } from './fingerprint';

const MAGIC = 'crosswire-answers';
/** Each of them may hold the engine; a package that has not all of them is another build. */
const BUNDLES = ['worker.js', 'cli.js', 'server.js'];

/** What was answered last, and how much of what it rests on is still so. */
export interface Last<T> {
  answer: T;
  /** Everything is: the answer holds. */
  holds: boolean;
  /** Of the files that are there now those that were there, by their sizes and times. */
  same: ReadonlySet<string>;
  /** Files that were written, and those that came or went: the more of these two. */
  changed: number;
}

interface Kept {
  file: string;
  print: string;
  stamps: ReadonlySet<number>;
  answer: Buffer;
}

export class KeptAnswers {
  /** The disk before the answers that are to be kept were worked out. */
  private before: Look | undefined;
  /** What it said then, where somebody had to know. */
  private print: Fingerprint | undefined;

  constructor(
    private readonly folder: string,
    private readonly looked: Looked,
    private readonly log: (line: string) => void = () => {},
  ) {}

  /** To be called before anything is read that an answer to be kept will rest on. */
  async look(): Promise<Look> {
    this.print = undefined;
    this.before = await lookAt(this.looked);
    return this.before;
  }

  /** What was answered last, if the disk is now as it was then. */
  async find<T>(question: string): Promise<T | undefined> {
    const look = await this.look();
    const kept = this.kept(question);
    return kept && (await this.holds(kept, look)) ? JSON.parse(kept.answer.toString('utf8')) : undefined;
  }

  /** What was answered last, however the disk is now; undefined where a crosswire.json is new or says something else. */
  async last<T>(question: string): Promise<Last<T> | undefined> {
    const look = await this.look();
    const kept = this.kept(question);
    if (!kept) return undefined;
    const holds = await this.holds(kept, look);
    const { files } = look.found;
    const others = files.filter((file) => !kept.stamps.has(stampOf(file)));
    if (!holds && others.some(({ path }) => isConfigName(basename(path)))) return undefined;
    const same = new Set(files.map(({ path }) => path));
    for (const { path } of others) same.delete(path);
    const changed = Math.max(others.length, kept.stamps.size - same.size);
    return { answer: JSON.parse(kept.answer.toString('utf8')), holds, same, changed };
  }

  /** One that this build has kept, whole. */
  private kept(question: string): Kept | undefined {
    const file = this.fileOf(question);
    const bytes = readIfThere(file);
    const head = bytes?.indexOf(10) ?? -1;
    const end = bytes?.indexOf(10, head + 1) ?? -1;
    if (!bytes || head < 0 || end < 0) return undefined;
    const [magic, build, print, sum] = bytes.toString('latin1', 0, head).split(' ');
    if (magic !== MAGIC || build !== builtFrom(BUNDLES) || sum !== String(crc32(bytes.subarray(head + 1)))) return undefined;
    const stamps = Buffer.from(bytes.toString('latin1', head + 1, end), 'base64');
    const numbers = Array.from({ length: stamps.length / 4 }, (_, i) => stamps.readUInt32LE(i * 4));
    return { file, print: print ?? '', stamps: new Set(numbers), answer: bytes.subarray(end + 1) };
  }

  private async holds({ file, print }: Kept, look: Look): Promise<boolean> {
    this.print = await fingerprint(look);
    if (this.print?.text !== print) return false;
    this.trying('used', () => utimesSync(file, new Date(), new Date()));
    return true;
  }

  /**
   * Keeps an answer to the state that was looked at, if the disk still is in it. What failed for another reason than its text may not fail
   * again, and nothing is kept. A failure to write costs only the time that the next run takes.
   */
  async keep(question: string, answer: () => unknown, failed: readonly { path: string }[]): Promise<void> {
    const after = this.before && (await lookAt(this.looked));
    if (!after || after.stamp !== this.before?.stamp) return;
    const print = this.print ?? (await fingerprint(after));
    if (!print || failed.some(({ path }) => !print.unread.has(path))) return;
    this.trying('kept', () => {
      const body = Buffer.from(`${stampsOf(after.found.files)}\n${JSON.stringify(answer())}`);
      replaceFile(this.fileOf(question), [Buffer.from(`${headOf(print, body)}\n`), body]);
      prune(this.folder);
    });
  }

  private trying(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.log(`the answers cannot be ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private fileOf(question: string): string {
    const { roots, include, exclude } = this.looked;
    return join(this.folder, `${hashOf(JSON.stringify([roots, include, exclude, question]))}.answers`);
  }
}

const headOf = ({ text }: Fingerprint, body: Uint8Array): string => `${MAGIC} ${builtFrom(BUNDLES)} ${text} ${crc32(body)}`;

const stampOf = ({ path, size, mtime }: FoundFile): number => crc32(`${path} ${size} ${mtime}`);

function stampsOf(files: readonly FoundFile[]): string {
  const bytes = Buffer.alloc(files.length * 4);
  for (const [i, file] of files.entries()) bytes.writeUInt32LE(stampOf(file), i * 4);
  return bytes.toString('base64');
}
