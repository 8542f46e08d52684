/**
 * One worker thread with the batches that were given to it. It reports what came of every file, also when the thread dies or hangs:
 * then the file that was at work fails, and the rest goes back to whoever gave it.
 */
import { Worker } from 'node:worker_threads';
import type { Batch, FromWorker, WorkerStart } from './messages';

type File = Batch['files'][number];

export interface ThreadEvents {
  done(path: string, result: { json: string } | { failed: string }): void;
  /** Files that were not tried. */
  returned(files: File[]): void;
  /** There is room for more. */
  hungry(): void;
  /** The thread is gone: `works` tells whether a new one has a chance. */
  gone(works: boolean, reason: string): void;
}

export interface ThreadOptions {
  script: string;
  /** Milliseconds that one file may take. */
  timeout: number;
  maxOldGenerationSizeMb: number;
}

export class Thread {
  private readonly worker: Worker;
  private readonly progress = new Int32Array(new SharedArrayBuffer(4));
  private readonly batches: Batch[] = [];
  private readonly watch: NodeJS.Timeout;
  /** Files of batches that came back, and where the count stood when it was last seen to move. */
  private finished = 0;
  private seen = { count: 0, at: performance.now() };
  private ready = false;
  private over = false;

  constructor(
    private readonly options: ThreadOptions,
    private readonly events: ThreadEvents,
  ) {
    const workerData: WorkerStart = { progress: this.progress };
    const { script, maxOldGenerationSizeMb } = options;
    this.worker = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb }, stdin: false });
    this.worker.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error) => this.end(error.message));
    this.worker.on('exit', () => this.end('the worker ended'));
    this.watch = setInterval(() => this.check(), Math.min(500, options.timeout / 4));
    this.watch.unref();
    this.worker.unref();
  }

  /** Two batches at a time, so that it need not wait for the next while this thread is busy. */
  get isHungry(): boolean {
    return !this.over && this.batches.length < 2;
  }

  give(batch: Batch): void {
    if (this.batches.length === 0) this.seen.at = performance.now();
    this.batches.push(batch);
    this.worker.ref();
    this.worker.postMessage(batch);
  }

  async dispose(): Promise<void> {
    this.over = true;
    clearInterval(this.watch);
    await this.worker.terminate();
  }

  private receive(message: FromWorker): void {
    if (this.over) return;
    if ('ready' in message) {
      this.ready = true;
      this.seen.at = performance.now();
      return;
    }
    const batch = this.batches.shift();
    if (!batch) return;
    this.finished += batch.files.length;
    batch.files.forEach((file, i) => {
      const result = message.results[i];
      if (result) this.events.done(file.path, result);
    });
    const rest = batch.files.slice(message.results.length);
    if (this.batches.length === 0) this.worker.unref();
    if (message.spoilt) this.end('the parser broke', rest);
    else this.events.hungry();
  }

  private check(): void {
    const count = Atomics.load(this.progress, 0);
    const moved = count !== this.seen.count;
    if (moved || this.batches.length === 0) this.seen = { count, at: performance.now() };
    else if (performance.now() - this.seen.at > this.options.timeout)
      this.end(`took longer than ${this.options.timeout / 1000} s`);
  }

  /** Once: blames the file begun last, unless the thread said itself which are left. */
  private end(reason: string, untried?: File[]): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.watch);
    void this.worker.terminate();
    const begun = Atomics.load(this.progress, 0) - this.finished;
    const first = this.batches[0]?.files ?? [];
    const culprit = untried ? undefined : first[begun - 1];
    if (culprit) this.events.done(culprit.path, { failed: reason });
    // What the lost batch had finished before is lost with it, and is done again.
    const files = this.batches.flatMap((batch) => batch.files).filter((file) => file !== culprit);
    this.events.returned([...(untried ?? []), ...files]);
    this.events.gone(this.ready, reason);
  }
}
