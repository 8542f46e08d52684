/** The parameters of the new handler: those of the path as siblings type them, what is sent, the query, what siblings depend on. */
import type { Project } from '../project';
import { plainType } from '../python/plain-types';
import { segmentsOf } from '../segments';
import type { Home } from './home';
import { commonest } from './layers';
import { attribute } from './names';
import type { Parts, Plan } from './plan';
import { most, type ParameterText, siblingAt } from './siblings';
import { forVerb } from './verbs';

export function parametersFor(
  project: Project,
  plan: Plan,
  { body, bodyType, form, handing, whole, imports, assume }: Parts,
): ParameterText[] {
  const { home, lookup } = plan;
  const out: ParameterText[] = home.siblings[0]!.parameters.filter((p) => p.kind === 'self');
  out.push(...pathParametersFor(plan, assume));
  if (home.framework !== 'fastapi') return out;
  if (body && bodyType) out.push(bodyParameter(plan, bodyType));
  out.push(...(form?.parameters ?? []), ...queryParameters(project, plan));
  const needed = [...(lookup?.needs ?? []), ...(handing?.needs ?? []), ...(whole?.needs ?? [])].filter(
    (p) => p.kind === 'dependency' || p.kind === 'context',
  );
  const verb = home.siblings.filter((s) => s.route.method === plan.method);
  const same = verb.length ? verb : home.siblings.filter((s) => (s.route.method === 'GET') === (plan.method === 'GET'));
  const pool = same.length ? same : home.siblings;
  const usual = pool.flatMap((s) =>
    s.parameters.filter(
      (p) => (p.kind === 'dependency' || p.kind === 'context') && most(pool, (o) => o.parameters.some((q) => q.text === p.text)),
    ),
  );
  const guarded = (p: ParameterText): ParameterText => {
    const { file } = home.siblings[0]!;
    const found = p.kind === 'dependency' ? forVerb(project, file, p.text, plan.method) : undefined;
    imports.add(home.file, found?.imports ?? []);
    return found ? { ...p, text: found.text } : p;
  };
  for (const p of [...needed, ...usual.filter((u) => !home.fresh || home.fresh.usual.has(u.text))])
    if (!out.some((o) => o.name === p.name)) out.push(guarded(p));
  const isFirst = most(
    home.siblings.filter((s) => s.parameters.some(isPlain) && s.parameters.some(isGiven)),
    ({ parameters }) => parameters.findIndex(isGiven) < parameters.findIndex(isPlain),
  );
  const rank = (p: ParameterText) => (p.kind === 'self' ? 0 : p.hasDefault ? 3 : isFirst && isGiven(p) ? 1 : 2);
  return [...out].sort((a, b) => rank(a) - rank(b));
}

const isPlain = (p: ParameterText) => p.kind === 'path' || p.kind === 'body';
/** By FastAPI, without a default. */
const isGiven = (p: ParameterText) => (p.kind === 'dependency' || p.kind === 'context') && !p.hasDefault;

export function pathParametersFor({ home, path, holes, keys }: Plan, assume: (s: string) => void): ParameterText[] {
  const known = home.siblings.flatMap((s) => s.parameters).filter((p) => p.kind === 'path');
  return segmentsOf(path).flatMap((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) return [];
    const same = known.find((p) => p.name === name);
    const model = keys.get(name)?.annotation;
    if (same?.annotation || (same && !model)) return [same];
    return [
      pathParameter(name, { model, said: holes.get(name), isNew: home.fresh !== undefined }, known, home.framework, assume),
    ];
  });
}

function pathParameter(
  name: string,
  { model, said, isNew }: { model: string | undefined; said: string | undefined; isNew: boolean },
  known: readonly ParameterText[],
  framework: string,
  assume: (s: string) => void,
): ParameterText {
  if (framework !== 'fastapi') return { name, text: name, hasDefault: false, kind: 'path' };
  const isId = /(^|_)id$/.test(name);
  const like = isId ? known.find((p) => /_?id$/.test(p.name) && p.annotation)?.annotation : undefined;
  const annotation = model ?? (isNew && said === 'str' ? said : (like ?? said)) ?? (isId ? 'int' : 'str');
  if (!model && !like && !said) assume(`${name} is ${annotation === 'int' ? 'a whole number' : 'a text'}.`);
  return { name, text: `${name}: ${annotation}`, annotation, hasDefault: false, kind: 'path' };
}

const SENT = /^(?:payload|body|data|request|item)$/;

/** What other handlers call what is sent, where no sibling is sent anything; in Flask the name that they read it into. */
export function sentAs(project: Project, { siblings, framework }: Home): string | undefined {
  const { file } = siblings[0]!;
  if (framework !== 'fastapi') {
    const read = /(?<![\w.])(\w+) = (?:await )?(?:request\.(?:get_json\(|json\b|form\b)|(?:api|ns)\.payload\b)/g;
    const all = [file, ...project.api.served.flatMap((r) => r.handler.file ?? [])].map((f) => project.text(f) ?? '');
    for (const text of all) {
      const names = [...text.matchAll(read)].map((m) => m[1]!);
      if (names.length) return commonest(names);
    }
    return undefined;
  }
  if (siblings.some((s) => s.parameters.some((p) => p.kind === 'body'))) return undefined;
  const others = project.api.served.flatMap((r) => (r.method === 'GET' ? [] : (siblingAt(project, r)?.parameters ?? [])));
  const names = others.filter((p) => p.kind === 'body').map((p) => p.name);
  return names.length && names.every((n) => SENT.test(n)) ? commonest(names) : undefined;
}

/** As siblings call what is sent: 'payload', 'data', 'item_in'. */
export function bodyParameterName({ home, intent, lookup, sentAs }: Plan): string {
  if (sentAs !== undefined && sentAs !== lookup?.variable) return sentAs;
  const names = home.siblings.flatMap((s) => s.parameters.filter((p) => p.kind === 'body').map((p) => p.name));
  const usual = names.find((n) => SENT.test(n));
  const suffix = /_(in|data|body|payload|dto|schema)$/.exec(names[0] ?? '')?.[1];
  const name = usual ?? (suffix ? `${intent.thing}_${suffix}` : 'payload');
  return name === lookup?.variable ? 'payload' : name;
}

function bodyParameter(plan: Plan, type: string): ParameterText {
  const name = bodyParameterName(plan);
  // Nothing of it need be sent: some callers do not.
  const isEmpty = plan.details.mayBeEmpty === true;
  const text = `${name}: ${type}${isEmpty ? ` = ${type}()` : ''}`;
  return { name, text, annotation: type, hasDefault: isEmpty, kind: 'body' };
}

/** `page: int | None = None`; under another name what Python has no such name for: `from_: str | None = Query(None, alias="from")`. */
export function declared(
  name: string,
  type: string,
  marker: 'Query' | 'Form' | 'File',
  byDefault: string | undefined,
  isAnnotated: boolean,
): Pick<ParameterText, 'name' | 'text' | 'kind'> {
  const own = attribute(name);
  const alias = own === name ? [] : [`alias="${name}"`];
  const isBare = marker === 'Query' && !alias.length;
  const given = byDefault === undefined ? '' : ` = ${byDefault}`;
  const text = isBare
    ? `${own}: ${type}${given}`
    : isAnnotated
      ? `${own}: Annotated[${type}, ${marker}(${alias.join()})]${given}`
      : `${own}: ${type} = ${marker}(${[byDefault ?? '...', ...alias].join(', ')})`;
  return { name: own, text, kind: 'query' };
}

export function queryParameters(project: Project, { details, method, home }: Plan): ParameterText[] {
  if (method !== 'GET') return [];
  const text = home.siblings.map((s) => s.parameters.map((p) => p.text).join()).join();
  const says = /Optional\[| None\b/.test(text) ? text : (project.text(home.siblings[0]!.file) ?? '');
  return Object.entries(details.query.fields).flatMap(([name, { shape }]): ParameterText[] => {
    if (!/[A-Za-z]/.test(name)) return [];
    const like = home.siblings.flatMap((s) => s.parameters).find((p) => p.kind === 'query' && p.name === name);
    if (like) return [like];
    const type = plainType(shape.kind === 'object' || shape.kind === 'list' ? undefined : shape, name);
    const optional = /Optional\[/.test(says) ? `Optional[${type}]` : `${type} | None`;
    return [{ ...declared(name, optional, 'Query', 'None', /\bAnnotated\[/.test(text)), annotation: type, hasDefault: true }];
  });
}
