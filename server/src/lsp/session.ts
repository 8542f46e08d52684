/**
 * One workspace as the editor has it now: its folders, its settings, and the engine that follows them. Folders or patterns that change
 * make a new engine, to which open buffers are given again. Whoever asks waits for what is under way.
 */
import { availableParallelism } from 'node:os';
import { Analysis, type Snapshot } from '../analysis/analysis';
import { pathKey } from '../base/uri';
import { defaultSettings, type Settings } from '../protocol/messages';
import { cacheFolder } from '../workspace/cache-files';
import { Cancelled } from '../workspace/extraction';
import { readText } from '../workspace/reader';
import { StandIns } from '../workspace/stand-ins';
import type { Gaps, Tally } from '../workspace/tally';
import { Workspace } from '../workspace/workspace';
import { findingsOf } from './findings';
import { Memory, type Recalled } from './memory';
import { TriageFiles } from './triage-files';

export interface SessionEvents {
  log(line: string): void;
  fault(line: string): void;
  /** A full index begins; the promise ends with it. */
  indexing(run: (progress: (done: number, total: number) => void) => Promise<void>): Promise<void>;
  /** This was found when the files were last looked at, of which few have changed since; what is known of them is still being worked out. */
  remembered(last: Recalled): void;
  /** The Python side is known, the rest is still being read. */
  early(snapshot: Snapshot): void;
  /** The state after a change, in order. */
  changed(snapshot: Snapshot): void;
  /** Somebody ended the index: nothing is known, and nothing followed. */
  cancelled(): void;
}

export interface OpenBuffer {
  path: string;
  uri: string;
  text: string;
  version: number;
}

export class Session {
  readonly buffers = new Map<string, OpenBuffer>();
  settings: Settings = defaultSettings;
  /** 'Visual Studio Code 1.139.1' */
  editor = 'an editor that does not say its name';
  /** The client has commands of ours: elsewhere nothing is offered that would need one. */
  hasCommands = false;
  /** Instead of the user's own. */
  cacheFolder: string | undefined;
  private workspace: Workspace<Snapshot> | undefined;
  private memory: Memory | undefined;
  /** The one that is being made. */
  private coming: Workspace<Snapshot> | undefined;
  /** What people decided of findings. */
  readonly triage = new TriageFiles(this);
  private readonly standIns = new StandIns();
  private opened = 0;
  private roots: string[] = [];
  private indexing: Promise<void> = Promise.resolve();
  private pending = new Set<string>();
  private working: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  /** Milliseconds that the last edit took: a slow workspace waits for a longer pause in the typing. */
  private lastWork = 10;

  constructor(private readonly events: SessionEvents) {}

  /** The state with every edit received so far; undefined where there is nothing to look at. */
  async current(): Promise<Snapshot | undefined> {
    await this.indexing;
    await this.flush();
    return this.workspace?.snapshot;
  }

  /** Of one of the folders. */
  tallyIn(folder: string): Tally {
    return this.workspace?.tally(folder) ?? { found: 0, read: 0, idle: 0, failed: 0, leftOut: 0 };
  }

  /** Files that could not be read. */
  get failed(): readonly { path: string; reason: string }[] {
    return this.workspace?.failed ?? [];
  }

  get gaps(): Gaps {
    return this.workspace?.gaps() ?? { unread: [], leftOut: [] };
  }

  /** Open files that the answers rest on and that say something else than the disk. */
  unsaved(): string[] {
    return [...this.buffers.values()].flatMap((buffer) => (this.knows(buffer.path) && !isSaved(buffer) ? buffer.path : []));
  }

  get size(): number {
    return this.workspace?.size ?? 0;
  }

  /** Folders and files that are read though they lie in none of the folders. */
  get outside(): readonly string[] {
    return this.workspace?.outside ?? [];
  }

  /** Whether a change of the file concerns the engine, whatever its name. */
  knows(path: string): boolean {
    return this.workspace?.knows(path) ?? false;
  }

  get folders(): readonly string[] {
    return this.roots;
  }

  /** Reads the folders anew, from nothing. Called again while it runs, the later call wins. */
  open(roots: readonly string[]): Promise<void> {
    this.roots = [...roots];
    const before = this.indexing;
    const own = ++this.opened;
    this.coming?.cancel();
    const run = async () => {
      await before;
      if (own !== this.opened) return;
      const old = this.workspace;
      this.workspace = undefined;
      await old?.dispose();
      await this.events.indexing((progress) => this.index(progress));
    };
    this.indexing = run().catch((error: unknown) => {
      if (!(error instanceof Cancelled)) this.events.fault(`the index failed: ${trace(error)}`);
      if (own === this.opened) this.events.cancelled();
    });
    return this.indexing;
  }

  /** Ends the index that is under way; the next `open` begins anew. */
  cancel(): void {
    this.coming?.cancel();
  }

  private async index(progress: (done: number, total: number) => void): Promise<void> {
    const { roots, settings } = this;
    const cache = settings.cache ? (this.cacheFolder ?? cacheFolder()) : undefined;
    const memory = cache === undefined ? undefined : new Memory(cache, roots, settings, (line) => this.events.log(line));
    let isShown = false;
    const workspace = new Workspace<Snapshot>({
      engine: new Analysis({ roots }),
      roots,
      include: settings.include,
      exclude: settings.exclude,
      ask: (snapshot) => void findingsOf(snapshot, this.settings),
      early: {
        ask: (snapshot) => void snapshot.earlyFindings(settings.rules),
        seen: (snapshot) => isShown || this.events.early(snapshot),
      },
      standIns: this.standIns,
      log: (line) => this.events.log(line),
      onProgress: progress,
      cache,
      pool: { share: false, threads: Math.min(3, availableParallelism()) },
    });
    this.coming = workspace;
    this.pending.clear();
    for (const { path, text, version } of this.buffers.values()) workspace.documents.set(path, text, version);
    try {
      const unsaved = [...this.buffers.values()].flatMap((buffer) => (isSaved(buffer) ? [] : buffer.path));
      const last = await memory?.recall(settings, unsaved);
      isShown = last?.changed === 0;
      if (last) this.events.remembered(last);
      await workspace.refresh();
      // What was never saved is not found on the disk.
      await workspace.editAll([...this.buffers.values()]);
    } catch (error) {
      await workspace.dispose();
      throw error;
    } finally {
      this.coming = undefined;
    }
    const { snapshot } = workspace;
    this.workspace = workspace;
    this.memory = memory;
    this.events.changed(snapshot);
    // Findings are out; only now is there time to write.
    setImmediate(() => void this.keep(workspace));
  }

  private async keep(workspace: Workspace<Snapshot>): Promise<void> {
    await workspace.keep();
    if (this.unsaved().length === 0) await this.memory?.keep(workspace, this.settings);
  }

  /** Before the server ends: what is found now is there at once the next time. */
  async end(): Promise<void> {
    const { workspace, memory } = this;
    if (!workspace || !memory || this.coming || this.unsaved().length > 0) return;
    await memory.look();
    await this.refresh();
    await memory.keep(workspace, this.settings);
  }

  buffer(path: string): OpenBuffer | undefined {
    return this.buffers.get(pathKey(path));
  }

  /** A file as the editor or the disk has it. */
  text(path: string): string | undefined {
    const open = this.buffer(path)?.text;
    const read = open === undefined ? readText(path) : { text: open };
    return 'text' in read ? read.text : undefined;
  }

  /** It is being typed and cannot be parsed: places in it are not good enough to write there. */
  isUnfinished(path: string): boolean {
    return this.standIns.holds(path);
  }

  /** One of its lines, from 1. */
  line(path: string, line: number): string | undefined {
    return this.text(path)?.split(/\r\n|\n|\r/)[line - 1];
  }

  /** Asks what is not always asked; files that the answer needs are read first. */
  async answer<T>(ask: (snapshot: Snapshot) => T): Promise<T | undefined> {
    await this.current();
    return this.workspace?.answer(ask);
  }

  edit(buffer: OpenBuffer): void {
    this.buffers.set(pathKey(buffer.path), buffer);
    this.pending.add(buffer.path);
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), Math.min(150, Math.max(20, this.lastWork * 3)));
  }

  async close(path: string): Promise<void> {
    this.buffers.delete(pathKey(path));
    this.pending.delete(path);
    await this.work((workspace) => workspace.close(path));
  }

  /** Files that were changed, made or removed on the disk. */
  update(paths: readonly string[]): Promise<void> {
    return this.work((workspace) => workspace.update(paths));
  }

  /** Nothing of the code has changed; what is said of it has. */
  touch(): Promise<void> {
    return this.work(async (workspace) => workspace.snapshot);
  }

  refresh(): Promise<void> {
    return this.work((workspace) => workspace.refresh());
  }

  /** Gives the engine the edits that wait. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = undefined;
    await this.indexing;
    if (this.pending.size > 0) {
      await this.work((workspace) => {
        const buffers = [...this.pending].flatMap((path) => this.buffer(path) ?? []);
        this.pending.clear();
        return workspace.editAll(buffers);
      });
    } else await this.working;
  }

  private work(change: (workspace: Workspace<Snapshot>) => Promise<Snapshot>): Promise<void> {
    const run = async () => {
      await this.indexing;
      if (!this.workspace) return;
      const start = performance.now();
      const snapshot = await change(this.workspace);
      this.events.changed(snapshot);
      this.lastWork = performance.now() - start;
    };
    this.working = this.working.then(run).catch((error: unknown) => this.events.fault(`a change failed: ${trace(error)}`));
    return this.working;
  }
}

/** Line ends aside, which an editor makes the same. */
function isSaved({ path, text }: OpenBuffer): boolean {
  const saved = readText(path);
  return 'text' in saved && normal(saved.text) === normal(text);
}
const normal = (text: string): string => text.replaceAll('\r\n', '\n');

export const trace = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
