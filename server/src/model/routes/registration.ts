/** What Python code does to an application or router: the effects from which the route table is made. */
import { own } from '../../base/own';
import { ancestry } from '../../values/classes';
import type { Context } from '../../values/context';
import type { CallSite, Invoke } from '../../values/effects';
import { externalArgs } from '../../values/instances';
import type { Args, Site, Value } from '../../values/value';

export type Registration =
  | {
      op: 'route';
      on: Value;
      /** Upper case verbs; ['ANY'] where every verb is answered, ['WS'] for a WebSocket. */
      methods: string[];
      path: Value | undefined;
      handler: Value;
      /** The arguments of the registration: response_model, dependencies, status_code, tags… */
      options: Args;
      /** Flask's endpoint name, FastAPI's name=. */
      name?: Value;
      /** The router's own prefix is not put before it. */
      bare?: true;
      /** The call whose arguments the options are. */
      call?: Site;
      /** Where it is written, if not where it is handed over: an entry of a list of routes. */
      written?: Site;
      framework: string;
    }
  | {
      op: 'include';
      on: Value;
      child: Value;
      prefix: Value | undefined /** The prefix replaces the child's own. */;
      replaces?: boolean;
      options: Args;
      framework: string;
    }
  /** The function that answers for an endpoint's name: Flask's `@app.endpoint("login")`. */
  | { op: 'endpoint'; on: Value; name: Value | undefined; handler: Value; framework: string }
  /** A folder of files, or a page that answers every path: no answer to an API call. */
  | { op: 'files'; on: Value; path: Value | undefined; framework: string };

/** What a library object is to the table. */
export interface Role {
  kind: 'app' | 'router';
  framework: string;
  /** Its own prefix, as given where it was made. */
  prefix?: Value;
  /** A blueprint's name, the first part of its endpoints' names. */
  name?: Value;
}

export interface Framework {
  id: string;
  /** Members whose result is called to register something: decorators. */
  factories: readonly string[];
  /** Members whose call registers something. */
  direct: readonly string[];
  /** Classes whose construction may register something: applications, routers with routes, APIs. */
  constructors: readonly string[];
  role(ctx: Context, value: Value): Role | undefined;
  read(call: CallSite): (Registration | Invoke)[];
}

/** The external class that a value is an instance of, directly or through classes of the project: its dotted name and arguments. */
export function externalClass(ctx: Context, value: Value): { path: string; args: Args; site?: Site } | undefined {
  if (value.kind === 'made' && value.callee.kind === 'ext')
    return { path: value.callee.path, args: value.args, site: value.site };
  if (value.kind === 'sym' && value.fallback) return externalClass(ctx, value.fallback);
  if (value.kind !== 'inst') return undefined;
  const base = ancestry(ctx, value.cls).find((v) => v.kind === 'ext');
  return base?.kind === 'ext'
    ? { path: base.path, args: externalArgs(ctx, value), ...(value.site ? { site: value.site } : {}) }
    : undefined;
}

/** The external class that a class of the project inherits from. */
export function externalBase(ctx: Context, value: Value): string | undefined {
  if (value.kind === 'ext') return value.path;
  if (value.kind !== 'class') return undefined;
  const base = ancestry(ctx, value).find((v) => v.kind === 'ext' && v.path !== 'builtins.object');
  return base?.kind === 'ext' ? base.path : undefined;
}

/** An argument by keyword or position. */
export const argument = (args: Args, name: string, index = -1): Value | undefined =>
  own(args.named, name) ?? (index >= 0 ? args.pos[index] : undefined);

/** The application or router inside of wrappers: `CORSMiddleware(Timing(app), …)`, `WSGIMiddleware(flask_app)`. */
export function unwrapped(roleOf: (value: Value) => Role | undefined, value: Value, depth = 0): Value {
  if (depth > 4 || roleOf(value) || (value.kind !== 'made' && value.kind !== 'inst')) return value;
  const inner = [
    value.args?.pos[0],
    value.args && own(value.args.named, 'app'),
    value.args && own(value.args.named, 'application'),
  ];
  for (const one of inner) {
    const found = one && unwrapped(roleOf, one.kind === 'member' && one.name === 'wsgi_app' ? one.of : one, depth + 1);
    if (found && roleOf(found)) return found;
  }
  return value;
}

/** What a constructor call makes, the same value that evaluating the call gives. */
export function constructed(call: CallSite): Value {
  return call.ctx.call(call.callee, call.args, call.site, call.place.env);
}

/** ['GET', 'POST'] from a list of literals; undefined where a verb cannot be known. */
export function verbs(ctx: Context, value: Value | undefined): string[] | undefined {
  const items = value && (value.kind === 'str' ? [value] : ctx.elements(value));
  const texts = items?.map((v) =>
    v.kind === 'str' ? v.text.toUpperCase() : v.kind === 'ext' ? v.path.split('.').at(-1)!.toUpperCase() : undefined,
  );
  return texts?.length && texts.every((t) => t !== undefined) ? [...new Set(texts)] : undefined;
}

/** The verbs that a registration is given; every one where they cannot be known; undefined where none are given. */
export function verbsGiven(ctx: Context, value: Value | undefined): string[] | undefined {
  const isGiven = value && !(value.kind === 'lit' && value.value === null);
  return isGiven ? (verbs(ctx, value) ?? ['ANY']) : undefined;
}
