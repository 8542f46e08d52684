/** What a handler of Flask or Quart reads of the request itself: the body or form, which it checks, and what is in the query. */
import type { Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { blanked } from '../python/rename';
import { styleOf } from '../style';
import type { Form } from './forms';
import { refused } from './not-found';
import { bodyParameterName, queryParameters } from './parameters';
import type { Parts, Plan } from './plan';
import { quoted } from './printer';

export const isQuart = (source: string): boolean => /^(?:from|import) quart\b/m.test(source);

const requiredOf = (body: Shape | undefined): string[] =>
  body?.kind === 'object' ? Object.keys(body.fields).filter((k) => !body.fields[k]!.optional) : [];

/** The fields of a form that a handler looks for: files are not among them. */
const requiredInForm = ({ fields, files }: Form): string[] =>
  Object.keys(fields).filter((k) => !fields[k]!.optional && !files.includes(k));

export const requiredFor = ({ body, form }: Pick<Parts, 'body' | 'form'>) => (form ? requiredInForm(form) : requiredOf(body));

/** What is sent is read where there is something to read: `payload = request.get_json()`. */
export const readsBody = ({ home }: Plan, body: Shape | undefined, form: Form | undefined): boolean =>
  home.framework !== 'fastapi' &&
  (form
    ? Object.keys(form.fields).some((k) => !form.files.includes(k))
    : body?.kind === 'object' && Object.keys(body.fields).length > 0);

const linesAfter = ({ storing, whole, handing, answer }: Parts): string =>
  [...(storing?.lines ?? []), ...(whole?.lines ?? []), ...(handing?.passes ?? []), ...answer.items].join('\n');

const mentions = (code: string, name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(blanked(code));

export const usesSent = (plan: Plan, parts: Parts): boolean => mentions(linesAfter(parts), bodyParameterName(plan));

/** `q = request.args.get("q")` of what is handed on. */
export function queryRead(project: Project, plan: Plan, parts: Parts): string[] {
  const { quote } = styleOf(project, plan.home.siblings[0]!.file);
  const used = queryParameters(project, plan).filter((p) => mentions(linesAfter(parts), p.name));
  return used.map(({ name, annotation }) => {
    const type = annotation === 'int' || annotation === 'float' ? `, type=${annotation}` : '';
    return `${name} = request.args.get(${quoted(name.replace(/_$/, ''), quote)}${type})`;
  });
}

/** How siblings read what is sent: `request.get_json()`, `api.payload`. */
function readAs(source: string, form: Form | undefined): string {
  if (form) return isQuart(source) ? '(await request.form)' : 'request.form';
  const [json] = /\brequest\.(?:get_json\([^)]*\)|json\b)|(?<![\w.])(?:api|ns)\.payload\b/.exec(source) ?? [];
  return `${isQuart(source) ? 'await ' : ''}${json ?? 'request.get_json()'}`;
}

export function flaskBody(project: Project, plan: Plan, { body, form, imports }: Parts): string[] {
  const { home } = plan;
  const text = project.text(home.siblings[0]!.file)!;
  const read = readAs(text, form);
  const { quote, indent } = styleOf(project, home.siblings[0]!.file);
  const required = requiredFor({ body, ...(form ? { form } : {}) });
  const name = bodyParameterName(plan);
  const first = `${name} = ${read}${read.includes('silent') ? ' or {}' : ''}`;
  if (!required.length) return [first];
  const test =
    required.length === 1
      ? `if ${quoted(required[0]!, quote)} not in ${name}:`
      : `if not {${required.map((r) => quoted(r, quote)).join(', ')}} <= ${name}.keys():`;
  const words = `${required.join(', ')} ${required.length > 1 ? 'are' : 'is'} required`;
  const said = refused(project, home, words);
  imports.add(home.file, said?.imports ?? []);
  if (said) return [first, test, ...said.lines];
  const message = quoted(words, quote);
  // flask_restful takes nothing but names.
  const [, abort, named] = /(?<![\w.])((?:\w+\.)?abort)\(\s*\d+\s*(?:,\s*(description=|message=)?|\))/.exec(text) ?? [];
  const isSaid = abort !== undefined && new RegExp(`${abort.replace('.', '\\.')}\\(\\s*\\d+\\s*,`).test(text);
  const fail = isSaid
    ? `${abort}(400, ${named ?? ''}${message})`
    : abort !== undefined
      ? `${abort}(400)`
      : `return ${/\bjsonify\(/.test(text) ? `jsonify({${quoted('error', quote)}: ${message}})` : `{${quoted('error', quote)}: ${message}}`}, 400`;
  return [first, test, indent + fail];
}
