/** What stands around a view: decorators of the function, `@login_required`, and those of a class and its methods, `decorators = [login_required]`. */
import type { Context, Place } from '../../values/context';
import { elementsOf } from '../../values/elements';
import type { Site, Value } from '../../values/value';
import { originalsOf } from '../routes/naming';
import { roleOf } from '../routes/roles';
import type { Route } from '../routes/routes';
import type { Guard } from './described';
import { guardName, shownDecorator, shownDependency } from './guard-text';

/** Further decorators of the handler: `@login_required`, `@server.restrict("admin")`. */
export function decoratorsOf(ctx: Context, route: Route): Guard[] {
  const { handler } = route.source.route;
  if (handler.kind === 'class') return viewGuards(ctx, handler, route);
  return decoratorsOn(ctx, handler, route.site).map((guard) => ({ ...guard, kind: 'decorator' }));
}

/** Those of the method, then those of the class, under the names that Flask's views and resources have for them. */
function viewGuards(ctx: Context, view: Value & { kind: 'class' }, route: Route): Guard[] {
  const method = ctx.member(view, route.method.toLowerCase());
  const around = ['method_decorators', 'decorators'].flatMap((name) => elementsOf(ctx, ctx.member(view, name)) ?? []);
  return [
    ...decoratorsOn(ctx, method, route.site).map((guard): Guard => ({ ...guard, kind: 'view' })),
    ...around.map((value): Guard => {
      const name = guardName(ctx, value);
      return { kind: 'view', name, shown: shownDependency(ctx, value, name), from: 'route', scopes: [] };
    }),
  ];
}

function decoratorsOn(ctx: Context, handler: Value, site: Site): Omit<Guard, 'kind'>[] {
  return originalsOf(ctx, handler).flatMap((fn): Omit<Guard, 'kind'>[] => {
    const chunk = fn.kind === 'fn' ? ctx.world.outline(fn.file, fn.chunk) : undefined;
    const place = fn.kind === 'fn' && chunk?.parent !== undefined ? ctx.place(fn.file, chunk.parent, fn.env) : undefined;
    return (place && chunk?.decorators ? chunk.decorators : []).flatMap((x): Omit<Guard, 'kind'>[] => {
      const name = writtenName(place!, x);
      if (!name || PLAIN.has(name) || isRegistration(ctx, place!, x, site)) return [];
      const shown = shownDecorator(ctx, place!, x, name);
      return [{ name, shown, from: 'route', scopes: [], site: { file: place!.file, chunk: place!.id, x } }];
    });
  });
}

const PLAIN = new Set(['wraps', 'staticmethod', 'classmethod', 'property']);

/** 'restrict' of `@server.restrict("admin")` */
function writtenName({ chunk }: Place, x: number): string | undefined {
  const e = chunk.arena[x];
  const named = e?.kind === 'call' ? chunk.arena[e.callee] : e;
  return named && 'name' in named ? named.name : undefined;
}

/** Whether a decorator is what registers, by itself or handed a router's method: `@app.get("/x")`, `@protect(app.get, "/x")`. */
function isRegistration(ctx: Context, place: Place, x: number, site: Site): boolean {
  const decorating = site.file === place.file && site.chunk === place.id ? place.chunk.arena[site.x] : undefined;
  if (decorating?.kind === 'call' && decorating.callee === x) return true;
  const value = ctx.evaluate(place, x);
  const e = place.chunk.arena[x];
  const given = e?.kind === 'call' ? e.args.map((a) => ctx.evaluate(place, a.x)) : [];
  return [...(value.kind === 'made' ? [value.callee] : []), ...given].some(
    (v) => v.kind === 'member' && roleOf(ctx, v.of) !== undefined,
  );
}
