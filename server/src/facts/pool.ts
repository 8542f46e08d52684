/**
 * Extracts many files: few of them right here, many on worker threads with this thread taking its share.
 *
 * A file that breaks or outlasts a worker fails alone; the others go on.
 */

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Courtesy } from '../base/courtesy';
import { initSyntax } from '../syntax/parser';
import { extract } from './extract';
import type { Extracted } from './facts';
import { Thread } from './thread';

/** The folder that holds the bundles. Filled in by the build. */
declare const __CROSSWIRE_DIST__: string;

/** For less text a worker is not worth its start: its grammars, and code that runs slowly until it is compiled anew. */
const WORTH_A_WORKER = 2_500_000;
/** Below this even running workers do not help. */
const WORTH_A_MESSAGE = 100_000;
const BATCH = 120_000;

export interface Candidate {
  path: string;
  /** Bytes or characters; an estimate of the work. */
  size: number;
}

export type Outcome = { extracted: Extracted } | { failed: string };

export interface PoolOptions {
  /** Threads beside this one; by default one less than cores, at most three. */
  threads?: number;
  /** Whether this thread extracts as well while workers do. A server that must answer meanwhile says no. */
  share?: boolean;
  /** Megabytes of heap that a worker may use. */
  memory?: number;
  /** Milliseconds for one file in a worker. */
  timeout?: number;
  script?: string;
  log?: (line: string) => void;
}

export class Pool {
  private readonly threads: Thread[] = [];
  private readonly wanted: number;
  private deaths = 0;
  private run: Run | undefined;

  constructor(private readonly options: PoolOptions = {}) {
    this.wanted = options.threads ?? Math.max(0, Math.min(availableParallelism(), 4) - 1);
  }

  /** Begins to load the parser, so that it is there when the files are found. Whoever extracts hears of a failure. */
  prepare(): void {
    initSyntax().catch(() => undefined);
  }

  /** Starts the workers ahead of need where so much text is coming. */
  warm(size: number): void {
    if (size >= WORTH_A_WORKER) while (this.threads.length < this.wanted) this.start();
  }

  /** `read` is called when a file's turn comes; undefined leaves it out. One call at a time: a second one waits. */
  async extractAll(
    files: readonly Candidate[],
    read: (path: string) => string | undefined,
    done: (path: string, outcome: Outcome) => void,
  ): Promise<void> {
    while (this.run) await this.run.finished;
    await initSyntax();
    const size = files.reduce((sum, file) => sum + file.size, 0);
    this.warm(size);
    const run = new Run(files, read, done);
    this.run = run;
    try {
      if (this.threads.length === 0 || size < WORTH_A_MESSAGE) await this.alone(run);
      else await this.together(run);
    } finally {
      this.run = undefined;
      run.end();
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.threads.splice(0).map((thread) => thread.dispose()));
  }

  private async alone(run: Run): Promise<void> {
    const others = new Courtesy();
    for (let file = run.takeLast(); file; file = run.takeLast()) {
      run.finish(file.path, attempt(file.path, file.text));
      if (others.areDue) await others.go();
    }
  }

  /** Workers take the large files, this thread the small ones, until they meet. */
  private async together(run: Run): Promise<void> {
    while (!run.isOver) {
      for (const thread of this.threads) this.feed(thread, run);
      if (this.options.share !== false || this.threads.length === 0) await this.alone(run);
      if (!run.isOver) await run.moved();
    }
  }

  private feed(thread: Thread, run: Run): void {
    while (thread.isHungry) {
      const files = run.takeBatch(BATCH);
      if (files.length === 0) return;
      thread.give({ files });
    }
  }

  private start(): void {
    const { script = join(__CROSSWIRE_DIST__, 'worker.js'), timeout = 10_000, memory = 1024, log = () => {} } = this.options;
    const thread = new Thread(
      { script, timeout, maxOldGenerationSizeMb: memory },
      {
        done: (path, result) => this.run?.finish(path, 'json' in result ? { extracted: JSON.parse(result.json) } : result),
        returned: (files) => this.run?.giveBack(files),
        hungry: () => this.run && this.feed(thread, this.run),
        gone: (works, reason) => {
          const at = this.threads.indexOf(thread);
          if (at >= 0) this.threads.splice(at, 1);
          log(`a worker is gone: ${reason}`);
          // One that never worked would not the next time; many deaths are worse than doing without.
          if (works && ++this.deaths < 20) this.start();
          this.run?.stir();
        },
      },
    );
    this.threads.push(thread);
  }
}

function attempt(path: string, text: string): Outcome {
  try {
    return { extracted: extract(path, text) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** The files of one call: waiting, largest first, and how many are still to be answered. */
class Run {
  private readonly waiting: Candidate[];
  private readonly returned: { path: string; text: string }[] = [];
  private open: number;
  private wake = () => {};
  end = () => {};
  readonly finished = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  constructor(
    files: readonly Candidate[],
    private readonly read: (path: string) => string | undefined,
    private readonly done: (path: string, outcome: Outcome) => void,
  ) {
    this.waiting = files.toSorted((a, b) => b.size - a.size);
    this.open = files.length;
  }

  get isOver(): boolean {
    return this.open === 0;
  }

  takeLast(): { path: string; text: string } | undefined {
    return this.returned.pop() ?? this.take(() => this.waiting.pop());
  }

  takeBatch(size: number): { path: string; text: string }[] {
    const files = this.returned.splice(0);
    for (let sum = 0; sum < size; ) {
      const file = this.take(() => this.waiting.shift());
      if (!file) break;
      files.push(file);
      sum += file.text.length;
    }
    return files;
  }

  finish(path: string, outcome: Outcome): void {
    this.open--;
    this.done(path, outcome);
    if (this.isOver) this.stir();
  }

  giveBack(files: { path: string; text: string }[]): void {
    this.returned.push(...files);
  }

  moved(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  stir(): void {
    this.wake();
  }

  private take(next: () => Candidate | undefined): { path: string; text: string } | undefined {
    for (let file = next(); file; file = next()) {
      const text = this.read(file.path);
      if (text !== undefined) return { path: file.path, text };
      this.open--;
    }
    if (this.isOver) this.stir();
    return undefined;
  }
}
