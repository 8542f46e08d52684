/**
 * Python source without the bodies that register nothing, for who only asks for routes: of most files little is left to parse.
 * What is taken out becomes spaces, so that every position stays.
 *
 *     @router.get("/x")                 @router.get("/x")
 *     async def f(db: Db = Depends()):  async def f(db: Db = Depends()):
 *         rows = await db.all()             0
 *         return {"rows": rows}
 */
import { canMatter } from './scan';

/** Shorter bodies stay: there is little to win, and they may be what gives a prefix. */
const WORTH_IT = 160;

/** What the body of a coroutine or handler could hand an application to. */
const handsOver = /\b\w*(?:app|api|router|blueprint|bp|server)\s*[,)]/i;

export function outline(text: string): string {
  return new Outline(text).run();
}

const NEWLINE = 10;
const SPACE = 32;
const TAB = 9;
const HASH = 35;
const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;
const AT = 64;

class Outline {
  private readonly out: string[] = [];
  private kept = 0;

  constructor(private readonly text: string) {}

  run(): string {
    const { text } = this;
    /** A decorator that is called stands above. */
    let decorated = false;
    for (let at = 0; at < text.length; ) {
      const start = this.firstLetter(at);
      const c = text.charCodeAt(start);
      if (c === AT) {
        const end = this.logicalLine(start);
        decorated ||= text.slice(start, end).includes('(');
        at = end;
      } else if ((c === 100 || c === 97) && /^(?:async[ \t]+)?def[ \t]/.test(text.slice(start, start + 16))) {
        at = this.definition(at, start, decorated || c === 97);
        decorated = false;
      } else {
        if (c !== NEWLINE && c !== HASH && c !== 13) decorated = false;
        at = this.logicalLine(start);
      }
    }
    this.out.push(text.slice(this.kept));
    return this.out.join('');
  }

  /** Gives where to go on: behind the body if it was taken out, else in it, for what is defined inside. */
  private definition(line: number, start: number, mayGo: boolean): number {
    const body = this.logicalLine(start);
    if (!mayGo) return body;
    const end = this.endOfBody(body, start - line);
    const first = this.firstLetter(this.firstStatement(body, end));
    if (end - body < WORTH_IT || first >= end) return body;
    const inside = this.text.slice(body, end);
    if (canMatter('python', inside) || handsOver.test(inside)) return body;
    this.out.push(this.text.slice(this.kept, body), inside.slice(0, first - body).replace(/[^\s]/g, ' '), '0');
    this.out.push(inside.slice(first - body + 1).replace(/[^\n]+/g, (line) => ' '.repeat(line.length)));
    this.kept = end;
    return end;
  }

  private firstLetter(at: number): number {
    for (; at < this.text.length; at++) {
      const c = this.text.charCodeAt(at);
      if (c !== SPACE && c !== TAB) return at;
    }
    return at;
  }

  /** The line after comments and blank lines. */
  private firstStatement(at: number, end: number): number {
    while (at < end) {
      const c = this.text.charCodeAt(this.firstLetter(at));
      if (c !== NEWLINE && c !== HASH && c !== 13) return at;
      at = this.lineAfter(at);
    }
    return at;
  }

  private lineAfter(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }

  /** Where the lines of a body end: at the first that is indented no more than its head. */
  private endOfBody(at: number, indent: number): number {
    let end = at;
    while (at < this.text.length) {
      const start = this.firstLetter(at);
      const c = this.text.charCodeAt(start);
      if (c === NEWLINE || c === HASH || c === 13) {
        at = this.lineAfter(at);
        continue;
      }
      if (start - at <= indent) return end;
      at = this.logicalLine(start);
      end = at;
    }
    return end;
  }

  /** Behind the line that starts here, and those that brackets, texts and backslashes join to it. */
  private logicalLine(at: number): number {
    const { text } = this;
    let depth = 0;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === NEWLINE) {
        if (depth <= 0) return at + 1;
      } else if (c === DOUBLE || c === SINGLE) at = this.endOfText(at, c);
      else if (c === HASH) {
        at = text.indexOf('\n', at) - 1;
        if (at < 0) return text.length;
      } else if (c === BACKSLASH) at += text.charCodeAt(at + 1) === 13 ? 2 : 1;
      else if (c === 40 || c === 91 || c === 123) depth++;
      else if (c === 41 || c === 93 || c === 125) depth--;
    }
    return text.length;
  }

  /** The last quote of the text that starts here. A raw text may escape its quotes, too. */
  private endOfText(at: number, quote: number): number {
    const { text } = this;
    const triple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
    for (let i = at + (triple ? 3 : 1); i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === BACKSLASH) i++;
      else if (c === NEWLINE && !triple) return i - 1;
      else if (c !== quote) continue;
      else if (!triple) return i;
      else if (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) return i + 2;
    }
    return text.length;
  }
}
