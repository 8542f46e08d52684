/**
 * Facts of files kept between runs, one pack for each set of folders in the user's cache folder. An entry is found by the hash of a file's path
 * and text; the pack as a whole is for one extractor. Whatever is not exactly as it was written is not used, and replaced at the next save.
 *
 *     crosswire-facts <extractor>\n   {"key": [offset, length, crc], …}\n   the entries, one after another
 */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Courtesy } from '../base/courtesy';
import { hashOf } from '../base/hash';
import { EXTRACTOR_VERSION } from '../facts/extract';
import type { Extracted } from '../facts/facts';
import { builtFrom, prune, readIfThere, replaceFile } from './cache-files';

type Entry = [offset: number, length: number, crc: number];

const MAGIC = 'crosswire-facts';

export class Cache {
  private readonly file: string;
  private body: Buffer = Buffer.alloc(0);
  private entries = new Map<string, Entry>();
  /** What the files of this run say: kept entries by key, new ones with their facts. */
  private readonly used = new Map<string, Extracted | undefined>();
  private fresh = 0;

  constructor(
    private readonly folder: string,
    roots: readonly string[],
    private readonly log: (line: string) => void = () => {},
  ) {
    this.file = join(folder, `${hashOf(roots.join('\n'))}.facts`);
    this.load();
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  find(key: string): Extracted | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    const bytes = this.body.subarray(entry[0], entry[0] + entry[1]);
    if (bytes.length !== entry[1] || crc32(bytes) !== entry[2]) {
      this.entries.delete(key);
      this.log('the cache is damaged; what is damaged is read anew');
      return undefined;
    }
    this.used.set(key, undefined);
    return JSON.parse(bytes.toString('utf8'));
  }

  put(key: string, extracted: Extracted): void {
    this.used.set(key, extracted);
    this.fresh++;
  }

  /** Writes the pack if something new is in it. A failure costs only the time that the next start takes. */
  save(): void {
    try {
      if (this.fresh > 0) this.write();
      else if (this.isEmpty) return;
      else utimesSync(this.file, new Date(), new Date());
      prune(this.folder);
    } catch (error) {
      this.log(`the cache is not written: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.fresh = 0;
  }

  private write(): void {
    const index: Record<string, Entry> = {};
    const parts: Buffer[] = [];
    let offset = 0;
    for (const [key, extracted] of this.used) {
      const old = this.entries.get(key);
      const bytes = extracted ? Buffer.from(JSON.stringify(extracted)) : old && this.body.subarray(old[0], old[0] + old[1]);
      if (!bytes) continue;
      index[key] = [offset, bytes.length, crc32(bytes)];
      parts.push(bytes);
      offset += bytes.length;
    }
    replaceFile(this.file, [Buffer.from(`${MAGIC} ${extractor()}\n${JSON.stringify(index)}\n`), ...parts]);
  }

  private load(): void {
    const bytes = readIfThere(this.file);
    if (!bytes) return;
    const first = bytes.indexOf(10);
    const second = bytes.indexOf(10, first + 1);
    if (first < 0 || second < 0 || bytes.toString('latin1', 0, first) !== `${MAGIC} ${extractor()}`) return;
    try {
      this.entries = new Map(Object.entries(JSON.parse(bytes.toString('utf8', first + 1, second))));
      this.body = bytes.subarray(second + 1);
    } catch (error) {
      this.log(`the cache is not readable and is made anew: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

export const cacheKey = (path: string, text: string): string => hashOf(`${path}\0${text}`);

/** Takes what is kept of the files, and gives the texts of those of which nothing is. Gives way to other work now and then. */
export async function recall(
  cache: Cache,
  files: readonly { path: string }[],
  read: (path: string) => string | undefined,
  take: (path: string, extracted: Extracted) => void,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const others = new Courtesy();
  for (const { path } of files) {
    const text = read(path);
    const kept = text === undefined ? undefined : cache.find(cacheKey(path, text));
    if (kept) take(path, kept);
    else if (text !== undefined) texts.set(path, text);
    if (others.areDue) await others.go();
  }
  return texts;
}

/** Any other build of the extractor is another extractor, whether or not its number was raised. */
const extractor = (): string => `${EXTRACTOR_VERSION} ${builtFrom(['worker.js'])}`;
