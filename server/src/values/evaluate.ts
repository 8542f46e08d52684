/**
 * The evaluator: what one expression is worth in one activation. Lazy and memoised per (binding, activation) and per
 * (function, activation) by the kernel; bounded in alternatives (`MAX_ALTERNATIVES`) and in call depth (`MAX_CALLS`).
 */
import { own } from '../base/own';
import type { Query } from '../base/query';
import type { Arg, ChunkId, Expr, X } from '../facts/expression';
import { genericEnv } from './activations';
import { argumentsOf } from './arguments';
import { outsideLoops, returned, yielded } from './branches';
import { callValue } from './calls';
import { choice } from './choices';
import { bareProperty, withItsDefault } from './components';
import { type Context, type Place, siteOf } from './context';
import { elementsOf } from './elements';
import { globalValue } from './globals';
import { heldBy } from './held';
import { fieldValue } from './instances';
import { itemAt } from './items';
import { elementAt, joinedLists, listed, mapped } from './lists';
import { memberOf } from './members';
import { exportedValue, importedValue } from './modules/modules';
import { joinedPlace } from './modules/python-places';
import { parameterValue } from './parameters';
import { superOf, thisOf } from './self';
import {
  type Args,
  cat,
  type Env,
  either,
  keyOf,
  makeEnv,
  NULL,
  RECURSIVE,
  runKey,
  type Site,
  sameValue,
  str,
  unknown,
  type Value,
} from './value';
import type { World } from './world';

interface BindingArg {
  file: string;
  chunk: ChunkId;
  name: string;
  env: Env;
}
interface FieldArg {
  cls: Value & { kind: 'class' };
  self: Value & { kind: 'inst' };
  name: string;
}
const NO_FIELD: Value = { kind: 'unknown', why: 'no such field' };
interface ExportArg {
  file: string;
  name: string;
}

export class Evaluator implements Context {
  private readonly bindings: Query<BindingArg, Value>;
  private readonly returned: Query<{ fn: Value & { kind: 'fn' }; env: Env }, Value>;
  private readonly exports: Query<ExportArg, Value>;
  private readonly fields: Query<FieldArg, Value>;
  private readonly moduleEnvs = new Map<string, Env>();

  constructor(readonly world: World) {
    const equal = sameValue;
    this.bindings = world.db.query(
      'binding',
      (a) => this.bindingValue(a),
      () => RECURSIVE,
      { equal },
    );
    this.returned = world.db.query(
      'return',
      ({ fn, env }) => this.returnValue(fn, env),
      () => RECURSIVE,
      { equal },
    );
    this.fields = world.db.query(
      'field',
      ({ cls, self, name }) => fieldValue(this, cls, self, name) ?? NO_FIELD,
      () => RECURSIVE,
      { equal },
    );
    this.exports = world.db.query(
      'export',
      ({ file, name }) => exportedValue(this, file, name),
      () => unknown('import cycle'),
      { equal },
    );
  }

  moduleEnv(file: string): Env {
    let env = this.moduleEnvs.get(file);
    if (!env) {
      env = makeEnv({ file, chunk: '', parent: null, depth: 0 });
      this.moduleEnvs.set(file, env);
    }
    return env;
  }

  genericEnv(file: string, id: ChunkId): Env {
    return genericEnv(this, file, id);
  }

  place(file: string, id: ChunkId, env: Env): Place | undefined {
    const chunk = this.world.chunk(file, id);
    return chunk && { file, id, chunk, env };
  }

  field(cls: Value & { kind: 'class' }, self: Value & { kind: 'inst' }, name: string): Value | undefined {
    const found = this.fields.at(keyOf(self), `${keyOf(cls)}#${name}`, { cls, self, name });
    return found === NO_FIELD ? undefined : found;
  }

  binding(file: string, chunk: ChunkId, name: string, env: Env): Value {
    return this.bindings.at(runKey(file, chunk, env), name, { file, chunk, name, env });
  }
  exported(file: string, name: string): Value {
    return this.exports.at(file, name, { file, name });
  }
  member(of: Value, name: string): Value {
    return memberOf(this, of, name);
  }
  call(callee: Value, args: Args, site: Site, env: Env, isNew = false): Value {
    return callValue(this, callee, args, site, env, isNew);
  }
  elements(value: Value): Value[] | undefined {
    return elementsOf(this, value);
  }
  returnOf(fn: Value & { kind: 'fn' }, env: Env): Value {
    return this.returned.get(runKey(fn.file, fn.chunk, env), { fn, env });
  }

  evaluate(place: Place, x: X): Value {
    const e = place.chunk.arena[x];
    if (!e) return unknown('no such expression');
    switch (e.kind) {
      case 'str':
        return str(e.value, siteOf(place, x));
      case 'lit':
        return { kind: 'lit', value: e.value };
      case 'cat': {
        const parts = e.parts.map((p) => this.evaluate(place, p));
        return joinedPlace(parts) ?? joinedLists(this, place, x, parts) ?? cat(parts, siteOf(place, x));
      }
      case 'ref':
        return e.of ? this.oneOf(place, e.name, e.of) : this.reference(place, e.chunk, e.name);
      case 'free':
        return globalValue(this, place, e.name);
      case 'get':
        return this.member(this.evaluate(place, e.object), e.name);
      case 'at':
        return itemAt(this, this.evaluate(place, e.object), this.evaluate(place, e.index));
      case 'call':
        return e.decorator ? this.decorated(place, x, e) : this.called(place, x, e.callee, e.args, false);
      case 'new':
        return this.called(place, x, e.callee, e.args, true);
      case 'obj':
        return { kind: 'obj', site: siteOf(place, x), env: place.env };
      case 'list':
        return listed(this, place, x, e);
      case 'either':
        return choice(this, place, e);
      case 'fn':
        return { kind: 'fn', file: place.file, chunk: e.chunk, env: place.env };
      case 'class':
        return { kind: 'class', file: place.file, chunk: e.chunk, env: place.env };
      case 'each':
        return elementAt(this, place, e);
      case 'map':
        return mapped(this, place, e);
      case 'param':
        return this.parameter(place, e.index);
      case 'this':
        return thisOf(this, place);
      case 'super':
        return superOf(this, place);
      case 'import':
        return importedValue(this, place.file, e, e.of === undefined ? undefined : this.evaluate(place, e.of));
      case 'await':
        return this.evaluate(place, e.of);
      case 'elem':
        return { kind: 'elem', site: siteOf(place, x), env: place.env };
      case 'unknown':
        return unknown(e.why, siteOf(place, x));
    }
  }

  args(place: Place, args: readonly Arg[]): Args {
    return argumentsOf(this, place, args);
  }

  private reference(place: Place, chunk: ChunkId, name: string): Value {
    let env: Env | null = place.env;
    while (env && env.chunk !== chunk) env = env.parent;
    if (!env && chunk !== '') return unknown(`no activation of ${chunk}`);
    return (
      (env === place.env ? this.plain(place, name) : undefined) ??
      this.binding(place.file, chunk, name, env ?? this.moduleEnv(place.file))
    );
  }

  /** What is worked out faster than it is remembered: a parameter without default, a function, a class that has the name to itself. */
  private plain(from: Place, name: string): Value | undefined {
    const place = outsideLoops(from, undefined);
    const assigns = own(place.chunk.vars, name);
    const only = assigns?.length === 1 && assigns[0]!.chunk === undefined && !assigns[0]!.block ? assigns[0] : undefined;
    const e = only && place.chunk.arena[only.x];
    if (e?.kind === 'param')
      return place.chunk.params?.[e.index]?.default === undefined ? this.parameter(place, e.index) : undefined;
    return e?.kind === 'fn' || e?.kind === 'class' ? this.evaluate(place, only!.x) : undefined;
  }

  /** Those assignments of this chunk that can hold here; all of them are written before, so this ends. */
  private oneOf(place: Place, name: string, of: readonly X[]): Value {
    const assigns = place.chunk.vars[name] ?? [];
    const written = of.map((x) => assigns.find((a) => a.x === x && a.chunk === undefined) ?? { x });
    return either(heldBy(this, place, name, written, false));
  }

  private called(place: Place, x: X, callee: X, args: readonly Arg[], isNew: boolean): Value {
    return this.call(this.evaluate(place, callee), this.args(place, args), siteOf(place, x), place.env, isNew);
  }

  /** A decorator of the project is called; one that is not known leaves what it decorates as it is. */
  private decorated(place: Place, x: X, e: Expr & { kind: 'call' }): Value {
    const target = e.args[0] ? this.evaluate(place, e.args[0].x) : NULL;
    const decorator = this.evaluate(place, e.callee);
    if (decorator.kind !== 'fn') return target;
    const result = this.call(decorator, { pos: [target], named: {} }, siteOf(place, x), place.env);
    return result.kind === 'class' || result.kind === 'inst' || isObject(result) ? result : target;
  }

  private parameter(place: Place, index: number): Value {
    const param = place.chunk.params?.[index];
    if (!param) return unknown('no such parameter');
    return parameterValue(this, place, index);
  }

  private bindingValue({ file, chunk: id, name, env }: BindingArg): Value {
    const place = this.place(file, id, env);
    const assigns = own(place?.chunk.vars, name);
    if (!place || !assigns) return unknown(`${name} is not bound`);
    if (!assigns.length)
      return (id === '' ? bareProperty(this, file, env, name) : undefined) ?? unknown(`${name} is set elsewhere`);
    const held = heldBy(this, place, name, assigns, true);
    const values = id === '' ? withItsDefault(this, file, env, name, held) : held;
    const kept = values.filter((a) => a.value !== RECURSIVE);
    return kept.length ? either(kept.length > 1 ? kept : [{ value: kept[0]!.value }]) : RECURSIVE;
  }

  private returnValue(fn: Value & { kind: 'fn' }, env: Env): Value {
    const place = this.place(fn.file, fn.chunk, env);
    if (!place) return unknown('function is gone');
    if (place.chunk.yields && !place.chunk.returns) return yielded(this, place);
    if (!place.chunk.returns) return NULL;
    const values = returned(
      this,
      place,
      place.chunk.returns.map(({ x, block }) => ({ block, value: () => this.evaluate(place, x) })),
    );
    const kept = values.filter((a) => a.value !== RECURSIVE);
    return kept.length ? either(kept) : RECURSIVE;
  }
}

/** What a decorator makes of a function that is none any more: `@blueprint("shop")` gives a Blueprint. */
const isObject = (value: Value): boolean =>
  value.kind === 'made' && value.callee.kind === 'ext' && /\.[A-Z][a-z]\w*$/.test(value.callee.path);
