/**
 * What a route takes and gives, with what the shapes of both sides are made of: parsers, schemas and models that Flask's libraries declare,
 * the fields of models that FastAPI reads a query from, and the answers that the handler makes.
 */
import { type Context, type Place, siteOf } from '../../values/context';
import { sameSite } from '../../values/value';
import type { FullDetails, Returned, RouteParameter } from '../details/described';
import { type PyType, UNKNOWN, union } from '../details/python-types';
import { detailsOf, errorsAmong, handlerPlace, type RouteDetails } from '../details/route-details';
import type { Route } from '../routes/routes';
import { eitherOf, type Shape } from '../shapes/shape';
import { type Declaration, declarationsOf, declaredAnswer, declaredStatuses } from './flask-declared';
import { type ModelType, modelOf } from './models';
import { shapeOfType } from './python-shapes';
import { newReader, shapeOfExpression } from './returned';
import { answeredStatus } from './statuses';

export function fullDetailsOf(ctx: Context, route: Route): FullDetails {
  const details = detailsOf(ctx, route);
  const handler = handlerPlace(ctx, route);
  const returns = handler ? returnsOf(ctx, handler) : [];
  const isFast = route.framework === 'fastapi';
  const said = handler && !isFast ? declaredAnswer(ctx, handler) : {};
  const statuses = handler && !isFast ? declaredStatuses(ctx, handler) : [];
  return {
    ...details,
    ...(isFast || !handler ? opened(ctx, details) : withDeclared(details, declarationsOf(ctx, handler))),
    response: details.response ?? (said.shape ? typeOfShape(said.shape) : null),
    returns,
    status: details.status ?? statusAmong(returns) ?? said.status ?? null,
    errors: errorsAmong([...details.errors, ...statuses, ...returns.flatMap((r) => r.status ?? [])]),
  };
}

function returnsOf(ctx: Context, place: Place): Returned[] {
  return (place.chunk.returns ?? []).map(({ x }): Returned => {
    const whole = shapeOfExpression(newReader(ctx), place, x, 0);
    const shape = whole.kind === 'union' ? eitherOf(whole.of) : whole;
    const rest = { status: answeredStatus(ctx, place, x) ?? null, site: siteOf(place, x) };
    if (shape.kind === 'object')
      return { kind: 'dict', keys: Object.keys(shape.fields), ...(shape.open ? { open: true } : {}), ...rest };
    const kind = shape.kind === 'list' ? 'list' : place.chunk.arena[x]?.kind === 'call' ? 'call' : 'other';
    return { kind, keys: [], ...rest };
  });
}

/** The one that all returns say but those of errors; where they differ each says its own. */
function statusAmong(returns: readonly Returned[]): number | undefined {
  const all = new Set(returns.flatMap(({ status }) => ((status ?? 200) < 400 ? [status ?? undefined] : [])));
  return all.size === 1 ? [...all][0] : undefined;
}

type Taken = Pick<RouteDetails, 'parameters' | 'body'>;
const byName = ({ in: source, name }: RouteParameter): string => `${source} ${name}`;

/** What is declared stands for what is read of it. */
function withDeclared({ parameters, body }: Taken, declarations: readonly Declaration[]): Taken {
  const declared = declarations.flatMap((one) => one.parameters ?? declaredParameters(one));
  const isWhole = declared.some((p) => p.in === 'body' && p.name === WHOLE);
  const all = new Map([...parameters, ...(isWhole ? [] : body), ...declared].map((p) => [byName(p), p]));
  return { parameters: [...all.values()].filter((p) => p.in !== 'body'), body: [...all.values()].filter((p) => p.in === 'body') };
}

/** The name that flask-restx has for a body in its documents. */
const WHOLE = 'payload';

/** A named model is the body as a whole, anything else is one parameter a field. */
function declaredParameters({ source, shape, site }: Declaration): RouteParameter[] {
  if (source === 'body' && (shape.kind !== 'object' || shape.name !== undefined))
    return [{ in: source, name: WHOLE, type: typeOfShape(shape), required: true, site }];
  return Object.entries(shape.kind === 'object' ? shape.fields : {}).map(([name, field]) => ({
    in: source,
    name,
    type: typeOfShape(field.shape),
    required: !field.optional,
    site: field.site ?? site,
  }));
}

/** `filter: Annotated[Filter, Query()]`: FastAPI reads the fields of the model, each by its own name. */
function opened(ctx: Context, { parameters, body }: Taken): Taken {
  const all = parameters.flatMap((p) => (p.in !== 'path' && p.type.kind === 'model' ? fieldsIn(ctx, p, p.type) : [p]));
  return { parameters: [...new Map(all.map((p) => [byName(p), p])).values()], body };
}

function fieldsIn(ctx: Context, whole: RouteParameter, model: ModelType): RouteParameter[] {
  const shape = shapeOfType(ctx, model, 'in');
  if (shape.kind !== 'object') return [whole];
  const declared = [...modelOf(ctx, model).fields.values()];
  const { default: _, ...from } = whole;
  return Object.entries(shape.fields).map(([sent, { shape: of, optional, site }]): RouteParameter => {
    const field = declared.find((f) => site !== undefined && sameSite(f.site, site));
    const isRenamed = whole.in === 'header' && field?.name === sent;
    return {
      ...from,
      name: isRenamed ? sent.replaceAll('_', '-') : sent,
      type: field?.type ?? typeOfShape(of),
      required: whole.required && !optional,
      ...(field?.default === undefined ? {} : { default: field.default }),
    };
  });
}

/** As Python would write it. A number may be either of two. */
function typeOfShape(shape: Shape): PyType {
  switch (shape.kind) {
    case 'object':
      return shape.name === undefined
        ? { kind: 'dict', of: shape.values ? typeOfShape(shape.values) : UNKNOWN }
        : { kind: 'plain', name: shape.name };
    case 'list':
      return { kind: 'list', of: typeOfShape(shape.of) };
    case 'union':
      return union(shape.of.map(typeOfShape));
    case 'literal':
      return { kind: 'literal', values: [shape.value] };
    case 'number':
      return { kind: 'union', of: ['int', 'float'].map((name) => ({ kind: 'plain', name })) };
    case 'unknown':
      return UNKNOWN;
    default:
      return { kind: 'plain', name: NAMES[shape.kind] };
  }
}
const NAMES = { string: 'str', boolean: 'bool', null: 'None', file: 'bytes', none: 'None' } as const;
