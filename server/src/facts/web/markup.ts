/**
 * Tags and attributes of HTML and what is like it (Vue, Svelte, server templates), in one pass and without a tree: fragments, unclosed
 * tags and fifty thousand nested ones are all the same to it. What stands inside attributes and scripts is for others.
 */

export interface Attribute {
  name: string;
  nameFrom: number;
  nameTo: number;
  /** The value, quotes left out; absent where there is none. */
  from?: number;
  to?: number;
  /** `"`, `'`, `{` (Svelte) or ''. */
  quote: string;
}

export interface OpenTag {
  /** As written. */
  name: string;
  from: number;
  to: number;
  nameFrom: number;
  attributes: Attribute[];
  selfClosing: boolean;
}

/** Told of everything in order of source. */
export interface MarkupReader {
  open(tag: OpenTag): void;
  /** `to` is past the closing tag. */
  close(name: string, from: number, to: number): void;
  text(from: number, to: number): void;
  comment(from: number, to: number): void;
  /** The inside of <script>, <style> and so on; `open` was called, `close` comes next. */
  raw(tag: OpenTag, from: number, to: number): void;
  /** Svelte's {…} in text, braces left out. */
  brace?(from: number, to: number): void;
}

export interface MarkupOptions {
  /** Values and text hold {…}. */
  braces?: boolean;
  isRaw(tag: OpenTag): boolean;
}

const NAME_END = /[\s/>]/;
const ATTRIBUTE_END = /[\s/>=]/;

export function readMarkup(text: string, reader: MarkupReader, options: MarkupOptions): void {
  let at = 0;
  let textFrom = 0;
  const flush = (to: number) => {
    if (to > textFrom) reader.text(textFrom, to);
  };
  while (at < text.length) {
    const next = options.braces ? nextOf(text, at) : text.indexOf('<', at);
    if (next < 0) break;
    if (text[next] === '{') {
      flush(next);
      const end = closingBrace(text, next);
      reader.brace?.(next + 1, end);
      at = textFrom = end + 1;
      continue;
    }
    const after = text[next + 1] ?? '';
    if (after === '!' || after === '?') {
      flush(next);
      const isComment = text.startsWith('<!--', next);
      const end = isComment ? text.indexOf('-->', next + 4) : text.indexOf('>', next);
      at = textFrom = end < 0 ? text.length : end + (isComment ? 3 : 1);
      if (isComment) reader.comment(next, at);
    } else if (after === '/' && /[a-zA-Z]/.test(text[next + 2] ?? '')) {
      flush(next);
      const end = text.indexOf('>', next);
      at = textFrom = end < 0 ? text.length : end + 1;
      reader.close(text.slice(next + 2, end < 0 ? text.length : end).trim(), next, at);
    } else if (/[a-zA-Z]/.test(after)) {
      flush(next);
      const tag = readTag(text, next, options);
      at = textFrom = tag.to;
      reader.open(tag);
      if (!tag.selfClosing && options.isRaw(tag)) at = textFrom = readRaw(text, tag, reader);
    } else at = next + 1;
  }
  flush(text.length);
}

function nextOf(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 60 || unit === 123) return i;
  }
  return -1;
}

function readRaw(text: string, tag: OpenTag, reader: MarkupReader): number {
  const closing = new RegExp(`</${tag.name.replace(/[^\w-]/g, '\\$&')}(?=[\\s/>])`, 'gi');
  closing.lastIndex = tag.to;
  const end = closing.exec(text)?.index ?? text.length;
  reader.raw(tag, tag.to, end);
  const after = text.indexOf('>', end);
  const to = after < 0 ? text.length : after + 1;
  reader.close(tag.name, end, to);
  return to;
}

function readTag(text: string, from: number, options: MarkupOptions): OpenTag {
  const nameFrom = from + 1;
  let at = nameFrom;
  while (at < text.length && !NAME_END.test(text[at]!)) at++;
  const tag: OpenTag = { name: text.slice(nameFrom, at), from, to: at, nameFrom, attributes: [], selfClosing: false };
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    const unit = text[at];
    if (unit === undefined || unit === '>' || unit === '<') {
      tag.to = unit === '>' ? at + 1 : at;
      return tag;
    }
    if (unit === '/') {
      tag.selfClosing = text[at + 1] === '>';
      at++;
      continue;
    }
    const attribute = readAttribute(text, at, options);
    tag.attributes.push(attribute.read);
    at = attribute.end;
  }
}

function readAttribute(text: string, from: number, options: MarkupOptions): { read: Attribute; end: number } {
  let at = from;
  if (options.braces && text[from] === '{') {
    const end = closingBrace(text, from);
    return { read: { name: '', nameFrom: from, nameTo: from, from: from + 1, to: end, quote: '{' }, end: end + 1 };
  }
  // A stray = begins a name.
  do at++;
  while (at < text.length && !ATTRIBUTE_END.test(text[at]!));
  const read: Attribute = { name: text.slice(from, at), nameFrom: from, nameTo: at, quote: '' };
  let value = at;
  while (value < text.length && /\s/.test(text[value]!)) value++;
  if (text[value] !== '=') return { read, end: at };
  value++;
  while (value < text.length && /\s/.test(text[value]!)) value++;
  const quote = text[value] ?? '';
  if (quote === '"' || quote === "'") {
    const end = endOfQuoted(text, value, quote, options);
    return { read: { ...read, from: value + 1, to: end, quote }, end: Math.min(end + 1, text.length) };
  }
  if (options.braces && quote === '{') {
    const end = closingBrace(text, value);
    if (/[\s/>]/.test(text[end + 1] ?? '>')) return { read: { ...read, from: value + 1, to: end, quote }, end: end + 1 };
  }
  let end = value;
  while (end < text.length && !/[\s>]/.test(text[end]!))
    end = options.braces && text[end] === '{' ? closingBrace(text, end) + 1 : end + 1;
  return { read: { ...read, from: value, to: end, quote: '' }, end };
}

/** Svelte's "a {x ? "b" : c}" may hold its own quote in braces. */
function endOfQuoted(text: string, from: number, quote: string, options: MarkupOptions): number {
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at = options.braces && text[at] === '{' ? closingBrace(text, at) + 1 : at + 1;
  return Math.min(at, text.length);
}

/** The } that closes the { at `from`, strings and comments stepped over; the text's end where there is none. */
export function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const unit = text[at]!;
    if (unit === '{') depth++;
    else if (unit === '}') {
      depth--;
      if (depth === 0) return at;
    } else if (unit === '"' || unit === "'" || unit === '`') {
      const end = endOfString(text, at, unit);
      if (end > 0) at = end;
    } else if (unit === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at);
      if (end > 0) at = end + 1;
    }
  }
  return text.length;
}

/** 0 where the quote opens nothing on its line: an apostrophe. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
    else if (text[at] === '\n' && quote !== '`') return 0;
  }
  return 0;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w+));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** Elements that have no inside. */
export const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements that the next of their like closes. */
export const CLOSED_BY_LIKE = new Set('li p tr td th option dt dd'.split(' '));
