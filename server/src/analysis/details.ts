/** Details of routes and models with their places: what hovers show and fixes edit. */
import { fullDetailsOf } from '../model/contract/full-details';
import type { FullDetails, Parameter } from '../model/details/described';
import type { Route } from '../model/routes/routes';
import type { Context } from '../values/context';
import type { Site } from '../values/value';
import { wholeLiteral } from './literal';
import type { Place, Positions } from './positions';

export interface RouteRanges {
  /** The decorator without its @, or the call that registers. */
  registration: Place;
  /** The literals of the path, from the outermost prefix on; the last is that of the registration, where one is written there. */
  path: Place[];
  /** The handler from its name to the end of its last parameter or its return annotation; null without a handler in the project. */
  signature: Place | null;
  parameters: Place[];
  /** From its first statement to its end. */
  body: Place | null;
}
export interface DetailedRoute extends FullDetails {
  ranges: RouteRanges;
}

/** Where a class or function of the project is declared. */
export interface Declared {
  name: Place;
  whole: Place;
  body: Place;
}

export function detailed(ctx: Context, route: Route, positions: Positions): DetailedRoute {
  return { ...fullDetailsOf(ctx, route), ranges: rangesOf(ctx, route, positions) };
}

function rangesOf(ctx: Context, route: Route, positions: Positions): RouteRanges {
  const { file, chunk } = route.handler;
  const handler = file !== undefined && chunk !== undefined ? { file, chunk } : undefined;
  const declared = handler && declaredAt(positions, handler);
  return {
    registration: positions.of(route.site),
    path: route.pathSites.map((site) => wholeLiteral(ctx.world, positions, site)),
    signature: handler && declared ? signatureOf(ctx, handler, declared, positions) : null,
    parameters: handler ? parametersOf(ctx, handler, positions) : [],
    body: declared?.body ?? null,
  };
}

export function declaredAt(positions: Positions, { file, chunk }: { file: string; chunk: string }): Declared | undefined {
  const decl = positions.layout(file)?.decls[chunk];
  return (
    decl && {
      name: positions.range(file, decl.nameFrom, decl.nameTo),
      whole: positions.range(file, decl.from, decl.to),
      body: positions.range(file, decl.bodyFrom, decl.to),
    }
  );
}

interface Handler {
  file: string;
  chunk: string;
}

function signatureOf(ctx: Context, { file, chunk }: Handler, { name }: Declared, positions: Positions): Place {
  const outline = ctx.world.outline(file, chunk);
  const returns =
    outline?.returnsX === undefined ? undefined : positions.of({ file, chunk: outline.parent ?? '', x: outline.returnsX });
  const last = parametersOf(ctx, { file, chunk }, positions).at(-1);
  return positions.range(file, name.from, Math.max(name.to, last?.to ?? 0, returns?.to ?? 0));
}

/** Each from its name to the end of its annotation and default. */
function parametersOf(ctx: Context, { file, chunk }: Handler, positions: Positions): Place[] {
  const names = positions.layout(file)?.params?.[chunk] ?? [];
  const outline = ctx.world.outline(file, chunk);
  return (outline?.params ?? []).map(({ annotation, default: given }, i) => {
    const [from = 0, to = 0] = names.slice(2 * i, 2 * i + 2);
    const ends = [
      ...(annotation === undefined ? [] : [positions.of({ file, chunk: outline?.parent ?? '', x: annotation }).to]),
      ...(given === undefined ? [] : [positions.of({ file, chunk, x: given }).to]),
    ];
    return positions.range(file, from, Math.max(to, ...ends));
  });
}

/** Where an expression or a parameter stands. */
export function placeOf(ctx: Context, positions: Positions, spot: Site | Parameter): Place {
  if ('x' in spot) return positions.of(spot);
  return parametersOf(ctx, spot, positions)[spot.param] ?? positions.range(spot.file, 0, 0);
}
