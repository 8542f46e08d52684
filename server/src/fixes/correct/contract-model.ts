/** The backend's side: a required field of a model becomes optional, a field that is sent or read and not there is added to the model. */
import { own } from '../../base/own';
import type { Difference } from '../../model/contract/compare';
import { EditBuilder } from '../edit';
import type { Fix, Offer, Problem } from '../fix';
import { lineOf, type Project } from '../project';
import { orNone, plainType } from '../python/plain-types';
import { addEntries, differencesOf, keywordsAround, lastName, literalAround } from './contract';
import { leftOut } from './contract-left-out';
import { listed } from './contract-storage';

export const contractModel: Fix = {
  rules: ['request-field-missing', 'request-field-unknown', 'query-parameter', 'response-field-missing'],
  offers(project, problem) {
    const all = differencesOf(project, problem);
    // Of a name that is only misspelt the field would stay empty.
    const missing = all.filter((d) => d.kind === 'missing' && d.near === undefined);
    const optional = missing.length ? madeOptional(project, missing) : [];
    const added = all.filter((d) => d.kind === 'unknown').flatMap((d) => addedToModel(project, problem, d));
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

function annotationOf(project: Project, { declared, path }: Difference) {
  const span = declared && project.span(declared);
  const text = declared && project.text(declared.file);
  if (!declared || !span || text === undefined) return undefined;
  const read = readOf(text.slice(span.from, span.to), lastName(path));
  if (read !== undefined) return { file: declared.file, from: span.from, to: span.to, text: read };
  // Only a field without a default: what follows its type is the end of the line.
  const { end } = lineOf(text, span.to);
  const isPlain =
    project.chunk(declared.file, declared.chunk)?.kind === 'class' && /^[ \t]*(#.*)?\r?\n?$/.test(text.slice(span.to, end));
  if (!isPlain || /=\s*$/.test(text.slice(0, span.from))) return undefined;
  const type = text.slice(span.from, span.to);
  return { file: declared.file, from: span.from, to: span.to, text: `${orNone(type, text)} = None` };
}

/** `data["unit"]` becomes `data.get("unit")`; a schema's field is no longer `required=True`. */
function readOf(source: string, name: string): string | undefined {
  const [, of, quoted] = new RegExp(`^(.*)\\[\\s*(["']${name}["'])\\s*\\]$`, 's').exec(source) ?? [];
  if (of !== undefined) return `${of}.get(${quoted})`;
  return /\bfields?\.\w+\(|\bma\.\w+\(/.test(source) && /\brequired\s*=\s*True\b/.test(source)
    ? source.replace(/,?\s*\brequired\s*=\s*True\b/, '').replace(/\(,\s*/, '(')
    : undefined;
}

/** Beside the last field that is there: in a class, a schema, a model that is a dict of fields, a dict that is returned. */
function addedToModel(project: Project, problem: Problem, difference: Difference): Offer[] {
  const { beside } = difference;
  const span = beside && project.span(beside);
  const text = beside && project.text(beside.file);
  const name = lastName(difference.path);
  const { route } = problem.about;
  const isThere = problem.data.part === 'answer' && route !== undefined && leftOut(project, route, difference.path) !== undefined;
  if (isThere || !beside || !span || text === undefined || !/^[A-Za-z_]\w*$/.test(name)) return [];
  const literal = literalAround(project, beside) ?? keywordsAround(project, beside);
  const isClass = project.chunk(beside.file, beside.chunk)?.kind === 'class';
  if (!literal && !isClass) return [];
  const make = () => {
    const edit = new EditBuilder(project.text);
    const kind = libraryField(text.slice(span.from, span.to), plainType(difference.here, name));
    if (literal) addEntries(project, edit, literal, [`${literal.isCall ? `${name}=` : `"${name}": `}${kind ?? 'None'}`], USED);
    else
      addLine(
        edit,
        beside.file,
        text,
        span.to,
        kind ? `${name} = ${kind}` : `${name}: ${orNone(plainType(difference.here, name), text)} = None`,
      );
    if (problem.data.part === 'body') listed(project, edit, problem, { name, type: plainType(difference.here, name) });
    edit.assume(literal && !kind ? `${name} is None: write what is meant` : `${name} may be absent: it has no value by default`);
    return edit.done();
  };
  return [
    { id: `add:${name}`, title: `Add ${name} to ${difference.of ?? (literal ? 'the answer' : 'the model')}`, safe: false, make },
  ];
}
const USED = 'the UI uses this field';

function addLine(edit: EditBuilder, file: string, text: string, at: number, line: string): void {
  const { indent, end } = lineOf(text, at);
  edit.insert(file, end, text.slice(0, end).endsWith('\n') ? `${indent}${line}\n` : `\n${indent}${line}`, USED);
}

/** `fields.String(required=True)` shows how fields are written: `fields.Integer()`, `ma.Boolean()`. */
function libraryField(beside: string, type: string): string | undefined {
  const library =
    /^([\w.]+)\.(?:String|Str|Integer|Int|Float|Boolean|Bool|DateTime|Date|List|Nested|Raw|Email|Url|UUID|Decimal)\b/.exec(
      beside,
    );
  const kind = own({ str: 'String', int: 'Integer', float: 'Float', bool: 'Boolean' }, type) ?? 'Raw';
  return library ? `${library[1]}.${kind}()` : undefined;
}
