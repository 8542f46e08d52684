/**
 * What a Flask handler says that it takes and gives: schemas that it loads and dumps, `@ns.expect`, `@ns.marshal_with`, parsers of request
 * arguments, `@use_args`, `@blp.arguments`, `@blp.response`.
 */
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { type Args, textOf, type Value } from '../../values/value';
import { isRestx, sourceOfValue } from '../details/flask-reads';
import type { RouteParameter } from '../details/route-details';
import { eitherOf, type Field, fieldOf, list, noFields, object, type Shape } from '../shapes/shape';
import { calledAs, decoratorsAround, describedShape, isTrue } from './library-fields';
import { isSchemaValue } from './marshmallow';
import { argumentsOf, isParser } from './reqparse';

type Source = RouteParameter['in'];
export type DeclaredTaken = Partial<Record<Source, Shape>>;

/** By where it is read from. What only documents (`expect` without `validate`) may be less than what is read. */
export function declaredTaken(ctx: Context, handler: Place): DeclaredTaken {
  const out: DeclaredTaken = {};
  const put = (source: Source, shape: Shape | undefined): void => {
    if (shape) out[source] = eitherOf([...(out[source] ? [out[source]] : []), shape]);
  };
  const parsed = (parser: Value): void => {
    for (const [source, shape] of Object.entries(argumentsOf(ctx, parser))) put(source as Source, shape);
  };
  for (const value of decoratorsAround(ctx, handler)) {
    const called = calledAs(value);
    const [first] = called?.args.pos ?? [];
    if (!called || !first) continue;
    if (called.name === 'expect' && isParser(first)) parsed(first);
    else if (called.name === 'expect') put('body', documented(describedShape(ctx, first, 'in'), called.args));
    else if (TAKING.test(called.name)) put(locationOf(called.args), describedShape(ctx, first, 'in'));
  }
  handler.chunk.arena.forEach((e, x) => {
    if (e.kind !== 'call') return;
    const loaded = schemaCall(ctx, handler, x, /^(load|validate)$/);
    const source = loaded && e.args[0] ? sourceOfValue(ctx.evaluate(handler, e.args[0].x)) : undefined;
    if (loaded && source) put(source, describedShape(ctx, loaded, 'in', ctx.args(handler, e.args)));
    const parser = memberOf(ctx, handler, x, /^parse_args$/);
    if (parser && isParser(parser)) parsed(parser);
  });
  return out;
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

/** What decorators make of the answer. */
export function declaredGiven(ctx: Context, handler: Place): Shape | undefined {
  for (const value of decoratorsAround(ctx, handler)) {
    const called = calledAs(value);
    if (!called) continue;
    const { args, name, on } = called;
    if (/^marshal_(list_)?with$/.test(name) && (on === undefined || isRestx(on))) {
      const given = args.pos[0] ?? args.named.fields;
      const shape = given && describedShape(ctx, given, 'out');
      const isList = name === 'marshal_list_with' || isTrue(args.named.as_list);
      return enveloped(shape && isList ? list(shape) : shape && eitherListed(shape), args.named.envelope ?? args.pos[1]);
    }
    if (name === 'response' && args.pos[1]) return describedShape(ctx, args.pos[1], 'out');
    if (name === 'output' && args.pos[0]) return describedShape(ctx, args.pos[0], 'out');
  }
  return undefined;
}

/** `marshal_with` makes a list of what is returned as one. */
const eitherListed = (shape: Shape): Shape => ({ kind: 'union', of: [shape, list(shape)] });
