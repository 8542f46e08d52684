/**
 * Pages and server templates: classic scripts together in the module chunk (they share one scope), each module script in a chunk of its
 * own, the elements in '#template'. What the server puts in by `{{ }}` and `{% %}` is lowered where it stands.
 */
import type { Entry, X } from '../expression';
import { angularAttribute, enterAngular, looksAngular } from './angular';
import type { ChunkBuilder, FileBuilder } from './builder';
import { Context } from './context';
import { Fragments } from './fragments';
import { hoist, hoistVars } from './hoist';
import { includedTemplate, masked, plainSource, TagHoles, type TemplateTag, templateTags } from './jinja';
import { lowerDjangoTag, lowerSetTag } from './jinja-expressions';
import type { Attribute, OpenTag } from './markup';
import { readMarkup } from './markup';
import { Scope } from './scope';
import { handlers, parseScript, rootScope } from './script';
import { type Dialect, Template } from './template';
import { FlatTree } from './tree';
import { attributesOf, type ScriptPart, scriptsIn } from './vue';
import { directive, enterDirectives, memberOfThis } from './vue-directives';

/** One page while it is read. */
interface Page {
  file: FileBuilder;
  text: string;
  /** The text with the server's tags blanked out. */
  code: string;
  holes: TagHoles | undefined;
  globals: Scope;
  isAngular: boolean;
}

export function extractHtml(file: FileBuilder, text: string): void {
  const tags = text.includes('{{') || text.includes('{%') || text.includes('{#') ? templateTags(text) : [];
  const code = tags.length > 0 ? masked(text, tags) : text;
  const isAngular = looksAngular(code) && !tags.some((tag) => tag.kind === 'block');
  const module = file.root('', 'module', { from: 0, to: text.length });
  const chunk = file.root('#template', 'template', { from: 0, to: text.length }, module);
  const page: Page = {
    file,
    text,
    code,
    holes: tags.length > 0 ? new TagHoles(text, tags, isAngular ? lowerInterpolation(text) : undefined) : undefined,
    globals: rootScope(module),
    isAngular,
  };
  const c = new Context(file, new FlatTree(code), handlers, chunk, new Scope(chunk, undefined, true));
  c.holes = page.holes;
  serverTags(page, c, tags);
  scripts(page);
  elements(page, c, /\sx-data\b/.test(code));
}

/** Angular's {{ expression }} is code like any other of its template. */
function lowerInterpolation(text: string): (c: Context, text: string, tag: TemplateTag) => X {
  const fragments = new Fragments(text, 'typescript');
  return (c, _, tag) => {
    const { holes } = c;
    c.holes = undefined;
    const x = fragments.expression(c, tag.innerFrom, tag.innerTo);
    c.holes = holes;
    return x;
  };
}

/** Names that tags bind, templates that they name, comments. */
function serverTags(page: Page, c: Context, tags: readonly TemplateTag[]): void {
  for (const tag of tags) {
    if (tag.kind === 'comment') page.file.comments.push(tag.from, tag.to);
    const name = includedTemplate(page.text, tag);
    if (name !== undefined) page.file.templates.push(name);
    const inner = page.text.slice(tag.innerFrom, tag.innerTo);
    const after = tag.innerFrom + inner.indexOf(tag.word) + tag.word.length;
    if (tag.word === 'set' || tag.word === 'with') {
      for (const { name: set, x } of lowerSetTag(c, page.text, after, tag.innerTo)) c.assign(c.scope.declare(set), x);
    }
    const alias = tag.word === 'url' || tag.word === 'static' ? /\sas\s+(\w+)\s*$/.exec(inner)?.[1] : undefined;
    if (alias !== undefined) c.assign(c.scope.declare(alias), lowerDjangoTag(c, page.text, tag));
  }
}

const JAVASCRIPT = /^(?:|module|(?:text|application)\/(?:javascript|ecmascript|babel|jsx|x-javascript)|jsx|babel)$/i;
const MARKUP = /template|html/i;

/** A script of another type may hold markup. */
function isRawHtml(text: string): (tag: OpenTag) => boolean {
  return (tag) => {
    const name = tag.name.toLowerCase();
    if (name !== 'script') return name === 'style' || name === 'textarea' || name === 'title';
    return !MARKUP.test(attributesOf(text, tag).get('type') ?? '');
  };
}

function scripts(page: Page): void {
  const classic: Context[] = [];
  const modules: ScriptPart[] = [];
  for (const script of scriptsIn(page.code, isRawHtml(page.code))) {
    const type = script.attributes.get('type') ?? '';
    if (!JAVASCRIPT.test(type.trim())) continue;
    if (script.attributes.has('src')) continue;
    if (type === 'module') modules.push(script);
    else classic.push(contextOf(page, script, page.globals.chunk, page.globals));
  }
  // Whatever one script declares the others see.
  for (const c of classic) declareAll(c);
  for (const c of classic) lowerAll(c);
  modules.forEach((script, i) => {
    const chunk = page.file.root(i === 0 ? '#script' : `#script${i + 1}`, 'module', script, page.globals.chunk);
    const c = contextOf(page, script, chunk, new Scope(chunk, page.globals, true));
    declareAll(c);
    lowerAll(c);
  });
}

function contextOf(page: Page, script: ScriptPart, chunk: ChunkBuilder, scope: Scope): Context {
  const tree = parseScript('javascript', page.code.slice(script.from, script.to), script.from);
  const c = new Context(page.file, tree, handlers, chunk, scope);
  c.holes = page.holes;
  return c;
}

function declareAll(c: Context): void {
  const program = c.tree.namedOf(0);
  hoistVars(c, c.scope, program);
  hoist(c, program);
}

function lowerAll(c: Context): void {
  c.statements(c.tree.namedOf(0));
  c.tree.comments(c.file.comments);
  c.file.errors(c.tree.errors);
  if (c.tree.tooDeep) c.file.damage('too deep');
}

function elements(page: Page, c: Context, isAlpine: boolean): void {
  const { isAngular } = page;
  // Alpine sees the page's globals, Vue and Angular see their component only.
  c.unbound = (at, name, place) => {
    const bound = isAlpine ? page.globals.lookup(name) : undefined;
    return bound ? at.addAt({ kind: 'ref', chunk: bound.chunk.id, name: bound.name }, place) : memberOfThis(at, name, place);
  };
  const dialect: Dialect = {
    enter: isAngular ? enterAngular : enterDirectives,
    attribute: (t, tag, attribute) => entriesOf(page, t, tag, attribute, isAngular),
    text: (t, from, to) => callsInText(page, t, from, to),
  };
  const template = new Template(c, new Fragments(page.code, isAngular ? 'typescript' : 'javascript'), dialect);
  readMarkup(page.code, template, { isRaw: isRawHtml(page.code) });
  template.finish(page.text.length);
}

function entriesOf(page: Page, t: Template, tag: OpenTag, attribute: Attribute, isAngular: boolean): Entry[] {
  const name = attribute.name.toLowerCase();
  // A tag of the server's among the attributes may be any of them.
  if (/^_{4,}$/.test(name)) {
    const [hole] = page.holes?.within(attribute.nameFrom, attribute.nameTo) ?? [];
    return hole ? [{ x: hole.lower(t.c), spread: true }] : [];
  }
  if (name === 'src' && tag.name.toLowerCase() === 'script' && attribute.from !== undefined) {
    const source = plainSource(page.text, attribute.from, attribute.to!);
    if (source) page.file.scripts.push(source);
  }
  if (isMade(page, attribute)) return [{ key: attribute.name, x: t.c.addAt({ kind: 'unknown', why: 'a template' }, attribute) }];
  const code = scriptIn(attribute, name, page.code);
  if (code) return [handlerOf(page, t, code.event, code.from, attribute.to!)];
  if (isAngular) return angularAttribute(t, attribute) ?? [t.entry(attribute)];
  const read = directive(t, attribute);
  if (!read) return [t.entry(attribute), ...alpine(t, attribute, name)];
  // Alpine's and Vue's events stay readable as written too.
  return /^(?:@|x-on:|v-on:)/.test(name) && attribute.from !== undefined ? [...read, t.entry(attribute)] : read;
}

/** `href="{% block link %}{% endblock %}"`: nothing of it is written here. */
const isMade = ({ text, code }: Page, a: Attribute): a is Attribute & { from: number; to: number } =>
  a.from !== undefined && code.slice(a.from, a.to).trim() === '' && text.slice(a.from, a.to).includes('{%');

/** What Alpine runs stays readable as written; its code is lowered beside. */
function alpine(t: Template, { from, to }: Attribute, name: string): Entry[] {
  if (from === undefined || to! <= from) return [];
  if (name === 'x-data') return [{ key: ':x-data', x: t.fragments.expression(t.c, from, to!) }];
  const event = name === 'x-init' || name === 'x-effect' ? name.slice(2) : /^hx-on(?::|--?)([\w:-]+)/.exec(name)?.[1];
  return event === undefined ? [] : [{ key: `on:${event}`, x: t.fragments.handler(t.c, from, to!, event) }];
}

/** onclick="…" and href="javascript:…" */
function scriptIn(attribute: Attribute, name: string, code: string): { event: string; from: number } | undefined {
  if (attribute.from === undefined || attribute.to! <= attribute.from) return undefined;
  if (/^on[a-z]+$/.test(name)) return { event: name.slice(2), from: attribute.from };
  if (name !== 'href' || !/^\s*javascript:/i.test(code.slice(attribute.from, attribute.to))) return undefined;
  return { event: 'click', from: code.indexOf(':', attribute.from) + 1 };
}

/** Plain handlers see the page's globals. */
function handlerOf(page: Page, t: Template, event: string, from: number, to: number): Entry {
  const { c } = t;
  const unbound = c.unbound;
  c.unbound = undefined;
  let x = -1;
  c.inScope(page.globals, () => {
    x = t.fragments.handler(c, from, to, event);
  });
  c.unbound = unbound;
  return { key: `on:${event}`, x };
}

/** {{ f(x) }} and {% url … %} in text; of Angular's also what they read. */
function callsInText(page: Page, t: Template, from: number, to: number): void {
  for (const hole of page.holes?.within(from, to) ?? []) {
    const text = page.text.slice(hole.from, hole.to);
    if (text.includes('(') || text.startsWith('{%') || (page.isAngular && /[.[]/.test(text))) hole.lower(t.c);
  }
}
