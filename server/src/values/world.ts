/**
 * What the evaluator can see: the facts of every file, one chunk at a time, and which files and folders exist.
 * Facts are loaded on demand: asking for a file that exists but is not loaded notes it as wanted, and answers as if it were empty.
 */

import { equalData } from '../base/equal';
import { own } from '../base/own';
import { Database, type Input, type Query } from '../base/query';
import type { ChunkId } from '../facts/expression';
import type { Chunk, CodeFacts, FileFacts, FileKind, SettingsFacts } from '../facts/facts';
import { languageOf } from '../syntax/languages';
import { WordIndex } from './interest/word-index';
import { type SharedName, sharedNames } from './page-names';

/** Where a name that the scripts of a page share gets its value. */
export interface SharedAt extends SharedName {
  file: string;
}

/** What a chunk is, without what its code does: an edit in its body leaves it as it is. */
export type Outline = Omit<Chunk, 'arena' | 'vars' | 'sets' | 'blockOf' | 'blocks' | 'returns' | 'raises' | 'yields' | 'doc'>;

export class World {
  readonly db = new Database();
  readonly words = new WordIndex(this.db);
  private readonly facts: Input<FileFacts> = this.db.input<FileFacts>(equalData);
  private readonly present: Input<true> = this.db.input<true>();
  private readonly listings: Input<readonly string[]> = this.db.input<readonly string[]>(equalData);
  private readonly children = new Map<string, Set<string>>();
  private readonly loaded = new Set<string>();
  private readonly wantedFiles = new Set<string>();
  private readonly mentionedFiles = new Set<string>();
  private readonly unreadPython = new Set<string>();
  private readonly soughtNames = new Set<string>();
  private readonly chunks: Query<{ file: string; id: ChunkId }, Chunk | undefined>;
  private readonly outlines: Query<{ file: string; id: ChunkId }, Outline | undefined>;
  private readonly ids: Query<string, readonly ChunkId[]>;
  private readonly langs: Query<string, CodeFacts['lang'] | undefined>;
  private readonly heads: Query<string, Omit<CodeFacts, 'chunks'> | undefined>;
  private readonly sharedByName: Input<readonly SharedAt[]> = this.db.input<readonly SharedAt[]>(equalData);
  private readonly sharedByFile: Input<readonly SharedName[]> = this.db.input<readonly SharedName[]>(equalData);
  private readonly lists = new Map<FileKind, Input<readonly string[]>>();
  private readonly members = { python: new Set<string>(), web: new Set<string>(), settings: new Set<string>() };

  constructor() {
    this.chunks = this.db.query(
      'chunk',
      ({ file, id }) => own(this.code(file)?.chunks, id),
      () => undefined,
      { equal: equalData, early: 1 },
    );
    this.ids = this.db.query(
      'chunks of file',
      (file) => Object.keys(this.code(file)?.chunks ?? {}),
      () => [],
      { equal: equalData, early: 1 },
    );
    this.outlines = this.db.query(
      'outline',
      ({ file, id }) => {
        const chunk = this.chunk(file, id);
        if (!chunk) return undefined;
        const {
          arena: _a,
          vars: _v,
          sets: _s,
          blockOf: _o,
          blocks: _b,
          returns: _r,
          raises: _t,
          yields: _y,
          doc: _d,
          ...outline
        } = chunk;
        return outline;
      },
      () => undefined,
      { equal: equalData, early: 1 },
    );
    this.langs = this.db.query(
      'language',
      (file) => this.code(file)?.lang,
      () => undefined,
      { early: 1 },
    );
    this.heads = this.db.query(
      'head',
      (file) => {
        const facts = this.code(file);
        if (!facts) return undefined;
        const { chunks: _chunks, ...head } = facts;
        return head;
      },
      () => undefined,
      { equal: equalData, early: 1 },
    );
    for (const kind of ['python', 'web', 'settings'] as const) this.lists.set(kind, this.db.input<readonly string[]>(equalData));
  }

  setPresent(file: string): void {
    this.present.set(file, true);
    if (file.endsWith('.py') && !this.loaded.has(file)) this.unreadPython.add(file);
    this.link(file);
  }

  setFacts(file: string, facts: FileFacts): void {
    this.loaded.add(file);
    this.unreadPython.delete(file);
    this.setPresent(file);
    this.facts.set(file, facts);
    this.enlist(file, facts.kind === 'settings' ? 'settings' : facts.lang);
    this.share(file, facts.kind === 'code' ? sharedNames(file, facts) : []);
    this.words.set(file, facts.kind === 'code' ? facts : undefined);
  }

  remove(file: string): void {
    this.present.set(file, undefined);
    this.facts.set(file, undefined);
    this.loaded.delete(file);
    this.unreadPython.delete(file);
    this.enlist(file, null);
    this.share(file, []);
    this.words.set(file, undefined);
    this.unlink(file);
  }

  /** Publishes the lists of files and folders; to be called once after a batch of changes. */
  private readonly stale = new Set<string>();
  /** Kinds of which files came or went. */
  private readonly grown = new Set<FileKind>();
  flush(): void {
    this.words.flush();
    for (const kind of this.grown) this.lists.get(kind)!.set('', [...this.members[kind]].sort());
    this.grown.clear();
    for (const dir of this.stale) {
      const names = this.children.get(dir);
      this.listings.set(dir, names?.size ? [...names].sort() : undefined);
    }
    this.stale.clear();
  }

  files(kind: FileKind): readonly string[] {
    return this.lists.get(kind)!.get('') ?? [];
  }
  exists(file: string): boolean {
    return this.present.get(file) === true;
  }
  /** Names in a folder, sorted; undefined where there is no such folder. */
  listing(dir: string): readonly string[] | undefined {
    return this.listings.get(dir);
  }
  chunk(file: string, id: ChunkId): Chunk | undefined {
    return this.chunks.at(file, id, { file, id });
  }
  outline(file: string, id: ChunkId): Outline | undefined {
    return this.outlines.at(file, id, { file, id });
  }
  /** A file's facts without its chunks. */
  head(file: string): Omit<CodeFacts, 'chunks'> | undefined {
    return this.heads.get(file, file);
  }
  lang(file: string): CodeFacts['lang'] | undefined {
    return this.langs.get(file, file);
  }
  /** The language that a file of this name is in, whether it is there or not. */
  langOfName(file: string): CodeFacts['lang'] | undefined {
    if (file.endsWith('.py')) return 'python';
    const language = languageOf(file);
    return language === undefined || language === 'python' ? language : 'web';
  }
  chunkIds(file: string): readonly ChunkId[] {
    return this.ids.get(file, file);
  }
  settings(file: string): SettingsFacts | undefined {
    const facts = this.read(file);
    return facts?.kind === 'settings' ? facts : undefined;
  }
  /** Every definition of a name that scripts share, by file. Kept by name, so that an edit touches only the readers of what it changes. */
  shared(name: string): readonly SharedAt[] {
    return this.sharedByName.get(name) ?? [];
  }
  sharedIn(file: string): readonly SharedName[] {
    return this.sharedByFile.get(file) ?? [];
  }
  wanted(): string[] {
    return this.unread(this.wantedFiles);
  }
  /** Files that nothing is known of but names that others use. */
  mentioned(): string[] {
    return this.unread(this.mentionedFiles);
  }
  /** Who imports a module that is called so is sought among the files that are not read. */
  seekImporters(name: string): void {
    this.soughtNames.add(name);
  }
  /** Names of modules whose importers are sought, and the files in which they may be. */
  sought(): { names: ReadonlySet<string>; files: readonly string[] } {
    return { names: this.soughtNames, files: this.soughtNames.size > 0 ? [...this.unreadPython] : [] };
  }
  /** Whether the facts of a file are there. If they are not, it is mentioned, which does not make it wanted. */
  isRead(file: string): boolean {
    if (this.facts.get(file) || !this.exists(file) || this.loaded.has(file)) return true;
    this.mentionedFiles.add(file);
    return false;
  }
  private unread(files: Set<string>): string[] {
    for (const file of files) if (this.loaded.has(file) || !this.present.get(file)) files.delete(file);
    return [...files];
  }

  /** All facts of a code file: for what looks at every chunk anyway; others ask for the chunks they need. */
  code(file: string): CodeFacts | undefined {
    const facts = this.read(file);
    return facts?.kind === 'code' ? facts : undefined;
  }
  private read(file: string): FileFacts | undefined {
    const facts = this.facts.get(file);
    if (!facts && this.exists(file) && !this.loaded.has(file)) this.wantedFiles.add(file);
    return facts;
  }

  private share(file: string, names: readonly SharedName[]): void {
    const before = this.sharedByFile.get(file) ?? [];
    if (before.length === 0 && names.length === 0) return;
    this.sharedByFile.set(file, names.length ? names : undefined);
    for (const name of new Set([...before, ...names].map((n) => n.name))) {
      const others = (this.sharedByName.get(name) ?? []).filter((at) => at.file !== file);
      const all = [...others, ...names.filter((n) => n.name === name).map((n) => ({ ...n, file }))];
      this.sharedByName.set(name, all.length ? all.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)) : undefined);
    }
  }

  private enlist(file: string, kind: FileKind | null): void {
    for (const other of ['python', 'web', 'settings'] as const)
      if (other !== kind && this.members[other].delete(file)) this.grown.add(other);
    if (!kind || this.members[kind].has(file)) return;
    this.members[kind].add(file);
    this.grown.add(kind);
  }
  private link(path: string): void {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return;
    const dir = path.slice(0, slash);
    let names = this.children.get(dir);
    const isNew = !names;
    if (!names) {
      names = new Set();
      this.children.set(dir, names);
    }
    const name = path.slice(slash + 1);
    if (names.has(name)) return;
    names.add(name);
    this.stale.add(dir);
    if (isNew) this.link(dir);
  }
  private unlink(path: string): void {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return;
    const dir = path.slice(0, slash);
    const names = this.children.get(dir);
    names?.delete(path.slice(slash + 1));
    this.stale.add(dir);
    if (names && names.size === 0) {
      this.children.delete(dir);
      this.unlink(dir);
    }
  }
}
