/** Forms and query strings that code fills line by line: `form.append("size", size)`. */
import type { Difference } from '../../model/contract/compare';
import type { Site } from '../../values/value';
import type { EditBuilder } from '../edit';
import { lineOf, type Project, type Span } from '../project';
import { lastName } from './contract';
import { asText, type Given } from './contract-values';

export interface Appended extends Span {
  file: string;
  /** What it is called on, and how: 'form.append'. */
  callee: string;
}

/** The line that appends the value at a site, where it is a statement of its own. */
export function appendedAt(project: Project, site: Site): Appended | undefined {
  const { file, chunk } = site;
  const arena = project.chunk(file, chunk)?.arena ?? [];
  const x = arena.findIndex((e) => e.kind === 'call' && e.args[1]?.x === site.x);
  const e = arena[x];
  const callee = e?.kind === 'call' ? arena[e.callee] : undefined;
  const span = x < 0 ? undefined : project.span({ file, chunk, x });
  const text = project.text(file);
  if (e?.kind !== 'call' || callee?.kind !== 'get' || !/^(append|set)$/.test(callee.name) || !span || text === undefined)
    return undefined;
  const { start, end } = lineOf(text, span.to - 1);
  const isAlone = text.slice(start, span.from).trim() === '' && /^;?[ \t]*(\/\/[^\n]*)?\r?\n?$/.test(text.slice(span.to, end));
  const name = project.source({ file, chunk, x: e.callee });
  return isAlone && name ? { file, ...span, callee: name } : undefined;
}

/** The same for more fields, each on a line behind it. */
export function addAppended(
  project: Project,
  edit: EditBuilder,
  { file, from, to, callee }: Appended,
  all: readonly [Difference, Given][],
  why: string,
): void {
  const source = project.text(file)!;
  const { indent } = lineOf(source, from);
  const end = source[to] === ';' ? ';' : '';
  const quote = /\(\s*(["'`])/.exec(source.slice(from + callee.length, to))?.[1] ?? "'";
  const lines = all.map(([d, given]) => {
    const text = d.there?.kind === 'file' ? given.text : asText(project, file, given);
    const value = given.name === undefined ? text.replace(/^'(.*)'$/s, `${quote}$1${quote}`) : text;
    const note = project.options.todos && given.name === undefined ? ' // TODO(crosswire)' : '';
    return `\n${indent}${callee}(${quote}${lastName(d.path)}${quote}, ${value})${end}${note}`;
  });
  edit.insert(file, to + end.length, lines.join(''), why);
}
