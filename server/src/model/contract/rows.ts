/**
 * What a row makes of itself: `task.to_dict()`, where code says of which class the row is: `db.session.get(Task, 1)`, `Task.query.all()`,
 * `for task in session.scalars(select(Task))`, `Task(title=title)`.
 */
import { own } from '../../base/own';
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { subclassesOf } from '../../values/subclasses';
import type { Value } from '../../values/value';

type Class = Value & { kind: 'class' };
const MAX_DEPTH = 8;

/** The method of the project that such a call runs; undefined where it may be another's. */
export function methodOfRow(ctx: Context, place: Place, callee: X): (Value & { kind: 'fn' }) | undefined {
  const e = place.chunk.arena[callee];
  if (e?.kind !== 'get') return undefined;
  const cls = rowClass(ctx, place, e.object, 0);
  const method = cls && ctx.member({ kind: 'inst', cls }, e.name);
  if (!cls || method?.kind !== 'fn' || ctx.world.chunk(method.file, method.chunk)?.decorators?.length) return undefined;
  const isWrittenAnew = subclassesOf(ctx, cls).some(
    (one) => own(ctx.world.chunk(one.file, one.chunk)?.vars, e.name) !== undefined,
  );
  return isWrittenAnew ? undefined : method;
}

/** The class of which the value is one, or which a query for it names. */
function rowClass(ctx: Context, place: Place, x: X, depth: number): Class | undefined {
  const e = place.chunk.arena[x];
  if (!e || depth > MAX_DEPTH) return undefined;
  const at = (inner: X) => rowClass(ctx, place, inner, depth + 1);
  switch (e.kind) {
    case 'await':
    case 'each':
      return at(e.of);
    case 'get':
      return classAt(ctx, place, e.object) ?? at(e.object);
    case 'at':
      return at(e.object);
    case 'call':
      return queried(ctx, place, e, depth);
    case 'either':
      return e.op === 'if' ? undefined : same(e.of.map(at));
    case 'ref':
      return assigned(ctx, place, e, depth);
    default:
      return undefined;
  }
}

/** `Task.query.get(id)`, `session.get(Task, id)`, `session.scalars(select(Task).where(…)).all()`; of two classes in one query none. */
function queried(
  ctx: Context,
  place: Place,
  e: { callee: X; args: { x: X; name?: string }[] },
  depth: number,
): Class | undefined {
  const callee = place.chunk.arena[e.callee];
  const made = classAt(ctx, place, e.callee);
  if (made) return made;
  const named = e.args.flatMap((a) =>
    a.name === undefined ? [classAt(ctx, place, a.x) ?? innerQuery(ctx, place, a.x, depth)] : [],
  );
  const [first, ...more] = named.filter((c) => c !== undefined);
  if (first) return more.length ? undefined : first;
  return callee?.kind === 'get'
    ? (classAt(ctx, place, callee.object) ?? rowClass(ctx, place, callee.object, depth + 1))
    : undefined;
}

/** `select(Task)` among the arguments. */
function innerQuery(ctx: Context, place: Place, x: X, depth: number): Class | undefined {
  const e = place.chunk.arena[x];
  return e?.kind === 'call' ? queried(ctx, place, e, depth + 1) : undefined;
}

function classAt(ctx: Context, place: Place, x: X): Class | undefined {
  const e = place.chunk.arena[x];
  if (e?.kind !== 'ref' && e?.kind !== 'import' && e?.kind !== 'get') return undefined;
  const isName =
    e.kind !== 'get' || place.chunk.arena[e.object]?.kind === 'ref' || place.chunk.arena[e.object]?.kind === 'import';
  const value = isName && isModuleName(place, x) ? ctx.evaluate(place, x) : undefined;
  return value?.kind === 'class' ? value : undefined;
}

/** Names of the module and of imports: what a function assigns is looked into, not evaluated. */
function isModuleName(place: Place, x: X): boolean {
  const e = place.chunk.arena[x];
  if (e?.kind === 'get') return isModuleName(place, e.object);
  return e?.kind === 'import' || (e?.kind === 'ref' && (e.chunk === '' || e.chunk !== place.id || isImported(place, e.name)));
}

const isImported = ({ chunk }: Place, name: string): boolean =>
  (own(chunk.vars, name) ?? []).every((a) => a.chunk === undefined && chunk.arena[a.x]?.kind === 'import');

/** Every value that the name may have is of that class; what is None besides raises before. */
function assigned(ctx: Context, place: Place, e: { chunk: string; name: string; of?: X[] }, depth: number): Class | undefined {
  if (e.chunk !== place.id) return undefined;
  const assigns = own(place.chunk.vars, e.name) ?? [];
  const possible = e.of ? assigns.filter((a) => a.chunk !== undefined || e.of!.includes(a.x)) : assigns;
  if (!possible.length || possible.some((a) => a.chunk !== undefined)) return undefined;
  return same(possible.map((a) => rowClass(ctx, place, a.x, depth + 1)));
}

function same(classes: readonly (Class | undefined)[]): Class | undefined {
  const [first] = classes;
  return first && classes.every((c) => c?.file === first.file && c.chunk === first.chunk) ? first : undefined;
}
