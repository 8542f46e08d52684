/** How a file of the interface is written. */
import { dirname } from '../../base/uri';
import type { Project } from '../project';

export interface Manner {
  quote: '"' | "'";
  semi: ';' | '';
  /** One step of indentation. */
  step: string;
  isTyped: boolean;
}

export function mannerOf(project: Project, file: string): Manner {
  const text = project.text(file) ?? '';
  const singles = (text.match(/'[^'\n]*'/g) ?? []).length;
  const doubles = (text.replace(/=\s*"[^"\n]*"/g, '').match(/"[^"\n]*"/g) ?? []).length;
  const ends = (text.match(/;[ \t]*$/gm) ?? []).length;
  const open = (text.match(/[)\w'"`][ \t]*$/gm) ?? []).length;
  const indents = [...text.matchAll(/^([ \t]+)\S/gm)].map((m) => m[1]!);
  const step = indents.some((i) => i.startsWith('\t')) ? '\t' : ' '.repeat(shortest(indents));
  return {
    quote: doubles > singles ? '"' : "'",
    semi: ends * 4 >= open ? ';' : '',
    step,
    isTyped: /\.tsx?$/.test(file) || /<script[^>]*\blang=["']ts/.test(text),
  };
}

const shortest = (indents: readonly string[]): number => Math.min(4, ...indents.map((i) => i.length).filter((n) => n > 1)) || 2;

/** What a file writes to import this, the path of a file or the name of a package. */
export function moduleFrom(file: string, target: string): string {
  if (!target.startsWith('/')) return target;
  const from = dirname(file).split('/');
  const to = target.split('/');
  while (from.length && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  return from.length ? [...from.map(() => '..'), ...to].join('/') : `./${to.join('/')}`;
}
