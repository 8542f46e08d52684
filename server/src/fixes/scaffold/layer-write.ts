/** A new function of a layer, in the style of those around it: it hands on to the layer below, or does the work as far as siblings show how. */
import type { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { carried } from '../python/carry';
import { blanked } from '../python/rename';
import { type Style, styleOf } from '../style';
import { returned, title, todoOf } from './body';
import type { Carried } from './layer-call';
import type { Level } from './layer-levels';
import { boundParameter, type FunctionAt, type Layer } from './layers';
import type { Parts, Plan } from './plan';
import { bracketed, columns, indented, laid } from './printer';
import { most } from './siblings';
import type { Storing } from './storage';

export interface Work extends Level {
  name: string;
  carried: readonly Carried[];
  /** What it answers with; without a type where nothing tells. */
  gives: Omit<Carried, 'name'>;
  /** The call that it hands on to; without one it does the work. */
  below?: string;
  storing?: Storing;
  /** All that it does, where that is known. */
  does?: readonly string[];
}

export function writeFunction(project: Project, edit: EditBuilder, plan: Plan, parts: Parts, work: Work): void {
  const { file } = work.layer;
  const text = project.text(file);
  const written = functionText(project, plan, parts, work);
  if (text === undefined || !written) return;
  const at = lineOf(text, Math.max(0, written.after - 1)).end;
  const gap = `${text.slice(0, at).endsWith('\n') ? '' : '\n'}${written.indent ? '\n' : '\n\n'}`;
  const why = work.below === undefined ? 'where the work is done' : 'the layer below the route';
  edit.insert(file, at, `${gap}${written.text}`, why);
}

export interface WrittenFunction {
  text: string;
  indent: string;
  /** Past the last function of the layer. */
  after: number;
}

/** As the functions around it are written; what it needs is added to the imports of its file. */
export function functionText(project: Project, plan: Plan, parts: Parts, work: Work): WrittenFunction | undefined {
  const { file } = work.layer;
  const text = project.text(file);
  const like = modelsIn(project, work.layer);
  const last = like.reduce<FunctionAt | undefined>((a, b) => (a && endOf(project, a) > endOf(project, b) ? a : b), undefined);
  if (text === undefined || !last) return undefined;
  const decl = project.decl(file, last.chunk)!;
  const { indent } = lineOf(text, decl.from);
  const style = styleOf(project, file);
  const head = signature(project, parts, work, like, last);
  const body = bodyLines(project, plan, parts, work, like, style.width - columns(indent) - columns(style.indent));
  const lines = [
    ...decoratorsOf(project, last).map((d) => indent + d),
    ...bracketed(indent, head.open, head.parameters, head.close, style.width, style.indent).split('\n'),
    ...indented(body, indent + style.indent),
  ];
  const code = blanked(lines.join('\n'));
  for (const name of ['Any', 'Literal', 'Optional', 'List', 'Dict', 'Union'])
    if (new RegExp(`(?<![.\\w])${name}\\b`).test(code)) parts.imports.add(file, [{ module: 'typing', name }]);
  return { text: `${lines.join('\n')}\n`, indent, after: decl.to };
}

/** Functions of the layer that are written in it, those that siblings call first. */
function modelsIn(project: Project, { file, owner, calls }: Layer): FunctionAt[] {
  const own = Object.keys(project.chunk(file, owner)?.vars ?? {}).map((n) => ({ file, chunk: owner ? `${owner}.${n}` : n }));
  const functions = own.filter((fn) => project.chunk(file, fn.chunk)?.kind === 'function');
  const used = functions.filter((fn) => calls.some((c) => c.fn.chunk === fn.chunk));
  return used.length ? used : functions.filter((fn) => !/\b__\w+__$/.test(fn.chunk));
}

const endOf = (project: Project, fn: FunctionAt) => project.decl(fn.file, fn.chunk)?.to ?? 0;

/** `@staticmethod`, `@classmethod` */
function decoratorsOf(project: Project, { file, chunk }: FunctionAt): string[] {
  const decl = project.decl(file, chunk)!;
  return (
    project
      .text(file)!
      .slice(decl.from, decl.nameFrom)
      .match(/@(?:static|class)method\b/g) ?? []
  );
}

function signature(project: Project, parts: Parts, work: Work, like: readonly FunctionAt[], last: FunctionAt) {
  const { file } = work.layer;
  const isTyped = most(like, (fn) => project.chunk(file, fn.chunk)?.params?.some((p) => p.annotation !== undefined) ?? false);
  const says = most(like, (fn) => project.chunk(file, fn.chunk)?.returnsX !== undefined);
  const typed = (type: Omit<Carried, 'name'>) => importFor(project, parts, work, type);
  const self = boundParameter(project, last);
  const star = /\(\s*\*\s*,/.test(headOf(project, last)) ? ['*'] : [];
  const own = work.carried.map((c) => {
    const type = isTyped ? typed(c) : undefined;
    return type ? `${c.name}: ${type}` : c.name;
  });
  const leads = work.leads.map((l) => l.parameter.text);
  const gives = says ? typed(work.gives) : undefined;
  return {
    open: `${work.isAsync ? 'async ' : ''}def ${work.name}(`,
    parameters: [
      ...(self === undefined ? [] : [self]),
      ...star,
      ...leads.filter((l) => !l.includes('=')),
      ...own,
      ...leads.filter((l) => l.includes('=')),
    ],
    close: `)${gives === undefined ? '' : ` -> ${gives}`}:`,
  };
}

/** The annotation, if it can be had there; its imports are added. */
function importFor(project: Project, { imports, models }: Parts, { layer: { file, owner } }: Work, type: Omit<Carried, 'name'>) {
  const { annotation, from } = type;
  if (annotation === undefined) return undefined;
  const wanted = from === file ? undefined : models.carriedTo(file, annotation);
  const plain = wanted ? undefined : carried(project, from, file, annotation, imports.of(from));
  imports.add(file, wanted?.imports ?? plain ?? []);
  const text = wanted?.annotation ?? (plain && annotation);
  // Inside a class with a method of this name `list[…]` is that method.
  const isHidden = owner !== '' && Object.hasOwn(project.chunk(file, owner)?.vars ?? {}, 'list');
  if (!isHidden || !text?.includes('list[')) return text;
  const isOld = /\bList\[/.test(project.text(file) ?? '');
  imports.add(file, [isOld ? { module: 'typing', name: 'List' } : { module: 'builtins' }]);
  return text.replace(/\blist\[/g, isOld ? 'List[' : 'builtins.list[');
}

function headOf(project: Project, { file, chunk }: FunctionAt): string {
  const decl = project.decl(file, chunk)!;
  return project.text(file)!.slice(decl.nameTo, decl.bodyFrom);
}

function bodyLines(project: Project, plan: Plan, parts: Parts, work: Work, like: readonly FunctionAt[], width: number): string[] {
  const { indent } = styleOf(project, work.layer.file);
  const doc = most(like, (fn) => project.chunk(fn.file, fn.chunk)?.doc !== undefined) ? [`"""${title(plan)}."""`] : [];
  const { below, storing, does } = work;
  if (does) return [...doc, ...does.flatMap((line) => laid('', line, width, indent))];
  const gives = parts.answer.head !== undefined && !parts.answer.isSaid;
  if (below !== undefined) return [...doc, ...bracketedCall(gives ? `return ${below}` : below, { width, indent })];
  const todo = storing ? undefined : todoOf(plan, parts.answer);
  const out = [...doc, ...(storing?.lines ?? []), ...(todo && project.options.todos ? [`# TODO(crosswire): ${todo}`] : [])];
  const model = /^((?:\w+\.)*[A-Z]\w*)\($/.exec(parts.answer.head ?? '')?.[1];
  const named = importFor(project, parts, work, { annotation: model, from: plan.home.file });
  const own = { ...parts.answer, items: parts.answer.items.map((item) => byItself(plan, work, item)) };
  const answer = named === undefined ? own : { ...own, head: `${named}(` };
  if (gives) out.push(...returned(answer, storing?.variable ?? plan.lookup?.variable, { width, indent }));
  else if (!storing) out.push('pass');
  return out;
}

/** `task_id=task.id` where the layer is handed the task and not what the path names it by. */
function byItself({ path, lookup }: Plan, { carried }: Work, item: string): string {
  const [, before = '', name = ''] = /^(\w+=|["']\w+["']: )(\w+)$/.exec(item) ?? [];
  const variable = lookup?.variable;
  const isKey = path.includes(`{${name}}`) && /(^|_)id$/.test(name) && !carried.some((c) => c.name === name);
  const isIts = variable !== undefined && lookup?.path.endsWith(`{${name}}`) && carried.some((c) => c.name === variable);
  return name && isKey && isIts ? `${before}${variable}.id` : item;
}

function bracketedCall(line: string, { width, indent }: Pick<Style, 'width' | 'indent'>): string[] {
  const open = line.indexOf('(');
  if (line.length <= width || open < 0) return [line];
  return bracketed('', line.slice(0, open + 1), line.slice(open + 1, -1).split(', '), ')', width, indent).split('\n');
}
