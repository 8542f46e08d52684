/**
 * What a fix writes: changes of texts at offsets, and new files, all or none of it. Offsets count in the text as it stands, so that the
 * parts of one edit do not move each other. What is inserted takes the line ends of its file.
 */

export interface TextEdit {
  from: number;
  to: number;
  text: string;
  /** Shown beside this part where a person looks at it before it is applied. */
  why?: string;
}

export interface FileEdit {
  file: string;
  /** A new file: its one edit inserts the whole text. */
  isNew?: true;
  edits: TextEdit[];
}

export interface Edit {
  files: FileEdit[];
  /** What had to be assumed, a sentence each. */
  assumed: string[];
}

/** The text after the edits, which touch each other at most at their ends. Insertions at one place keep their order. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let at = 0;
  for (const edit of ordered(edits)) {
    if (edit.from < at || edit.to > text.length) throw new RangeError(`edits overlap at ${edit.from}`);
    out += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return out + text.slice(at);
}

const ordered = (edits: readonly TextEdit[]): TextEdit[] =>
  edits
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => a.edit.from - b.edit.from || a.edit.to - b.edit.to || a.i - b.i)
    .map((e) => e.edit);

/** Collects the parts of an edit. `read` gives a file's text, undefined where there is none. */
export class EditBuilder {
  private readonly files = new Map<string, FileEdit>();
  private readonly assumed: string[] = [];

  constructor(private readonly read: (file: string) => string | undefined) {}

  replace(file: string, from: number, to: number, text: string, why?: string): this {
    const old = this.read(file);
    if (old === undefined) throw new Error(`${file} cannot be edited: it does not exist`);
    const fitting = text.replace(/\r\n|\r|\n/g, lineEnd(old));
    if (old.slice(from, to) === fitting) return this;
    const own = this.of(file);
    if (!own.edits.some((e) => e.from === from && e.to === to && e.text === fitting))
      own.edits.push({ from, to, text: fitting, ...(why ? { why } : {}) });
    return this;
  }

  insert(file: string, at: number, text: string, why?: string): this {
    return this.replace(file, at, at, text, why);
  }

  /** `like`: the file whose line ends the new one takes. */
  create(file: string, text: string, like: string, why?: string): this {
    const own = this.of(file);
    own.isNew = true;
    const fitting = text.replace(/\r\n|\r|\n/g, lineEnd(this.read(like) ?? ''));
    own.edits = [{ from: 0, to: 0, text: fitting, ...(why ? { why } : {}) }];
    return this;
  }

  assume(sentence: string): this {
    if (!this.assumed.includes(sentence)) this.assumed.push(sentence);
    return this;
  }

  /** Undefined where nothing would change. */
  done(): Edit | undefined {
    const files = [...this.files.values()].filter((f) => f.edits.length > 0).map((f) => ({ ...f, edits: ordered(f.edits) }));
    return files.length ? { files, assumed: this.assumed } : undefined;
  }

  private of(file: string): FileEdit {
    const known = this.files.get(file) ?? { file, edits: [] };
    this.files.set(file, known);
    return known;
  }
}

/** How most lines of the text end. */
function lineEnd(text: string): string {
  const crlf = text.split('\r\n').length - 1;
  return crlf > 0 && crlf * 2 >= text.split('\n').length - 1 ? '\r\n' : '\n';
}
