/** Decorator and handler disagree about the parameters of the path. */

import { isTypo } from '../base/distance';
import { externalClass } from '../model/routes/registration';
import { roleOf } from '../model/routes/roles';
import type { Route } from '../model/routes/routes';
import { rootOf } from '../values/openness';
import { siteKey, textOf } from '../values/value';
import { type Api, listed, titleOf } from './api';
import { takenBy } from './dependencies';
import { handlerChunk, routeSite, servedAt } from './handlers';
import { named, type Rule, type RuleFinding } from './rule';

const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.delete("/api/streams/{name}/consumers/{consumer_id}")\n';

export const pathParameterMismatch: Rule = {
  meta: {
    id: 'path-parameter-mismatch',
    severity: 'error',
    summary: 'The path has a parameter that the handler does not take, or the reverse',
    why: 'FastAPI gives a path parameter only to an argument of the same name; an argument of another name becomes a required query parameter, so that every request is answered with 422. Flask passes all path parameters by name: one that the view does not take, or one that it takes and the path lacks, is a `TypeError` and a 500.',
    limits:
      'Nothing is reported where a dependency, a decorator or the request object may take the parameter. Where an argument has quite another name than the parameter it is a warning, and nothing where a call gives it in the query.',
    fix: { how: 'Give the argument and the parameter one name.', safe: false },
    examples: {
      bad: { 'api/main.py': `${APP}def forget(name: str, consumer: str):\n    return {}\n` },
      good: { 'api/main.py': `${APP}def forget(name: str, consumer_id: str):\n    return {}\n` },
    },
  },
  check: (api) => {
    const seen = new Set<string>();
    return api.routes.flatMap((route) => {
      const key = siteKey(routeSite(api, route));
      if (seen.has(key) || route.method === 'WS') return [];
      seen.add(key);
      return route.framework === 'fastapi' ? inFastapi(api, route) : inFlask(api, route);
    });
  },
};

const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)(?::\w+)?\}/g)].map((m) => m[1]!);

function inFastapi(api: Api, route: Route): RuleFinding[] {
  const chunk = handlerChunk(api, route);
  const own = parametersOf(textOf(route.source.route.path) ?? '');
  // Starlette's own routes hand over the request alone.
  if (route.source.route.bare) return [];
  if (!own.length || !chunk || chunk.kind !== 'function' || !isPlain(api, route, /^$/)) return [];
  if (api.ctx.world.chunk(route.handler.file!, chunk.parent ?? '')?.kind === 'class') return [];
  const taken = takenBy(api, route);
  if (taken === 'anything') return [];
  const untaken = own.filter((name) => !taken.has(name));
  if (!untaken.length) return [];
  const all = parametersOf(route.path ?? '');
  // A parameter that nobody takes may be for the browser alone; one that an argument nearly has the name of is a slip.
  const free = (chunk.params ?? []).filter((p) => p.default === undefined && !all.includes(p.name)).map((p) => p.name);
  const near = free.find((name) => untaken.some((u) => u.includes(name) || name.includes(u) || isTypo(u, name)));
  const what = `The path has {${untaken.join('}, {')}}, but ${route.handler.name ?? 'the handler'} takes no argument of that name`;
  if (near !== undefined) {
    const message = `${what}; its argument ${near} is read from the query, so that requests are answered with 422. Give both the same name.`;
    return [mismatch(api, route, message, { untaken, near })];
  }
  const asked = askedInstead(api, route, untaken, free);
  if (!asked.length) return [];
  const [is, names] = asked.length > 1 ? ['are', listed(asked)] : ['is', asked[0]];
  const message = `${what}, while ${names}, which the path does not have, ${is} read from the query: requests without ?${asked.join('=&')}= are answered with 422. Give both the same name, or ${names} a default.`;
  return [{ ...mismatch(api, route, message, { untaken, asked }), severity: 'warning' }];
}

/**
 * As many arguments that become required query parameters as the path has parameters that nobody reads: most likely the same ones under other names, unless
 * some call gives them in the query.
 */
function askedInstead(api: Api, route: Route, untaken: readonly string[], free: readonly string[]): string[] {
  const { query } = api.contracts.offer(route);
  const fields = query.kind === 'object' ? query.fields : {};
  const asked = free.filter((name) => fields[name] && !fields[name].optional);
  if (asked.length !== untaken.length || asked.length !== free.length) return [];
  const isGiven = api.compared.all().some(({ routes, contract }) => {
    const missing = contract.query.flatMap((d) => (d.kind === 'missing' ? [d.path] : []));
    return routes.includes(route) && !asked.some((name) => missing.includes(name));
  });
  return isGiven ? [] : asked;
}

/** Decorators of these pass on what they are given. */
const HARMLESS = /^(flask|quart|flask_restx|flask_restful|flask_login|flask_jwt_extended|flask_cors|flask_caching)\b/;

function inFlask(api: Api, route: Route): RuleFinding[] {
  const chunk = handlerChunk(api, route);
  if (chunk?.kind !== 'function' || !chunk.params || route.path === null || route.partial || route.app === null) return [];
  if (externalClass(api.ctx, route.source.route.on)?.path.startsWith('flask_openapi3.')) return [];
  if (!isPlain(api, route, HARMLESS) || route.source.route.options.named.defaults) return [];
  const parent = api.ctx.world.chunk(route.handler.file!, chunk.parent ?? '');
  const isMethod = parent?.kind === 'class';
  if (isMethod && ['decorators', 'method_decorators', 'init_every_request'].some((name) => parent.vars[name])) return [];
  const params = isMethod ? chunk.params.slice(1) : chunk.params;
  if (params.some((p) => p.kind === 'keywords')) return [];
  const all = parametersOf(route.path);
  const untaken = ownParameters(api, route).filter((name) => !params.some((p) => p.name === name));
  const missing = params.filter((p) => p.kind === 'plain' && p.default === undefined && !all.includes(p.name)).map((p) => p.name);
  if (!untaken.length && (!missing.length || isMethod)) return [];
  if (popsValues(api)) return [];
  const name = route.handler.name ?? 'the view';
  const what = untaken.length
    ? `The path has <${untaken.join('>, <')}>, but ${name} takes no argument of that name`
    : `${name} wants ${listed(missing)}, which the path ${route.path} does not have`;
  const repair =
    untaken.length && missing.length
      ? 'Give both the same name'
      : untaken.length
        ? 'Let it take that argument'
        : `Put ${missing.length > 1 ? 'them' : 'it'} into the path, or take ${missing.length > 1 ? 'them' : 'it'} from the request`;
  return [mismatch(api, route, `${what}: every request ends in a TypeError. ${repair}.`, { untaken, missing })];
}

/** What the registration itself writes; what a helper or prefix puts in front may be taken out again. */
function ownParameters(api: Api, route: Route): string[] {
  const site = routeSite(api, route);
  const e = api.ctx.world.chunk(site.file, site.chunk)?.arena[site.x];
  return e?.kind === 'str' ? [...e.value.matchAll(/<(?:\w+(?:\([^)]*\))?:)?(\w+)>/g)].map((m) => m[1]!) : [];
}

function mismatch(api: Api, route: Route, message: string, data: Record<string, unknown>): RuleFinding {
  return {
    site: routeSite(api, route),
    around: servedAt(api, route),
    message,
    related: [],
    subject: titleOf(route),
    data: { method: route.method, path: route.path, ...data },
    about: { route: named(route) },
  };
}

/** Every decorator of the handler registers it, or is known to change nothing of its arguments. */
function isPlain(api: Api, route: Route, harmless: RegExp): boolean {
  const { file, chunk: id } = route.handler;
  const chunk = handlerChunk(api, route);
  const place = chunk && api.ctx.place(file!, chunk.parent ?? '', api.ctx.genericEnv(file!, chunk.parent ?? ''));
  if (!place || id === undefined) return false;
  return (chunk.decorators ?? []).every((x) => {
    const value = api.ctx.evaluate(place, x);
    const member = value.kind === 'made' ? value.callee : value;
    if (member.kind === 'member' && roleOf(api.ctx, member.of)) return !GIVING.has(member.name);
    const root = rootOf(value);
    return root.kind === 'ext' && harmless.test(root.path);
  });
}

/** Decorators of applications and blueprints that hand further arguments to the handler: APIFlask, flask-smorest. */
const GIVING = new Set(['input', 'arguments']);

/** A preprocessor may take parameters out of the path before the view is called. */
function popsValues(api: Api): boolean {
  const files = new Set(api.served.flatMap((r) => [r.site.file, r.appFile ?? '', ...r.trace.map((s) => s.site.file)]));
  return [...files].some((file) =>
    Object.values(api.ctx.world.code(file)?.chunks ?? {}).some((c) =>
      c.arena.some((e) => e.kind === 'get' && /url_value_preprocessor/.test(e.name)),
    ),
  );
}
