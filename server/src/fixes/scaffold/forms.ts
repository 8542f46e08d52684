/** What a form sends: each field a parameter of the handler, files among them. */
import type { ObjectShape, Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { isCount } from '../python/counts';
import { plainType } from '../python/plain-types';
import { requirementsOf } from '../python/requirements';
import { isAttribute } from './names';
import { declared } from './parameters';
import type { Parts, Plan } from './plan';
import { quoted } from './printer';
import { sample } from './samples';
import type { ParameterText } from './siblings';

type Quote = '"' | "'";

export interface Form {
  /** FastAPI's; Flask reads what is sent from the request. */
  parameters: ParameterText[];
  fields: ObjectShape['fields'];
  /** Fields that are files. */
  files: string[];
}

export const isFile = (shape: Shape): boolean =>
  shape.kind === 'file' || (shape.kind === 'list' && isFile(shape.of)) || (shape.kind === 'union' && shape.of.some(isFile));

/** Undefined where no form is sent. */
export function formFor(project: Project, plan: Plan, { imports, assume }: Pick<Parts, 'imports' | 'assume'>): Form | undefined {
  const { body, contentType } = plan.details;
  if (body.kind !== 'object' || (contentType !== 'form' && contentType !== 'multipart')) return undefined;
  const named = Object.entries(body.fields).filter(([name]) => /[A-Za-z]/.test(name));
  const fields = Object.fromEntries(named.map(([name, field]) => [name, asFile(name, field, contentType, assume)]));
  const files = Object.keys(fields).filter((name) => isFile(fields[name]!.shape));
  if (plan.home.framework !== 'fastapi') return { parameters: [], fields, files };
  const file = plan.home.siblings[0]!.file;
  const text = project.text(file) ?? '';
  const style = { isAnnotated: /\bAnnotated\[/.test(text), isOld: /\bOptional\[/.test(text) };
  const parameters = Object.entries(fields).map(([name, { shape, optional }]) =>
    parameter(name, shape, optional === true, style),
  );
  const code = parameters.map((p) => p.text).join('\n');
  const used = (names: readonly string[], module: string) =>
    names.filter((n) => new RegExp(`\\b${n}\\b`).test(code)).map((name) => ({ module, name }));
  imports.add(plan.home.file, [...used(['File', 'Form', 'UploadFile'], 'fastapi'), ...used(['Annotated', 'Optional'], 'typing')]);
  for (const [name, { shape }] of Object.entries(fields))
    if (shape.kind === 'number' && !isCount(name)) assume(`${name} may have a fraction.`);
  if (!/multipart|fastapi\[(all|standard)/.test(requirementsOf(project, file)))
    assume('FastAPI reads forms with python-multipart, which the requirements do not name.');
  return { parameters, fields, files };
}

const FILE = /(?:^|_)(?:file|image|photo|picture|avatar|attachment|upload)(s?)$/;

/** A field of a form with several parts that nothing tells of is a file where it is called so. */
function asFile(
  name: string,
  field: ObjectShape['fields'][string],
  contentType: string,
  assume: (sentence: string) => void,
): ObjectShape['fields'][string] {
  const found = contentType === 'multipart' ? FILE.exec(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()) : null;
  const { shape } = field;
  if (!found || !(shape.kind === 'unknown' || (shape.kind === 'list' && shape.of.kind === 'unknown'))) return field;
  assume(`${name} is a file.`);
  const file: Shape = { kind: 'file' };
  if (shape.kind === 'unknown' && !found[1]) return { ...field, shape: file };
  // What is added in a loop is there.
  return { shape: { kind: 'list', of: file } };
}

function parameter(
  name: string,
  shape: Shape,
  optional: boolean,
  style: { isAnnotated: boolean; isOld: boolean },
): ParameterText {
  const plain = plainType(shape, name);
  const type = !optional ? plain : style.isOld ? `Optional[${plain}]` : `${plain} | None`;
  if (isFile(shape) && !optional && isAttribute(name) && !style.isAnnotated)
    return { name, text: `${name}: ${type}`, annotation: type, hasDefault: false, kind: 'query' };
  const written = declared(name, type, isFile(shape) ? 'File' : 'Form', optional ? 'None' : undefined, style.isAnnotated);
  return { ...written, annotation: type, hasDefault: optional || !style.isAnnotated };
}

/** What a test sends: 'data={…}' and 'files={…}'. */
export function sentInTest({ fields, files }: Form, quote: Quote): string[] {
  const needed = Object.entries(fields).filter(([, f]) => !f.optional);
  const data = needed
    .filter(([name]) => !files.includes(name))
    .map(([name, f]) => `${quoted(name, quote)}: ${sample(f.shape, name, quote, true)}`);
  const sent = needed
    .filter(([name]) => files.includes(name))
    .map(([name]) => `${quoted(name, quote)}: (${quoted(`${name}.txt`, quote)}, b${quoted('text', quote)})`);
  return [...(data.length ? [`data={${data.join(', ')}}`] : []), ...(sent.length ? [`files={${sent.join(', ')}}`] : [])];
}
