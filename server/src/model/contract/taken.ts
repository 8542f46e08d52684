/** What a route takes, as shapes: the keys of its query and its body, with the content type that it reads. */
import type { Context } from '../../values/context';
import { handlerPlace, type RouteDetails, type RouteParameter } from '../details/route-details';
import type { Route } from '../routes/routes';
import {
  eitherOf,
  type Field,
  fieldOf,
  NONE,
  noFields,
  type ObjectShape,
  object,
  type Shape,
  unknownShape,
} from '../shapes/shape';
import { flaskTaken } from './flask-taken';
import { shapeOfType } from './python-shapes';
import { starletteTaken } from './starlette-taken';

export interface Taken {
  query: ObjectShape;
  /** `none` where none is read. */
  body: Shape;
  /** What a body is read as; unknown where the handler looks itself. */
  content: 'json' | 'form' | 'multipart' | 'none' | 'unknown';
}

export function takenBy(ctx: Context, route: Route, details: RouteDetails): Taken {
  return route.framework === 'fastapi' ? fastapiTaken(ctx, route, details) : flaskTaken(ctx, route, details);
}

function fastapiTaken(ctx: Context, route: Route, details: RouteDetails): Taken {
  const { parameters, body } = details;
  // A class of a library may be a model, which is read as a body.
  const isForeign = parameters.some((p) => p.in === 'query' && isUnknown(ctx, p));
  const open = details.open || isForeign;
  const query = objectOf(
    ctx,
    parameters.filter((p) => p.in === 'query'),
  );
  const forms = parameters.filter((p) => p.in === 'form' || p.in === 'file');
  const asked = open ? { ...query, open: true as const } : query;
  if (forms.length && !body.length) {
    const form = objectOf(ctx, forms);
    const isMultipart = forms.some((p) => p.in === 'file');
    return { query: asked, body: form, content: isMultipart ? 'multipart' : 'form' };
  }
  if (!body.length) {
    const handler = open && !isForeign ? handlerPlace(ctx, route) : undefined;
    const byHand = handler && starletteTaken(ctx, handler);
    if (byHand) return { query: { ...asked, open: true }, ...byHand };
    return {
      query: isForeign ? object(noFields(), true) : asked,
      body: open ? unknownShape('the handler reads the request') : NONE,
      // What stands around the handler may read the request itself.
      content: open || details.guards.some((g) => g.kind === 'decorator') ? 'unknown' : 'none',
    };
  }
  if (forms.length) return { query: asked, body: unknownShape('a body beside a form'), content: 'unknown' };
  return { query: asked, body: bodyOf(ctx, body), content: 'json' };
}

const isUnknown = (ctx: Context, { type }: RouteParameter): boolean =>
  type.kind === 'plain' && type.name !== 'typing.Any' && shapeOfType(ctx, type, 'in').kind === 'unknown';

/** One body is the whole; several, and one that is embedded, stand under their names. */
function bodyOf(ctx: Context, body: readonly RouteParameter[]): Shape {
  const distinct = [...new Map(body.map((p) => [p.name, p])).values()];
  const [only] = distinct;
  if (distinct.length > 1 || !only || only.embed) return objectOf(ctx, distinct);
  const shape = shapeOfType(ctx, only.type, 'in');
  return only.required ? shape : eitherOf([shape, NONE]);
}

/** Parameters by name; a model among them that is read as a whole gives its fields. */
function objectOf(ctx: Context, parameters: readonly RouteParameter[]): ObjectShape {
  const fields = noFields();
  let open = false;
  for (const parameter of parameters) {
    const shape = shapeOfType(ctx, parameter.type, 'in');
    const isFlat = shape.kind === 'object' && parameter.in !== 'body' && !shape.values;
    if (isFlat) Object.assign(fields, shape.fields);
    else fields[parameter.name] = both(fields[parameter.name], fieldOf(shape, siteOf(ctx, parameter), !parameter.required));
    open ||= isFlat
      ? shape.open === true
      : shape.kind === 'unknown' && parameter.in !== 'body' && parameter.type.kind === 'model';
  }
  return object(fields, open);
}

/** Read twice, by a handler and its dependency: required where one requires it. */
const both = (before: Field | undefined, field: Field): Field => (before && !before.optional ? before : field);

/** A parameter of a function is shown where its type is written. */
export function siteOf(ctx: Context, { site }: RouteParameter): Field['site'] {
  if ('x' in site) return site;
  const outline = ctx.world.outline(site.file, site.chunk);
  const { annotation, default: given } = outline?.params?.[site.param] ?? {};
  if (annotation !== undefined) return { file: site.file, chunk: outline?.parent ?? '', x: annotation };
  return given === undefined ? undefined : { file: site.file, chunk: site.chunk, x: given };
}
