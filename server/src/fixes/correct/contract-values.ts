/** What is sent for a field that was not sent so far: a variable of its name where one is at hand, else something of the kind that is wanted. */
import type { Difference } from '../../model/contract/compare';
import type { Shape } from '../../model/shapes/shape';
import type { Site } from '../../values/value';
import { atHand } from '../at-hand';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';

export interface Given {
  /** As the UI writes it. */
  text: string;
  /** The variable that it is. */
  name?: string;
  /** It is text, or told to be. */
  isText: boolean;
}

/** Undefined where nothing can be written: a file that nobody has. */
export function givenFor(project: Project, site: Site, { path, there }: Difference): Given | undefined {
  const wanted = path.replace(/^.*[.\]]/, '');
  const found = atHand(project, site, wanted);
  if (found) return { text: found.name, name: found.name, isText: found.isText };
  if (holdsFile(there)) return undefined;
  const text = sample(there);
  return { text, isText: /^'/.test(text) };
}

export function assumeGiven(edit: EditBuilder, { path }: Difference, { text, name }: Given): void {
  edit.assume(name === undefined ? `${path} is sent as ${text}: write what is meant` : `${path} is the variable ${name}`);
}

const holdsFile = (shape: Shape | undefined): boolean =>
  shape?.kind === 'file' ||
  (shape?.kind === 'list' && holdsFile(shape.of)) ||
  (shape?.kind === 'union' && shape.of.some(holdsFile));

/** A value of the kind that is wanted. */
function sample(shape: Shape | undefined): string {
  switch (shape?.kind) {
    case 'number':
      return '0';
    case 'boolean':
      return 'false';
    case 'list':
      return '[]';
    case 'object':
      return '{}';
    case 'literal':
      return typeof shape.value === 'string' ? `'${shape.value}'` : String(shape.value);
    case 'union':
      return sample(shape.of.find((s) => s.kind !== 'null' && s.kind !== 'none'));
    default:
      return "''";
  }
}

/** As text: `'0'`, `String(page)`; what is text already stays. */
export function asText(project: Project, file: string, { text, name, isText }: Given): string {
  if (isText) return text;
  if (name === undefined) return `'${text}'`;
  return isTyped(project, file) ? `String(${text})` : text;
}

/** Whether a type checker reads the file. */
export const isTyped = (project: Project, file: string): boolean =>
  /\.[cm]?tsx?$/.test(file) || (/\.(vue|svelte)$/.test(file) && /<script[^>]*\blang=["']ts/.test(project.text(file) ?? ''));
