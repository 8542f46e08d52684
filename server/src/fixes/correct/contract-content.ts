/** The content type: what is sent is written as the backend reads it, or the backend reads what is sent. */
import type { Expr, X } from '../../facts/expression';
import { detailsOf } from '../../model/details/route-details';
import type { Shape } from '../../model/shapes/shape';
import type { Site } from '../../values/value';
import { applied, EditBuilder } from '../edit';
import type { Fix, Offer, Problem } from '../fix';
import type { Project, Span } from '../project';
import { byName, importsOf, written } from '../python/imports';
import { WantedImports } from '../python/wanted-imports';
import { styleOf } from '../style';

export const contractContent: Fix = {
  rules: ['request-content-type'],
  // Where none is read there is nothing to agree on.
  offers: (project, problem) =>
    problem.data.read === 'none' ? [] : [...inCall(project, problem), ...inBackend(project, problem)],
};

const JSON_TYPE = 'application/json';

interface Sending {
  file: string;
  /** The body's expression. */
  body: Span;
  /** What is inside of JSON.stringify(…). */
  inner?: Span;
  /** The value of a Content-Type header. */
  header?: Span;
  /** The options object of fetch, where there are no headers yet. */
  options?: Span;
  /** fetch: the body is text. Other clients make it of what they get. */
  isText: boolean;
  /** A form that is written as one text: `plate=B-1`. */
  isQuery: boolean;
}

/** How the request is written, where all of it stands in one call. */
function sendingOf(project: Project, { about: { call } }: Problem): Sending | undefined {
  const arena = call && project.chunk(call.origin.file, call.origin.chunk)?.arena;
  const e = arena?.[call!.origin.x];
  if (!call || !arena || e?.kind !== 'call') return undefined;
  const span = (x: X): Span | undefined => project.span({ ...call.origin, x });
  const { file } = call.origin;
  if (call.client === 'axios') {
    const body = e.args[1] && span(e.args[1].x);
    return body && { file, body, isText: false, isQuery: isQuery(arena, e.args[1]!.x) };
  }
  const options = call.client === 'fetch' ? e.args[1] : undefined;
  const object = options && arena[options.x];
  const entry = object?.kind === 'obj' ? object.entries.find((n) => n.key === 'body') : undefined;
  const body = entry && span(entry.x);
  if (!body || !entry || object?.kind !== 'obj') return undefined;
  const json = arena[entry.x];
  const inner = json?.kind === 'call' && json.args[0] ? span(json.args[0].x) : undefined;
  const headers = object.entries.find((n) => n.key === 'headers');
  const table = headers && arena[headers.x];
  const type = table?.kind === 'obj' ? table.entries.find((n) => n.key?.toLowerCase() === 'content-type') : undefined;
  if (headers && !type) return undefined;
  const header = type && span(type.x);
  const whole = span(options!.x);
  const sent = { file, body, isText: true, isQuery: isQuery(arena, entry.x) };
  return { ...sent, ...(inner ? { inner } : {}), ...(header ? { header } : whole ? { options: whole } : {}) };
}

/** `'plate=B-1'`, `form.toString()` */
function isQuery(arena: readonly Expr[], x: X): boolean {
  const e = arena[x];
  const callee = e?.kind === 'call' ? arena[e.callee] : undefined;
  return e?.kind === 'str' || e?.kind === 'cat' || (callee?.kind === 'get' && callee.name === 'toString');
}

/** `JSON.stringify({ text })` becomes `new URLSearchParams({ text })`, `form` becomes `JSON.stringify(Object.fromEntries(form))`. */
function inCall(project: Project, problem: Problem): Offer[] {
  const { call } = problem.about;
  const at = sendingOf(project, problem);
  const text = at && project.text(at.file);
  if (!call || !at || text === undefined) return [];
  const { body } = project.api.contracts.asked(call);
  const source = ({ from, to }: Span) => text.slice(from, to);
  if (problem.data.read === 'json') {
    const entries = `Object.fromEntries(${at.isQuery ? `new URLSearchParams(${source(at.body)})` : source(at.body)})`;
    const make = () => rewritten(project, at, at.isText ? `JSON.stringify(${entries})` : entries, JSON_TYPE);
    return holdsFile(body) ? [] : [{ id: 'content:call', title: 'Send JSON', safe: false, preferred: true, make }];
  }
  if (problem.data.read !== 'form' || (at.isText && !at.inner)) return [];
  const given = source(at.inner ?? at.body);
  const entries =
    asTexts(project, call.origin, at, body) ?? `Object.entries(${given}).map(([key, value]) => [key, String(value)])`;
  const make = () => rewritten(project, at, `new URLSearchParams(${entries})`, 'application/x-www-form-urlencoded');
  return [{ id: 'content:call', title: 'Send a form', safe: false, preferred: true, make }];
}

/** `{ text, size: String(size) }`: a form holds texts. Undefined where it is not written as an object. */
function asTexts(project: Project, origin: Site, { file, inner, body: whole }: Sending, body: Shape): string | undefined {
  const span = inner ?? whole;
  const arena = project.chunk(origin.file, origin.chunk)?.arena ?? [];
  const x = arena.findIndex((e, i) => e.kind === 'obj' && project.span({ ...origin, x: i })?.from === span.from);
  const e = arena[x];
  const text = project.text(file)!;
  if (body.kind !== 'object' || e?.kind !== 'obj' || e.entries.some((n) => n.key === undefined || n.spread)) return undefined;
  const edits = e.entries.flatMap((n) => {
    const at = project.span({ ...origin, x: n.x });
    const { shape, optional } = body.fields[n.key!] ?? {};
    if (!at || (shape?.kind === 'string' && !optional)) return [];
    const isShort = !/:\s*$/.test(text.slice(span.from, at.from));
    const source = text.slice(at.from, at.to);
    return [{ from: at.from - span.from, to: at.to - span.from, text: `${isShort ? `${n.key}: ` : ''}String(${source})` }];
  });
  return applied(text.slice(span.from, span.to), edits);
}

function holdsFile(shape: Shape): boolean {
  if (shape.kind === 'object') return shape.open === true || Object.values(shape.fields).some((f) => holdsFile(f.shape));
  return shape.kind === 'file' || (shape.kind === 'list' && holdsFile(shape.of));
}

function rewritten(project: Project, { file, body, header, options, isText }: Sending, text: string, type: string) {
  const edit = new EditBuilder(project.text);
  const source = project.text(file)!;
  const quote = source.split('"').length > source.split("'").length ? '"' : "'";
  edit.replace(file, body.from, body.to, text, 'as the backend reads it');
  if (header) edit.replace(file, header.from, header.to, quote + type + quote, 'what the body is');
  const key = /\bbody\s*:\s*$/.exec(source.slice(0, body.from))?.[0];
  if (!header && isText && options && key && type === JSON_TYPE)
    edit.insert(file, body.from - key.length, `headers: { ${quote}Content-Type${quote}: ${quote}${type}${quote} }, `);
  return edit.done();
}

/** `note: Note` becomes `note: Annotated[Note, Form()]`, `text: str = Form()` becomes `text: str = Body(embed=True)`. */
function inBackend(project: Project, { about: { route }, data }: Problem): Offer[] {
  if (route?.framework !== 'fastapi') return [];
  const { parameters, body } = detailsOf(project.api.ctx, route);
  if (data.read === 'json') {
    const [model] = body;
    const site = model && 'param' in model.site && body.length === 1 ? annotationOf(project, model.site) : undefined;
    if (!site || model?.type.kind !== 'model') return [];
    return [{ id: 'content:backend', title: 'Read a form in the handler', safe: false, make: () => readForm(project, site) }];
  }
  const forms = parameters.filter((p) => p.in === 'form' && 'param' in p.site && !p.of);
  if (!forms.length || parameters.some((p) => p.in === 'file')) return [];
  const sites = forms.flatMap((p) => ('param' in p.site ? (markerOf(project, p.site) ?? []) : []));
  if (sites.length < forms.length) return [];
  return [{ id: 'content:backend', title: 'Read JSON in the handler', safe: false, make: () => readJson(project, sites) }];
}

interface Parameter {
  file: string;
  chunk: string;
  param: number;
}

function annotationOf(project: Project, { file, chunk, param }: Parameter): Site | undefined {
  const fn = project.chunk(file, chunk);
  const x = fn?.params?.[param]?.annotation;
  return fn && x !== undefined && fn.params![param]!.default === undefined ? { file, chunk: fn.parent ?? '', x } : undefined;
}

function readForm(project: Project, site: Site) {
  const span = project.span(site);
  const text = span && project.source(site);
  if (!span || text === undefined || /^Annotated\b/.test(text)) return undefined;
  const edit = new EditBuilder(project.text);
  edit.replace(site.file, span.from, span.to, `Annotated[${text}, Form()]`, 'the UI sends a form');
  edit.assume('a model as a form needs FastAPI 0.113 or newer, and python-multipart');
  const imports = new WantedImports();
  imports.add(site.file, [
    { module: 'typing', name: 'Annotated' },
    { module: 'fastapi', name: 'Form' },
  ]);
  imports.write(project, edit);
  return edit.done();
}

interface Marker extends Span {
  file: string;
  /** Behind the opening parenthesis. */
  args: number;
}

/** `Form(` of a parameter, in its default or its annotation. */
function markerOf(project: Project, { file, chunk, param }: Parameter): Marker | undefined {
  const fn = project.chunk(file, chunk);
  const own = fn?.params?.[param];
  const sites = [
    ...(own?.default === undefined ? [] : [{ file, chunk, x: own.default }]),
    ...(own?.annotation === undefined ? [] : [{ file, chunk: fn?.parent ?? '', x: own.annotation }]),
  ];
  for (const site of sites) {
    const span = project.span(site);
    const found = span && /\bForm\(/.exec(project.text(file)?.slice(span.from, span.to) ?? '');
    if (span && found)
      return { file, from: span.from + found.index, to: span.from + found.index + 4, args: span.from + found.index + 5 };
  }
  return undefined;
}

function readJson(project: Project, markers: readonly Marker[]) {
  const edit = new EditBuilder(project.text);
  const { file } = markers[0]!;
  const text = project.text(file)!;
  for (const { from, to, args } of markers) {
    edit.replace(file, from, to, 'Body', 'the UI sends JSON');
    // One body alone would be the whole.
    if (markers.length === 1) edit.insert(file, args, text[args] === ')' ? 'embed=True' : 'embed=True, ');
  }
  const rest = text.split(/\bForm\b/).length - 2 - markers.length;
  const statement = importsOf(text).find((s) => s.module === 'fastapi' && s.names?.some((n) => n.name === 'Form'));
  if (rest === 0 && statement && !statement.commented) {
    const names = statement.names!.filter((n) => n.name !== 'Form' && n.name !== 'Body');
    const all = [...names, { name: 'Body' }].sort((a, b) => byName(a.name, b.name));
    edit.replace(file, statement.from, statement.to, written('fastapi', all, styleOf(project, file).width), 'instead of Form');
    return edit.done();
  }
  const imports = new WantedImports();
  imports.add(file, [{ module: 'fastapi', name: 'Body' }]);
  imports.write(project, edit);
  return edit.done();
}
