/**
 * What a Flask handler says that it takes and gives: schemas that it loads and dumps, `@ns.expect`, `@ns.marshal_with`, parsers of request
 * arguments, `@use_args`, `@blp.arguments`, `@blp.response`.
 */
import type { X } from '../../facts/expression';
import { type Context, type Place, siteOf } from '../../values/context';
import { elementsOf } from '../../values/elements';
import { type Args, isTrue, type Site, textOf, type Value } from '../../values/value';
import { isRestx, sourceOfValue } from '../details/flask-reads';
import { type RouteParameter, statusesIn, statusOf } from '../details/route-details';
import { eitherOf, type Field, fieldOf, list, noFields, object, type Shape } from '../shapes/shape';
import { type Called, calledAs, decoratorsAround, describedShape } from './library-fields';
import { isSchemaValue } from './marshmallow';
import { shapeOfType } from './python-shapes';
import { argumentsOf, isParser } from './reqparse';

type Source = RouteParameter['in'];
export type DeclaredTaken = Partial<Record<Source, Shape>>;

/** One thing that is said to be read. */
export interface Declaration {
  source: Source;
  shape: Shape;
  /** Of a parser: one by one, as it declares them. */
  parameters?: RouteParameter[];
  site: Site;
}

/** By where it is read from. */
export function declaredTaken(ctx: Context, handler: Place): DeclaredTaken {
  const out: DeclaredTaken = {};
  for (const { source, shape } of declarationsOf(ctx, handler))
    out[source] = eitherOf([...(out[source] ? [out[source]] : []), shape]);
  return out;
}

export function declarationsOf(ctx: Context, handler: Place): Declaration[] {
  const out: Declaration[] = [];
  const put = (source: Source, shape: Shape | undefined, site: Site): void => {
    if (shape) out.push({ source, shape, site });
  };
  for (const value of decoratorsAround(ctx, handler)) {
    const called = calledAs(value);
    if (!called) continue;
    const { args, site } = called;
    const [first] = args.pos;
    for (const given of expectedBy(ctx, called)) {
      if (isParser(given)) out.push(...parsed(ctx, given, site));
      else put('body', documented(describedShape(ctx, given, 'in'), args), site);
    }
    if (first && TAKING.test(called.name)) put(locationOf(args), describedShape(ctx, first, 'in'), site);
  }
  handler.chunk.arena.forEach((e, x) => {
    if (e.kind !== 'call') return;
    const loaded = schemaCall(ctx, handler, x, /^(load|validate)$/);
    const source = loaded && e.args[0] ? sourceOfValue(ctx.evaluate(handler, e.args[0].x)) : undefined;
    if (loaded && source) put(source, describedShape(ctx, loaded, 'in', ctx.args(handler, e.args)), siteOf(handler, x));
    const parser = memberOf(ctx, handler, x, /^parse_args$/);
    if (parser && isParser(parser)) out.push(...parsed(ctx, parser, siteOf(handler, x)));
  });
  return out;
}

/** `@api.expect(parser, task)`, `@api.doc(expect=[task])`, `@api.doc(parser=parser)`, `@api.doc(body=task)` */
function expectedBy(ctx: Context, { name, args: { pos, named } }: Called): Value[] {
  if (name === 'expect') return pos;
  if (name !== 'doc') return [];
  const all = named.expect ? (elementsOf(ctx, named.expect) ?? [named.expect]) : [];
  return [...all, ...[named.parser, named.body].flatMap((v) => v ?? [])];
}

/** What a parser reads from each place: more may be there. */
function parsed(ctx: Context, parser: Value, site: Site): Declaration[] {
  const all = argumentsOf(ctx, parser);
  return [...new Set(all.map((p) => p.in))].map((source) => {
    const parameters = all.filter((p) => p.in === source);
    const fields = noFields();
    for (const { name, type, required, somewhere, site: at } of parameters)
      fields[name] = {
        ...fieldOf(shapeOfType(ctx, type, 'in'), 'x' in at ? at : undefined, !required && !(somewhere && source !== 'query')),
        ...(somewhere ? { orInQuery: true as const } : {}),
      };
    return { source, shape: object(fields, true), parameters, site };
  });
}

const TAKING = /^(use_args|use_kwargs|arguments|input)$/;
const LOCATIONS: Record<string, Source> = { query: 'query', querystring: 'query', form: 'form', files: 'file', json: 'body' };

const locationOf = ({ named, pos }: Args): Source => LOCATIONS[textOf(named.location ?? pos[1]) ?? 'json'] ?? 'header';

/** Without `validate` what is missing is not refused; with or without it more may be read. */
function documented(shape: Shape | undefined, { named }: Args): Shape | undefined {
  if (shape?.kind !== 'object') return shape;
  const fields: Record<string, Field> = noFields();
  for (const [name, field] of Object.entries(shape.fields))
    fields[name] = isTrue(named.validate) ? field : { ...field, optional: true };
  return { ...shape, fields, open: true };
}

/** The object of `object.name(…)` at `x`, where the name fits. */
function memberOf(ctx: Context, place: Place, x: X, name: RegExp): Value | undefined {
  const e = place.chunk.arena[x];
  const callee = e?.kind === 'call' ? place.chunk.arena[e.callee] : undefined;
  return callee?.kind === 'get' && name.test(callee.name) ? ctx.evaluate(place, callee.object) : undefined;
}

function schemaCall(ctx: Context, place: Place, x: X, name: RegExp): Value | undefined {
  const of = memberOf(ctx, place, x, name);
  return of && isSchemaValue(ctx, of) ? of : undefined;
}

/** `schema.dump(task)`, `schema.jsonify(task)`, `marshal(task, model)`; undefined for any other call. */
export function dumpedBy(ctx: Context, place: Place, x: X): Shape | undefined {
  const e = place.chunk.arena[x];
  if (e?.kind !== 'call') return undefined;
  const schema = schemaCall(ctx, place, x, /^(dump|jsonify)$/);
  if (schema) return describedShape(ctx, schema, 'out', ctx.args(place, e.args));
  const callee = place.chunk.arena[e.callee];
  if (!callee || !('name' in callee) || callee.name !== 'marshal') return undefined;
  const { pos, named } = ctx.args(place, e.args);
  const model = pos[1] ?? named.fields;
  return model && enveloped(describedShape(ctx, model, 'out'), named.envelope ?? pos[2]);
}

function enveloped(shape: Shape | undefined, envelope: Value | undefined): Shape | undefined {
  const name = textOf(envelope);
  return shape && name ? object({ [name]: fieldOf(shape) }) : shape;
}

/** What a decorator says of the answer. */
export interface DeclaredAnswer {
  shape?: Shape;
  /** A list of it, where a list is returned. */
  either?: true;
  envelope?: Value;
  status?: number;
}

/** What decorators make of the answer. */
export function declaredGiven(ctx: Context, handler: Place): Shape | undefined {
  const { shape, either, envelope } = answerOf(ctx, handler) ?? {};
  return enveloped(shape && either ? { kind: 'union', of: [shape, list(shape)] } : shape, envelope);
}

/** What they say of it: its shape and status. */
export function declaredAnswer(ctx: Context, handler: Place): { shape?: Shape; status?: number } {
  const { shape, envelope, status } = answerOf(ctx, handler) ?? {};
  const whole = enveloped(shape, envelope);
  return { ...(whole ? { shape: whole } : {}), ...(status === undefined ? {} : { status }) };
}

function answerOf(ctx: Context, handler: Place): DeclaredAnswer | undefined {
  for (const value of decoratorsAround(ctx, handler)) {
    const called = calledAs(value);
    const answer = called && answerBy(ctx, called);
    if (answer) return answer;
  }
  return undefined;
}

function answerBy(ctx: Context, { args: { pos, named }, name, on }: Called): DeclaredAnswer | undefined {
  const said = (given: Value | undefined, status: Value | undefined): DeclaredAnswer => {
    const shape = given && describedShape(ctx, given, 'out');
    const code = statusOf(status);
    return { ...(shape ? { shape } : {}), ...(code === undefined ? {} : { status: code }) };
  };
  if (/^marshal_(list_)?with$/.test(name) && (on === undefined || isRestx(on))) {
    const { shape, ...more } = said(pos[0] ?? named.fields, named.code);
    const isList = name === 'marshal_list_with' || isTrue(named.as_list);
    const envelope = named.envelope ?? pos[1];
    const of = shape && (isList ? { shape: list(shape) } : { shape, either: true as const });
    return { ...more, ...of, ...(envelope ? { envelope } : {}) };
  }
  // That of flask-restx only documents, also errors.
  if (name === 'response' && pos[1] && !(on && isRestx(on))) return said(pos[1], pos[0]);
  return name === 'output' && pos[0] ? said(pos[0], named.status_code ?? pos[1]) : undefined;
}

/** `@api.response(409, "taken")`, `@blp.alt_response(404)`, `@api.doc(responses={404: "gone"})` */
export function declaredStatuses(ctx: Context, handler: Place): number[] {
  return decoratorsAround(ctx, handler).flatMap((value) => {
    const { name, args } = calledAs(value) ?? {};
    if (name === 'doc') return statusesIn(ctx, args?.named.responses);
    return name === 'response' || name === 'alt_response'
      ? (statusOf(args?.pos[0] ?? args?.named.code ?? args?.named.status_code) ?? [])
      : [];
  });
}
