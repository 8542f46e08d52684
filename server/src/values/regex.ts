/** Regular expressions of the analysed code, as far as they are safe to run: `path.replace(/^\/api/, '')`. */
import type { Value } from './value';

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
  return source?.kind === 'str' ? { source: source.text, flags: flags?.kind === 'str' ? flags.text : '' } : undefined;
}

/** Ready to run; undefined if it is no expression of this engine or could take forever: a repeated group that repeats inside. */
export function compiled({ source, flags }: Regex): RegExp | undefined {
  if (source.length > 200 || /[+*}]\??\)(?:[+*]|\{\d+,)/.test(source)) return undefined;
  try {
    return new RegExp(source, flags.replace(/[^gimsu]/g, ''));
  } catch {
    // Another language's syntax (a named group of Python, say): it stays unknown.
    return undefined;
  }
}
