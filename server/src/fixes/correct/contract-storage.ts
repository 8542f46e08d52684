/**
 * A new field of a body goes with the rest wherever these are listed: where the handler, or the function that it hands the body to, makes a dict or
 * a row of it (`Row(title=task.title)`), in the row's class, and in what makes a dict of the row (`{"title": row.title}`).
 */
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Site } from '../../values/value';
import type { EditBuilder } from '../edit';
import type { Problem } from '../fix';
import { lineOf, type Project } from '../project';
import { addEntries, literalAround } from './contract';

interface Field {
  name: string;
  /** Of Python: 'str'. */
  type: string;
}
interface Function {
  file: string;
  id: string;
}

const LISTED = 'the fields are listed here';

export function listed(project: Project, edit: EditBuilder, { about: { route } }: Problem, field: Field): void {
  const { file, chunk: id } = route?.handler ?? {};
  if (file === undefined || id === undefined) return;
  const rows = new Map<string, Function>();
  for (const one of [{ file, id }, ...handedTo(project, { file, id })]) {
    const chunk = project.chunk(one.file, one.id);
    chunk?.arena.forEach((e, x) => {
      const row = chunk && inList(project, edit, one, chunk, e, x, field);
      if (row) rows.set(`${row.file}#${row.id}`, row);
    });
  }
  for (const row of rows.values()) serialized(project, edit, [...new Set([file, row.file])], row, field);
}

/** The functions of the project that a handler calls with one of its parameters. */
function handedTo(project: Project, { file, id }: Function): Function[] {
  const { ctx } = project.api;
  const place = ctx.place(file, id, ctx.genericEnv(file, id));
  const names = new Set(place?.chunk.params?.map((p) => p.name));
  return (place?.chunk.arena ?? []).flatMap((e): Function[] => {
    const hands = e.kind === 'call' && e.args.some((a) => isNamed(place!.chunk, a.x, names));
    const fn = hands && e.kind === 'call' ? ctx.evaluate(place!, e.callee) : undefined;
    return fn?.kind === 'fn' && fn.file.endsWith('.py') ? [{ file: fn.file, id: fn.chunk }] : [];
  });
}

const isNamed = ({ arena }: Chunk, x: X, names: ReadonlySet<string>): boolean => {
  const e = arena[x];
  return e?.kind === 'ref' && names.has(e.name);
};

/** One dict or call that lists the fields; the class of the row, where it has the field now. */
function inList(
  project: Project,
  edit: EditBuilder,
  { file, id }: Function,
  chunk: Chunk,
  e: Expr,
  x: X,
  field: Field,
): Function | undefined {
  const { name } = field;
  const given = e.kind === 'obj' ? e.entries.map((n) => ({ x: n.x, name: n.key })) : e.kind === 'call' ? e.args : [];
  const from = given.flatMap((one) => (one.name === undefined ? [] : (memberOf(chunk, one.x, one.name) ?? [])));
  const last = given.at(-1);
  if (from.length < 2 || !last || given.some((one) => one.name === name)) return undefined;
  const literal = e.kind === 'obj' ? literalAround(project, { file, chunk: id, x: last.x }) : undefined;
  if (literal) {
    addEntries(project, edit, literal, [`"${name}": ${from[0]}.${name}`], LISTED);
    return undefined;
  }
  const span = project.span({ file, chunk: id, x: last.x });
  const row = e.kind === 'call' ? classAt(project, { file, chunk: id, x: e.callee }) : undefined;
  if (span && row && (hasField(project, row, name) || addColumn(project, edit, row, field))) {
    edit.insert(file, span.to, `, ${name}=${from[0]}.${name}`, LISTED);
    return row;
  }
  edit.assume(
    `${name} is not stored: ${project.source({ file, chunk: id, x })?.split('(')[0] ?? 'what is made of it'} has no such field`,
  );
  return undefined;
}

/** 'task' of `task.title` under the name `title`. */
function memberOf({ arena }: Chunk, x: X, name: string): string | undefined {
  const e = arena[x];
  const of = e?.kind === 'get' && e.name === name ? arena[e.object] : undefined;
  return of?.kind === 'ref' ? of.name : undefined;
}

function classAt(project: Project, site: Site): Function | undefined {
  const { ctx } = project.api;
  const place = ctx.place(site.file, site.chunk, ctx.genericEnv(site.file, site.chunk));
  const cls = place && ctx.evaluate(place, site.x);
  return cls?.kind === 'class' ? { file: cls.file, id: cls.chunk } : undefined;
}

function hasField(project: Project, { file, id }: Function, name: string): boolean {
  const body = project.chunk(file, id);
  return body !== undefined && (body.vars[name] !== undefined || body.annotations?.[name] !== undefined);
}

const KINDS: Readonly<Record<string, string>> = { str: 'String', int: 'Integer', float: 'Float', bool: 'Boolean' };

/** Beside the row's last column, written as its neighbours are: `Mapped[str | None]`, `db.Column(db.String)`; of SQLModel a field. */
function addColumn(project: Project, edit: EditBuilder, { file, id }: Function, { name, type }: Field): boolean {
  const decl = project.decl(file, id);
  const text = project.text(file);
  if (!decl || text === undefined) return false;
  const isTable = project.chunk(file, id)?.keywords?.some((k) => k.name === 'table') ?? false;
  const columns = [...text.slice(decl.from, decl.to).matchAll(isTable ? FIELD : COLUMN)];
  const last = columns.at(-1);
  const line = last && (isTable ? `${name}: ${type} | None = None` : columnLike(text, last, name, type));
  if (!last || line === undefined || /\($/.test(last[0].trim())) return false;
  const { indent, end } = lineOf(text, decl.from + last.index + last[0].length);
  edit.insert(
    file,
    end,
    text.slice(0, end).endsWith('\n') ? `${indent}${line}\n` : `\n${indent}${line}`,
    'what is stored has it',
  );
  edit.assume(`the table has a column ${name}: add a migration where the project has any`);
  return true;
}

const FIELD = /^[ \t]+\w+\s*:[^\n]*$/gm;
const COLUMN = /^[ \t]+\w+\s*(:\s*Mapped\[|=\s*((?:\w+\.)?)(?:Column|mapped_column)\()[^\n]*$/gm;

function columnLike(text: string, [, how = '', prefix = '']: readonly string[], name: string, type: string): string | undefined {
  if (how.startsWith(':')) return `${name}: Mapped[${type} | None]`;
  const kind = KINDS[type];
  const isThere = kind !== undefined && (prefix !== '' || new RegExp(`\\b${kind}\\b`).test(text));
  return isThere ? `${name} = ${prefix}Column(${prefix}${kind})` : undefined;
}

/** `def to_dict(self): return {"title": self.title}`, `def shown(row: Row)` */
function serialized(project: Project, edit: EditBuilder, files: readonly string[], row: Function, { name }: Field): void {
  const cls = project.chunk(row.file, row.id)?.name;
  for (const file of files)
    for (const id of project.api.ctx.world.chunkIds(file)) {
      const chunk = project.chunk(file, id);
      const outer = chunk?.parent === undefined ? undefined : project.chunk(file, chunk.parent);
      const isMethod = file === row.file && chunk?.parent === row.id;
      const names = (chunk?.params ?? []).flatMap((p, i) => {
        const type = p.annotation === undefined ? undefined : outer?.arena[p.annotation];
        return (isMethod && i === 0) || (type && 'name' in type && type.name === cls) ? [p.name] : [];
      });
      if (!chunk || !names.length) continue;
      for (const e of chunk.arena) {
        const entries = e.kind === 'obj' ? e.entries : [];
        const of = entries.flatMap((n) => (n.key === undefined ? [] : (memberOf(chunk, n.x, n.key) ?? [])));
        const last = entries.at(-1);
        if (of.length < 2 || !last || !names.includes(of[0]!) || entries.some((n) => n.key === name)) continue;
        const literal = literalAround(project, { file, chunk: id, x: last.x });
        if (literal) addEntries(project, edit, literal, [`"${name}": ${of[0]}.${name}`], 'what is shown of it has it');
      }
    }
}
