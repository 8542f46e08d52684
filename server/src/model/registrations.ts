/** What of Python code can register a route: the knowledge by which the effects of functions are read. */
import { own } from '../base/own';
import type { Expr } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Knowledge } from '../values/effects';
import { rootOf } from '../values/openness';
import { keyOf } from '../values/value';
import { frameworks } from './frameworks/registry';
import type { Registration } from './registration';

const names = new Set(frameworks.flatMap((f) => f.names));
const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace', 'route']);
const constructors = new Set(frameworks.flatMap((f) => f.constructors));

export const registrations: Knowledge<Registration> = {
  name: 'registrations',
  lang: 'python',
  direct: mattersByForm,
  read: (call) => {
    for (const framework of frameworks) {
      const found = framework.read(call);
      if (found.length) return found;
    }
    return [];
  },
  mayMatter: ({ callee, args }) => {
    if (callee.kind === 'sym') return true;
    if (callee.kind === 'member')
      return names.has(callee.name) && (callee.of.kind === 'sym' || rootOf(callee).kind === 'inst' || args.pos.length > 0);
    if (callee.kind !== 'made') return false;
    return callee.callee.kind === 'sym' || (callee.callee.kind === 'member' && names.has(callee.callee.name));
  },
  values: (r) =>
    r.op === 'include'
      ? [r.on, r.child, ...(r.prefix ? [r.prefix] : [])]
      : r.op === 'route'
        ? [r.on, ...(r.path ? [r.path] : [])]
        : [r.on],
  key: (r) =>
    `${r.op}|${keyOf(r.on)}|${r.op === 'include' ? `${keyOf(r.child)}|${r.prefix ? keyOf(r.prefix) : ''}` : r.path ? keyOf(r.path) : ''}|${r.op === 'route' ? `${r.methods.join()}|${keyOf(r.handler)}` : ''}`,
};

const libraries = new Set([
  'fastapi',
  'starlette',
  'flask',
  'quart',
  'flask_restx',
  'flask_restful',
  'flask_restplus',
  'apiflask',
  'flask_smorest',
  'flask_openapi3',
]);

/**
 * Registering methods by their names, factories of decorators only where their result is called, constructors; and in files that
 * import a framework, functions that came as values: `for init in routes: init(app)`, `method(path)(handler)`.
 */
function mattersByForm(chunk: Chunk, e: Expr, called: boolean, imports: ReadonlySet<string>): boolean {
  if (e.kind !== 'call') return false;
  const callee = chunk.arena[e.callee];
  if (callee?.kind === 'get') return verbs.has(callee.name) ? called : names.has(callee.name) || constructors.has(callee.name);
  const framework = () => [...libraries].some((l) => imports.has(l));
  if (callee?.kind === 'call') {
    const inner = chunk.arena[callee.callee];
    return inner?.kind === 'get'
      ? names.has(inner.name)
      : inner?.kind === 'free'
        ? inner.name === 'getattr'
        : isGiven(chunk, inner) && framework();
  }
  if (callee?.kind === 'ref' && constructors.has(callee.name)) return true;
  return (callee?.kind === 'at' || isGiven(chunk, callee)) && e.args.some((a) => !a.spread) && framework();
}

/** A parameter, a loop variable, an item of a table: what it is shows only in evaluation. */
function isGiven(chunk: Chunk, e: Expr | undefined): boolean {
  return (
    e?.kind === 'ref' &&
    (own(chunk.vars, e.name) ?? []).some((a) => ['param', 'each', 'at'].includes(chunk.arena[a.x]?.kind ?? ''))
  );
}
