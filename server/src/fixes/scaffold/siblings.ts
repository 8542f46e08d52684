/** Handlers that are there already, as text: what the new one is modelled on. */

import type { Chunk } from '../../facts/facts';
import { typeAt } from '../../model/details/python-types';
import { tidy } from '../../model/routes/route-rows';
import type { Route } from '../../model/routes/routes';
import type { Served } from '../../rules/api';
import { textOf, type Value } from '../../values/value';
import { lineOf, type Project, type Span } from '../project';
import { splitItems } from '../python/items';
import { blanked } from '../python/rename';

export interface ParameterText {
  name: string;
  /** 'db: Session = Depends(get_db)' */
  text: string;
  annotation?: string;
  hasDefault: boolean;
  kind: 'self' | 'path' | 'dependency' | 'body' | 'context' | 'query';
}

export interface Sibling {
  route: Served;
  file: string;
  chunkId: string;
  chunk: Chunk;
  decl: Span & { bodyFrom: number; nameFrom: number };
  /** What its decorator writes, as served: '/{task_id}'. */
  own: string;
  /** What stands before that: '/api/tasks'. */
  prefix: string;
  /** 'router' of `@router.get(…)` */
  router: string;
  /** 'get' or 'route' */
  verb: string;
  /** Arguments of the decorator after the path: [name, text]. */
  options: [name: string, text: string][];
  /** A decorator of the project registers it: its name, and its arguments after the path. */
  wrapper?: { name: string; rest: string[] };
  parameters: ParameterText[];
  /** A method of a view, named for the verb that it answers: the class is registered. */
  isView?: true;
  /** Its decorators but that which registers it: '@login_required'. */
  others: string[];
  /** White space before its decorator. */
  indent: string;
  /** What follows ->. */
  returns: string | undefined;
}

/** Undefined for a handler that no decorator of its own registers. */
export function siblingAt(project: Project, route: Served): Sibling | undefined {
  const { file, chunk: chunkId } = route.handler;
  if (file === undefined || chunkId === undefined) return undefined;
  const chunk = project.chunk(file, chunkId);
  const text = project.text(file);
  const decl = project.decl(file, chunkId);
  if (chunk?.kind !== 'function' || !text || !decl) return undefined;
  const written = textOf(route.source.route.path);
  const own = written ? tidy(written) : '';
  const decorator = route.site.file === file && route.site.chunk === chunk.parent ? decoratorOf(project, route) : undefined;
  const view = decorator ? undefined : viewOf(project, route, file, chunk);
  const wrapped = decorator || view ? undefined : wrapperOf(text.slice(decl.from, decl.nameFrom), route.method, written);
  if (written === undefined || !route.path.endsWith(own) || !(decorator ?? view ?? wrapped)) return undefined;
  const parent = { file, chunk: chunk.parent ?? '' };
  const returns = chunk.returnsX === undefined ? undefined : project.source({ ...parent, x: chunk.returnsX });
  const registers = decorator ?? view ?? wrapped!;
  return {
    ...{ route, file, chunkId, chunk, decl, own, returns },
    ...registers,
    others: otherDecorators(text.slice(decl.from, decl.nameFrom), registers),
    prefix: own === '' ? route.path : route.path.slice(0, -own.length),
    parameters: parametersOf(project, route, chunk, file, chunkId),
    indent: lineOf(text, decl.from).indent,
  };
}

/** `@login_required` beside the route's own. */
function otherDecorators(head: string, { router, wrapper, isView }: Pick<Sibling, 'router' | 'wrapper' | 'isView'>): string[] {
  const all = head
    .split(/\r?\n/)
    .map((l) => l.trim())
    .filter((l) => /^@[\w.]+(\(.*\))?$/.test(l));
  if (isView) return all.filter((l) => !/\.(doc|expect|marshal_with|response)\(/.test(l));
  return all.filter((l) => !l.startsWith(`@${router}.`) && !l.startsWith(`@${wrapper?.name}(`));
}

/** `class TaskView(MethodView): def get(self, task_id)` */
function viewOf(
  project: Project,
  route: Route,
  file: string,
  chunk: Chunk,
): Pick<Sibling, 'router' | 'verb' | 'options' | 'isView'> | undefined {
  const isMethod = project.chunk(file, chunk.parent ?? '')?.kind === 'class' && chunk.name.toUpperCase() === route.method;
  return isMethod ? { router: '', verb: chunk.name, options: [], isView: true } : undefined;
}

/** `@protected_route(router.delete, "/{id}", [Scope.WRITE])`: a decorator of the project, which registers what it is given. */
function wrapperOf(
  head: string,
  method: string,
  path: string | undefined,
): Pick<Sibling, 'router' | 'verb' | 'options' | 'wrapper'> | undefined {
  const m = /@([\w.]+)\(\s*([\w.]+)\.(\w+),\s*(["'])([^"'\n]*)\4,?\s*([\s\S]*?),?\s*\)\s*(?:@|(?:async\s+)?def\b)/.exec(head);
  if (!m || m[3]!.toUpperCase() !== method || m[5] !== path) return undefined;
  const options = splitItems(m[6]!).flatMap((item): [string, string][] => {
    const [, name, text] = /^(\w+)\s*=(?!=)\s*([\s\S]+)$/.exec(item) ?? [];
    return name && text ? [[name, text]] : [];
  });
  const rest = splitItems(m[6]!).filter((item) => !/^\w+\s*=(?!=)/.test(item));
  return { router: m[2]!, verb: m[3]!, options, wrapper: { name: m[1]!, rest } };
}

function decoratorOf(project: Project, route: Served): Pick<Sibling, 'router' | 'verb' | 'options'> | undefined {
  const { file, chunk } = route.site;
  const arena = project.chunk(file, chunk)?.arena;
  const outer = arena?.[route.site.x];
  const call = outer?.kind === 'call' && outer.decorator ? arena?.[outer.callee] : undefined;
  const callee = call?.kind === 'call' ? arena?.[call.callee] : undefined;
  if (call?.kind !== 'call' || callee?.kind !== 'get') return undefined;
  const router = project.source({ file, chunk, x: callee.object });
  const options = call.args.flatMap((a): [string, string][] => {
    const text = a.name === undefined ? undefined : project.source({ file, chunk, x: a.x });
    return text === undefined ? [] : [[a.name!, text]];
  });
  return router === undefined ? undefined : { router, verb: callee.name, options };
}

function parametersOf(project: Project, route: Route, chunk: Chunk, file: string, chunkId: string): ParameterText[] {
  const { ctx } = project.api;
  const outer = ctx.place(file, chunk.parent ?? '', ctx.genericEnv(file, chunk.parent ?? ''));
  const inClass = outer?.chunk.kind === 'class';
  return writtenParameters(project, file, chunkId).map(({ byDefault, index, ...p }): ParameterText => {
    const x = chunk.params?.[index]?.annotation;
    const typed = outer && x !== undefined ? typeAt(ctx, outer, x) : undefined;
    const kind: ParameterText['kind'] =
      inClass && index === 0
        ? 'self'
        : route.path?.includes(`{${p.name}}`) || route.path?.includes(`{${p.name}:`)
          ? 'path'
          : /^(\w+\.)?(Depends|Security)\(/.test(byDefault) ||
              /\b(Depends|Security)\(/.test(p.annotation ?? '') ||
              typed?.extras.some(isDepends) ||
              (typed?.extras.length && typed.type.kind !== 'unknown' && !/Query|Path|Body|Header/.test(p.annotation ?? ''))
            ? 'dependency'
            : typed?.type.kind === 'model'
              ? 'body'
              : /^(Request|Response|BackgroundTasks)$/.test(p.annotation ?? '')
                ? 'context'
                : 'query';
    return { ...p, kind };
  });
}

/** `SessionDep = Annotated[Session, Depends(get_session)]` */
const isDepends = (extra: Value): boolean =>
  extra.kind === 'made' && extra.callee.kind === 'ext' && /\.(?:Depends|Security)$/.test(extra.callee.path);

export interface WrittenParameter extends Omit<ParameterText, 'kind'> {
  /** Its place among the parameters. */
  index: number;
  byDefault: string;
}

/** The parameters of a function as they are written; *args and **kwargs are left out. */
export function writtenParameters(project: Project, file: string, chunkId: string): WrittenParameter[] {
  const text = project.text(file) ?? '';
  const chunk = project.chunk(file, chunkId);
  const starts = project.layout(file)?.params?.[chunkId] ?? [];
  return (chunk?.params ?? []).flatMap((p, index): WrittenParameter[] => {
    const from = starts[2 * index];
    if (from === undefined || p.kind === 'rest' || p.kind === 'keywords') return [];
    const said = p.annotation === undefined ? undefined : project.span({ file, chunk: chunk?.parent ?? '', x: p.annotation });
    const annotation = said && text.slice(said.from, said.to);
    const given = p.default === undefined ? undefined : project.span({ file, chunk: chunkId, x: p.default });
    const end = given?.to ?? said?.to ?? from + p.name.length;
    const byDefault = given ? text.slice(given.from, given.to) : '';
    const own = { name: p.name, text: text.slice(from, end), hasDefault: given !== undefined, index, byDefault };
    return [{ ...own, ...(annotation ? { annotation } : {}) }];
  });
}

/** Those that do most nearly the same first: of the same verb, then those that change something as well, or read as well. */
export function alike(siblings: readonly Sibling[], method: string, isItem: boolean): Sibling[] {
  const rank = ({ route, own }: Sibling) =>
    (route.method === method ? 0 : (route.method === 'GET') === (method === 'GET') ? 2 : 4) +
    Number(own.includes('{') !== isItem);
  return [...siblings].sort((a, b) => rank(a) - rank(b));
}

export function most<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return items.length > 0 && items.filter(test).length * 2 > items.length;
}

/** The statements of a handler's body, each dedented, documentation left out. */
export function statementsOf(project: Project, { file, decl, chunk }: Sibling): string[] {
  const text = project.text(file)!;
  const { start, indent } = lineOf(text, decl.bodyFrom);
  const body = text.slice(start, decl.to).replace(/\r\n/g, '\n');
  const plain = blanked(body).split('\n');
  const out: string[] = [];
  let depth = 0;
  body.split('\n').forEach((line, i) => {
    const code = plain[i]!;
    const own = line.startsWith(indent) ? line.slice(indent.length) : line;
    const begins = depth === 0 && /^[^\s)\]}#]/.test(own) && !/^(else|elif|except|finally)\b/.test(own);
    if (begins || !out.length) out.push(own);
    else out[out.length - 1] += `\n${own}`;
    for (const c of code) depth += '([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0;
  });
  const statements = out.map((s) => s.trimEnd()).filter((s) => s !== '');
  return chunk.doc !== undefined ? statements.slice(1) : statements;
}
