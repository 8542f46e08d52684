/**
 * Templates that stand in a script as text: Angular's `@Component({template: '…'})` and the `template` of a Vue options object. Each becomes a
 * template chunk like that of a component file; its names are members of the class or of the options.
 */
import type { LanguageId } from '../../syntax/languages';
import type { X } from '../expression';
import { angularAttribute, enterAngular } from './angular';
import type { ChunkBuilder, FileBuilder } from './builder';
import { Context } from './context';
import { Fragments } from './fragments';
import { readMarkup } from './markup';
import { Scope } from './scope';
import { handlers } from './script';
import { type Dialect, Template } from './template';
import { FlatTree } from './tree';
import { interpolations, isRawVue, vueDialect } from './vue';
import { memberOfThis } from './vue-directives';

/** What only a component's options have beside a template. */
const OPTIONS = new Set('data methods computed props components setup watch mounted created emits extends mixins'.split(' '));

interface Inline {
  /** Whose arena holds the text. */
  chunk: ChunkBuilder;
  text: X;
  parent: ChunkBuilder;
  /** The object whose members its names are, in the arena of the parent. */
  options?: X;
  dialect: Dialect;
}

export function extractInlineTemplates(file: FileBuilder, text: string, language: LanguageId, moduleScope: Scope): void {
  if (!/\btemplate\s*:/.test(text)) return;
  for (const one of [...angular(file), ...vue(file, moduleScope)]) lower(file, text, language, one);
}

/** @Component({ template: '…' }) class C {} */
function angular(file: FileBuilder): Inline[] {
  return [...file.chunks.values()].flatMap((cls): Inline[] => {
    const outer = cls.kind === 'class' ? cls.parent : undefined;
    return (outer ? (cls.more.decorators ?? []) : []).flatMap((x): Inline[] => {
      const decorator = outer!.arena[x];
      const made = decorator?.kind === 'call' ? outer!.arena[decorator.callee] : undefined;
      const options = made?.kind === 'call' ? made.args[0]?.x : undefined;
      const text = options === undefined ? undefined : templateOf(outer!, options);
      return text === undefined ? [] : [{ chunk: outer!, text, parent: cls, dialect: ANGULAR }];
    });
  });
}

const ANGULAR: Dialect = {
  enter: enterAngular,
  attribute: (t, _tag, attribute) => angularAttribute(t, attribute) ?? [t.entry(attribute)],
  text: interpolations,
};

/** Every object of component options with a template: of the module, of functions that register components. */
function vue(file: FileBuilder, moduleScope: Scope): Inline[] {
  if (file.component) return [];
  const all = [...file.chunks.values()].flatMap((chunk) =>
    chunk.arena.flatMap((e, options): Inline[] => {
      const isComponent = e.kind === 'obj' && e.entries.some((n) => OPTIONS.has(n.key ?? ''));
      const text = isComponent ? templateOf(chunk, options) : undefined;
      return text === undefined ? [] : [{ chunk, text, parent: chunk, options, dialect: vueDialect(moduleScope) }];
    }),
  );
  const ofModule = all.flatMap(({ parent, options }) => (parent === moduleScope.chunk && options !== undefined ? [options] : []));
  const exported = ofModule.find((options) => options === file.exports.get('default')) ?? ofModule[0];
  if (exported !== undefined) file.component = { options: exported, style: 'options' };
  return all;
}

function templateOf({ arena }: ChunkBuilder, options: X): X | undefined {
  const e = arena[options];
  const x = e?.kind === 'obj' ? e.entries.find((n) => n.key === 'template')?.x : undefined;
  const text = x === undefined ? undefined : arena[x];
  return text?.kind === 'str' && /^\s*</.test(text.value) ? x : undefined;
}

function lower(
  file: FileBuilder,
  text: string,
  language: LanguageId,
  { chunk, text: x, parent, options, dialect }: Inline,
): void {
  const [from, to] = [chunk.spans[x * 2]! + 1, chunk.spans[x * 2 + 1]! - 1];
  const place = { from, to };
  // Everything stands where it stands in the file.
  const code = ' '.repeat(from) + unescaped(text.slice(from, to));
  const own = file.nested(parent, 'template', '', 'template$', place, { from, to: from }, from);
  if (options !== undefined) own.more.options = options;
  const c = new Context(file, new FlatTree(code), handlers, own, new Scope(own, undefined, true));
  c.unbound = memberOfThis;
  const template = new Template(c, new Fragments(code, language), dialect);
  readMarkup(code, template, { isRaw: isRawVue });
  template.finish(to);
}

/** At the same length: `\'` as a quote with a blank beside it, `\n` as blanks, `${…}` as what nobody knows. */
function unescaped(code: string): string {
  let open = false;
  return code
    .replace(/\\(?:\r\n|[\s\S])/g, (written) => {
      const char = written[1]!;
      if (!/['"`]/.test(char)) return ' '.repeat(written.length);
      open = !open;
      return open ? ` ${char}` : `${char} `;
    })
    .replace(/\$\{[^{}]*\}/g, (hole) => '_'.repeat(hole.length));
}
