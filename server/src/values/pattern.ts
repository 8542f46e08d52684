/** Texts with holes as paths: what is literal, where it is written, and what is open. */
import type { Site, Value } from './value';

export interface PatternPart {
  /** Literal text, or undefined for a hole. */
  text?: string;
  /** Why the hole is one, or which parameter it is. */
  hole?: Value;
  site?: Site;
}

const TEXTS: ReadonlySet<Value['kind']> = new Set(['str', 'cat', 'lit']);

/** The parts of one alternative of a path value: texts and holes. */
export function patternOf(value: Value | undefined): PatternPart[] {
  const out: PatternPart[] = [];
  if (value) add(value, out);
  return out;
}

function add(value: Value, out: PatternPart[]): void {
  switch (value.kind) {
    case 'str':
      if (value.text !== '') out.push(value.site ? { text: value.text, site: value.site } : { text: value.text });
      return;
    case 'lit':
      if (value.value !== null) out.push({ text: String(value.value) });
      return;
    case 'cat':
      for (const part of value.parts)
        if (part.kind === 'lit' && part.value === null) out.push({ hole: part });
        else add(part, out);
      return;
    case 'sym':
      if (value.fallback && TEXTS.has(value.fallback.kind)) add(value.fallback, out);
      else out.push({ hole: value });
      return;
    default:
      out.push({ hole: value });
  }
}

/** The text of a pattern with `{?}` for what is not known; null where all of it is. */
export function patternText(parts: readonly PatternPart[]): { text: string; partial: boolean } | null {
  if (parts.length && parts.every((p) => p.text === undefined)) return null;
  return { text: parts.map((p) => p.text ?? '{?}').join(''), partial: parts.some((p) => p.text === undefined) };
}
