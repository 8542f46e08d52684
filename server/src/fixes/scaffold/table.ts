/** Something wholly new where siblings keep their things in a database: a table beside theirs, which the new route adds to. */
import { basename, stem } from '../../base/uri';
import type { ObjectShape, Shape } from '../../model/shapes/shape';
import { findModule } from '../../values/modules/python-modules';
import type { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { importsOf, type NewImport } from '../python/imports';
import { styleOf } from '../style';
import { type Answer, NOTHING, responseName, usesModels } from './answer';
import { handsDownFresh } from './layer-fresh';
import type { FunctionAt } from './layers';
import type { Models } from './models';
import { identifier, pascal, singular } from './names';
import { bodyParameterName } from './parameters';
import type { Plan } from './plan';
import { quoted } from './printer';
import { speaksOf } from './reworded';
import { pydantic } from './storage';
import { codeOf, type Store, storeOf } from './store';
import type { Whole } from './whole';

export interface Table {
  answer: Answer;
  whole: Whole;
  write(edit: EditBuilder): void;
}

/** What the siblings' table is, and where. */
interface Like {
  store: Store & { kind: 'session' };
  file: string;
  /** 'Task' of `models.Task`. */
  name: string;
  /** Its class as it is written. */
  code: string;
  end: number;
}

/** Undefined where siblings do not show how, or the columns cannot be told from what is sent and read. */
export function tableFor(
  project: Project,
  plan: Plan,
  { body, models, read }: { body: Shape | undefined; models: Models; read: Shape | undefined },
): Table | undefined {
  const { home, intent } = plan;
  if (!home.fresh || intent.kind !== 'create' || intent.word !== null || body?.kind !== 'object' || !usesModels(plan))
    return undefined;
  const like = home.framework === 'fastapi' && !handsDownFresh(project, plan) ? tableLike(project, plan) : undefined;
  const fields: ObjectShape['fields'] = { ...body.fields, ...(read?.kind === 'object' ? read.fields : {}) };
  const isOpen = Object.entries(fields).some(([name, f]) => name !== 'id' && !f.optional && !Object.hasOwn(body.fields, name));
  const lines = like && !isOpen ? columnsOf(project, like, body, fields, models) : undefined;
  const adding = like && lines && addingTo(project, plan, like);
  if (!like || !lines || !adding) return undefined;
  const name = pascal(intent.thing);
  const id = { id: { shape: { kind: 'number' as const } } };
  const given = models.annotation({ ...body, fields: { ...id, ...fields } }, responseName(plan, name, true));
  models.answersRows(given);
  const { text, imports } = models.reference(given);
  const answer = {
    ...NOTHING,
    type: text,
    borrowed: true,
    head: intent.thing,
    keys: ['id', ...Object.keys(fields).filter((f) => f !== 'id' && Object.hasOwn(body.fields, f))],
    imports,
  };
  const table = tableText(project, plan, like, lines);
  const write = (edit: EditBuilder) => {
    edit.insert(like.file, like.end, `\n\n${table}`, 'where the new things are kept');
    if (hasMigrations(project, like.file)) edit.assume(`The new table ${identifier(home.fresh!.resource)} needs a migration.`);
  };
  return { answer, whole: adding, write };
}

function tableLike(project: Project, { home }: Plan): Like | undefined {
  const { file } = home.siblings[0]!;
  const thing = singular(stem(file));
  const functions = home.siblings.map((s): FunctionAt => ({ file: s.file, chunk: s.chunkId }));
  const store = storeOf(project, functions, thing);
  if (store?.kind !== 'session' || store.from !== 'sqlalchemy') return undefined;
  const [first = '', ...rest] = store.model.split('.');
  const imported = importsOf(project.text(file) ?? '').find((s) => s.names?.some((n) => (n.as ?? n.name) === first));
  if (!imported) return undefined;
  const dots = /^\.*/.exec(imported.module)![0].length;
  const module = rest.length
    ? `${imported.module.slice(dots)}${imported.module.length > dots ? '.' : ''}${first}`
    : imported.module.slice(dots);
  const target = findModule(project.api.ctx.world, file, module, dots);
  const name = rest.at(-1) ?? first;
  const text = target === undefined ? undefined : project.text(target);
  const decl = target === undefined ? undefined : project.decl(target, name);
  // Where each table has a module of its own, more has to be known.
  if (target === undefined || text === undefined || !decl || speaksOf(basename(target), thing)) return undefined;
  const tables = Object.keys(project.chunk(target, '')?.vars ?? {}).flatMap((n) => project.decl(target, n)?.to ?? []);
  const end = lineOf(text, Math.max(...tables) - 1).end;
  return { store, file: target, name, code: text.slice(decl.from, decl.to).replace(/\r\n/g, '\n'), end };
}

const COLUMNS: Readonly<Record<string, string>> = { str: 'String', int: 'Integer', float: 'Float', bool: 'Boolean' };

/** One line for each field, in the manner of the table beside it: `total: Mapped[float]`, `total = Column(Float, nullable=False)`. */
function columnsOf(
  project: Project,
  like: Like,
  { fields: sent }: ObjectShape,
  fields: ObjectShape['fields'],
  models: Models,
): string[] | undefined {
  const [key] = /^[ \t]+id\b[^\n]*\bprimary_key=True[^\n]*$/m.exec(like.code) ?? [];
  const isMapped = /^[ \t]+id: *Mapped\[/m.test(key ?? '');
  const text = project.text(like.file) ?? '';
  const out = Object.entries(fields).flatMap(([name, { shape, optional }]): (string | undefined)[] => {
    if (name === 'id') return [];
    const type = /^[a-z_]\w*$/.test(name) ? models.annotation(shape, '', name) : '';
    const column = COLUMNS[type];
    if (column === undefined || key === undefined) return [undefined];
    const isOptional = optional === true || sent[name]?.optional === true;
    if (!isMapped) {
      const known = new RegExp(`\\b${column}\\b`).test(text);
      return [known ? `${name} = Column(${column}${isOptional ? '' : ', nullable=False'})` : undefined];
    }
    const may = /\bOptional\[/.test(text) ? `Optional[${type}]` : `${type} | None`;
    return [`${name}: Mapped[${isOptional ? may : type}]`];
  });
  return key === undefined || out.includes(undefined) ? undefined : [key.trim(), ...out.flatMap((line) => line ?? [])];
}

function tableText(project: Project, { home, intent }: Plan, { file, code }: Like, lines: readonly string[]): string {
  const { indent, quote } = styleOf(project, file);
  const base = /^class \w+\(([^)]*)\)/.exec(code)?.[1] ?? 'Base';
  const isNamed = /__tablename__/.test(code);
  const own = identifier(home.fresh!.resource);
  const many = /__tablename__ *= *["']\w*s["']/.test(code) ? own : singular(own);
  const head = [
    `class ${pascal(intent.thing)}(${base}):`,
    ...(isNamed ? [`${indent}__tablename__ = ${quoted(many, quote)}`, ''] : []),
  ];
  return `${[...head, ...lines.map((l) => indent + l)].join('\n')}\n`;
}

/** `invoice = models.Invoice(**payload.model_dump())`, added and committed as siblings do it. */
function addingTo(project: Project, plan: Plan, { store, name }: Like): Whole | undefined {
  const { home, intent } = plan;
  const text = home.siblings.map((s) => codeOf(project, { file: s.file, chunk: s.chunkId })).join('\n');
  const session = store.session.replaceAll('.', '\\.');
  const end = new RegExp(`(?:await )?${session}\\.(?:commit|flush)\\(\\)`).exec(text)?.[0];
  const root = store.session.split('.')[0]!;
  const needs = home.siblings.flatMap((s) => s.parameters.filter((p) => p.name === root)).slice(0, 1);
  if (end === undefined || !needs.length) return undefined;
  const { thing } = intent;
  const own = pascal(thing);
  const made = store.model.replace(/\w+$/, own);
  const isOld = /\.dict\(/.test(text);
  const refresh = new RegExp(`(?:await )?${session}\\.refresh\\(`).exec(text)?.[0];
  const lines = [
    `${thing} = ${made}(**${bodyParameterName(plan)}.${pydantic(isOld).dump}())`,
    `${store.session}.add(${thing})`,
    end,
    ...(refresh === undefined ? [] : [`${refresh}${thing})`]),
  ];
  const from = importsOf(project.text(home.siblings[0]!.file) ?? '').find((s) => s.names?.some((n) => (n.as ?? n.name) === name));
  const imports: NewImport[] = made === own && from ? [{ module: from.module, name: own }] : [];
  return { lines, needs, imports };
}

const hasMigrations = (project: Project, file: string): boolean =>
  (project.api.ctx.world.listing(project.root(file)) ?? []).some((name) => /^(?:alembic|migrations)$/.test(name));
