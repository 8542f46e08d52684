/** Parsers of request arguments, of flask-restx and flask-restful: `parser.add_argument("page", type=int, location="args")`. */
import type { Context } from '../../values/context';
import { elementsOf } from '../../values/elements';
import { type Args, textOf, type Value } from '../../values/value';
import { isRestx } from '../details/flask-reads';
import { typeOfValue } from '../details/python-types';
import type { RouteParameter } from '../details/route-details';
import { variablesOf } from '../shapes/objects';
import { type Field, fieldOf, list, noFields, object, type Shape, STRING, union } from '../shapes/shape';
import { isTrue } from './library-fields';
import { shapeOfType } from './python-shapes';

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

/** What it reads, by where from. What is looked for in several places is required in none of them. */
export function argumentsOf(ctx: Context, parser: Value): Partial<Record<RouteParameter['in'], Shape>> {
  const all: Partial<Record<RouteParameter['in'], Record<string, Field>>> = {};
  for (const args of isParser(parser) ? added(ctx, parser, 0) : []) {
    const name = textOf(args.pos[0] ?? args.named.name);
    const places = locationsOf(ctx, args.named.location);
    for (const place of name === undefined ? [] : places) {
      all[place] ??= noFields();
      all[place][name!] = fieldOf(shapeOfArgument(ctx, args), undefined, places.length > 1 || !isTrue(args.named.required));
    }
  }
  return Object.fromEntries(Object.entries(all).map(([place, fields]) => [place, object(fields, true)]));
}

/** JSON and forms where nothing is said. */
function locationsOf(ctx: Context, value: Value | undefined): RouteParameter['in'][] {
  const words = value && (textOf(value) ?? elementsOf(ctx, value)?.map(textOf));
  const found = (typeof words === 'string' ? [words] : (words ?? ['json', 'form', 'args'])).flatMap(
    (w) => LOCATIONS[w ?? ''] ?? [],
  );
  return found;
}

function shapeOfArgument(ctx: Context, { named }: Args): Shape {
  const choices = named.choices && elementsOf(ctx, named.choices)?.map(textOf);
  const one: Shape = choices?.every((c) => c !== undefined)
    ? union(choices.map((value): Shape => ({ kind: 'literal', value })))
    : named.type
      ? shapeOfType(ctx, typeOfValue(ctx, named.type), 'in')
      : STRING;
  const action = textOf(named.action);
  return action === 'append' || action === 'split' ? list(one) : one;
}

/** The arguments of every `add_argument` on it: chained, on its variable, on what it is copied from. */
function added(ctx: Context, parser: Made, depth: number): Args[] {
  if (depth > 20) return [];
  const { callee, site } = parser;
  const before = callee.kind === 'member' && isParser(callee.of) ? added(ctx, callee.of, depth + 1) : [];
  const chained = callee.kind === 'member' && callee.name === 'add_argument' ? [parser.args] : [];
  const home = ctx.place(site.file, site.chunk, parser.env);
  const names = home ? variablesOf(home.chunk, site.x) : [];
  const onVariable = (home?.chunk.arena ?? []).flatMap((e) => {
    const called = e.kind === 'call' ? home!.chunk.arena[e.callee] : undefined;
    const of = called?.kind === 'get' && called.name === 'add_argument' ? home!.chunk.arena[called.object] : undefined;
    return e.kind === 'call' && of?.kind === 'ref' && names.includes(of.name) ? [ctx.args(home!, e.args)] : [];
  });
  return [...before, ...chained, ...onVariable];
}
