/** The path of a call as it is written: which text of which literal each of its segments is, so that a change is made where it stands. */
import type { Call } from '../../model/calls/calls';
import type { Site } from '../../values/value';
import type { Edit, EditBuilder } from '../edit';
import type { Project } from '../project';

/** Text that is written somewhere, or a hole: what is only known at run time, or not written as it is meant. */
type Piece = { text: string; file: string; from: number; site: Site } | { hole: true };
/** `char` of a hole: what it comes to, where that is known. */
type Char = { char: string; file: string; at: number; site: Site } | { hole: true; char?: string };

export interface WrittenSegment {
  /** '{}' for a hole. */
  text: string;
  pieces: Piece[];
}

export interface WrittenPath {
  segments: WrittenSegment[];
  /** Right after the last thing of the path that is written. */
  end: { file: string; at: number } | undefined;
  /** The slash at the end, if it is written. */
  slash: { file: string; from: number } | undefined;
}

export function writtenPath(project: Project, call: Pick<Call, 'address'>): WrittenPath {
  const chars: Char[] = [];
  let end: WrittenPath['end'];
  for (const part of partsOf(call)) {
    if (part.text === undefined) {
      if (chars.length) chars.push({ hole: true });
      end = undefined;
      continue;
    }
    const place = part.site && placeOf(project, part.site, part.full ?? part.text);
    if (place === undefined || !part.site) {
      chars.push(...[...part.text].map((char): Char => ({ hole: true, char })));
      end = undefined;
      continue;
    }
    for (let i = 0; i < part.text.length; i++)
      chars.push({ char: part.text[i]!, file: part.site.file, at: place + i, site: part.site });
    end = { file: part.site.file, at: place + part.text.length };
  }
  return split(chars, end);
}

function split(chars: readonly Char[], end: WrittenPath['end']): WrittenPath {
  const segments: WrittenSegment[] = [];
  let open = true;
  let slash: WrittenPath['slash'];
  for (const c of chars) {
    if (c.char === '/') {
      open = true;
      slash = 'hole' in c ? undefined : { file: c.file, from: c.at };
      continue;
    }
    slash = undefined;
    if (open) segments.push({ text: '', pieces: [] });
    open = false;
    const segment = segments.at(-1)!;
    const last = segment.pieces.at(-1);
    if ('hole' in c) {
      segment.text += c.char ?? '{}';
      segment.pieces.push({ hole: true });
    } else if (last && 'text' in last && last.file === c.file && last.from + last.text.length === c.at) {
      last.text += c.char;
      segment.text += c.char;
    } else {
      segment.pieces.push({ text: c.char, file: c.file, from: c.at, site: c.site });
      segment.text += c.char;
    }
  }
  return { segments, end, slash: segments.length ? slash : undefined };
}

/** The literals of the path in order, holes between the segments that are holes. */
function partsOf({ address }: Pick<Call, 'address'>): { text?: string; full?: string; site?: Site }[] {
  const literals = [...address.literals];
  const out: { text?: string; full?: string; site?: Site }[] = [];
  // Holes are told by the segments: each literal's text is eaten along them.
  let rest = literals.shift();
  let at = 0;
  const add = (char: string, from: typeof rest) => {
    const last = out.at(-1);
    if (last?.site === from?.site && last?.text !== undefined) last.text += char;
    else out.push({ text: char, full: from?.text ?? '', ...(from?.site ? { site: from.site } : {}) });
  };
  const eat = (wanted: string): void => {
    for (const char of wanted) {
      while (rest && at >= rest.text!.length) {
        rest = literals.shift();
        at = 0;
      }
      // What a variable is known to hold is written elsewhere.
      const isHere = rest?.text?.[at] === char;
      add(char, isHere ? rest : undefined);
      if (isHere) at++;
    }
  };
  // What follows a slash in the same literal belongs to it; the next literal may stand behind a hole.
  const skipSlashes = () => {
    while (rest && at >= (rest.text?.length ?? 0) && literals.length) {
      rest = literals.shift();
      at = 0;
    }
    if (rest?.text?.[at] !== '/') add('/', undefined);
    while (rest?.text?.[at] === '/') eat('/');
  };
  for (const segment of address.segments) {
    skipSlashes();
    for (const part of 'text' in segment ? [segment.text] : 'hole' in segment ? [null] : segment.glued) {
      if (typeof part === 'string') eat(part);
      else out.push({});
    }
  }
  if (address.slash && rest) skipSlashes();
  return out;
}

/** Where the text begins in the file. */
function placeOf(project: Project, site: Site, text: string): number | undefined {
  const e = project.chunk(site.file, site.chunk)?.arena[site.x];
  if (e?.kind !== 'str') return undefined;
  const span = project.inside(site, e.value);
  // An origin may stand before it, a query after it.
  const offset = e.value.endsWith(text) ? e.value.length - text.length : e.value.indexOf(text);
  return span && offset >= 0 ? span.from + offset : undefined;
}

/** Writes another text for a segment, which must be written in one piece. */
export function rewriteSegment(edit: EditBuilder, segment: WrittenSegment, text: string, why: string): boolean {
  const [piece] = segment.pieces;
  if (segment.pieces.length !== 1 || !piece || 'hole' in piece) return false;
  edit.replace(piece.file, piece.from, piece.from + piece.text.length, text, why);
  return true;
}

/** Whether a change stands in text of which the path of another call is made, one that is right as it is. */
export function isShared(project: Project, call: Call, edit: Edit): boolean {
  return project.api.calls.some(
    (other) =>
      other.match.status === 'matched' &&
      (other.path !== call.path || other.method !== call.method) &&
      other.address.literals.some((l) => l.site && touches(project, edit, l.site)),
  );
}

function touches(project: Project, edit: Edit, site: Site): boolean {
  const edits = edit.files.find((f) => f.file === site.file)?.edits ?? [];
  const span = edits.length ? project.span(site) : undefined;
  return span !== undefined && edits.some((e) => e.from >= span.from && e.to <= span.to);
}
