/**
 * The imports at the top of a Python file, and where another belongs: its section (standard library, installed, own), its place in the
 * order of the modules, its name among those of the same module. As isort and ruff sort them; a file that is not sorted gets it at the end
 * of its section.
 */
import { compareText } from '../../base/text';
import { lineOf } from '../project';
import { STDLIB } from './stdlib';

export interface ImportName {
  name: string;
  as?: string;
}

export interface ImportStatement {
  from: number;
  /** Past the line's end. */
  to: number;
  /** 'app.models', '.models'; of `import a.b` 'a.b'. */
  module: string;
  /** Undefined: `import module`. */
  names?: ImportName[];
  /** Of `import a.b as c`. */
  as?: string;
  text: string;
  /** Comments are in it: it is left as it is written. */
  commented: boolean;
}

const STATEMENT =
  /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n(\\]*)|import[ \t]+([\w., \t]+))[ \t]*(#[^\n]*)?(?:\r?\n|$)/gm;

/** Those of the module itself, in order; what stands in strings is none, what stands indented only where it is asked for. */
export function importsOf(text: string, indented = false): ImportStatement[] {
  const out: ImportStatement[] = [];
  const blank = withoutStrings(text);
  for (const m of blank.matchAll(STATEMENT)) {
    const [all, module, list, plain] = m;
    if (!indented && /^[ \t]/.test(all)) continue;
    const at = {
      from: m.index,
      to: m.index + all.length,
      text: text.slice(m.index, m.index + all.length),
      commented: all.includes('#'),
    };
    if (module !== undefined && list !== undefined) out.push({ ...at, module, names: namesOf(list) });
    else for (const one of (plain ?? '').split(',')) out.push({ ...at, ...plainImport(one.trim()) });
  }
  return out;
}

function plainImport(text: string): { module: string; as?: string } {
  const [module = '', as] = text.split(/\s+as\s+/);
  return { module, ...(as ? { as } : {}) };
}

function namesOf(list: string): ImportName[] {
  return list
    .replace(/#[^\n]*/g, '')
    .replace(/[()\\]/g, ' ')
    .split(',')
    .map((n) => n.trim().split(/\s+as\s+/))
    .filter(([name]) => name)
    .map(([name, as]) => ({ name: name!, ...(as ? { as } : {}) }));
}

/** Texts in triple quotes blanked, so that nothing in them is taken for code. */
function withoutStrings(text: string): string {
  return text.replace(/("""|''')[\s\S]*?\1/g, (all) => all.replace(/[^\n]/g, ' '));
}

/** The name by which a module's name is known in the file, if it is imported already. */
export function importedAs(text: string, module: string, name: string): string | undefined {
  for (const statement of importsOf(text)) {
    const found = statement.module === module && statement.names?.find((n) => n.name === name);
    if (found) return found.as ?? found.name;
  }
  return undefined;
}

export interface NewImport {
  module: string;
  /** Undefined: `import module`. */
  name?: string;
  as?: string;
}

export interface ImportEdit {
  from: number;
  to: number;
  text: string;
}

/** What has to change so that all of these are imported; nothing for those that are. `own` says which modules are the project's. */
export function addImports(
  text: string,
  wanted: readonly NewImport[],
  own: (module: string) => boolean,
  width: number,
): ImportEdit[] {
  const existing = importsOf(text);
  const edits: ImportEdit[] = [];
  const fresh = new Map<string, NewImport[]>();
  for (const [key, group] of grouped(wanted)) {
    const same = existing.filter((s) => s.module === key && s.names !== undefined);
    const missing = group.filter((w) =>
      w.name === undefined
        ? !existing.some((s) => s.names === undefined && s.module === w.module && s.as === w.as)
        : !same.some((s) => s.names!.some((n) => n.name === w.name && (n.as ?? n.name) === (w.as ?? w.name))),
    );
    const open = same.find((s) => !s.commented && !s.names!.some((n) => n.name === '*'));
    const named = missing.filter((w) => w.name !== undefined && (w.as === undefined || open?.names?.some((n) => n.as)));
    if (open && named.length) edits.push({ from: open.from, to: open.to, text: merged(open, named, width, text) });
    const rest = open ? missing.filter((w) => !named.includes(w)) : missing;
    if (rest.length) fresh.set(key, rest);
  }
  return [...edits, ...placed(text, existing, fresh, own, width)];
}

function grouped(wanted: readonly NewImport[]): Map<string, NewImport[]> {
  const out = new Map<string, NewImport[]>();
  for (const w of wanted) {
    const group = out.get(w.module) ?? [];
    if (!group.some((g) => g.name === w.name && g.as === w.as)) out.set(w.module, [...group, w]);
  }
  return out;
}

function merged(statement: ImportStatement, more: readonly NewImport[], width: number, text: string): string {
  const before = statement.names ?? [];
  const isSorted = before.every((n, i) => i === 0 || byName(before[i - 1]!.name, n.name) <= 0);
  const names = [...before];
  for (const { name, as } of more) {
    const next = isSorted ? names.findIndex((n) => byName(n.name, name!) > 0) : -1;
    names.splice(next < 0 ? names.length : next, 0, { name: name!, ...(as ? { as } : {}) });
  }
  const tall = /\(\s*\n/.test(statement.text) && /,\s*\)/.test(statement.text);
  const end = /\r?\n$/.exec(text.slice(0, statement.to))?.[0] ?? '';
  const plain = written(statement.module, names, width, tall).replace(/\n$/, '') + end;
  return /^\t/m.test(text) ? plain.replace(/^ {4}/gm, '\t') : plain;
}

/** `from module import (…)`, broken where it is too wide. */
export function written(module: string, names: readonly ImportName[], width: number, tall = false): string {
  const parts = names.map((n) => (n.as ? `${n.name} as ${n.as}` : n.name));
  const line = `from ${module} import ${parts.join(', ')}\n`;
  return !tall && line.length - 1 <= width ? line : `from ${module} import (\n${parts.map((p) => `    ${p},\n`).join('')})\n`;
}

/** Constants, then classes, then the rest, as isort's order-by-type has it. */
export function byName(a: string, b: string): number {
  const rank = (n: string) => (/^[A-Z][A-Z0-9_]+$/.test(n) ? 0 : /^[A-Z]/.test(n) ? 1 : 2);
  return rank(a) - rank(b) || compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b);
}

type Section = 0 | 1 | 2 | 3 | 4;
/** `__future__`, standard library, installed, the project's, relative. */
function sectionOf(module: string, own: (module: string) => boolean): Section {
  if (module === '__future__') return 0;
  if (module.startsWith('.')) return 4;
  const root = module.split('.')[0]!;
  return STDLIB.has(root) ? 1 : own(module) ? 3 : 2;
}

/** `import x` stands before `from x`; modules by their names. Relative ones: the farther first. */
function order(a: { module: string; names?: unknown }, b: { module: string; names?: unknown }): number {
  const dots = (m: string) => /^\.*/.exec(m)![0].length;
  const plain = Number(a.names !== undefined) - Number(b.names !== undefined);
  return plain || dots(b.module) - dots(a.module) || compareText(a.module.toLowerCase(), b.module.toLowerCase());
}

function placed(
  text: string,
  existing: readonly ImportStatement[],
  fresh: ReadonlyMap<string, NewImport[]>,
  own: (module: string) => boolean,
  width: number,
): ImportEdit[] {
  const news = [...fresh].flatMap(([module, list]) => {
    const named = list.filter((w) => w.name !== undefined).sort((a, b) => byName(a.name!, b.name!));
    const plain = list.filter((w) => w.name === undefined);
    return [
      ...plain.map((w) => ({ module, section: sectionOf(module, own), text: `import ${module}${w.as ? ` as ${w.as}` : ''}\n` })),
      ...(named.length
        ? [
            {
              module,
              names: named,
              section: sectionOf(module, own),
              text: written(
                module,
                named.map((w) => ({ name: w.name!, ...(w.as ? { as: w.as } : {}) })),
                width,
              ),
            },
          ]
        : []),
    ];
  });
  news.sort((a, b) => a.section - b.section || order(a, b));
  const top = topLevel(text, existing);
  if (!top.length) return beginning(text, news);
  const at = new Map<number, string>();
  const add = (offset: number, piece: string) => at.set(offset, (at.get(offset) ?? '') + piece);
  for (const one of news) {
    const section = top.filter((s) => sectionOf(s.module, own) === one.section);
    if (section.length) {
      const before = neighbour(section, one);
      add(before ? before.to : section[0]!.from, one.text);
      continue;
    }
    const later = top.find((s) => sectionOf(s.module, own) > one.section);
    const shared = news.filter((n) => n.section === one.section);
    if (later) add(later.from, one.text + (shared.at(-1) === one ? '\n' : ''));
    else add(top.at(-1)!.to, (shared[0] === one ? '\n' : '') + one.text);
  }
  return [...at].map(([offset, piece]) => ({ from: offset, to: offset, text: piece }));
}

/** The statement behind which it belongs; of several, where the order is broken, the one whose module is nearest. */
function neighbour(section: readonly ImportStatement[], one: { module: string; names?: unknown }): ImportStatement | undefined {
  const fits = section.filter((s, i) => order(s, one) <= 0 && (!section[i + 1] || order(section[i + 1]!, one) > 0));
  const parts = one.module.split('.');
  const near = ({ module }: ImportStatement) => {
    const differs = module.split('.').findIndex((part, i) => part !== parts[i]);
    return differs < 0 ? parts.length : differs;
  };
  return fits.sort((a, b) => near(b) - near(a))[0];
}

/** The statements of the block at the top: no code stands between them. */
function topLevel(text: string, existing: readonly ImportStatement[]): ImportStatement[] {
  const out: ImportStatement[] = [];
  for (const s of existing) {
    const last = out.at(-1);
    const gap = last ? text.slice(last.to, s.from) : '';
    if (last && s.from >= last.to && /^(?!\s*(?:#|$))\s*\S/m.test(gap)) break;
    out.push(s);
  }
  return out;
}

/** Of a file without imports: after its opening comment and documentation. */
function beginning(text: string, news: readonly { text: string; section: number }[]): ImportEdit[] {
  const head = /^(?:#[^\n]*\n|\s*\n)*(?:("""|''')[\s\S]*?\1[^\n]*\n)?/.exec(text)?.[0].length ?? 0;
  const pieces = news.map((n, i) => (i > 0 && news[i - 1]!.section !== n.section ? `\n${n.text}` : n.text)).join('');
  if (!pieces) return [];
  const { start } = lineOf(text, head);
  return [
    {
      from: start,
      to: start,
      text: `${head > 0 && text.slice(0, head).trim() ? '\n' : ''}${pieces}${text.slice(start).trim() ? (/^\s*\n/.test(text.slice(start)) ? '' : '\n\n') : ''}`,
    },
  ];
}
