/**
 * Keeps an engine true to the files: discovers, reads and extracts them, and gives the engine what changed.
 *
 * Sources that can begin something are read ahead. The rest is only announced, and read when an answer needs it: the engine
 * says which it wants, gets them, and is asked again, until it wants no more.
 */
import type { Change } from '../analysis/types';
import { basename, isInside, pathKey } from '../base/uri';
import type { FileKind } from '../facts/facts';
import { Assets } from './assets';
import { Cache } from './cache';
import { Configs, isConfigName } from './config';
import { type Discovery, discover, type FoundFile, type Skipped } from './discovery';
import { Documents } from './documents';
import { LIKELY, weightOf } from './effort';
import { Extraction, type State } from './extraction';
import { type Glanced, standing } from './glance';
import { fileKind } from './kinds';
import type { Answers, WorkspaceOptions } from './options';
import { isFile } from './reader';
import { type Gaps, gapsIn, type Tally, tallyOf } from './tally';

interface Known extends FoundFile, Glanced {
  state: State;
}

export async function openWorkspace<S extends Answers>(options: WorkspaceOptions<S>): Promise<Workspace<S>> {
  const workspace = new Workspace(options);
  await workspace.refresh();
  return workspace;
}

export class Workspace<S extends Answers> {
  readonly documents = new Documents();
  /** By the key of the path. */
  private readonly files = new Map<string, Known>();
  private readonly extraction: Extraction;
  private readonly configs = new Configs();
  private readonly assets = new Assets();
  private leftOut: Skipped[] = [];
  /** As the disk was last seen, and files since that are not saved yet. */
  private found: string[] = [];
  /** Folders and files that are read though they lie in no root: to be watched like these. */
  outside: readonly string[] = [];
  private named: ReadonlySet<string> = new Set();
  private current: S | undefined;
  /** What is under way; every change waits for the one before. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: WorkspaceOptions<S>) {
    const { outline, pool, standIns, onProgress, cache, roots } = options;
    const log = (line: string) => this.log(line);
    this.extraction = new Extraction(
      { log, onProgress, ...(outline && { outline }), ...(pool && { pool }), ...(standIns && { standIns }) },
      this.documents,
      {
        kindOf: (path) => this.known(path)?.kind,
        stateOf: (path) => this.known(path)?.state,
        became: (path, state) => {
          const known = this.known(path);
          if (known) known.state = state;
        },
        isNamed: (path) => this.named.has(path),
      },
    );
    if (cache) this.extraction.cache = new Cache(cache, [...roots, ...(outline ? ['outline'] : [])], log);
  }

  get snapshot(): S {
    this.current ??= this.options.engine.apply([]);
    return this.current;
  }

  /** Whether a change of the file concerns the engine, whatever its name. */
  knows(path: string): boolean {
    return this.known(path) !== undefined;
  }

  /** Files known to the engine, whether read or not. */
  get size(): number {
    return this.files.size;
  }

  /** Of what lies in a folder; of everything where none is named. */
  tally(folder = ''): Tally {
    return tallyOf(folder, { files: [...this.files.values()], found: this.found, leftOut: this.leftOut });
  }

  /** Every file that is known, and what became of it. */
  get listing(): readonly { path: string; state: State }[] {
    return [...this.files.values()];
  }

  /** What is not read, and why: left out by rule, or failed. */
  get skipped(): Skipped[] {
    return [...this.leftOut, ...this.failed];
  }

  /** Of what is not known, what nobody left out on purpose. */
  gaps = (): Gaps => gapsIn(this.failed, this.leftOut);

  /** Files that the engine should have read and could not. */
  get failed(): Skipped[] {
    return [...this.extraction.failures].map(([path, reason]) => ({ path, reason }));
  }

  /** Looks at the disk anew and applies all differences. */
  refresh(): Promise<S> {
    return this.inTurn(() => this.look());
  }

  private async look(): Promise<void> {
    const found = await this.discover();
    this.leftOut = found.skipped;
    this.found = [...found.files, ...found.skipped].map(({ path }) => path);
    this.outside = found.outside;
    this.named = new Set(found.named);
    for (const { path, reason } of found.skipped) this.log(`${path}: skipped: ${reason}`);
    const changes = [...this.vanished(found), ...this.assets.changes(found.assets)];
    const stale = found.files.filter((file) => !this.isKnown(file));
    for (const file of stale) this.files.set(pathKey(file.path), { ...file, state: this.known(file.path)?.state ?? 'present' });
    this.extraction.expect(stale.length);
    const { early } = this.options;
    if (!early || this.current) return this.load(stale, changes);
    const isEarly = (file: FoundFile) => file.kind !== 'web';
    await this.load(stale.filter(isEarly), changes);
    await this.settle(early.ask);
    early.seen(this.snapshot);
    const rest = stale.filter((file) => !isEarly(file));
    await this.load(rest, []);
  }

  /** Keeps what was read for the next run. To be called once, after the first look. */
  async keep(): Promise<void> {
    await this.turn;
    this.extraction.cache?.save();
    this.extraction.cache = undefined;
  }

  /** Files that were changed, made or removed. Where all are known and still there, the rest of the disk is not looked at. */
  update(paths: readonly string[]): Promise<S> {
    const known = paths.flatMap((path) => this.known(path) ?? []);
    for (const file of known) {
      file.mtime = -1;
      delete file.unfit;
    }
    if (known.length < paths.length || paths.some(decidesWhatIsRead) || known.some((file) => !isFile(file.path)))
      return this.refresh();
    const changed = known.filter((file) => !this.documents.get(file.path));
    return this.inTurn(() => this.load(changed, []));
  }

  /** An editor opened the file or changed its text. */
  edit(path: string, text: string, version?: number): Promise<S> {
    return this.editAll([{ path, text, version }]);
  }

  /** Several buffers at once: the engine sees one change. */
  editAll(buffers: readonly { path: string; text: string; version?: number | undefined }[]): Promise<S> {
    for (const { path, text, version } of buffers) this.documents.set(path, text, version);
    return this.inTurn(async () => {
      await this.reload(buffers.map((buffer) => buffer.path));
      if (buffers.some(({ path, text }) => this.configs.differs(path, text))) await this.look();
    });
  }

  /** From now on the disk speaks for the file again. */
  close(path: string): Promise<S> {
    this.documents.close(path);
    this.extraction.standIns.forget(path);
    return this.update([path]);
  }

  /** Asks what is not always asked; what that needs is read first. */
  async answer<T>(ask: (snapshot: S) => T): Promise<T> {
    return ask(await this.inTurn(() => this.settle(ask)));
  }

  /** Whatever is under way ends with `Cancelled`, and so does whatever is asked from now on. */
  cancel(): void {
    this.extraction.cancel();
  }

  async dispose(): Promise<void> {
    await this.turn;
    await this.extraction.pool.dispose();
  }

  private inTurn(change: () => Promise<void>): Promise<S> {
    const run = this.turn.then(async () => {
      await change();
      await this.settle(this.options.ask);
      return this.snapshot;
    });
    this.turn = run.catch(() => undefined);
    return run;
  }

  private discover(): Promise<Discovery> {
    this.extraction.pool.prepare();
    let ahead = 0;
    const onFile = (file: FoundFile) => {
      this.extraction.check();
      if (this.isAhead(file.kind) && !this.isKnown(file)) ahead += weightOf(file, this.options.outline);
      if (this.extraction.cache?.isEmpty ?? true) this.extraction.pool.warm(ahead * LIKELY);
    };
    const { roots, include = [], exclude = [] } = this.options;
    const buffered = (path: string) => this.documents.get(path)?.text;
    return discover(
      roots,
      () => ({ include, exclude, onFile }),
      (folder) => this.configs.of(folder, buffered),
    );
  }

  private isKnown(file: FoundFile): boolean {
    const known = this.known(file.path);
    return (
      known !== undefined &&
      ((known.size === file.size && known.mtime === file.mtime) || this.documents.get(file.path) !== undefined)
    );
  }

  private vanished(found: Discovery): Change[] {
    const there = new Set(found.files.map((file) => pathKey(file.path)));
    const changes: Change[] = [];
    for (const [key, { path }] of this.files) {
      if (there.has(key) || this.documents.get(path)) continue;
      this.files.delete(key);
      this.extraction.failures.delete(path);
      changes.push({ path, removed: true });
    }
    return changes;
  }

  /** The engine knows a file by the name that it has on the disk, however the editor writes it. */
  private async reload(edited: readonly string[]): Promise<void> {
    const files = edited.flatMap((name): Known[] => {
      const known = this.known(name);
      const path = known?.path ?? name;
      const kind = known?.kind ?? fileKind(path);
      const open = this.documents.get(path);
      if (!kind || !open || (!known && !this.isOurs(path))) return [];
      return [{ path, kind, size: open.text.length, mtime: -1, state: 'loaded' }];
    });
    this.found.push(...files.flatMap(({ path }) => (this.known(path) ? [] : path)));
    for (const file of files) this.files.set(pathKey(file.path), file);
    if (files.length > 0) await this.load(files, []);
  }

  /** A new file that would be found if it were saved, as far as the last look at the disk tells. */
  private isOurs(path: string): boolean {
    return this.options.roots.some((root) => isInside(path, root)) && !this.leftOut.some((folder) => isInside(path, folder.path));
  }

  private known(path: string): Known | undefined {
    return this.files.get(pathKey(path));
  }

  /** Reads the files and applies what they say, together with the changes given. What need not be read yet is only announced. */
  private async load(files: readonly FoundFile[], changes: Change[]): Promise<void> {
    const chosen = files.filter((file) => this.isAhead(file.kind) || this.known(file.path)?.state !== 'present');
    const announced = new Set(files.filter((file) => !chosen.includes(file)).map((file) => file.path));
    const extracted = await this.extraction.extract(chosen, (path) => announced.add(path));
    for (const path of announced) changes.push({ path, present: true });
    changes.push(...extracted);
    changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    if (changes.length > 0) this.current = this.options.engine.apply(changes);
  }

  /** In rounds: what is read now may lead to further files. A file that was read is not wanted again. */
  private async settle(ask: WorkspaceOptions<S>['ask']): Promise<void> {
    for (;;) {
      this.extraction.check();
      ask?.(this.snapshot);
      const present = (paths: readonly string[]) =>
        paths.flatMap((path) => this.known(path) ?? []).filter((file) => file.state === 'present');
      const asked = [this.snapshot.mentioned?.(), this.snapshot.importers?.()];
      const fresh = new Set([...present(this.snapshot.wanted()), ...asked.flatMap((one) => standing(one, present))]);
      if (fresh.size === 0) return;
      const changes = await this.extraction.extract([...fresh], undefined);
      this.current = this.options.engine.apply(changes.sort((a, b) => (a.path < b.path ? -1 : 1)));
    }
  }

  private isAhead(kind: FileKind): boolean {
    return kind === 'settings' || (this.options.ahead ?? ['python', 'web']).includes(kind);
  }

  private log(line: string): void {
    this.options.log?.(line);
  }
}

/** Files by which other files are read or left out. */
const decidesWhatIsRead = (path: string) => basename(path) === '.gitignore' || isConfigName(basename(path));
