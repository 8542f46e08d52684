/**
 * In which files a word stands by which something may be meant. Kept by word, so that a word which someone types is felt only by who asks
 * for that word.
 */
import type { Database, Source } from '../../base/query';
import type { CodeFacts } from '../../facts/facts';
import { wordsOf } from './interest-words';

type Language = CodeFacts['lang'];
const NONE: ReadonlySet<string> = new Set();

export class WordIndex {
  /** By 'python word': the files. */
  private readonly files = new Map<string, Set<string>>();
  private readonly ofFile = new Map<string, { lang: Language; words: ReadonlySet<string> }>();
  private readonly touched = new Set<string>();
  private readonly lists: Source<readonly string[]>;
  /** By file: how often one of its words came to stand in another file too, or ceased to. */
  private readonly turns = new Map<string, number>();
  private readonly turned = new Set<string>();
  private readonly sharing: Source<number>;

  constructor(db: Database) {
    this.lists = db.source(
      (key) => [...(this.files.get(key) ?? NONE)].sort(),
      (a, b) => a.length === b.length && a.every((file, i) => file === b[i]),
    );
    this.sharing = db.source((file) => this.turns.get(file) ?? 0);
  }

  /** The words of a file; a function of its facts. */
  of(file: string): ReadonlySet<string> {
    return this.ofFile.get(file)?.words ?? NONE;
  }

  /** The files with a word, sorted. */
  filesWith(lang: Language, word: string): readonly string[] {
    return this.lists.get(`${lang} ${word}`);
  }

  /** The files with any of these words, sorted. */
  filesWithAny(lang: Language, words: readonly string[]): readonly string[] {
    const lists = words.map((word) => this.filesWith(lang, word)).filter((files) => files.length > 0);
    return lists.length < 2 ? (lists[0] ?? []) : [...new Set(lists.flat())].sort();
  }

  /** Tells of the words of a file whether another one has them too. */
  sharedOf(file: string): (word: string) => boolean {
    this.sharing.get(file);
    const lang = this.ofFile.get(file)?.lang;
    return (word) => (this.files.get(`${lang} ${word}`)?.size ?? 0) > 1;
  }

  set(file: string, facts: CodeFacts | undefined): void {
    const before = this.ofFile.get(file);
    const words = facts ? wordsOf(facts) : NONE;
    const isSameLanguage = before?.lang === facts?.lang;
    for (const word of before?.words ?? NONE)
      if (!isSameLanguage || !words.has(word)) this.change(`${before!.lang} ${word}`, file, false);
    for (const word of words) if (!isSameLanguage || !before!.words.has(word)) this.change(`${facts!.lang} ${word}`, file, true);
    if (facts) this.ofFile.set(file, { lang: facts.lang, words });
    else this.ofFile.delete(file);
  }

  /** Tells those who asked; to be called once after a batch of changes. */
  flush(): void {
    for (const key of this.touched) this.lists.touch(key);
    this.touched.clear();
    for (const file of this.turned) {
      this.turns.set(file, (this.turns.get(file) ?? 0) + 1);
      this.sharing.touch(file);
    }
    this.turned.clear();
  }

  private change(key: string, file: string, isThere: boolean): void {
    const files = this.files.get(key) ?? new Set();
    const wasShared = files.size > 1;
    if (isThere) files.add(file);
    else files.delete(file);
    if (files.size > 1 !== wasShared) for (const one of [file, ...files]) this.turned.add(one);
    if (files.size) this.files.set(key, files);
    else this.files.delete(key);
    this.touched.add(key);
  }
}
