/**
 * What a row makes of itself: `task.to_dict()`, where code says of which class the row is: `db.session.get(Task, 1)`, `Task.query.all()`,
 * `for task in session.scalars(select(Task))`, `Task(title=title)`.
 */
import { own } from '../../base/own';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { subclassesOf } from '../../values/subclasses';
import type { Value } from '../../values/value';

type Class = Value & { kind: 'class' };
const MAX_BELOW = 8;

/** The method of the project that such a call runs; undefined where it may be another's. */
export function methodOfRow(ctx: Context, place: Place, callee: X): (Value & { kind: 'fn' }) | undefined {
  const e = place.chunk.arena[callee];
  if (e?.kind !== 'get') return undefined;
  const cls = new Rows(ctx, place).classOf(e.object);
  const method = cls && ctx.member({ kind: 'inst', cls }, e.name);
  if (!cls || method?.kind !== 'fn' || ctx.world.chunk(method.file, method.chunk)?.decorators?.length) return undefined;
  return isWrittenAnew(ctx, cls, e.name, 0) ? undefined : method;
}

/** By a class below. */
const isWrittenAnew = (ctx: Context, cls: Class, name: string, depth: number): boolean =>
  depth > MAX_BELOW ||
  subclassesOf(ctx, cls).some(
    (one) => own(ctx.world.chunk(one.file, one.chunk)?.vars, name) !== undefined || isWrittenAnew(ctx, one, name, depth + 1),
  );

/** `again`: it is made of itself, `query = query.filter(…)`: its other values say which class it is. */
type Found = Class | 'again' | undefined;

class Rows {
  private readonly known = new Map<X, Found>();

  constructor(
    private readonly ctx: Context,
    private readonly place: Place,
  ) {}

  /** The class of which the value is one, or which a query for it names. */
  classOf(x: X): Class | undefined {
    const found = this.at(x);
    return found === 'again' ? undefined : found;
  }

  private at(x: X): Found {
    if (this.known.has(x)) return this.known.get(x);
    this.known.set(x, 'again');
    const found = this.found(x);
    this.known.set(x, found);
    return found;
  }

  private found(x: X): Found {
    const e = this.place.chunk.arena[x];
    switch (e?.kind) {
      case 'await':
      case 'each':
        return this.at(e.of);
      case 'get':
        return this.queryOf(e) ?? this.at(e.object);
      case 'at':
        return this.at(e.object);
      case 'call':
        return this.queried(e);
      case 'either':
        return e.op === 'if' ? undefined : same(e.of.map((one) => this.at(one)));
      case 'ref':
        return this.assigned(e);
      default:
        return undefined;
    }
  }

  /** `Task.query.get(id)`, `session.get(Task, id)`, `session.scalars(select(Task).where(…)).all()`; of two classes in one query none. */
  private queried(e: Expr & { kind: 'call' }): Found {
    const made = this.named(e.callee);
    if (made) return made;
    const given = e.args.flatMap((a) => (a.name === undefined ? [this.named(a.x) ?? this.inner(a.x)] : []));
    const [first, ...more] = given.filter((c) => c !== undefined);
    if (first) return more.length ? undefined : first;
    const callee = this.place.chunk.arena[e.callee];
    return callee?.kind === 'get' ? (this.queryOf(callee) ?? this.at(callee.object)) : undefined;
  }

  /** `Task.query`, `Task.select`: what a library gives the class, not what the class makes itself. */
  private queryOf({ object, name }: Expr & { kind: 'get' }): Class | undefined {
    const cls = this.named(object);
    return cls && this.ctx.member(cls, name).kind !== 'fn' ? cls : undefined;
  }

  /** `select(Task)` among the arguments. */
  private inner(x: X): Found {
    return this.place.chunk.arena[x]?.kind === 'call' ? this.at(x) : undefined;
  }

  /** A class by its name: of the module, or imported. What a function assigns is looked into, not evaluated. */
  private named(x: X): Class | undefined {
    const value = this.isName(x) ? this.ctx.evaluate(this.place, x) : undefined;
    return value?.kind === 'class' ? value : undefined;
  }

  private isName(x: X): boolean {
    const { chunk, id } = this.place;
    const e = chunk.arena[x];
    if (e?.kind === 'get') return this.isName(e.object);
    if (e?.kind === 'import') return true;
    if (e?.kind !== 'ref') return false;
    const assigns = own(chunk.vars, e.name) ?? [];
    return e.chunk !== id || e.chunk === '' || assigns.every((a) => a.chunk === undefined && chunk.arena[a.x]?.kind === 'import');
  }

  /** Every value that the name may have is of that class; what is None besides raises before. */
  private assigned({ chunk, name, of }: Expr & { kind: 'ref' }): Found {
    if (chunk !== this.place.id) return undefined;
    const assigns = own(this.place.chunk.vars, name) ?? [];
    const possible = of ? assigns.filter((a) => a.chunk !== undefined || of.includes(a.x)) : assigns;
    if (possible.some((a) => a.chunk !== undefined)) return undefined;
    return same(possible.map((a) => this.at(a.x)));
  }
}

function same(found: readonly Found[]): Found {
  const told = found.filter((c) => c !== 'again');
  const [first] = told;
  return first && told.every((c) => c?.file === first.file && c.chunk === first.chunk) ? first : undefined;
}
