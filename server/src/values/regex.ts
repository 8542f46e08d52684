/** Regular expressions of the analysed code, as far as they are safe to run: `path.replace(/^\/api/, '')`. */
import { alternatives, textOf, type Value } from './value';

export interface Regex {
  source: string;
  flags: string;
}

/** Of a literal (`unknown` whose reason is its text) or of `new RegExp("…")`. */
export function regexOf(value: Value | undefined): Regex | undefined {
  const literal = value?.kind === 'unknown' ? /^regex \/(.*)\/(\w*)$/s.exec(value.why) : null;
  if (literal) return { source: literal[1]!, flags: literal[2]! };
  if (value?.kind !== 'made' || value.callee.kind !== 'ext' || value.callee.path !== 'global:RegExp') return undefined;
  const [source, flags] = value.args.pos;
  const sources = source ? [...new Set(alternatives(source).map((a) => textOf(a.value)))] : [];
  if (!sources.length || sources.includes(undefined)) return undefined;
  return { source: sources.length > 1 ? `(?:${sources.join('|')})` : sources[0]!, flags: textOf(flags) ?? '' };
}

const ready = new Map<string, RegExp | undefined>();
const MAX_READY = 500;

/** Ready to run; undefined if it is no expression of this engine or could take forever: a repeated group that repeats inside. */
export function compiled({ source, flags }: Regex): RegExp | undefined {
  const key = `${flags}/${source}`;
  if (!ready.has(key)) {
    if (ready.size >= MAX_READY) ready.clear();
    ready.set(key, compile(source, flags.replace(/[^imsu]/g, '')));
  }
  return ready.get(key);
}

function compile(source: string, flags: string): RegExp | undefined {
  if (source.length > 300 || /[+*}]\??\)(?:[+*]|\{\d+,)/.test(source)) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    // Another language's syntax (a named group of Python, say): it stays unknown.
    return undefined;
  }
}

/** text.replace(regex, to), of all matches where the flags say so. */
export function replaced(text: string, regex: Regex, to: string): string | undefined {
  const ready = compiled(regex);
  if (!ready) return undefined;
  return regex.flags.includes('g') ? text.replace(new RegExp(ready.source, `${ready.flags}g`), to) : text.replace(ready, to);
}
