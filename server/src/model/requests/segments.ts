/** The segments of a path: what is text in it, what is a hole, and what is both. */
import type { PatternPart } from '../../values/pattern';
import type { Value } from '../../values/value';

/** One segment: literal text, a hole, or both glued (`latest.{}`). */
export type Segment = { text: string } | { hole: Value } | { glued: (string | Value)[] };

/** './tasks' is 'tasks', 'a/../b' is 'b'; what leads out of the beginning is left to whoever knows the page. */
export function segmentsOf(pieces: readonly (string | Value)[]): { segments: Segment[]; slash: boolean } {
  const segments: Segment[] = [];
  let isAny = false;
  let isBehindSlash = false;
  let open: string | Value | (string | Value)[] = '';
  const end = (): void => {
    if (open === '') return;
    isAny = true;
    if (open === '..') segments.pop();
    else if (open !== '.') segments.push(segmentOf(open));
    open = '';
  };
  const add = (piece: string | Value): void => {
    if (open === '') open = piece;
    else if (Array.isArray(open)) open.push(piece);
    else open = [open, piece];
  };
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      add(piece);
      continue;
    }
    let from = 0;
    for (let slash = piece.indexOf('/'); slash >= 0; slash = piece.indexOf('/', from)) {
      if (slash > from) add(piece.slice(from, slash));
      end();
      isBehindSlash = true;
      from = slash + 1;
    }
    if (from < piece.length) add(piece.slice(from));
  }
  const slash = open === '' && isBehindSlash && isAny;
  end();
  return { segments, slash };
}

export function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded after all: a stray % is itself
  }
}

function segmentOf(parts: string | Value | readonly (string | Value)[]): Segment {
  if (typeof parts === 'string') return { text: decode(parts) };
  if (!isList(parts)) return { hole: parts };
  const merged: (string | Value)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const [only] = merged;
  return merged.length === 1 && typeof only === 'string' ? { text: decode(only) } : { glued: merged };
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** {id} and :id written in a path are parameters that something else fills in. */
export function braced(parts: readonly PatternPart[]): (string | Value)[] {
  const out: (string | Value)[] = [];
  for (const { text, hole } of parts) {
    if (text === undefined) out.push(hole!);
    else if (!/[{:]/.test(text)) out.push(text);
    else
      for (const [i, piece] of text.split(/(\{[^{}/]*\}|(?<=\/):[A-Za-z_]\w*)/).entries())
        if (i % 2) out.push({ kind: 'unknown', why: `parameter ${piece}` });
        else if (piece !== '') out.push(piece);
  }
  return out;
}
