/**
 * Alternatives that a template writes into the middle of an address, as one value: `/api/{% if archived %}archive{% else %}items{% endif %}`.
 * Elsewhere, and where they hold more than text and printed values, the tags stay statements.
 */
import type { X } from '../expression';
import { type Context, folded } from './context';
import type { TemplateTag } from './jinja';
import { lowerPrinted } from './jinja-expressions';

export interface Branch {
  from: number;
  to: number;
  prints: TemplateTag[];
  /** What it hangs on; absent for `else`. */
  test?: string;
}

const MAX_LENGTH = 500;

export function withChoices(text: string, tags: readonly TemplateTag[]): TemplateTag[] {
  if (!tags.some((tag) => tag.word === 'if')) return [...tags];
  const out: TemplateTag[] = [];
  for (let i = 0; i < tags.length; i++) {
    const end = tags[i]!.word === 'if' ? endOf(tags, i) : undefined;
    const choice = end === undefined ? undefined : choiceOf(text, tags.slice(i, end + 1), tags);
    out.push(choice ?? tags[i]!);
    if (choice) i = end!;
  }
  return out;
}

/** The `endif` behind nothing but printed values and other branches. */
function endOf(tags: readonly TemplateTag[], start: number): number | undefined {
  for (let i = start + 1; i < tags.length; i++) {
    const { kind, word } = tags[i]!;
    if (word === 'endif') return i;
    if (kind !== 'print' && word !== 'else' && word !== 'elif') return undefined;
  }
  return undefined;
}

function choiceOf(text: string, own: readonly TemplateTag[], all: readonly TemplateTag[]): TemplateTag | undefined {
  const [first, last] = [own[0]!, own.at(-1)!];
  if (last.to - first.from > MAX_LENGTH || !isInAddress(text, first.from, last.to, all)) return undefined;
  const marks = own.filter((tag) => tag.kind === 'block');
  const branches = marks.slice(0, -1).map((mark, i): Branch => {
    const [from, to] = [mark.to, marks[i + 1]!.from];
    const said = text
      .slice(mark.innerFrom, mark.innerTo)
      .trim()
      .replace(/^(?:el)?if\s*|^else\b.*/, '');
    return {
      from,
      to,
      prints: own.filter((p) => p.kind === 'print' && p.from >= from && p.to <= to),
      ...(said ? { test: folded(said) } : {}),
    };
  });
  return {
    kind: 'choice',
    word: '',
    from: first.from,
    to: last.to,
    innerFrom: first.innerFrom,
    innerTo: first.innerTo,
    branches,
  };
}

/** Whether it stands in a quoted text without blanks that has a slash. */
function isInAddress(text: string, from: number, to: number, tags: readonly TemplateTag[]): boolean {
  const inTag = (at: number) => tags.find((tag) => at >= tag.from && at < tag.to);
  let written = '';
  let start = from - 1;
  for (let tag = inTag(start); start >= 0 && (tag || /[^\s"'`<>]/.test(text[start]!)); tag = inTag(start)) {
    if (!tag) written += text[start];
    start = tag ? tag.from - 1 : start - 1;
  }
  let end = from;
  for (let tag = inTag(end); end < text.length && (tag || /[^\s"'`<>]/.test(text[end]!)); tag = inTag(end)) {
    if (!tag) written += text[end];
    end = tag ? tag.to : end + 1;
  }
  return end >= to && /["'`]/.test(text[start] ?? '') && text[start] === text[end] && written.includes('/');
}

export function lowerChoice(c: Context, text: string, { branches = [], from, to }: TemplateTag): X {
  const otherwise = (i: number): X => {
    const branch = branches[i];
    if (!branch) return c.addAt({ kind: 'str', value: '' }, { from: to, to });
    const own = lowerBranch(c, text, branch);
    if (branch.test === undefined) return own;
    return c.addAt({ kind: 'either', op: 'if', of: [own, otherwise(i + 1)], test: branch.test }, { from, to });
  };
  return otherwise(0);
}

function lowerBranch(c: Context, text: string, { from, to, prints }: Branch): X {
  const parts: X[] = [];
  let at = from;
  const literal = (end: number) => {
    if (end > at || (end === to && parts.length === 0))
      parts.push(c.addAt({ kind: 'str', value: text.slice(at, end) }, { from: at, to: end }));
  };
  for (const print of prints) {
    literal(print.from);
    parts.push(lowerPrinted(c, text, print.innerFrom, print.innerTo));
    at = print.to;
  }
  literal(to);
  return parts.length === 1 ? parts[0]! : c.addAt({ kind: 'cat', parts }, { from, to });
}
