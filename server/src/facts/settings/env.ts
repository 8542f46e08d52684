/**
 * Environment files, as bundlers read them. Only values that a bundler would put into the page anyway are kept: those with a
 * public prefix. Every other line is skipped before its value is looked at, so that no secret enters facts, cache or output.
 */
import type { SettingsFacts } from '../facts';
import type { SettingsKind } from './kind';

const PUBLIC = /^(?:VITE|NEXT_PUBLIC|REACT_APP|NUXT_PUBLIC|PUBLIC|VUE_APP|GATSBY|EXPO_PUBLIC|NG_APP)_\w+$/;
/** Where a quote is left open, what follows belongs to other keys. */
const MANY_LINES = /[\n\r]/;
const EXAMPLE = /\.(?:example|sample|template|dist|defaults?|tpl)\b/;

export const env: SettingsKind = {
  is: (name) => /^\.env(?:\.[\w-]+)*$/.test(name) || /^[\w-]+\.env$/.test(name),
  read(text, path) {
    const values = new Map<string, Line>();
    for (const line of lines(text)) {
      if (!PUBLIC.test(line.key) || MANY_LINES.test(line.raw)) continue;
      values.delete(line.key);
      values.set(line.key, line);
    }
    const facts: SettingsFacts = {
      kind: 'settings',
      of: 'env',
      values: Object.fromEntries([...values].map(([key, { raw }]) => [key, unquoted(raw)])),
      ...(EXAMPLE.test(path.slice(path.lastIndexOf('/') + 1)) && { example: true as const }),
    };
    return { facts, spans: [...values.values()].flatMap(({ from, to }) => [from, to]) };
  },
};

interface Line {
  key: string;
  raw: string;
  from: number;
  to: number;
}

/** A quoted value may go over several lines; no key is looked for inside it. */
function* lines(text: string): Generator<Line> {
  const line =
    /^[^\S\n\r]*(?:export[^\S\n\r]+)?([\w.-]+)[^\S\n\r]*[=:][^\S\n\r]*("(?:[^"\\]|\\[\s\S])*"|'[^']*'|`[^`]*`|[^\n\r]*)/gm;
  for (const found of text.matchAll(line)) {
    const from = found.index + found[0].indexOf(found[1] ?? '');
    yield { key: found[1] ?? '', raw: found[2] ?? '', from, to: found.index + found[0].length };
  }
}

/** "a" · 'a' · a # comment. Escapes are decoded in double quotes alone. */
function unquoted(raw: string): string {
  const quote = raw[0];
  if (raw.length > 1 && (quote === '"' || quote === "'" || quote === '`') && raw.endsWith(quote)) {
    const inner = raw.slice(1, -1);
    return quote === '"' ? inner.replace(/\\([nrt"\\$])/g, (_, c: string) => ESCAPES[c] ?? c) : inner;
  }
  return raw.replace(/(?:^|\s)#.*$/, '').trim();
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
