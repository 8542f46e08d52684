/** Assignments: to names, members, subscripts and patterns of them. */
import type { X } from '../expression';
import type { SetMember } from '../facts';
import { lowerAnnotation } from './annotations';
import type { Body } from './body';
import { lower } from './expressions';
import { decodeString } from './literals';
import { lookUp, soFar } from './names';
import { plus } from './operators';
import { type N, NONE } from './source';
import { part, stepsOf } from './unpacking';

/** `a: T = b = value`; yields the value, NONE for `a: T`. */
export function lowerAssignment(body: Body, n: N): X {
  const { source } = body.file;
  const left = source.child(n, 'left');
  const simple = left !== NONE && source.kind(left) === 'identifier' ? source.textOf(left) : undefined;
  const type = source.child(n, 'type');
  const annotation = type === NONE ? NONE : lowerAnnotation(body, type);
  if (simple !== undefined && annotation !== NONE) body.annotations.set(simple, annotation);
  const right = source.child(n, 'right');
  if (right === NONE) {
    if (simple !== undefined) body.assignmentsOf(simple);
    return NONE;
  }
  const outer = body.assigning;
  body.assigning = simple;
  const x = body.hinted(simple ?? memberName(body, left), () => lower(body, right));
  body.assigning = outer;
  if (simple !== undefined) bindName(body, simple, x);
  else if (left !== NONE) assignTo(body, left, x);
  return x;
}

function memberName(body: Body, left: N): string | undefined {
  const { source } = body.file;
  if (left === NONE || source.kind(left) !== 'attribute') return undefined;
  return source.textOf(source.child(left, 'attribute'));
}

/** More assignments than this are all kept. */
const MAX_REPLACED = 64;

/**
 * After `x += y` what x was on the way to here is a part of what it is, and no value of its own any more: who imports x sees the
 * sum alone. What x is where it is used before is in the reference there.
 */
function replace(body: Body, name: string, x: X): void {
  const all = body.vars.get(name) ?? [];
  if (all.length <= MAX_REPLACED) {
    const kept = all.filter((a) => a.chunk !== undefined || !body.isWithinPresent(a.block ?? 0));
    all.splice(0, all.length, ...kept);
  }
  bindName(body, name, x);
}

/** A name sent elsewhere by `global` or `nonlocal` is bound there, to a value of this chunk. */
export function bindName(body: Body, name: string, x: X): void {
  const { own, file } = body;
  const home = own.globals?.has(name) || own.nonlocals?.has(name) ? lookUp(body, own, name) : undefined;
  if (home?.kind !== 'ref' || home.chunk === body.id) body.bind(name, { x, ...body.where() });
  else file.bodies.get(home.chunk)!.bind(name, { x, chunk: body.id, ...body.where() });
}

export function assignTo(body: Body, target: N, x: X): void {
  const { source } = body.file;
  switch (source.kind(target)) {
    case 'identifier':
      bindName(body, source.textOf(target), x);
      break;
    case 'attribute':
    case 'subscript':
      setMember(body, target, x);
      break;
    case 'list_splat_pattern':
    case 'list_splat':
      assignTo(body, source.firstChild(target), x);
      break;
    default:
      unpack(body, target, x);
  }
}

function unpack(body: Body, target: N, x: X): void {
  const { source } = body.file;
  const targets = source.children(target);
  const steps = stepsOf(source, targets);
  targets.forEach((c, i) => {
    assignTo(body, c, part(body, c, x, steps[i]!));
  });
}

/** o.a = x and o["a"] = x have a name, o[i] = x an index. */
function setMember(body: Body, target: N, x: X, augmented?: true): void {
  const { source } = body.file;
  const rest = { x, ...body.where(), ...(augmented && { augmented }) };
  let set: SetMember;
  if (source.kind(target) === 'attribute') {
    const object = lower(body, source.child(target, 'object'));
    set = { object, name: source.textOf(source.child(target, 'attribute')), ...rest };
  } else {
    const object = lower(body, source.child(target, 'value'));
    const key = source.child(target, 'subscript');
    const literal = key !== NONE && source.kind(key) === 'string' && source.firstChild(key) === NONE;
    set = literal ? { object, name: decodeString(source.textOf(key)), ...rest } : { object, index: lower(body, key), ...rest };
  }
  body.chunk.sets ??= [];
  body.chunk.sets.push(set);
}

/** x += y is what x was, joined with y. Other operators leave x unknown. */
export function lowerAugmented(body: Body, n: N): X {
  const { source } = body.file;
  const left = source.child(n, 'left');
  const right = source.child(n, 'right');
  const added = lower(body, right);
  const joins = left !== NONE && source.between(left, right) === '+=';
  if (left === NONE || source.kind(left) !== 'identifier') {
    if (left !== NONE && joins) setMember(body, left, added, true);
    else if (left !== NONE) lower(body, left);
    return added;
  }
  const name = source.textOf(left);
  const known = lookUp(body, body.own, name);
  const earlier = known.kind === 'ref' && known.chunk === body.id ? soFar(body, left, name) : NONE;
  const before = earlier === NONE ? body.addFor(left, known) : earlier;
  const x = joins ? plus(body, n, [before, added]) : body.addFor(n, { kind: 'unknown', why: 'operator' });
  const kind = body.expr(x).kind;
  if (earlier !== NONE && (kind === 'cat' || kind === 'list')) replace(body, name, x);
  else bindName(body, name, x);
  return x;
}

/** (name := value) */
export function lowerNamed(body: Body, n: N): X {
  const { source } = body.file;
  const x = lower(body, source.child(n, 'value'));
  const name = source.child(n, 'name');
  if (name !== NONE) bindName(body, source.textOf(name), x);
  return x;
}
