/** Files to facts: their texts from open buffers or the disk, what they say from the cache or the extractor, here or on worker threads. */
import type { Change } from '../analysis/types';
import type { Extracted, FileKind } from '../facts/facts';
import { type Candidate, type Outcome, Pool, type PoolOptions } from '../facts/pool';
import { type Cache, cacheKey, recall } from './cache';
import type { FoundFile } from './discovery';
import type { Documents } from './documents';
import { nothing, weightOf } from './effort';
import { outline } from './outline';
import { decode, readBytes } from './reader';
import { canMatter, latin1 } from './scan';
import { StandIns } from './stand-ins';

/** 'failed': exists, and nothing can be said of what is in it. */
export type State = 'present' | 'loaded' | 'failed';

export interface ExtractionOptions {
  /** Only routes are asked for: bodies of Python functions that register none are not read. */
  outline?: boolean;
  pool?: PoolOptions;
  /** What open files said last; outlives a look from nothing. */
  standIns?: StandIns;
  log: (line: string) => void;
  /** Files read so far, of how many known. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What the caller knows of a file, and is told. */
export interface Register {
  kindOf(path: string): FileKind | undefined;
  stateOf(path: string): State | undefined;
  became(path: string, state: State): void;
  /** Named in the settings: read whatever it looks like. */
  isNamed(path: string): boolean;
}

/** Thrown out of whatever was under way when somebody cancelled it. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
  }
}

export class Extraction {
  readonly failures = new Map<string, string>();
  readonly pool: Pool;
  /** Only until the first look is over: later a file is read because it has changed. */
  cache: Cache | undefined;
  readonly standIns: StandIns;
  private isCancelled = false;
  private done = 0;
  private total = 0;

  constructor(
    private readonly options: ExtractionOptions,
    private readonly documents: Documents,
    private readonly register: Register,
  ) {
    this.pool = new Pool({ log: options.log, ...options.pool });
    this.standIns = options.standIns ?? new StandIns();
  }

  /** So many files are about to be read: progress counts from nothing. */
  expect(files: number): void {
    this.done = 0;
    this.total = files;
  }

  /** What is under way ends as soon as it can, with `Cancelled`. */
  cancel(): void {
    this.isCancelled = true;
  }

  check(): void {
    if (this.isCancelled) throw new Cancelled();
  }

  /** Every file given is answered: by its facts, or by `announce` where it begins nothing and nobody asked for it by name. */
  async extract(files: readonly FoundFile[], announce: ((path: string) => void) | undefined): Promise<Change[]> {
    this.check();
    const changes: Change[] = [];
    /** What was read of open files: they may be edited again meanwhile. */
    const opened = new Map<string, string>();
    this.total = Math.max(this.total, this.done + files.length);
    const take = (path: string, found: Extracted) => {
      this.register.became(path, 'loaded');
      const text = opened.get(path);
      changes.push({ path, extracted: text === undefined ? found : this.standIns.of(path, text, found) });
      this.advance();
    };
    const fail = (path: string, reason: string) => {
      this.failures.set(path, reason);
      this.options.log(`${path}: skipped: ${reason}`);
      this.register.became(path, 'failed');
      changes.push({ path, extracted: nothing(reason) });
      this.advance();
    };
    const read = (path: string): string | undefined => {
      if (this.isCancelled) return undefined;
      const result = this.read(path, announce !== undefined);
      this.failures.delete(path);
      if (typeof result === 'string') {
        if (this.documents.get(path)) opened.set(path, result);
        return result;
      }
      if (result) fail(path, result.skipped);
      else this.pass(path, announce);
      return undefined;
    };
    await this.run(files, read, take, fail);
    this.check();
    return changes;
  }

  private async run(
    files: readonly FoundFile[],
    read: (path: string) => string | undefined,
    take: (path: string, found: Extracted) => void,
    fail: (path: string, reason: string) => void,
  ): Promise<void> {
    const texts = this.cache && (await recall(this.cache, files, read, take));
    const finish = (path: string, outcome: Outcome) => {
      if ('failed' in outcome) return fail(path, outcome.failed);
      take(path, outcome.extracted);
      const text = texts?.get(path);
      if (text !== undefined) this.cache?.put(cacheKey(path, text), outcome.extracted);
    };
    const left = texts ? files.filter((file) => texts.has(file.path)) : files;
    const candidates: Candidate[] = left.map((file) => ({ path: file.path, size: weightOf(file, this.options.outline) }));
    await this.pool.extractAll(candidates, texts ? (path) => (this.isCancelled ? undefined : texts.get(path)) : read, finish);
  }

  private pass(path: string, announce: ((path: string) => void) | undefined): void {
    announce?.(path);
    this.advance();
  }

  private advance(): void {
    this.options.onProgress?.(++this.done, this.total);
  }

  /** Undefined: it begins nothing, and was not read before. */
  private read(path: string, mayLeave: boolean): string | { skipped: string } | undefined {
    const open = this.documents.get(path);
    if (open) return open.text;
    const read = readBytes(path, this.register.isNamed(path));
    if ('skipped' in read) return read;
    const kind = this.register.kindOf(path);
    if (mayLeave && kind && this.register.stateOf(path) === 'present' && !canMatter(kind, latin1(read.bytes))) return undefined;
    const text = decode(read.bytes);
    return this.options.outline && kind === 'python' ? outline(text) : text;
  }
}
