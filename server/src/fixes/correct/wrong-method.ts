/**
 * Sends the verb that the server has: where the verb is written as a text it is changed there, where it is the name of what is called
 * (`client.put`, `putJson`) another of its kind is called, and where nothing says it an option is added.
 */
import type { X } from '../../facts/expression';
import type { Call } from '../../model/calls/calls';
import { alternatives } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import { isOwnWord } from '../own-word';
import type { Project, Span } from '../project';
import { addNamedImport } from './web-imports';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

export const wrongMethod: Fix = {
  rules: ['wrong-method'],
  offers(project, { about: { call, route } }) {
    if (!call?.method) return [];
    const isOwn = isOwnWord(project, call, route);
    const verbs = [
      ...new Set(
        call.match.routes.filter((r) => !project.isNew(r) && (r === route || !isOwnWord(project, call, r))).map((r) => r.method),
      ),
    ].filter((v) => v !== 'WS' && v !== 'ANY');
    const alike = verbs.filter((v) => WITH_BODY.has(v) && WITH_BODY.has(call.method!));
    return (alike.length ? alike : verbs).sort().flatMap((verb, _, all): Offer[] => {
      const change = changeOf(project, call, verb);
      if (!change) return [];
      const make = () => {
        const edit = new EditBuilder(project.text);
        change(edit);
        return edit.done();
      };
      return [
        {
          id: `verb:${verb}`,
          title: `Send ${verb} instead`,
          safe: false,
          make,
          // A verb of another kind, or a path that only happens to fit, is hardly what was meant: a person must say so.
          ...(!alike.length || isOwn ? { manual: true } : all.length === 1 ? { preferred: true } : {}),
        },
      ];
    });
  },
};

type Change = (edit: EditBuilder) => void;

function changeOf(project: Project, call: Call, verb: string): Change | undefined {
  const why = `the server answers ${call.path} for ${verb}`;
  return (
    inText(project, call, verb, why) ??
    inName(project, call, verb, why) ??
    byDeed(project, call, verb, why) ??
    inOptions(project, call, verb, why)
  );
}

/** `{ method: 'PUT' }`, `api('PUT', …)`, written in the call itself, not in a wrapper that others use. */
function inText(project: Project, call: Call, verb: string, why: string): Change | undefined {
  const outer = project.span(call.callSite);
  for (const { value } of call.data.method ? alternatives(call.data.method) : []) {
    if (value.kind !== 'str' || !value.site || value.text.toUpperCase() !== call.method) continue;
    const { site } = value;
    const at = project.inside(site, value.text);
    const isOwn = outer && at && site.file === call.callSite.file && at.from >= outer.from && at.to <= outer.to;
    const isHere = isOwn || (site.file === call.callSite.file && site.chunk === call.callSite.chunk && call.via.length === 0);
    if (at && isHere) return (edit) => void edit.replace(site.file, at.from, at.to, cased(value.text, verb), why);
  }
  return undefined;
}

const cased = (before: string, verb: string): string =>
  before === before.toLowerCase()
    ? verb.toLowerCase()
    : before === before.toUpperCase()
      ? verb
      : verb[0] + verb.slice(1).toLowerCase();

/** `client.put(…)`, `putJson(…)`: another member or function whose name differs only in the verb. */
function inName(project: Project, call: Call, verb: string, why: string): Change | undefined {
  const { file, chunk: id } = call.callSite;
  const chunk = project.chunk(file, id);
  const e = chunk?.arena[call.callSite.x];
  if (!chunk || e?.kind !== 'call') return undefined;
  const callee = chunk.arena[e.callee];
  if (callee?.kind !== 'get' && callee?.kind !== 'ref') return undefined;
  const name = renamed(callee.name, call.method!, verb);
  const span = project.span({ file, chunk: id, x: e.callee });
  if (!name || !span) return undefined;
  if (WITH_BODY.has(call.method!) !== WITH_BODY.has(verb) && e.args.length > 1) return undefined;
  const at: Span = { from: span.to - callee.name.length, to: span.to };
  if (callee.kind === 'get') {
    if (!hasMember(project, call, callee.object, name)) return undefined;
    return (edit) => void edit.replace(file, at.from, at.to, name, why);
  }
  return byBinding(project, call, callee, name, at, why);
}

/** `save(…)`, which sends PUT: the only other function beside it that sends the verb, and is given as much. */
function byDeed(project: Project, call: Call, verb: string, why: string): Change | undefined {
  const { ctx } = project.api;
  const { file, chunk: id, x } = call.callSite;
  const place = ctx.place(file, id, ctx.genericEnv(file, id));
  const e = place?.chunk.arena[x];
  const callee = e?.kind === 'call' ? place?.chunk.arena[e.callee] : undefined;
  if (!place || e?.kind !== 'call' || callee?.kind !== 'ref') return undefined;
  const value = ctx.evaluate(place, e.callee);
  if (value.kind !== 'fn') return undefined;
  const parent = project.chunk(value.file, value.chunk)?.parent ?? '';
  const own = project.chunk(value.file, value.chunk)?.params?.length ?? 0;
  const names = Object.keys(project.chunk(value.file, parent)?.vars ?? {}).filter((name) => {
    const other = ctx.binding(value.file, parent, name, ctx.genericEnv(value.file, parent));
    if (other.kind !== 'fn' || other.file !== value.file || other.chunk === value.chunk) return false;
    const decl = project.decl(other.file, other.chunk);
    const text = decl ? (project.text(other.file) ?? '').slice(decl.from, decl.to) : '';
    return (project.chunk(other.file, other.chunk)?.params?.length ?? 0) === own && sends(text, verb);
  });
  const span = project.span({ file, chunk: id, x: e.callee });
  return names.length === 1 && span ? byBinding(project, call, callee, names[0]!, span, why) : undefined;
}

/** It says this verb and no other. */
const sends = (text: string, verb: string): boolean => {
  const said = [...text.matchAll(/\bmethod\s*:\s*(["'`])(\w+)\1|\.(get|post|put|patch|delete)\s*(?:<[^>()]*>)?\(/gi)];
  const verbs = new Set(said.map((m) => (m[2] ?? m[3] ?? '').toUpperCase()));
  return verbs.size === 1 && verbs.has(verb);
};

/** 'putJson' to 'patchJson', 'api_put' to 'api_patch', 'PUT' to 'PATCH'. */
function renamed(name: string, from: string, to: string): string | undefined {
  const [low, title] = [from.toLowerCase(), from[0] + from.slice(1).toLowerCase()];
  const pattern = new RegExp(`(?<![a-z])${low}(?![a-z])|${title}(?![a-z])|(?<![A-Z])${from}(?![A-Z])`);
  const match = pattern.exec(name);
  return match ? name.slice(0, match.index) + cased(match[0], to) + name.slice(match.index + match[0].length) : undefined;
}

function hasMember(project: Project, call: Call, object: X, name: string): boolean {
  const { ctx } = project.api;
  const { file, chunk } = call.callSite;
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  if (!place) return false;
  const of = ctx.evaluate(place, object);
  return alternatives(of).some(({ value }) => {
    if (value.kind === 'ext' || value.kind === 'made') return /^(get|post|put|patch|delete|head|options)$/.test(name);
    return ctx.member(value, name).kind === 'fn';
  });
}

function byBinding(
  project: Project,
  call: Call,
  callee: { name: string; chunk: string },
  name: string,
  at: Span,
  why: string,
): Change | undefined {
  const { ctx } = project.api;
  const { file } = call.callSite;
  const vars = project.chunk(file, callee.chunk)?.vars;
  if (!vars || callee.chunk !== '') return undefined;
  const replace: Change = (edit) => void edit.replace(file, at.from, at.to, name, why);
  if (Object.hasOwn(vars, name)) return replace;
  const x = vars[callee.name]?.[0]?.x;
  const imported = x === undefined ? undefined : project.chunk(file, '')?.arena[x];
  const value = ctx.binding(file, callee.chunk, callee.name, ctx.moduleEnv(file));
  if (imported?.kind !== 'import' || x === undefined || value.kind !== 'fn' || ctx.exported(value.file, name).kind !== 'fn')
    return undefined;
  const add = addNamedImport(project, { file, chunk: '', x }, name);
  return (
    add &&
    ((edit) => {
      add(edit);
      replace(edit);
    })
  );
}

/** `fetch(url)`: nothing says the verb, and the options can. */
function inOptions(project: Project, call: Call, verb: string, why: string): Change | undefined {
  const { file, chunk, x } = call.origin;
  const arena = project.chunk(file, chunk)?.arena;
  const e = arena?.[x];
  const text = project.text(file);
  const span = project.span(call.origin);
  if (!arena || e?.kind !== 'call' || !text || !span || call.data.method || call.client !== 'fetch' || call.via.length)
    return undefined;
  const quote = /'/.test(text.slice(span.from, span.to)) || !/"/.test(text.slice(span.from, span.to)) ? "'" : '"';
  const option = `method: ${quote}${verb}${quote}`;
  const options = e.args[1] && arena[e.args[1].x];
  if (!options) return (edit) => void edit.insert(file, span.to - 1, `, { ${option} }`, why);
  const own = project.span({ file, chunk, x: e.args[1]!.x });
  if (options.kind !== 'obj' || !own || text[own.from] !== '{') return undefined;
  const gap = /^\{(\s*)/.exec(text.slice(own.from))![1]!;
  return (edit) => void edit.insert(file, own.from + 1, `${gap}${option}${options.entries.length ? ',' : ''}`, why);
}
