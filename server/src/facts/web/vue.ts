/** Vue's single-file components: scripts into the module chunk, the template into '#template'. */
import type { LanguageId } from '../../syntax/languages';
import type { X } from '../expression';
import type { FileBuilder } from './builder';
import { Context } from './context';
import { Fragments } from './fragments';
import { type OpenTag, readMarkup } from './markup';
import { Scope } from './scope';
import { handlers, lowerProgram, parseScript, rootScope, scriptLanguage } from './script';
import { type Dialect, Template } from './template';
import { FlatTree } from './tree';
import { directive, enterDirectives, memberOfThis } from './vue-directives';

export interface ScriptPart {
  from: number;
  to: number;
  attributes: ReadonlyMap<string, string>;
}

/** What stands beside template, script and style in a component is in languages of its own. */
const OTHER_BLOCKS = new Set('i18n docs route page-query static-query config'.split(' '));

export function attributesOf(text: string, tag: OpenTag): Map<string, string> {
  return new Map(tag.attributes.map((a) => [a.name.toLowerCase(), a.from === undefined ? '' : text.slice(a.from, a.to)]));
}

export const isRawVue = (tag: OpenTag): boolean => {
  const name = tag.name.toLowerCase();
  return name === 'script' || name === 'style' || OTHER_BLOCKS.has(name);
};

/** The scripts of a page or component, in order. */
export function scriptsIn(text: string, isRaw: (tag: OpenTag) => boolean, braces = false): ScriptPart[] {
  const parts: ScriptPart[] = [];
  const nothing = () => {};
  const raw = (tag: OpenTag, from: number, to: number) => {
    if (tag.name.toLowerCase() === 'script') parts.push({ from, to, attributes: attributesOf(text, tag) });
  };
  readMarkup(text, { open: nothing, close: nothing, text: nothing, comment: nothing, raw }, { isRaw, braces });
  return parts;
}

export function extractVue(file: FileBuilder, text: string): void {
  const module = file.root('', 'module', { from: 0, to: text.length });
  const scope = rootScope(module);
  const scripts = scriptsIn(text, isRawVue);
  const language = languageOfScripts(scripts);
  const isSetup = scripts.some((s) => s.attributes.has('setup'));
  for (const script of scripts) {
    const source = script.attributes.get('src');
    if (source) file.scripts.push(source);
    lowerProgram(file, parseScript(language, text.slice(script.from, script.to), script.from), module, scope);
  }
  const options = isSetup ? undefined : optionsOf(file);
  if (isSetup) file.component = { style: 'setup' };
  else if (options !== undefined) file.component = { options, style: 'options' };
  extractTemplate(file, text, language, scope, isSetup);
}

export function languageOfScripts(scripts: readonly ScriptPart[]): LanguageId {
  const lang = scripts.map((s) => s.attributes.get('lang')).find((l) => l);
  return scriptLanguage(lang);
}

/** export default {…} · defineComponent({…}) · Vue.extend({…}) */
function optionsOf(file: FileBuilder): X | undefined {
  const arena = file.chunks.get('')?.arena ?? [];
  let x = file.exports.get('default');
  for (let steps = 0; x !== undefined && steps < 5; steps++) {
    const e = arena[x];
    if (e?.kind === 'obj') return x;
    if (e?.kind === 'call') x = e.args[0]?.x;
    else if (e?.kind === 'ref' && e.chunk === '') x = file.chunks.get('')?.vars.get(e.name)?.at(-1)?.x;
    else return x;
  }
  return x;
}

function extractTemplate(file: FileBuilder, text: string, language: LanguageId, moduleScope: Scope, isSetup: boolean): void {
  const module = moduleScope.chunk;
  const chunk = file.root('#template', 'template', { from: 0, to: text.length }, module);
  const c = new Context(file, new FlatTree(text), handlers, chunk, new Scope(chunk, isSetup ? moduleScope : undefined, true));
  c.unbound = memberOfThis;
  const template = new Template(c, new Fragments(text, language), dialect(moduleScope));
  readMarkup(text, template, { isRaw: isRawVue });
  template.finish(text.length);
}

function dialect(moduleScope: Scope): Dialect {
  return {
    enter: enterDirectives,
    component: (t, tag) => componentOf(t, tag, moduleScope),
    attribute: (t, tag, attribute) => {
      const isBlock = tag.name === 'script' || tag.name === 'style';
      return (isBlock ? undefined : directive(t, attribute)) ?? [t.entry(attribute)];
    },
    text: interpolations,
  };
}

/** <task-list> and <TaskList> are the binding TaskList or taskList. */
function componentOf(t: Template, tag: OpenTag, scope: Scope): X | undefined {
  if (!/[A-Z-]/.test(tag.name)) return undefined;
  const place = { from: tag.nameFrom, to: tag.nameFrom + tag.name.length };
  const camel = tag.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const pascal = camel.charAt(0).toUpperCase() + camel.slice(1);
  const [first = '', ...rest] = tag.name.split('.');
  for (const name of [first, pascal, camel]) {
    const bound = scope.lookup(name);
    if (!bound) continue;
    let x = t.c.addAt({ kind: 'ref', chunk: bound.chunk.id, name: bound.name }, place);
    for (const member of rest) x = t.c.addAt({ kind: 'get', object: x, name: member }, place);
    return x;
  }
  return undefined;
}

/** {{ f(x) }}, {{ task.title }}: calls, and fields that are read. */
function interpolations(t: Template, from: number, to: number): void {
  const { code } = t.fragments;
  for (let at = code.indexOf('{{', from); at >= 0 && at < to; at = code.indexOf('{{', at + 2)) {
    const end = code.indexOf('}}', at);
    if (end < 0 || end > to) return;
    if (/[(.[]/.test(code.slice(at + 2, end))) t.fragments.expression(t.c, at + 2, end);
    at = end;
  }
}
