/**
 * Tags of server templates (Jinja, Django) in pages, attributes and scripts: found, blanked out for the other readers by text of the
 * same length, and lowered where they stood.
 *
 *     <a href="{{ url_for('tasks.show', id=t.id) }}">     var base = {{ base|tojson }};     {% url 'task' pk=1 %}
 */
import type { X } from '../expression';
import type { Context, Hole, Holes } from './context';
import { type Branch, lowerChoice, withChoices } from './jinja-choices';
import { lowerDjangoTag, lowerPrinted } from './jinja-expressions';

export interface TemplateTag {
  kind: 'print' | 'block' | 'comment' | 'choice';
  from: number;
  to: number;
  /** What stands between the braces. */
  innerFrom: number;
  innerTo: number;
  /** The first word of a block tag. */
  word: string;
  /** Of a choice. */
  branches?: Branch[];
}

const CLOSERS = { '{{': '}}', '{%': '%}', '{#': '#}' } as const;
const KINDS = { '{{': 'print', '{%': 'block', '{#': 'comment' } as const;

/** Block tags that stand for no value. */
const STATEMENTS = new Set(
  'if elif else endif for empty endfor block endblock extends include import from set endset with endwith macro endmacro call endcall filter endfilter load comment endcomment autoescape endautoescape raw endraw verbatim endverbatim do trans endtrans pluralize blocktrans endblocktrans blocktranslate endblocktranslate spaceless endspaceless cache endcache ifchanged endifchanged regroup assets endassets csrf_token continue break'.split(
    ' ',
  ),
);

/** What opens but does not close within this is no tag. */
const MAX_TAG = 4000;

export function templateTags(text: string): TemplateTag[] {
  const tags: TemplateTag[] = [];
  const opening = /\{[{%#]/g;
  let until: string | undefined;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const opener = match[0] as keyof typeof CLOSERS;
    const end = closerOf(text, match.index, CLOSERS[opener]);
    if (end < 0) continue;
    const innerTo = text[end - 1] === '-' || text[end - 1] === '+' ? end - 1 : end;
    const innerFrom = match.index + (/[-+]/.test(text[match.index + 2] ?? '') ? 3 : 2);
    const word = opener === '{%' ? (/^\s*(\w+)/.exec(text.slice(innerFrom, innerTo))?.[1] ?? '') : '';
    // Between {% raw %} and {% endraw %} only the latter is a tag.
    if (until !== undefined && word !== until) continue;
    until = word === 'raw' || word === 'verbatim' || word === 'comment' ? `end${word}` : undefined;
    tags.push({ kind: KINDS[opener], from: match.index, to: end + 2, innerFrom, innerTo, word });
    opening.lastIndex = end + 2;
  }
  return withChoices(text, tags);
}

function closerOf(text: string, from: number, closer: string): number {
  const end = text.slice(from + 2, from + MAX_TAG).indexOf(closer);
  return end < 0 ? -1 : from + 2 + end;
}

/**
 * Whether a tag stands for a value, not for a statement; a word with its `end…` in the page is a statement too. What is included among
 * the attributes of an element is their value.
 */
function valuesIn(text: string, tags: readonly TemplateTag[]): (tag: TemplateTag) => boolean {
  const words = new Set(tags.map((tag) => tag.word));
  const isStatement = (word: string) => word === '' || STATEMENTS.has(word) || word.startsWith('end') || words.has(`end${word}`);
  return (tag) =>
    tag.kind === 'print' ||
    tag.kind === 'choice' ||
    (tag.kind === 'block' && (!isStatement(tag.word) || (tag.word === 'include' && isAmongAttributes(text, tag.from))));
}

function isAmongAttributes(text: string, from: number): boolean {
  const open = text.lastIndexOf('<', from - 1);
  return (
    open >= 0 && /[a-z]/i.test(text[open + 1]!) && !/[>"'=]/.test(text.slice(open, from).replace(/=\s*("[^"]*"|'[^']*')/g, ''))
  );
}

/** The text with values as underscores (a name to any reader) and all other tags as blanks. */
export function masked(text: string, tags: readonly TemplateTag[]): string {
  const isValue = valuesIn(text, tags);
  let out = '';
  let at = 0;
  for (const tag of tags) {
    out += text.slice(at, tag.from) + (isValue(tag) ? '_' : ' ').repeat(tag.to - tag.from);
    at = tag.to;
  }
  return out + text.slice(at);
}

export class TagHoles implements Holes {
  private readonly all: Hole[];
  private readonly byStart: Map<number, Hole>;

  constructor(text: string, tags: readonly TemplateTag[], lower: (c: Context, text: string, tag: TemplateTag) => X = lowerTag) {
    this.all = tags
      .filter(valuesIn(text, tags))
      .map((tag) => ({ from: tag.from, to: tag.to, lower: (c: Context) => lower(c, text, tag) }));
    this.byStart = new Map(this.all.map((hole) => [hole.from, hole]));
  }

  at(from: number): Hole | undefined {
    return this.byStart.get(from);
  }

  within(from: number, to: number): Hole[] {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.from < from) low = middle + 1;
      else high = middle;
    }
    const found: Hole[] = [];
    for (let i = low; i < this.all.length && this.all[i]!.to <= to; i++) found.push(this.all[i]!);
    return found;
  }
}

function lowerTag(c: Context, text: string, tag: TemplateTag): X {
  if (tag.kind === 'choice') return lowerChoice(c, text, tag);
  if (tag.kind === 'print') return lowerPrinted(c, text, tag.innerFrom, tag.innerTo);
  return lowerDjangoTag(c, text, tag);
}

/** The name of another template in `{% extends "a" %}`, `{% include 'b' %}`, `{% from "c" import d %}`. */
export function includedTemplate(text: string, tag: TemplateTag): string | undefined {
  if (!['extends', 'include', 'import', 'from'].includes(tag.word)) return undefined;
  return /["']([^"']+)["']/.exec(text.slice(tag.innerFrom, tag.innerTo))?.[1];
}

/** A script's src with its tags replaced by the file they name: `{{ url_for('static', filename='js/a.js') }}` → js/a.js. */
export function plainSource(text: string, from: number, to: number): string {
  const raw = text.slice(from, to).trim();
  return raw.replace(
    /\{\{.*?\}\}|\{%.*?%\}/gs,
    (tag) => [...tag.matchAll(/["']([^"']+\.\w+(?:\?[^"']*)?)["']/g)].at(-1)?.[1] ?? '',
  );
}
