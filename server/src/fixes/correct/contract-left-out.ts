/** A field that the model has and the registration leaves out of the answer: `response_model_exclude={"colour"}`, `response_model_include={…}`. */
import { givenFields } from '../../model/contract/python-shapes';
import { detailsOf } from '../../model/details/route-details';
import type { Route } from '../../model/routes/routes';
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import type { Project, Span } from '../project';
import { splitItems } from '../python/items';
import { differenceOf, lastName } from './contract';

export const contractLeftOut: Fix = {
  rules: ['response-field-missing'],
  offers(project, problem) {
    const { route } = problem.about;
    const difference = differenceOf(project, problem);
    const field = route && difference && leftOut(project, route, difference.path);
    if (!route || !difference || field === undefined) return [];
    const name = lastName(difference.path);
    const changes = [taken(project, route, field), put(project, route, field)].flatMap((c) => c ?? []);
    if (!changes.length) return [];
    const make = () => {
      const edit = new EditBuilder(project.text);
      for (const { file, from, to, text } of changes) edit.replace(file, from, to, text, 'the UI reads this field');
      return edit.done();
    };
    return [{ id: `give:${name}`, title: `Let the answer have ${name}`, safe: false, preferred: true, make }];
  },
};

/** What the model calls the field, where it has one that the registration keeps back. */
export function leftOut(project: Project, route: Route, path: string): string | undefined {
  const { response } = detailsOf(project.api.ctx, route);
  const name = path.replace(/^\[\]\./, '');
  return response && Object.keys(route.source.route.options.named).some((key) => /^response_model_(in|ex)clude$/.test(key))
    ? givenFields(project.api.ctx, response).get(name)
    : undefined;
}

interface Listed extends Span {
  file: string;
  text: string;
  items: string[];
}
type Change = Span & { file: string; text: string };

/** The set that is given for a keyword of the registration, where it is written there: `{"title", "done"}`. */
function listedFor(project: Project, route: Route, keyword: string): Listed | undefined {
  const { file, chunk, x } = route.source.route.call ?? route.site;
  const e = project.chunk(file, chunk)?.arena[x];
  const given = e?.kind === 'call' ? e.args.find((a) => a.name === keyword) : undefined;
  const span = given && project.span({ file, chunk, x: given.x });
  const text = span && project.text(file)?.slice(span.from, span.to);
  if (!span || !text || !/^[{[(].*[}\])]$/s.test(text)) return undefined;
  return { file, ...span, text, items: splitItems(text.slice(1, -1)) };
}

const isItem = (name: string) => (item: string) => item.slice(1, -1) === name && /^["']/.test(item);

/** Taken out of what is excluded; the keyword goes with the last one. */
function taken(project: Project, route: Route, name: string): Change[] | undefined {
  const at = listedFor(project, route, 'response_model_exclude');
  const rest = at?.items.filter((item) => !isItem(name)(item));
  if (!at || !rest || rest.length === at.items.length) return undefined;
  if (rest.length) return [{ ...at, text: at.text[0] + rest.join(', ') + at.text.at(-1) }];
  const before = /,?\s*response_model_exclude\s*=\s*$/.exec(project.text(at.file)!.slice(0, at.from));
  return before ? [{ ...at, from: before.index, text: '' }] : undefined;
}

/** Put to what is included. */
function put(project: Project, route: Route, name: string): Change[] | undefined {
  const at = listedFor(project, route, 'response_model_include');
  if (!at || at.items.some(isItem(name))) return undefined;
  const quote = at.items[0]?.[0] ?? '"';
  return [{ ...at, text: `${at.text[0]}${[...at.items, quote + name + quote].join(', ')}${at.text.at(-1)}` }];
}
