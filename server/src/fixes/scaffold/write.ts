/** The handler as text, in the style of its siblings, and the imports that it needs. */
import { basename, dirname, stem } from '../../base/uri';
import type { EditBuilder } from '../edit';
import type { Project } from '../project';
import { addImports, importsOf, type NewImport } from '../python/imports';
import { includeRouter } from '../python/include';
import { isOwnModule } from '../python/modules';
import type { WantedImports } from '../python/wanted-imports';
import { segmentsOf } from '../segments';
import { styleOf } from '../style';
import { bodyOf, isEnclosed, title } from './body';
import { outerType } from './envelope';
import { declaredLike } from './new-id';
import { parametersFor } from './parameters';
import type { Parts, Plan } from './plan';
import { bracketed, columns, indented, quoted } from './printer';
import { alike, most, type ParameterText, type Sibling } from './siblings';
import { statusFor } from './status';
import { forVerb } from './verbs';
import { viewClassLike } from './view-class';

export interface Made {
  parameters: ParameterText[];
  status: number;
  /** The path as the decorator has it, with converters. */
  written: string;
}

export function writeHandler(project: Project, edit: EditBuilder, plan: Plan, parts: Parts): Made | undefined {
  const { home } = plan;
  const like = home.siblings[0]!.file;
  const style = styleOf(project, like);
  const parameters = parametersFor(project, plan, parts);
  const status = statusFor(project, plan, parts.answer);
  const indent = home.siblings[0]!.indent;
  const inClass = home.ownClass ?? (home.fresh && home.siblings[0]!.chunk.parent ? home.siblings[0]! : undefined);
  const owned = inClass && viewClassLike(project, inClass, home.siblings, registeredAs(plan));
  if (inClass && !owned) return undefined;
  const lines = [
    ...(owned?.head ?? []),
    ...decoratorFor(project, plan, parts, status.text, style),
    ...signature(plan, parts, parameters, indent, style),
    ...indented(bodyOf(project, plan, parts, style.width - columns(indent), status.code), indent + style.indent),
  ];
  const text = `${lines.join('\n')}\n`;
  const imports = importsFor(project, plan, parts, text);
  if (home.fresh)
    return fresh(project, edit, plan, text, preferred(parts.imports.of(home.file), imports), [
      ...(parts.models.inline ? parts.models.blocks() : []),
      ...storeFor(project, plan, parts),
    ])
      ? { parameters, status: status.code, written: ownPath(plan) }
      : undefined;
  const source = project.text(home.file)!;
  const gap = indent && !owned ? '\n' : '\n\n';
  const lead = source.slice(0, home.at).endsWith('\n') ? '' : '\n';
  edit.insert(home.file, home.at, home.isBefore ? `${text}${gap}` : `${lead}${gap}${text}`, 'the route that the call asks for');
  if (owned?.registered) edit.insert(home.file, owned.registered.at, owned.registered.text, 'registered beside its siblings');
  parts.imports.add(home.file, imports);
  return { parameters, status: status.code, written: ownPath(plan) };
}

const registeredAs = (plan: Plan) => ({
  path: ownPath(plan),
  segments: segmentsOf(plan.path),
  isList: plan.intent.kind === 'list' || (plan.intent.kind === 'create' && plan.method === 'POST'),
});

function decoratorFor(
  project: Project,
  plan: Plan,
  { answer, imports, assume }: Parts,
  status: string | undefined,
  style: { quote: '"' | "'"; width: number; indent: string },
): string[] {
  const { home, method } = plan;
  const [like] = alike(home.siblings, method, plan.path.includes('{')) as [Sibling];
  const fitted = (text: string) => guardFor(project, plan, imports, assume, like, text);
  if (like.isView) return like.others.map((o) => like.indent + fitted(o));
  const own = ownPath(plan);
  const usesRoute = most(home.siblings, (s) => s.verb === 'route');
  const items = [quoted(own, style.quote)];
  if (usesRoute) items.push(`methods=[${quoted(method, style.quote)}]`);
  const isIn = isEnclosed(plan, answer);
  const model = answer.type !== undefined && (answer.type !== 'None' || isIn) && !answer.isSaid && home.framework === 'fastapi';
  const shown = isIn ? outerType(plan.envelope, answer.type ?? 'None') : answer.type;
  for (const [name, text] of like.options) {
    if (name === 'response_model' && model) items.push(`response_model=${shown}`);
    else if (name === 'status_code' && status) items.push(`status_code=${status}`);
    else if (name === 'tags' || name === 'include_in_schema') items.push(`${name}=${text}`);
    else if (name === 'dependencies') items.push(`${name}=${fitted(text)}`);
    else if (name === 'summary' || (name === 'name' && / /.test(text))) items.push(`${name}=${quoted(title(plan), style.quote)}`);
  }
  const has = (name: string) => items.some((i) => i.startsWith(`${name}=`));
  if (model && !has('response_model') && most(home.siblings, (s) => s.options.some(([n]) => n === 'response_model')))
    items.push(`response_model=${shown}`);
  if (status && !has('status_code')) items.push(`status_code=${status}`);
  const { wrapper } = like;
  if (wrapper) items.unshift(`${like.router}.${method.toLowerCase()}`, items.shift()!, ...wrapper.rest.map(fitted));
  const head = wrapper ? `@${wrapper.name}(` : `@${like.router}.${usesRoute ? 'route' : method.toLowerCase()}(`;
  return [
    ...bracketed(like.indent, head, items, ')', style.width, style.indent).split('\n'),
    ...like.others.map((o) => like.indent + fitted(o)),
  ];
}

/** What guards a sibling, under the name that it has for this verb. */
function guardFor(
  project: Project,
  plan: Plan,
  imports: WantedImports,
  assume: (s: string) => void,
  like: Sibling,
  text: string,
): string {
  const found = forVerb(project, like.file, text, plan.method);
  imports.add(plan.home.file, found.imports);
  const unlike = plan.home.fresh ? (found.text.match(/\b[A-Z][A-Z\d]*_[A-Z\d_]+\b/g) ?? []) : [];
  for (const name of [...found.foreign, ...unlike])
    assume(`${name} guards ${like.route.method} ${like.route.path}; whether it is right here is not known.`);
  return found.text;
}

/** The path as the decorator writes it, with Flask's converters. */
function ownPath({ home, path }: Plan): string {
  const rest = path.slice(home.prefix.length);
  const own = home.prefix.endsWith('/') && home.prefix !== '' ? `/${rest}`.replace(/^\/\//, '/') : rest;
  if (home.framework === 'fastapi') return own;
  const converters = new Map(
    home.siblings.flatMap((s) => {
      const raw = s.route.source.route.path;
      return raw?.kind === 'str' ? [...raw.text.matchAll(/<(\w+):(\w+)>/g)].map((m): [string, string] => [m[2]!, m[1]!]) : [];
    }),
  );
  const usual = [...converters.values()][0];
  // Flask answers '/api/tags' by '' behind the prefix; '/' would redirect.
  return (own || (home.prefix === '' ? '/' : '')).replace(/\{(\w+)\}/g, (_all, name: string) => {
    const converter = converters.get(name) ?? (/(^|_)id$/.test(name) ? usual : undefined);
    return converter ? `<${converter}:${name}>` : `<${name}>`;
  });
}

function signature(
  plan: Plan,
  { answer }: Parts,
  parameters: readonly ParameterText[],
  indent: string,
  style: { width: number; indent: string },
): string[] {
  const { home, handler, isAsync } = plan;
  const typed = most(home.siblings, (s) => s.returns !== undefined);
  const usesModel = most(home.siblings, (s) => s.options.some(([n]) => n === 'response_model'));
  const like = plan.lookup?.shows;
  const type = answer.borrowed
    ? (like?.returns ?? undefined)
    : usesModel && answer.type !== 'None' && !typed
      ? undefined
      : answer.type;
  const isIn = isEnclosed(plan, answer);
  const arrow = typed && type !== undefined ? ` -> ${isIn ? outerType(plan.envelope, type) : type}` : '';
  const head = `${isAsync ? 'async ' : ''}def ${handler}(`;
  return bracketed(
    indent,
    head,
    parameters.map((p) => p.text),
    `)${arrow}:`,
    style.width,
    style.indent,
  ).split('\n');
}

function importsFor(project: Project, plan: Plan, { models, answer, bodyType }: Parts, text: string): NewImport[] {
  const { home } = plan;
  const source = project.text(home.siblings[0]!.file)!;
  const out: NewImport[] = [];
  if (models.file === home.file || models.inline) out.push(...models.imports());
  else {
    const taken = Object.keys(project.chunk(models.file, '')?.vars ?? {});
    for (const name of new Set(
      [...models.declared, ...taken].filter((n) =>
        new RegExp(`(?<![.\\w])${n}\\b`).test(`${answer.type ?? ''} ${bodyType ?? ''}`),
      ),
    ))
      if (project.chunk(models.file, name)?.kind === 'class' || models.declared.includes(name))
        out.push(...models.reference(name).imports);
  }
  for (const name of ['Literal', 'Optional', 'List', 'Dict', 'Union'])
    if (new RegExp(`(?<![.\\w])${name}\\[`).test(text)) out.push({ module: 'typing', name });
  if (/[[(:|,>] *Any\b/.test(text)) out.push({ module: 'typing', name: 'Any' });
  if (home.framework === 'fastapi') {
    if (/\bQuery\(/.test(text)) out.push({ module: 'fastapi', name: 'Query' });
  } else
    for (const name of ['request', 'abort', 'jsonify'])
      if (new RegExp(`(?<![.\\w])${name}[.(]`).test(text))
        out.push({ module: home.framework === 'quart' ? 'quart' : 'flask', name });
  if (!home.fresh) return out;
  const used = importsOf(source).flatMap((s): NewImport[] =>
    s.names
      ? s.names
          .filter((n) => new RegExp(`(?<![.\\w])${n.as ?? n.name}\\b`).test(text))
          .map((n) => ({ module: s.module, name: n.name, ...(n.as ? { as: n.as } : {}) }))
      : new RegExp(`(?<![.\\w])${s.as ?? s.module}\\b`).test(text)
        ? [{ module: s.module, ...(s.as ? { as: s.as } : {}) }]
        : [],
  );
  return [...out, ...used];
}

/** Of two imports under one name the first kind. */
function preferred(first: readonly NewImport[], others: readonly NewImport[]): NewImport[] {
  const known = new Set(first.map((i) => i.as ?? i.name));
  return [...first, ...others.filter((i) => i.name === undefined || !known.has(i.as ?? i.name))];
}

/** What the new things are kept in, where the siblings' module holds theirs. */
const storeFor = (project: Project, { home }: Plan, { answer }: Parts): string[] =>
  answer.kept ? [declaredLike(project, home.siblings[0]!.file, answer.kept.store, answer.type)] : [];

/** A module of its own: a router made like the siblings', the route, and the line that includes it. */
function fresh(project: Project, edit: EditBuilder, plan: Plan, text: string, imports: NewImport[], models: string[]): boolean {
  const { home } = plan;
  const like = home.siblings[0]!;
  const source = project.text(like.file)!;
  const made = new RegExp(`^${like.router}\\s*(?::[^=\\n]+)?=\\s*([\\w.]+)\\(([^)]*)\\)`, 'm').exec(source);
  if (!made) return false;
  const [, maker, args] = made;
  const inFolder = dirname(home.file) !== dirname(like.file);
  const own = inFolder ? basename(dirname(like.file)) : stem(like.file);
  const { resource } = home.fresh!;
  const router = `${like.router} = ${maker}(${args!.replace(new RegExp(`(["'/])${own.replace(/_/g, '[-_]')}(?=["'/])`, 'g'), (_all, before: string) => before + resource)})`;
  const { width } = styleOf(project, like.file);
  const maker0 = maker!.split('.')[0]!;
  const from = importsOf(source).find((s) => s.names?.some((n) => (n.as ?? n.name) === maker0));
  const all: NewImport[] = [...(from ? [{ module: from.module, name: maker0 }] : []), ...imports];
  const head = addImports('', all, isOwnModule(project, like.file), width)
    .map((e) => e.text)
    .join('');
  edit.create(
    home.file,
    `${head.trimEnd()}\n\n${router}\n\n\n${models.map((m) => `${m}\n\n`).join('')}${text}`,
    like.file,
    'no router is about this yet',
  );
  const marker = project.text(`${dirname(like.file)}/__init__.py`);
  if (inFolder && marker !== undefined) edit.create(`${dirname(home.file)}/__init__.py`, marker, like.file, 'its folder');
  return includeRouter(project, edit, {
    file: home.file,
    name: like.router,
    framework: home.framework,
    hasPrefix: /prefix=/.test(args!),
  });
}
