/**
 * Which calls are worth evaluating. A call matters directly if the knowledge says so of its form; otherwise only if something of that
 * name is a function, class or alias in which a call matters. Members and imports are compared by name alone, so this errs on the side
 * of evaluating too much, never too little; it is computed from each file's facts and closed over the workspace.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { ChunkId, X } from '../../facts/expression';
import type { Context } from '../context';
import { resolveWeb } from '../modules/web-files';
import type { World } from '../world';
import { Closure } from './interest-closure';
import { type FileGraph, type FileInterest, fileInterest } from './interest-graph';
import type { DirectInterest } from './interest-knowledge';
import { nameResolver } from './interest-names';
import { NO_SHARE, type Share, shareOf } from './interest-share';
import { isSeeded, wordOf } from './interest-words';

/** Plain data. */
export interface Mattering {
  /** The calls that are worth evaluating. */
  readonly calls: readonly X[];
  readonly parent?: ChunkId;
  /** Whether any of the chunks inside is one of these. */
  readonly hasInner: boolean;
}
/** The chunks of a file in which something matters, and those around them. */
export type ChunkCalls = ReadonlyMap<ChunkId, Mattering>;
const NOTHING: FileInterest = { graph: { names: [], nodes: 0, edges: [], seeds: [] }, calls: [] };

export class Interest {
  private readonly world: World;
  private readonly seeded: Query<string, boolean>;
  private readonly allSeeded: Query<null, readonly string[]>;
  private readonly begins: Query<null, readonly string[]>;
  private readonly ofFile: Query<string, FileInterest>;
  private readonly graphs: Query<string, FileGraph>;
  private readonly canonical: Query<string, readonly string[]>;
  private readonly ends: Query<string, readonly number[]>;
  private readonly shares: Query<string, Share>;
  private readonly names: Query<null, Matters>;
  private readonly relevant: Query<string, readonly number[] | null>;
  private readonly entered: Query<null, readonly string[]>;
  private readonly words: Query<string, readonly string[]>;
  private readonly calls: Query<string, ChunkCalls>;

  constructor(
    private readonly ctx: Context,
    private readonly knowledge: DirectInterest,
  ) {
    const { world } = ctx;
    const { db } = world;
    this.world = world;
    const { name } = knowledge;
    this.seeded = db.query(
      `seeds of ${name}`,
      (file) => {
        const facts = world.code(file);
        return facts ? isSeeded(facts, world.words.of(file), knowledge) : false;
      },
      () => false,
      { early: 1 },
    );
    this.allSeeded = db.query(
      `files with seeds of ${name}`,
      () => world.files(knowledge.lang).filter((file) => this.seeded.get(file, file)),
      () => [],
      { equal: equalData },
    );
    this.begins = db.query(
      `files that others feel of ${name}`,
      () => this.allSeeded.get('', null).filter((file) => this.shares.get(file, file).graph.nodes > 0),
      () => [],
      { equal: equalData },
    );
    this.ofFile = db.query(
      `interest of ${name}`,
      (file) => {
        const facts = world.code(file);
        return facts ? fileInterest(facts, knowledge) : NOTHING;
      },
      () => NOTHING,
    );
    this.graphs = db.query(
      `graphs of ${name}`,
      (file) => this.ofFile.get(file, file).graph,
      () => NOTHING.graph,
      { equal: equalData, early: 1 },
    );
    this.canonical = db.query(
      `canonical names of ${name}`,
      (file) => this.canonicalNames(file),
      () => [],
      { equal: equalData },
    );
    this.ends = db.query(
      `names of ${name} that files share`,
      (file) => this.felt(file),
      () => [],
      { equal: equalData },
    );
    this.shares = db.query(
      `what others feel of ${name} in file`,
      (file) => shareOf(this.graphs.get(file, file), this.canonical.get(file, file), this.ends.get(file, file)),
      () => NO_SHARE,
      { equal: equalData, early: 2 },
    );
    this.names = db.query(
      `names of ${name}`,
      () => this.close(),
      () => ({ names: new Map<string, number>(), files: new Set<string>() }),
      {
        equal: (a, b) =>
          equalData([...a.files], [...b.files]) &&
          a.names.size === b.names.size &&
          [...a.names].every(([key, mask]) => b.names.get(key) === mask),
        early: 3,
      },
    );
    this.relevant = db.query(
      `names in file of ${name}`,
      (file) => this.given(file),
      () => null,
      { equal: equalData, early: 4 },
    );
    this.entered = db.query(
      `files of ${name}`,
      () => [...new Set([...this.allSeeded.get('', null), ...this.names.get('', null).files])].sort(),
      () => [],
      { equal: equalData },
    );
    this.words = db.query(
      `words of ${name} in file`,
      (file) => this.wordsIn(file),
      () => [],
      { equal: equalData },
    );
    this.calls = db.query(
      `calls of ${name}`,
      (file) => this.interesting(file),
      (): ChunkCalls => new Map(),
      { equal: (a, b) => equalData([...a], [...b]), early: 5 },
    );
  }

  /** The words by which something that matters may be meant. */
  mattering(): ReadonlySet<string> {
    return new Set(this.files().flatMap((file) => this.words.get(file, file)));
  }

  /** The files in which anything matters. */
  files(): readonly string[] {
    return this.entered.get('', null);
  }

  /** Whether more hangs on what matters by its form than is worth following: more names than the knowledge allows, or more calls. */
  isTooMuch(): boolean {
    let left = this.knowledge.most ?? Number.POSITIVE_INFINITY;
    if (this.names.get('', null).names.size > left) return true;
    return this.files().some((file) => {
      for (const { calls } of this.inFile(file).values()) left -= calls.length;
      return left < 0;
    });
  }

  /** Chunks in which nothing matters, nor in any inside, are absent. */
  inFile(file: string): ChunkCalls {
    return this.calls.get(file, file);
  }

  /** How the names of a file matter because of others; null where none can. What is the file's own matters by what is in the file alone. */
  private given(file: string): number[] | null {
    const { names, files } = this.names.get('', null);
    if (!files.has(file) && !this.seeded.get(file, file)) return null;
    const own = this.canonical.get(file, file);
    const out = new Array<number>(own.length).fill(0);
    for (const node of this.ends.get(file, file)) out[node] = names.get(own[node]!) ?? 0;
    return out;
  }

  /** The words of a file by which what matters in it may be meant elsewhere, in what is not read as well. */
  private wordsIn(file: string): string[] {
    const known = this.relevant.get(file, file);
    if (!known) return [];
    const names = this.canonical.get(file, file);
    const closure = new Closure(this.graphs.get(file, file), names);
    closure.run((_, node) => known[node] ?? 0);
    return [...new Set(names.flatMap((name, node) => (closure.masks[node] && !name.startsWith('@') ? [wordOf(name)] : [])))];
  }

  private interesting(file: string): ChunkCalls {
    const known = this.relevant.get(file, file);
    const out = new Map<ChunkId, { calls: X[]; parent?: ChunkId; hasInner: boolean }>();
    if (!known) return out;
    const { graph, calls } = this.ofFile.get(file, file);
    if (calls.length === 0) return out;
    const closure = new Closure(graph, this.canonical.get(file, file));
    closure.run((_, node) => known[node] ?? 0);
    const { masks } = closure;
    for (const { chunk, x, hangs } of calls) {
      if (hangs && !hangs.some(([node, level]) => masks[node]! & (1 << level))) continue;
      const before = out.get(chunk);
      if (before) before.calls.push(x);
      else out.set(chunk, { calls: [x], hasInner: false });
    }
    const chunks = this.world.code(file)?.chunks ?? {};
    for (const id of [...out.keys()])
      for (let at: ChunkId | undefined = id; at !== undefined; ) {
        const one: { parent?: ChunkId } = out.get(at)!;
        const parent: ChunkId | undefined = chunks[at]?.parent;
        if (parent === undefined || one.parent !== undefined) break;
        one.parent = parent;
        const outer = out.get(parent);
        if (outer) outer.hasInner = true;
        else out.set(parent, { calls: [], hasInner: true });
        at = parent;
      }
    return out;
  }

  /** The names of a file's graph as all files know them. */
  private canonicalNames(file: string): string[] {
    const resolve =
      this.knowledge.lang === 'python' ? nameResolver(this.world, file) : (name: string) => this.ofModule(file, name);
    return this.graphs.get(file, file).names.map((name) => (name.startsWith('#') ? `${file}${name}` : resolve(name)));
  }

  /** '0|./http|default' to '/w/src/http.ts#default' */
  private ofModule(file: string, name: string): string {
    const module = /^0\|(.+)\|default$/.exec(name)?.[1];
    const found = module === undefined ? undefined : resolveWeb(this.ctx, file, module);
    return found && 'file' in found ? `${found.file}#default` : name;
  }

  /** Starts from the files in which something matters by its form that others can feel, and goes on to those that have a word for it. */
  private close(): Matters {
    const names = new Map<string, number>();
    const words = new Set<string>();
    const users = new Map<string, Closure[]>();
    const queue: Closure[] = [];
    const files = new Set<string>();
    const read = (file: string): void => {
      if (files.has(file)) return;
      files.add(file);
      queue.push(this.enter(file, names, users));
    };
    const { lang } = this.knowledge;
    this.begins.get('', null).forEach(read);
    const { most = Number.POSITIVE_INFINITY } = this.knowledge;
    for (let closure = queue.pop(); closure && names.size <= most; closure = queue.pop()) {
      closure.queued = false;
      for (const [name, mask] of closure.run((one) => names.get(one) ?? 0)) {
        names.set(name, mask);
        for (const user of users.get(name)!) {
          if (!user.queued) queue.push(user);
          user.queued = true;
        }
        const word = wordOf(name);
        if (!words.has(word)) this.world.words.filesWith(lang, word).forEach(read);
        words.add(word);
      }
    }
    return { names, files };
  }

  /** A name of this file alone neither matters to others nor because of them. */
  private felt(file: string): number[] {
    const { callees } = this.knowledge;
    const isShared = this.world.words.sharedOf(file);
    const out: number[] = [];
    for (const [node, name] of this.canonical.get(file, file).entries()) {
      const isFelt = name.startsWith('@')
        ? callees?.includes(wordOf(name)) === true
        : name.endsWith('#default') || isShared(wordOf(name));
      if (isFelt) out.push(node);
    }
    return out;
  }

  private enter(file: string, names: Map<string, number>, users: Map<string, Closure[]>): Closure {
    const share = this.shares.get(file, file);
    const closure = new Closure(share.graph, share.names);
    for (const name of closure.names) {
      const list = users.get(name);
      if (list) list.push(closure);
      else users.set(name, [closure]);
      if (name.startsWith('@') && this.knowledge.callees?.includes(wordOf(name))) names.set(name, 1);
    }
    return closure;
  }
}

/** For every name that matters, its levels as bits. */
interface Matters {
  names: ReadonlyMap<string, number>;
  /** The files that the names come from, or that have a word by which one may be meant. */
  files: ReadonlySet<string>;
}
