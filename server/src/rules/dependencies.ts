/**
 * Which parameters a FastAPI handler takes, its dependencies included: `Depends(f)` as default, in `Annotated[…]`, behind an alias, and in
 * the `dependencies=[…]` of route, router, include and application. 'anything' where it cannot be told.
 */

import type { X } from '../facts/expression';
import { DEPENDS } from '../model/details/fastapi-parameters';
import { argument, externalClass } from '../model/routes/registration';
import type { Route } from '../model/routes/routes';
import type { Place } from '../values/context';
import { findModule } from '../values/modules/python-modules';
import { textOf, type Value } from '../values/value';
import type { Api } from './api';

export type Taken = ReadonlySet<string> | 'anything';

const DEEP = 8;

class Unclear extends Error {}

export function takenBy(api: Api, route: Route): Taken {
  const { file, chunk } = route.handler;
  if (file === undefined || chunk === undefined) return 'anything';
  const reader = new Reader(api);
  try {
    reader.function(file, chunk);
    for (const args of around(api, route)) reader.listed(argument(args, 'dependencies'));
  } catch (error) {
    if (error instanceof Unclear) return 'anything';
    throw error;
  }
  return reader.names;
}

/** The arguments of everything that may add dependencies to the route. */
function around(api: Api, { source }: Route) {
  const owners = [source.route.on, ...source.includes.flatMap((i) => [i.on, i.child])];
  return [
    source.route.options,
    ...source.includes.map((i) => i.options),
    ...owners.flatMap((o) => externalClass(api.ctx, o)?.args ?? []),
  ];
}

class Reader {
  readonly names = new Set<string>();
  private readonly seen = new Set<string>();

  constructor(private readonly api: Api) {}

  function(file: string, id: string): void {
    const key = `${file}#${id}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const { ctx } = this.api;
    const place = ctx.place(file, id, ctx.genericEnv(file, id));
    const outer = place && ctx.place(file, place.chunk.parent ?? '', ctx.genericEnv(file, place.chunk.parent ?? ''));
    if (!place || !outer) throw new Unclear();
    if (readsPath(place)) throw new Unclear();
    for (const param of place.chunk.params ?? []) {
      if (param.kind === 'keywords') throw new Unclear();
      this.names.add(param.name);
      if (param.default !== undefined) this.expression(place, param.default, param.annotation, outer, 0);
      if (param.annotation !== undefined) this.expression(outer, param.annotation, undefined, outer, 0);
    }
  }

  /** dependencies=[Depends(f)] */
  listed(value: Value | undefined): void {
    if (!value || (value.kind === 'lit' && value.value === null)) return;
    const items = this.api.ctx.elements(value);
    if (!items) throw new Unclear();
    for (const item of items) {
      if (item.kind !== 'made' || item.callee.kind !== 'ext') throw new Unclear();
      if (DEPENDS.test(item.callee.path)) this.dependency(argument(item.args, 'dependency', 0));
    }
  }

  private expression(place: Place, x: X, annotation: X | undefined, outer: Place, depth: number): void {
    const e = place.chunk.arena[x];
    if (!e || depth > DEEP) throw new Unclear();
    const inner = (of: X) => this.expression(place, of, undefined, outer, depth + 1);
    switch (e.kind) {
      case 'call':
        this.call(place, x, annotation, outer);
        return;
      case 'at':
        inner(e.object);
        inner(e.index);
        return;
      case 'list':
        for (const item of e.items) inner(item.x);
        return;
      case 'either':
        for (const of of e.of) inner(of);
        return;
      case 'ref':
      case 'import':
        this.named(place, x, depth);
        return;
      case 'str':
        if (/^\w+$/.test(e.value)) return;
        throw new Unclear();
      default:
        return;
    }
  }

  private call(place: Place, x: X, annotation: X | undefined, outer: Place): void {
    const value = this.api.ctx.evaluate(place, x);
    if (value.kind !== 'made' || value.callee.kind !== 'ext') return;
    const { args, callee } = value;
    const alias = argument(args, 'alias') ?? argument(args, 'validation_alias');
    const name = textOf(alias);
    if (alias && name === undefined) throw new Unclear();
    if (name !== undefined) this.names.add(name);
    if (!DEPENDS.test(callee.path)) return;
    const given = argument(args, 'dependency', 0);
    this.dependency(given ?? (annotation === undefined ? undefined : this.api.ctx.evaluate(outer, annotation)));
  }

  private dependency(value: Value | undefined): void {
    if (value?.kind === 'ext' || (value?.kind === 'made' && value.callee.kind === 'ext')) return;
    const isObject = value?.kind === 'inst' || value?.kind === 'class';
    const called = isObject ? this.api.ctx.member(value, value.kind === 'inst' ? '__call__' : '__init__') : value;
    if (called?.kind !== 'fn') throw new Unclear();
    this.function(called.file, called.chunk);
  }

  /** An alias: `StorageDep = Annotated[Storage, Depends(get_storage)]`, here or in the module that it comes from. */
  private named(place: Place, x: X, depth: number): void {
    const { ctx } = this.api;
    const e = place.chunk.arena[x];
    const value = ctx.evaluate(place, x);
    if (value.kind === 'class' || value.kind === 'fn') return;
    if (e?.kind === 'ref') {
      const home = ctx.place(place.file, e.chunk, ctx.genericEnv(place.file, e.chunk));
      const assigns = home?.chunk.vars[e.name];
      if (!home || assigns?.length !== 1) throw new Unclear();
      this.expression(home, assigns[0]!.x, undefined, home, depth + 1);
    }
    if (e?.kind !== 'import' || e.name === undefined) return;
    const file = findModule(ctx.world, place.file, e.module, e.level ?? 0);
    if (file === undefined) {
      if (value.kind === 'ext') return;
      throw new Unclear();
    }
    const home = ctx.place(file, '', ctx.moduleEnv(file));
    const assigns = home?.chunk.vars[e.name];
    if (!home || assigns?.length !== 1) throw new Unclear();
    this.expression(home, assigns[0]!.x, undefined, home, depth + 1);
  }
}

/** Whether a function may read path parameters from the request itself. */
function readsPath({ chunk }: Place): boolean {
  return chunk.arena.some((e) => e.kind === 'get' && (e.name === 'path_params' || e.name === 'scope' || e.name === 'match_info'));
}
