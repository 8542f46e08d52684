/** How models that are there type a field of this name: what nothing in the call tells is what it is elsewhere. */
import { fieldsOf, type ModelField, type PyType, present } from '../../model/details/python-types';
import type { Project } from '../project';
import { snake } from './names';
import { quoted } from './printer';

export interface FieldType {
  /** As its model writes it: 'UUID', 'datetime | None'. */
  text: string;
  type: PyType;
  /** The class that has it. */
  model: string;
}

/** Of the models in a file, those about one of these things first, each in the singular. */
export function fieldTypeIn(project: Project, file: string, things: readonly string[], field: string): FieldType | undefined {
  const known = modelsOf(project, file);
  const about = (thing: string) => (m: string) => `_${snake(m)}_`.includes(`_${thing}_`);
  for (const thing of things) {
    const own = typed(project, file, known.filter(about(thing)), field);
    if (own) return own;
  }
  // `team_id` of a member is the `id` of a team.
  const of = /^(\w+)_id$/.exec(field)?.[1];
  const key = of === undefined ? undefined : typed(project, file, known.filter(about(of)), 'id');
  if (key) return key;
  const all = known.flatMap((m) => typed(project, file, [m], field) ?? []);
  const [first] = all;
  if (!first || !all.every((t) => withoutNone(t.text) === withoutNone(first.text))) return undefined;
  return all.every((t) => t.text === first.text) ? first : { ...first, text: withoutNone(first.text), type: present(first.type) };
}

/** The shortest names first: a member before what is sent of one. */
const modelsOf = (project: Project, file: string): string[] =>
  Object.keys(project.chunk(file, '')?.vars ?? {})
    .filter((n) => project.chunk(file, n)?.kind === 'class')
    .sort((a, b) => snake(a).split('_').length - snake(b).split('_').length);

function typed(project: Project, file: string, models: readonly string[], field: string): FieldType | undefined {
  for (const model of models) {
    const own = fieldsOf(project.api.ctx, { file, chunk: model }).find((f) => (f.alias ?? f.name) === field);
    const text = own && textOf(project, own);
    // What other files call it need not be known here.
    if (own && text !== undefined && own.site.file === file && isSimple(own.type)) return { text, type: own.type, model };
  }
  return undefined;
}

/** A model or a list of them is made for another shape. */
const isSimple = (type: PyType): boolean => {
  const one = present(type);
  return one.kind === 'plain' || one.kind === 'enum' || one.kind === 'literal' || (one.kind === 'list' && isSimple(one.of));
};

/** The annotation, without what only validates. */
function textOf(project: Project, { site, name }: ModelField): string | undefined {
  const x = project.chunk(site.file, site.chunk)?.annotations?.[name];
  const text = x === undefined ? undefined : project.source({ file: site.file, chunk: site.chunk, x });
  const bare = text === undefined ? undefined : (/^Annotated\[([\w.]+),/.exec(text)?.[1] ?? text);
  return bare !== undefined && /^[\w.|[\], "']+$/.test(bare) ? bare : undefined;
}

/** Without None. */
export const withoutNone = (text: string): string =>
  text.replace(/^(?:typing\.)?Optional\[(.*)\]$/, '$1').replace(/\s*\|\s*None$|^None\s*\|\s*/, '');

export const ZERO_UUID = '00000000-0000-4000-8000-000000000000';

/** A value of a type, as Python; `full`: one that says something. Undefined where none can be thought of. */
export function exampleOf(type: PyType, quote: '"' | "'", full: boolean): string | undefined {
  const text = (value: string) => quoted(value, quote);
  switch (type.kind) {
    case 'plain':
      return plainValue(type.name, text, full);
    case 'enum':
    case 'literal': {
      const [first] = type.values;
      return typeof first === 'string' ? text(first) : typeof first === 'number' ? String(first) : undefined;
    }
    case 'list':
      return '[]';
    case 'dict':
      return '{}';
    case 'union':
      return present(type) === type || full
        ? exampleOf(present(type).kind === 'union' ? type.of[0]! : present(type), quote, full)
        : 'None';
    default:
      return undefined;
  }
}

function plainValue(name: string, text: (value: string) => string, full: boolean): string | undefined {
  switch (name.split('.').at(-1)) {
    case 'str':
      return full ? undefined : text('');
    case 'int':
      return full ? '1' : '0';
    case 'float':
    case 'Decimal':
      return full ? '1' : '0';
    case 'bool':
      return full ? 'True' : 'False';
    case 'UUID':
      return text(ZERO_UUID);
    case 'datetime':
      return text('2026-01-31T12:00:00Z');
    case 'date':
      return text('2026-01-31');
    default:
      return undefined;
  }
}
