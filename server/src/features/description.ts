/** What a route takes, gives and asks for, in a few lines of Markdown for a hover. */
import type { ModelField, PyType } from '../model/details/python-types';
import type { Guard, RouteParameter } from '../model/details/route-details';
import type { ApiView, RouteView } from './view';

/** More fields than this are cut: a hover is no page. */
const MOST = 8;

export function describe(view: ApiView, route: RouteView): string[] {
  const details = view.details(route);
  if (!details) return [];
  const { parameters, body, response, status, errors, guards } = details;
  const taken = [...parameters.filter((p) => p.in !== 'body'), ...body].map((p) => `- ${taking(view, p)}`);
  const gives = response ? [`${code(typeText(response))}${fieldsIn(view, response)}`] : [];
  const answers = [status === null ? [] : `status ${status}`, errors.length > 0 ? `errors ${errors.join(', ')}` : []].flat();
  return [
    ...(taken.length > 0 ? [['Takes:', ...taken].join('\n')] : []),
    ...(gives.length + answers.length > 0 ? [`Gives: ${[...gives, ...answers].join(' · ')}`] : []),
    ...(guards.length > 0 ? [`Runs first: ${guards.map(guard).join(', ')}`] : []),
  ];
}

function taking(view: ApiView, p: RouteParameter): string {
  const optional = p.required
    ? ''
    : p.default === undefined || p.default === null
      ? ', optional'
      : `, default ${code(Array.isArray(p.default) ? JSON.stringify(p.default) : String(p.default))}`;
  const type = p.type.kind === 'unknown' ? '' : `: ${code(typeText(p.type))}`;
  return `${code(p.name)}${type} (${p.in}${optional})${fieldsIn(view, p.type)}`;
}

/** ' {title: str, note?: str}' of a model, or of what a list is of. */
function fieldsIn(view: ApiView, type: PyType): string {
  const model = modelOf(type);
  const fields = model ? view.fields(model) : [];
  if (fields.length === 0) return '';
  const shown = fields.slice(0, MOST).map((field) => fieldText(field));
  const more = fields.length > MOST ? [`${fields.length - MOST} more`] : [];
  return ` ${code(`{${[...shown, ...more].join(', ')}}`)}`;
}

function modelOf(type: PyType): { file: string; chunk: string } | undefined {
  if (type.kind === 'model') return type;
  if (type.kind === 'list') return modelOf(type.of);
  const known = type.kind === 'union' ? type.of.flatMap((one) => modelOf(one) ?? []) : [];
  return known.length === 1 ? known[0] : undefined;
}

const fieldText = ({ name, alias, type, required }: ModelField) =>
  `${alias ?? name}${required ? '' : '?'}${type.kind === 'unknown' ? '' : `: ${typeText(type)}`}`;

const guard = ({ shown, scopes }: Guard) => `${code(shown)}${scopes.length > 0 ? ` (${scopes.map(code).join(', ')})` : ''}`;

/** As Python would write it: 'list[Task]', 'str | None'. */
export function typeText(type: PyType): string {
  switch (type.kind) {
    case 'plain':
      return type.name.slice(type.name.lastIndexOf('.') + 1);
    case 'model':
      return type.args?.length ? `${type.name}[${type.args.map(typeText).join(', ')}]` : type.name;
    case 'enum':
    case 'variable':
      return type.name;
    case 'list':
      return `list[${typeText(type.of)}]`;
    case 'tuple':
      return `tuple[${type.of.map(typeText).join(', ')}]`;
    case 'dict':
      return `dict[str, ${typeText(type.of)}]`;
    case 'union':
      return type.of.map(typeText).join(' | ');
    case 'literal':
      return type.values.map((value) => (value === null ? 'None' : JSON.stringify(value))).join(' | ');
    case 'unknown':
      return '…';
  }
}

const code = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
