/** Adds a name beside another that is imported in the same statement: `import { put } from './http'` to `import { patch, put } …`. */
import type { Site } from '../../values/value';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';

/** Undefined where the other name is not one of a list in braces. */
export function addNamedImport(project: Project, beside: Site, name: string): ((edit: EditBuilder) => void) | undefined {
  const text = project.text(beside.file);
  const span = project.span(beside);
  if (text === undefined || !span) return undefined;
  const open = text.lastIndexOf('{', span.from);
  const close = text.indexOf('}', span.from);
  if (open < 0 || close < 0 || !/^[\s\w$,]*$/.test(text.slice(open + 1, close).replace(/\bas\b|\btype\b/g, ''))) return undefined;
  const names = [...text.slice(open + 1, close).matchAll(/[\w$]+(?:\s+as\s+[\w$]+)?/g)];
  if (!names.length) return undefined;
  const isSorted = names.every((n, i) => i === 0 || names[i - 1]![0].toLowerCase() <= n[0].toLowerCase());
  const next = isSorted ? names.find((n) => n[0].toLowerCase() > name.toLowerCase()) : undefined;
  const last = names.at(-1)!;
  return (edit) => {
    if (next) edit.insert(beside.file, open + 1 + next.index, `${name}, `);
    else edit.insert(beside.file, open + 1 + last.index + last[0].length, `, ${name}`);
  };
}
