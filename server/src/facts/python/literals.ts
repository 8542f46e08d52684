/** Python's string and number literals, decoded. */

export interface Literal {
  raw: boolean;
  bytes: boolean;
  formatted: boolean;
  /** Where the text within the quotes begins and ends, counted from the literal's start. */
  from: number;
  to: number;
}

/** Reads prefix and quotes of a literal as written: rb'''…'''. */
export function literalShape(source: string): Literal {
  const prefix = /^[a-z]*/i.exec(source)![0];
  const quote = source.startsWith('"""', prefix.length) || source.startsWith("'''", prefix.length) ? 3 : 1;
  const from = prefix.length + quote;
  const closed = source.length >= from + quote && source.endsWith(source.slice(prefix.length, from));
  const has = (letters: RegExp) => letters.test(prefix);
  return { raw: has(/r/i), bytes: has(/b/i), formatted: has(/[ft]/i), from, to: closed ? source.length - quote : source.length };
}

/** The value of a literal that holds no code. */
export function decodeString(source: string): string {
  const shape = literalShape(source);
  return decode(source.slice(shape.from, shape.to), shape);
}

const single: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const escapes = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]*\}|(.))/gs;

/** An escape that Python does not know keeps its backslash; a named character is not looked up. */
export function decode(content: string, { raw, bytes }: Pick<Literal, 'raw' | 'bytes'>): string {
  const text = content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content;
  if (raw || !text.includes('\\')) return text;
  return text.replace(escapes, (all, octal, x, u, U, one) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (x !== undefined) return String.fromCharCode(Number.parseInt(x, 16));
    if (one === '\n') return '';
    if (one !== undefined) return single[one] ?? all;
    if (bytes) return all;
    if (all[1] === 'N') return '\ufffd';
    const code = Number.parseInt(u ?? U ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** 1_000, 0xff, 1e3; undefined for a complex number or one that JSON cannot carry. */
export function decodeNumber(source: string): number | undefined {
  const text = source.replace(/_/g, '').toLowerCase().replace(/l$/, '');
  const value = Number(/^0\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text);
  return Number.isFinite(value) ? value : undefined;
}
