/** Texts with holes as paths: what is literal, where it is written, and what is open. */
import type { Site, Value } from './value';

export interface PatternPart {
  /** Literal text, or undefined for a hole. */
  text?: string;
  /** Why the hole is one, or which parameter it is. */
  hole?: Value;
  site?: Site;
}

/** The parts of one alternative of a path value: texts and holes. */
export function patternOf(value: Value | undefined): PatternPart[] {
  if (!value) return [];
  switch (value.kind) {
    case 'str':
      return value.text === '' ? [] : [{ text: value.text, ...(value.site ? { site: value.site } : {}) }];
    case 'lit':
      return value.value === null ? [] : [{ text: String(value.value) }];
    case 'cat':
      return value.parts.flatMap((p) => (p.kind === 'lit' && p.value === null ? [{ hole: p }] : patternOf(p)));
    case 'sym':
      return value.fallback && ['str', 'cat', 'lit'].includes(value.fallback.kind)
        ? patternOf(value.fallback)
        : [{ hole: value }];
    default:
      return [{ hole: value }];
  }
}

/** The text of a pattern with `{?}` for what is not known; null where all of it is. */
export function patternText(parts: readonly PatternPart[]): { text: string; partial: boolean } | null {
  if (parts.length && parts.every((p) => p.text === undefined)) return null;
  return { text: parts.map((p) => p.text ?? '{?}').join(''), partial: parts.some((p) => p.text === undefined) };
}
