/** Svelte components: scripts into the module chunk, markup with `{…}` and `{#each}` into '#template'. */
import type { Entry, X } from '../expression';
import type { FileBuilder } from './builder';
import { Context } from './context';
import { Fragments } from './fragments';
import { type Attribute, closingBrace, type OpenTag, readMarkup } from './markup';
import { Scope } from './scope';
import { handlers, lowerProgram, parseScript, rootScope } from './script';
import { type Branch, type Dialect, type Outer, Template } from './template';
import { FlatTree } from './tree';
import { languageOfScripts, scriptsIn } from './vue';
import { bindNames, enterEach } from './vue-directives';

const isRaw = (tag: OpenTag): boolean => /^(?:script|style)$/i.test(tag.name);

export function extractSvelte(file: FileBuilder, text: string): void {
  const module = file.root('', 'module', { from: 0, to: text.length });
  const scope = rootScope(module);
  const scripts = scriptsIn(text, isRaw, true);
  const language = languageOfScripts(scripts);
  for (const script of scripts)
    lowerProgram(file, parseScript(language, text.slice(script.from, script.to), script.from), module, scope);
  file.component = { style: 'svelte' };
  const chunk = file.root('#template', 'template', { from: 0, to: text.length }, module);
  const c = new Context(file, new FlatTree(text), handlers, chunk, new Scope(chunk, scope, true));
  // $tasks is the value of the store `tasks`.
  c.unbound = (at, name, place) => {
    const store = name.startsWith('$') ? at.scope.lookup(name.slice(1)) : undefined;
    return at.addAt(store ? { kind: 'ref', chunk: store.chunk.id, name: store.name } : { kind: 'free', name }, place);
  };
  const template = new Template(c, new Fragments(text, language), new SvelteDialect());
  readMarkup(text, template, { isRaw, braces: true });
  template.finish(text.length);
}

class SvelteDialect implements Dialect {
  private readonly blocks: { outer: Outer; branch?: Branch }[] = [];

  component(t: Template, tag: OpenTag): X | undefined {
    if (!/^[A-Z]|\./.test(tag.name)) return undefined;
    return t.fragments.expression(t.c, tag.nameFrom, tag.nameFrom + tag.name.length);
  }

  attribute(t: Template, tag: OpenTag, attribute: Attribute): Entry[] {
    const { name, from, to, quote } = attribute;
    if (isRaw(tag)) return [t.entry(attribute)];
    if (name === '' && from !== undefined) return unnamed(t, from, to!);
    const event = /^on:?([a-z]\w*)/.exec(name)?.[1];
    const key = event === undefined || /^[A-Z]/.test(tag.name) ? name.replace(/^bind:/, '') : `on:${event}`;
    const bound = name.startsWith('bind:') ? { bound: true as const } : {};
    if (from === undefined)
      return [/^(?:bind|class):/.test(name) ? { ...shorthand(t, attribute), ...bound } : t.entry(attribute, key)];
    if (quote !== '{' && !t.fragments.code.slice(from, to).includes('{')) return [t.entry(attribute, key)];
    const whole = quote === '{' ? { from, to: to! } : undefined;
    if (!whole) return [{ key, x: mixed(t, attribute) }];
    const x = t.fragments.expression(t.c, from, to!, event === undefined ? undefined : { name: event, numbered: true });
    return [{ key, x, ...bound }];
  }

  /** #each, #if, :else, /each, @html … and plain expressions. */
  brace(t: Template, from: number, to: number): void {
    const text = t.fragments.code.slice(from, to);
    const word = /^\s*([#:/@]\w+)(?:\s+if\b)?/.exec(text);
    if (!word) {
      if (/[(.[]/.test(text)) t.fragments.expression(t.c, from, to);
      return;
    }
    const start = from + word[0].length;
    const [sign, name] = [word[1]![0], word[1]!.slice(1)];
    if (sign === '/') this.closeBlock(t);
    else if (sign === '@') at(t, name, start, to);
    else if (sign === '#') this.openBlock(t, name, start, to);
    else this.otherwise(t, name, start, to);
  }

  private openBlock(t: Template, name: string, from: number, to: number): void {
    const frame: { outer: Outer; branch?: Branch } = { outer: t.outer() };
    this.blocks.push(frame);
    if (name === 'if') frame.branch = branch(t, from, to);
    else if (name === 'each') each(t, from, to);
    else if (name === 'await') awaited(t, from, to);
    else if (name === 'snippet') {
      const open = t.fragments.code.indexOf('(', from);
      const close = t.fragments.code.lastIndexOf(')', to);
      if (open > 0 && open + 1 < close && close < to) bindNames(t, open + 1, close, 'snippet');
    } else t.fragments.expression(t.c, from, to);
  }

  /** {:else} · {:else if x} · {:then value} · {:catch error} */
  private otherwise(t: Template, name: string, from: number, to: number): void {
    const frame = this.blocks.at(-1);
    if (!frame) return;
    if (name !== 'else') {
      if (t.fragments.trimmed(from, to).to > from + 1) bindNames(t, from, to, name);
      return;
    }
    t.restore(frame.outer);
    if (!frame.branch) return;
    t.enterElse(frame.branch);
    const { from: start, to: end } = t.fragments.trimmed(from, to);
    if (end > start) frame.branch = branch(t, start, end);
  }

  private closeBlock(t: Template): void {
    const frame = this.blocks.pop();
    if (frame) t.restore(frame.outer);
  }
}

function branch(t: Template, from: number, to: number): Branch {
  const x = t.fragments.expression(t.c, from, to);
  const test = t.fragments.code.slice(from, to).replace(/\s+/g, ' ').trim();
  return t.enterIf(test, x);
}

/** items as item, i (item.id) */
function each(t: Template, from: number, to: number): void {
  const text = t.fragments.code.slice(from, to);
  const as = text.lastIndexOf(' as ');
  if (as < 0) {
    t.fragments.expression(t.c, from, to);
    return;
  }
  const of = t.fragments.expression(t.c, from, from + as);
  const start = t.fragments.trimmed(from + as + 4, to).from;
  const isPattern = t.fragments.code[start] === '{' || t.fragments.code[start] === '[';
  const rest = t.fragments.code.slice(start, to);
  const end = isPattern
    ? start + (/[}\]](?=\s*(?:,|\(|$))/.exec(rest)?.index ?? rest.length) + 1
    : start + (/^[\w$]*/.exec(rest)?.[0].length ?? 0);
  enterEach(t, of, text.slice(0, as), { from: start, to: Math.min(end, to) });
  const index = /^\s*,\s*([\w$]+)/.exec(t.fragments.code.slice(end, to));
  if (index) bindNames(t, end + index[0].length - index[1]!.length, end + index[0].length, 'index');
}

/** {#await promise} · {#await promise then value} */
function awaited(t: Template, from: number, to: number): void {
  const text = t.fragments.code.slice(from, to);
  const then = /\sthen\s+/.exec(text);
  const end = then ? from + then.index : to;
  const of = t.fragments.expression(t.c, from, end);
  if (then) bindNames(t, end + then[0].length, to, 'then', t.c.addAt({ kind: 'await', of }, { from, to: end }));
}

/** {@const x = e} binds; {@html e}, {@render f()} are what they show. */
function at(t: Template, name: string, from: number, to: number): void {
  if (name !== 'const') {
    t.fragments.expression(t.c, from, to);
    return;
  }
  const text = t.fragments.code.slice(from, to);
  const equals = text.indexOf('=');
  if (equals < 0) return;
  const x = t.fragments.expression(t.c, from + equals + 1, to);
  bindNames(t, from, from + equals, 'const', x);
}

/** {...props} · {name} · {@attach tooltip} */
function unnamed(t: Template, from: number, to: number): Entry[] {
  const { code } = t.fragments;
  const place = t.fragments.trimmed(from, to);
  if (code.startsWith('...', place.from)) return [{ x: t.fragments.expression(t.c, place.from + 3, to), spread: true }];
  if (code.startsWith('@', place.from)) {
    const name = /^@\w+/.exec(code.slice(place.from, place.to))?.[0] ?? '@';
    return [{ key: name, x: t.fragments.expression(t.c, place.from + name.length, to) }];
  }
  return [{ key: code.slice(place.from, place.to), x: t.fragments.expression(t.c, from, to) }];
}

/** bind:value is short for bind:value={value}. */
function shorthand(t: Template, { name, nameTo }: Attribute): Entry {
  const key = name.slice(name.indexOf(':') + 1);
  return { key, x: t.c.ref(key, { from: nameTo - key.length, to: nameTo }) };
}

/** "/tasks/{id}": a cat. */
function mixed(t: Template, { from, to, quote }: Attribute): X {
  const { code } = t.fragments;
  const parts: X[] = [];
  let at = from!;
  const literal = (end: number) => {
    if (end > at) parts.push(t.c.addAt({ kind: 'str', value: code.slice(at, end) }, { from: at, to: end }));
  };
  for (let open = code.indexOf('{', at); open >= 0 && open < to!; open = code.indexOf('{', at)) {
    const close = Math.min(closingBrace(code, open), to!);
    literal(open);
    parts.push(t.fragments.expression(t.c, open + 1, close));
    at = close + 1;
  }
  literal(to!);
  const whole = quote === '' ? { from: from!, to: to! } : { from: from! - 1, to: to! + 1 };
  return parts.length === 1 ? parts[0]! : t.c.addAt({ kind: 'cat', parts }, whole);
}
