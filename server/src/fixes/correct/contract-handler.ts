/** Parameters of a FastAPI handler: one that is required gets a default, one that the UI sends and nobody takes is added. */
import type { Difference } from '../../model/contract/compare';
import type { Parameter, RouteParameter } from '../../model/details/described';
import { detailsOf } from '../../model/details/route-details';
import type { Route } from '../../model/routes/routes';
import { EditBuilder, type TextEdit } from '../edit';
import type { Fix, Offer } from '../fix';
import { lineOf, type Project, type Span } from '../project';
import { orNone, plainType } from '../python/plain-types';
import { differencesOf } from './contract';

export const contractHandler: Fix = {
  rules: ['query-parameter', 'request-field-missing'],
  offers(project, problem) {
    const { route } = problem.about;
    if (route?.framework !== 'fastapi') return [];
    const all = differencesOf(project, problem).filter((d) => d.near === undefined);
    const missing = all.filter((d) => d.kind === 'missing');
    const from: readonly Source[] = problem.data.part === 'query' ? ['query'] : ['form', 'file', 'body'];
    const more = problem.data.part === 'query' ? all.filter((d) => d.kind === 'unknown') : [];
    return [...madeOptional(project, route, missing, from), ...more.flatMap((d) => added(project, route, d))];
  },
};

type Source = RouteParameter['in'];

/** `status: str` becomes `status: str | None = None`, `Query(...)` becomes `Query(None)`. */
function madeOptional(project: Project, route: Route, missing: readonly Difference[], from: readonly Source[]): Offer[] {
  const { parameters, body } = detailsOf(project.api.ctx, route);
  const changes = missing.map((d) => {
    const site = [...parameters, ...body].find((p) => from.includes(p.in) && p.name === d.path)?.site;
    const edits = site && 'param' in site ? withDefault(project, site) : undefined;
    return site && edits && { file: site.file, edits };
  });
  if (!missing.length || changes.some((c) => !c)) return [];
  const names = missing.map((d) => d.path).join(', ');
  const make = () => {
    const edit = new EditBuilder(project.text);
    for (const change of changes)
      for (const { from, to, text } of change?.edits ?? []) edit.replace(change!.file, from, to, text, 'it may be left out');
    edit.assume(`${names} may be None in ${route.handler.name ?? 'the handler'} now`);
    return edit.done();
  };
  return [{ id: 'optional', title: `Make ${names} optional in ${route.handler.name ?? 'the handler'}`, safe: false, make }];
}

function withDefault(project: Project, { file, chunk: id, param }: Parameter): TextEdit[] | undefined {
  const fn = project.chunk(file, id);
  const { annotation, default: given } = fn?.params?.[param] ?? {};
  const type = annotation === undefined ? undefined : project.span({ file, chunk: fn?.parent ?? '', x: annotation });
  const text = project.text(file);
  if (!fn || !type || text === undefined) return undefined;
  const written = text.slice(type.from, type.to);
  const inner = /^Annotated\[\s*([\w.]+(?:\[[\w\s.,|]*\])?)\s*,/.exec(written);
  if (/\bAnnotated\[/.test(written) && !inner) return undefined;
  const plain = inner?.[1] ?? written;
  const from = type.from + (inner ? inner[0].indexOf(plain) : 0);
  const optional: TextEdit = { from, to: from + plain.length, text: orNone(plain, text) };
  if (given === undefined)
    return mayFollow(fn.params!.slice(param + 1)) ? [optional, { ...at(type.to), text: ' = None' }] : undefined;
  const marker = project.span({ file, chunk: id, x: given });
  const value = marker && withoutNeed(text, marker);
  return value && [optional, value];
}

const at = (offset: number) => ({ from: offset, to: offset });

/** Python wants defaults behind a parameter that has one, up to those that are only given by name. */
function mayFollow(rest: readonly { kind: string; default?: number }[]): boolean {
  const end = rest.findIndex((p) => p.kind !== 'plain');
  return rest.slice(0, end < 0 ? rest.length : end).every((p) => p.default !== undefined);
}

/** `Query()`, `Query(...)`, `Query(default=..., min_length=1)` */
function withoutNeed(text: string, { from, to }: Span): TextEdit | undefined {
  const source = text.slice(from, to);
  const dots = /\.\.\./.exec(source);
  if (dots) return { from: from + dots.index, to: from + dots.index + 3, text: 'None' };
  const open = /^[\w.]*\b(?:Query|Form|File|Body)\(/.exec(source)?.[0].length;
  return open === undefined ? undefined : { ...at(from + open), text: source[open] === ')' ? 'None' : 'None, ' };
}

/** `page: int | None = None` behind the handler's last parameter. */
function added(project: Project, route: Route, { path: name, here }: Difference): Offer[] {
  const { file, chunk: id, name: handler = 'the handler' } = route.handler;
  const text = file && project.text(file);
  const fn = file && id !== undefined ? project.chunk(file, id) : undefined;
  const decl = file && id !== undefined ? project.decl(file, id) : undefined;
  if (!file || !text || !fn || !decl || !/^[a-z_]\w*$/.test(name) || fn.params?.some((p) => p.name === name)) return [];
  const last = (fn.params ?? []).findLastIndex((p) => p.kind !== 'keywords');
  const place = last < 0 ? undefined : placeOf(project, { file, chunk: id!, param: last });
  const open = text.indexOf('(', decl.nameTo) + 1;
  if (last >= 0 ? !place : !/^\s*\)/.test(text.slice(open))) return [];
  const line = place && lineOf(text, place.from);
  const isApart = line !== undefined && text.slice(line.start, place!.from).trim() === '';
  const parameter = `${name}: ${orNone(plainType(here, name), text)} = None`;
  const before = !place ? '' : isApart ? `,\n${line.indent}` : ', ';
  const make = () =>
    new EditBuilder(project.text)
      .insert(file, place?.to ?? open, before + parameter, 'the UI sends it')
      .assume(`${name} is not used yet: write in ${handler} what it does`)
      .done();
  return [{ id: `add:${name}`, title: `Add ${name} to ${handler}`, safe: false, make }];
}

/** From its name to the end of its type and its default. */
function placeOf(project: Project, { file, chunk: id, param }: Parameter): Span | undefined {
  const fn = project.chunk(file, id);
  const [from, to] = project.layout(file)?.params?.[id]?.slice(param * 2, param * 2 + 2) ?? [];
  const { annotation, default: given } = fn?.params?.[param] ?? {};
  const parts = [
    annotation === undefined ? undefined : project.span({ file, chunk: fn?.parent ?? '', x: annotation }),
    given === undefined ? undefined : project.span({ file, chunk: id, x: given }),
  ];
  return from === undefined || to === undefined ? undefined : { from, to: Math.max(to, ...parts.map((p) => p?.to ?? to)) };
}
