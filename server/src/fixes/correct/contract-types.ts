/** The UI's types: a field that the backend requires is declared and asked of every caller; a name that changes changes there too. */
import { closing } from '../../base/text';
import type { Difference } from '../../model/contract/compare';
import { describe, type Shape } from '../../model/shapes/shape';
import { findType } from '../../model/shapes/types';
import { EditBuilder } from '../edit';
import type { Fix, Problem } from '../fix';
import { lineOf, type Project, type Span } from '../project';
import { differencesOf, lastName } from './contract';

interface Body extends Span {
  file: string;
}

export const contractTypes: Fix = {
  rules: ['request-field-missing', 'response-field-missing'],
  offers(project, problem) {
    const { call } = problem.about;
    const added = differencesOf(project, problem).filter((d) => d.kind === 'missing' && d.near === undefined);
    if (!call || !added.length || added.some((d) => /[.[]/.test(d.path))) return [];
    const { body } = project.api.contracts.asked(call);
    const [type] = body.kind === 'object' && body.name !== undefined ? bodies(project, problem, [body.name]) : [];
    if (!type) return [];
    const names = added.map((d) => d.path).join(', ');
    const title = `Add ${names} to the type ${body.kind === 'object' ? body.name : ''}`;
    return [{ id: `type:${names}`, title, safe: false, preferred: true, make: () => declared(project, type, added) }];
  },
};

function declared(project: Project, { file, to }: Body, added: readonly Difference[]) {
  const text = project.text(file)!;
  const edit = new EditBuilder(project.text);
  const line = lineOf(text, to);
  const isLong = text.slice(line.start, to).trim() === '';
  const before = text.slice(0, to).trimEnd();
  const mark = /[;,{]$/.test(before) ? '' : ';';
  const fields = added.map((d) => `${lastName(d.path)}: ${typeText(d.there)};`);
  const indent = /\n([ \t]+)\S[^\n]*$/.exec(before)?.[1] ?? `${line.indent}  `;
  const text_ = isLong ? `${mark}\n${fields.map((f) => indent + f).join('\n')}` : `${mark} ${fields.join(' ')}`;
  edit.insert(file, before.length, text_, 'the backend requires it');
  for (const d of added) edit.assume(`whoever makes one must give ${d.path} now`);
  return edit.done();
}

/** A shape as TypeScript writes it. */
function typeText(shape: Shape | undefined): string {
  switch (shape?.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return shape.kind;
    case 'literal':
      return describe(shape);
    case 'list': {
      const of = typeText(shape.of);
      return /[|]/.test(of) ? `(${of})[]` : `${of}[]`;
    }
    case 'union':
      return shape.of.map(typeText).join(' | ');
    case 'object':
      return 'Record<string, unknown>';
    default:
      return 'unknown';
  }
}

/** Where the types of what is sent or read declare a field of that name. */
export function inTypes(project: Project, problem: Problem, name: string): Body[] {
  const { call } = problem.about;
  if (!call) return [];
  const { body, declared: answer } = project.api.contracts.asked(call);
  const shape = problem.data.part === 'answer' ? answer : body;
  return bodies(project, problem, shape ? namesIn(shape) : []).flatMap(({ file, from, to }): Body[] => {
    const text = project.text(file)!;
    const found = new RegExp(`(?:^|[;,{\\n])\\s*(?:readonly\\s+)?(["']?)(${name})\\1\\??\\s*:`).exec(text.slice(from, to));
    if (!found) return [];
    const at = from + found.index + found[0].lastIndexOf(`${found[1]}${name}`);
    return [{ file, from: at, to: at + name.length + 2 * found[1]!.length }];
  });
}

/** The names of declared types in a shape. */
function namesIn(shape: Shape): string[] {
  if (shape.kind === 'list') return namesIn(shape.of);
  if (shape.kind === 'union') return shape.of.flatMap(namesIn);
  if (shape.kind !== 'object') return [];
  const own = shape.name === undefined ? [] : [shape.name];
  return [...own, ...Object.values(shape.fields).flatMap((f) => namesIn(f.shape))];
}

/** What stands between the braces of each type's declaration. */
function bodies(project: Project, { about: { call }, file }: Problem, names: readonly string[]): Body[] {
  const from = [...new Set([file, ...(call ? [call.site.file, call.origin.file, ...call.via.map((s) => s.file)] : [])])];
  return [...new Set(names)].flatMap((name): Body[] => {
    for (const one of from) {
      const at = findType(project.api.ctx, one, name);
      const text = at && project.text(at.file);
      const head = text && new RegExp(`\\b(?:interface\\s+${name}\\b[^{]*|type\\s+${name}\\s*=\\s*)\\{`).exec(text);
      const begin = head ? head.index + head[0].length : undefined;
      const end = begin === undefined ? undefined : closing(text!, begin - 1);
      if (begin !== undefined && end !== undefined) return [{ file: at!.file, from: begin, to: end }];
    }
    return [];
  });
}
