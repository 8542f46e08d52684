/** Vue's directives, which Alpine and in-page Vue share: v-for, v-if, v-slot, `:prop`, `@event`. */
import type { Entry, X } from '../expression';
import type { Place } from './builder';
import type { Context } from './context';
import { fork } from './fragments';
import type { Attribute, OpenTag } from './markup';
import { bindPattern, namesIn } from './patterns';
import type { Template } from './template';

/** Names that a template finds outside its component. */
const GLOBALS = new Set(
  'undefined NaN Infinity isFinite isNaN parseInt parseFloat encodeURI encodeURIComponent decodeURI decodeURIComponent Math Number Date Array Object Boolean String RegExp Map Set JSON Intl BigInt Error Symbol Promise URL URLSearchParams FormData console window document location navigator localStorage sessionStorage fetch alert confirm prompt setTimeout clearTimeout setInterval event $event arguments require axios $ jQuery htmx bootstrap'.split(
    ' ',
  ),
);

/** What nothing binds is a member of the component. */
export function memberOfThis(c: Context, name: string, place: Place): X {
  if (GLOBALS.has(name)) return c.addAt({ kind: 'free', name }, place);
  return c.addAt({ kind: 'get', object: c.addAt({ kind: 'this' }, place), name }, place);
}

const attributeOf = (tag: OpenTag, names: readonly string[]) =>
  tag.attributes.find((a) => names.includes(a.name) && a.from !== undefined);

export function enterDirectives(t: Template, tag: OpenTag): void {
  enterBranch(t, tag);
  const loop = attributeOf(tag, ['v-for', 'x-for']);
  if (loop) enterLoop(t, loop.from!, loop.to!);
  const slot = tag.attributes.find((a) => a.from !== undefined && /^(?:#|v-slot|slot-scope|scope$)/.test(a.name));
  if (slot && slot.to! > slot.from!) bindNames(t, slot.from!, slot.to!, 'slot');
}

function enterBranch(t: Template, tag: OpenTag): void {
  const test = attributeOf(tag, ['v-if', 'x-if']);
  const other = tag.attributes.find((a) => a.name === 'v-else-if' || a.name === 'v-else');
  const outer = t.branch;
  if (other && outer) {
    t.enterElse(outer);
    if (other.from !== undefined) t.branch = enterTest(t, other);
  } else if (test) t.branch = enterTest(t, test);
  else t.branch = undefined;
}

function enterTest(t: Template, attribute: Attribute) {
  const x = t.fragments.expression(t.c, attribute.from!, attribute.to!);
  const test = t.fragments.code.slice(attribute.from!, attribute.to!).replace(/\s+/g, ' ').trim();
  return t.enterIf(test, x);
}

/** `item in items` · `({id}, index) of items` */
function enterLoop(t: Template, from: number, to: number): void {
  const text = t.fragments.code.slice(from, to);
  const match = /\s(?:in|of)\s/.exec(text);
  if (!match) return;
  const right = from + match.index + match[0].length;
  const of = t.fragments.expression(t.c, right, to);
  enterEach(t, of, text.slice(match.index + match[0].length), { from, to: from + match.index });
}

/** A loop's block, and the names of its pattern: the element first, then index or key. */
export function enterEach(t: Template, of: X, test: string, pattern: { from: number; to: number }): void {
  const block = t.enterBlock('loop', test.replace(/\s+/g, ' ').trim().slice(0, 120), of);
  const each = t.c.addAt({ kind: 'each', of, block }, t.fragments.trimmed(pattern.from, pattern.to));
  bindNames(t, pattern.from, pattern.to, 'index', each);
}

const NAME = /^[A-Za-z_$][\w$]*$/;

/** Binds the names of a pattern; the first of several gets the value, where there is one. */
export function bindNames(t: Template, from: number, to: number, why: string, value?: X): void {
  const place = t.fragments.trimmed(from, to);
  const text = t.fragments.code.slice(place.from, place.to);
  const scope = t.enterScope();
  if (NAME.test(text)) {
    const bound = scope.declare(text);
    t.c.assign(bound, value ?? t.c.addAt({ kind: 'unknown', why }, place));
    return;
  }
  const { tree, nodes } = t.fragments.pattern(from, to);
  const c = fork(t.c, tree);
  nodes.forEach((node, i) => {
    for (const name of namesIn(tree, node)) scope.declare(name);
    const x = i === 0 && value !== undefined ? value : c.addAt({ kind: 'unknown', why }, place);
    bindPattern(c, node, x, (name) => scope.declare(name));
  });
}

const HANDLED = new Set(['v-for', 'v-if', 'v-else-if', 'v-else', 'x-for', 'x-if']);

/** The entries of a directive; undefined for a plain attribute. */
export function directive(t: Template, attribute: Attribute): Entry[] | undefined {
  const { name, from, to } = attribute;
  if (HANDLED.has(name) || /^(?:#|v-slot|slot-scope)/.test(name)) return [];
  const event = /^(?:@|v-on:|x-on:)([^.]*)/.exec(name)?.[1];
  if (event !== undefined) {
    if (from === undefined || to! <= from) return [];
    return [{ key: `on:${event}`, x: t.fragments.handler(t.c, from, to!, event) }];
  }
  const bound = /^(?::|v-bind:|x-bind:)([^.]+)/.exec(name)?.[1];
  if (bound === undefined && !/^v-/.test(name)) return undefined;
  if (from === undefined) return [bound === undefined ? t.entry(attribute) : { key: bound, x: sameName(t, bound, attribute) }];
  const x = t.fragments.expression(t.c, from, to!);
  if (name === 'v-bind') return [{ x, spread: true }];
  if (bound?.startsWith('[')) return [];
  return [{ key: bound ?? name, x }];
}

/** `:id` is short for `:id="id"`. */
function sameName(t: Template, name: string, { nameFrom, nameTo }: Attribute): X {
  const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return t.c.ref(camel, { from: nameFrom, to: nameTo });
}
