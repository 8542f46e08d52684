/** Parsers of request arguments, of flask-restx and flask-restful: `parser.add_argument("page", type=int, location="args")`. */
import { type Context, siteOf } from '../../values/context';
import { elementsOf } from '../../values/elements';
import { type Args, isTrue, type Site, textOf, type Value } from '../../values/value';
import { isRestx } from '../details/flask-reads';
import { literalOf, type PyType, typeOfValue } from '../details/python-types';
import type { RouteParameter } from '../details/route-details';
import { variablesOf } from '../shapes/objects';

type Made = Value & { kind: 'made' };
const PARSER = /^(flask_restx|flask_restful|flask_restplus)(\.\w+)*\.RequestParser$/;

export const isParser = (value: Value): value is Made =>
  value.kind === 'made' &&
  (value.callee.kind === 'ext'
    ? PARSER.test(value.callee.path)
    : value.callee.kind === 'member' && (value.callee.name === 'parser' ? isRestx(value.callee.of) : isDerived(value.callee)));

/** `parser.copy()`, `parser.add_argument(…)`, which gives the parser. */
const isDerived = ({ name, of }: Value & { kind: 'member' }): boolean => /^(copy|add_argument)$/.test(name) && isParser(of);

const LOCATIONS: Record<string, RouteParameter['in']> = {
  args: 'query',
  form: 'form',
  files: 'file',
  json: 'body',
  headers: 'header',
  cookies: 'cookie',
};

/** What it reads. What is looked for in several places is required in none of them, but in one or the other. */
export function argumentsOf(ctx: Context, parser: Value): RouteParameter[] {
  const out = new Map<string, RouteParameter>();
  for (const { args, site } of isParser(parser) ? added(ctx, parser, 0) : []) {
    const name = textOf(args.pos[0] ?? args.named.name);
    const places = name === undefined ? [] : locationsOf(ctx, args.named.location);
    const [literal] = args.named.default ? literalOf(args.named.default) : [];
    for (const place of places)
      out.set(`${place} ${name}`, {
        in: place,
        name: name!,
        type: typeOfArgument(ctx, args),
        required: places.length === 1 && isTrue(args.named.required),
        ...(places.length > 1 && isTrue(args.named.required) ? { somewhere: true as const } : {}),
        ...(literal === undefined ? {} : { default: literal }),
        site,
      });
  }
  return [...out.values()];
}

/** JSON and forms where nothing is said. */
function locationsOf(ctx: Context, value: Value | undefined): RouteParameter['in'][] {
  const words = value && (textOf(value) ?? elementsOf(ctx, value)?.map(textOf));
  const found = (typeof words === 'string' ? [words] : (words ?? ['json', 'form', 'args'])).flatMap(
    (w) => LOCATIONS[w ?? ''] ?? [],
  );
  return found;
}

function typeOfArgument(ctx: Context, { named }: Args): PyType {
  const choices = named.choices && elementsOf(ctx, named.choices)?.map(textOf);
  const one: PyType = choices?.every((c) => c !== undefined)
    ? { kind: 'literal', values: choices }
    : named.type
      ? typeOfValue(ctx, named.type)
      : { kind: 'plain', name: 'str' };
  const action = textOf(named.action);
  return action === 'append' || action === 'split' ? { kind: 'list', of: one } : one;
}

interface Added {
  args: Args;
  site: Site;
}
/** The arguments of every `add_argument` on it: chained, on its variable, on what it is copied from. */
function added(ctx: Context, parser: Made, depth: number): Added[] {
  if (depth > 20) return [];
  const { callee, site } = parser;
  const before = callee.kind === 'member' && isParser(callee.of) ? added(ctx, callee.of, depth + 1) : [];
  const chained = callee.kind === 'member' && callee.name === 'add_argument' ? [{ args: parser.args, site }] : [];
  const home = ctx.place(site.file, site.chunk, parser.env);
  const names = home ? variablesOf(home.chunk, site.x) : [];
  const onVariable = (home?.chunk.arena ?? []).flatMap((e, x): Added[] => {
    const called = e.kind === 'call' ? home!.chunk.arena[e.callee] : undefined;
    const of = called?.kind === 'get' && called.name === 'add_argument' ? home!.chunk.arena[called.object] : undefined;
    return e.kind === 'call' && of?.kind === 'ref' && names.includes(of.name)
      ? [{ args: ctx.args(home!, e.args), site: siteOf(home!, x) }]
      : [];
  });
  return [...before, ...chained, ...onVariable];
}
