/** The backend's side: a required field of a model becomes optional, a field that is sent or read and not there is added to the model. */
import type { Difference } from '../../model/contract/compare';
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import { lineOf, type Project } from '../project';
import { plainType } from '../python/plain-types';
import { differencesOf, lastName } from './contract';

export const contractModel: Fix = {
  rules: ['request-field-missing', 'request-field-unknown', 'response-field-missing'],
  offers(project, problem) {
    const all = differencesOf(project, problem);
    const missing = all.filter((d) => d.kind === 'missing');
    const optional = missing.length ? madeOptional(project, missing) : [];
    const added = all.filter((d) => d.kind === 'unknown').flatMap((d) => addedToModel(project, d));
    return [...optional, ...added];
  },
};

const named = (all: readonly Difference[]): string => all.map((d) => lastName(d.path)).join(', ');

/** `stream: str` becomes `stream: str | None = None`, as the file writes it. */
function madeOptional(project: Project, missing: readonly Difference[]): Offer[] {
  const places = missing.map((d) => annotationOf(project, d));
  if (places.some((p) => !p)) return [];
  return [
    {
      id: 'optional',
      title: `Make ${named(missing)} optional in ${missing[0]!.of ?? 'the backend'}`,
      safe: false,
      make() {
        const edit = new EditBuilder(project.text);
        for (const place of places) if (place) edit.replace(place.file, place.from, place.to, place.text, 'it may be left out');
        return edit.done();
      },
    },
  ];
}

function annotationOf(project: Project, { declared }: Difference) {
  const span = declared && project.span(declared);
  const text = declared && project.text(declared.file);
  if (!declared || !span || text === undefined) return undefined;
  // Only a field without a default: what follows its type is the end of the line.
  const { end } = lineOf(text, span.to);
  const isPlain =
    project.chunk(declared.file, declared.chunk)?.kind === 'class' && /^[ \t]*(#.*)?\r?\n?$/.test(text.slice(span.to, end));
  if (!isPlain || /=\s*$/.test(text.slice(0, span.from))) return undefined;
  const type = text.slice(span.from, span.to);
  return { file: declared.file, from: span.from, to: span.to, text: `${orNone(type, text)} = None` };
}

/** `str | None`, or `Optional[str]` in a file that writes so. */
const orNone = (type: string, text: string): string =>
  /\bOptional\[|\bNone\b/.test(type) ? type : /\bOptional\[/.test(text) ? `Optional[${type}]` : `${type} | None`;

function addedToModel(project: Project, difference: Difference): Offer[] {
  const { beside } = difference;
  const span = beside && project.span(beside);
  const text = beside && project.text(beside.file);
  const name = lastName(difference.path);
  if (!beside || !span || text === undefined || !/^[A-Za-z_]\w*$/.test(name)) return [];
  if (project.chunk(beside.file, beside.chunk)?.kind !== 'class') return [];
  const { indent } = lineOf(text, span.from);
  const { end } = lineOf(text, span.to);
  const field = `${indent}${name}: ${orNone(plainType(difference.here, name), text)} = None`;
  const make = () => {
    const line = text.slice(0, end).endsWith('\n') ? `${field}\n` : `\n${field}`;
    return new EditBuilder(project.text)
      .insert(beside.file, end, line, 'the UI uses this field')
      .assume(`${name} may be absent: it has the default None`)
      .done();
  };
  return [{ id: `add:${name}`, title: `Add ${name} to ${difference.of ?? 'the model'}`, safe: false, make }];
}
