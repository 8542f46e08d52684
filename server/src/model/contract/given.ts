/** What a route gives, as a shape: its model, less what the registration leaves out, or what its handler returns. */
import type { Context } from '../../values/context';
import { elementsOf } from '../../values/elements';
import { textOf, type Value } from '../../values/value';
import { handlerPlace, type RouteDetails } from '../details/route-details';
import { argument } from '../routes/registration';
import type { Route } from '../routes/routes';
import { type Field, NONE, noFields, PLAIN, type Shape, union, unknownShape } from '../shapes/shape';
import { leavesAnswers } from './decorators';
import { HTML, TEXT } from './file-answers';
import { declaredGiven } from './flask-declared';
import { givenFields, shapeOfType } from './python-shapes';
import { directResponses, isAllDirect, newReader, returnedBy } from './returned';

export function givenBy(ctx: Context, route: Route, details: RouteDetails): Shape {
  if (details.status === 204) return NONE;
  const handler = handlerPlace(ctx, route);
  const declared = details.response && shapeOfType(ctx, details.response, isNamed(route) ? 'named' : 'out');
  if (declared && saysMuch(declared)) {
    const model = chosen(ctx, route, declared, isNamed(route) ? new Map() : givenFields(ctx, details.response!));
    const direct = handler ? directResponses(newReader(ctx), handler) : [];
    return direct.length ? union([...(handler && isAllDirect(ctx, handler) ? [] : [model]), ...direct]) : model;
  }
  const said = handler && route.framework !== 'fastapi' ? declaredGiven(ctx, handler) : undefined;
  if (said) return said;
  if (!handler || isWrapped(ctx, route, details)) return unknownShape('the handler is not seen, or is wrapped');
  return asClass(route, returnedBy(newReader(ctx, route.framework !== 'fastapi'), handler));
}

/** `response_class=HTMLResponse`: what is returned as it is, is sent so. */
function asClass(route: Route, shape: Shape): Shape {
  const made = argument(route.source.route.options, 'response_class');
  const name = made?.kind === 'ext' ? /(HTML|PlainText|File|Streaming)Response$/.exec(made.path)?.[1] : undefined;
  if (!name || shape.kind === 'file') return shape;
  if (name === 'HTML') return shape.kind === 'string' ? HTML : shape;
  if (name === 'PlainText') return shape.kind === 'string' ? TEXT : shape;
  return shape.kind === 'string' ? PLAIN.file : shape;
}

/** `-> dict` and `-> Any` say less than the code. */
function saysMuch(shape: Shape): boolean {
  if (shape.kind === 'unknown' || shape.kind === 'null') return false;
  if (shape.kind === 'object')
    return Object.keys(shape.fields).length > 0 || (shape.values !== undefined && shape.values.kind !== 'unknown');
  if (shape.kind === 'list') return saysMuch(shape.of);
  return shape.kind !== 'union' || shape.of.some((s) => s.kind !== 'null' && saysMuch(s));
}

/** Outside of FastAPI a decorator may make anything of the answer: `@marshal_with`, `@use_kwargs`. */
const isWrapped = (ctx: Context, route: Route, { guards }: RouteDetails): boolean =>
  route.framework !== 'fastapi' &&
  guards.some(
    ({ kind, name, site }) =>
      kind === 'decorator' &&
      !/login|auth|permission|admin|require|limit|role|csrf|cache|route/i.test(name) &&
      !(site && leavesAnswers(ctx, site)),
  );

const isOn = (route: Route, key: string, value = true): boolean => {
  const given = argument(route.source.route.options, key);
  return given?.kind === 'lit' && given.value === value;
};
const isNamed = (route: Route): boolean => isOn(route, 'response_model_by_alias', false);

/** response_model_include, response_model_exclude; with response_model_exclude_unset and the like any field may be left out. */
function chosen(ctx: Context, route: Route, shape: Shape, fields: ReadonlyMap<string, string>): Shape {
  const { options } = route.source.route;
  const names = (key: string): Set<string> | undefined | null => {
    const value = argument(options, key);
    return value && namesIn(ctx, value);
  };
  const [include, exclude] = [names('response_model_include'), names('response_model_exclude')];
  if (include === null || exclude === null) return opened(shape);
  const isSparse = isOn(route, 'response_model_exclude_unset') || isOn(route, 'response_model_exclude_defaults');
  const mayLack = ({ shape: of }: Field) =>
    isSparse || (isOn(route, 'response_model_exclude_none') && of.kind === 'union' && of.of.some((s) => s.kind === 'null'));
  return kept(shape, (given, field) => {
    // They are called as the model calls them, not as the answer does.
    const name = fields.get(given) ?? given;
    if ((include && !include.has(name)) || exclude?.has(name)) return undefined;
    return mayLack(field) ? { ...field, optional: true } : field;
  });
}

/** {"title", "done"}; null where it cannot be known. */
function namesIn(ctx: Context, value: Value): Set<string> | null {
  const all = elementsOf(ctx, value)?.map(textOf);
  return all?.every((t) => t !== undefined) ? new Set(all) : null;
}

function kept(shape: Shape, keep: (name: string, field: Field) => Field | undefined): Shape {
  if (shape.kind === 'list') return { ...shape, of: kept(shape.of, keep) };
  if (shape.kind === 'union') return union(shape.of.map((s) => kept(s, keep)));
  if (shape.kind !== 'object') return shape;
  const fields = noFields();
  for (const [name, field] of Object.entries(shape.fields)) {
    const mine = keep(name, field);
    if (mine) fields[name] = mine;
  }
  return { ...shape, fields };
}

function opened(shape: Shape): Shape {
  if (shape.kind === 'list') return { ...shape, of: opened(shape.of) };
  if (shape.kind === 'union') return union(shape.of.map(opened));
  return shape.kind === 'object' ? { ...shape, open: true } : shape;
}
