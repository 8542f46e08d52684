/**
 * Answers kept between runs, in the user's cache folder: of a workspace that is as it was, an audit is read instead of made. There is one
 * file for each set of folders, their patterns and the question; it counts for the state of the disk that it was made for, and no other.
 *
 *     crosswire-answers <build> <fingerprint> <crc>\n   the answer, as JSON
 */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { hashOf } from '../base/hash';
import { builtFrom, prune, readIfThere, replaceFile } from './cache-files';
import { type Fingerprint, fingerprint, type Look, type Looked, lookAt } from './fingerprint';

const MAGIC = 'crosswire-answers';
/** Each of them may hold the engine; a package that has not all of them is another build. */
const BUNDLES = ['worker.js', 'cli.js', 'server.js'];

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
    const file = this.fileOf(question);
    const kept = readIfThere(file);
    const end = kept?.indexOf(10) ?? -1;
    if (!kept || end < 0) return undefined;
    this.print = await fingerprint(look);
    if (!this.print) return undefined;
    const answer = kept.subarray(end + 1);
    if (kept.toString('latin1', 0, end) !== headOf(this.print, answer)) return undefined;
    this.trying('used', () => utimesSync(file, new Date(), new Date()));
    return JSON.parse(answer.toString('utf8'));
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
      const bytes = Buffer.from(JSON.stringify(answer()));
      replaceFile(this.fileOf(question), [Buffer.from(`${headOf(print, bytes)}\n`), bytes]);
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

const headOf = ({ text }: Fingerprint, answer: Uint8Array): string => `${MAGIC} ${builtFrom(BUNDLES)} ${text} ${crc32(answer)}`;
