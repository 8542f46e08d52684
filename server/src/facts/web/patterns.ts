/** What a pattern binds: `a`, `{a, b: c = 1, ...rest}`, `[x, , y]`, and in assignments members too. */
import type { X } from '../expression';
import type { Place } from './builder';
import type { Context } from './context';
import { literalKey } from './objects';
import type { Bound } from './scope';
import type { FlatTree } from './tree';

/** The names in a pattern, in order of source. */
export function namesIn(tree: FlatTree, pattern: number, into: string[] = []): string[] {
  switch (tree.type[pattern]) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
    case 'shorthand_property_identifier':
      into.push(tree.textOf(pattern));
      break;
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      namesIn(tree, tree.child(pattern, 'left'), into);
      break;
    case 'pair_pattern':
    case 'pair':
      namesIn(tree, tree.child(pattern, 'value'), into);
      break;
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
    case 'object':
    case 'array':
    case 'parenthesized_expression':
    case 'sequence_expression':
      for (const child of tree.namedOf(pattern)) namesIn(tree, child, into);
  }
  return into;
}

/** Gives every name of the pattern its part of `value`. `boundOf` is absent in assignments: names are looked up. */
export function bindPattern(c: Context, pattern: number, value: X, boundOf?: (name: string) => Bound): void {
  const { tree } = c;
  switch (tree.type[pattern]) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
    case 'shorthand_property_identifier':
      bindName(c, pattern, value, boundOf);
      return;
    case 'object_pattern':
    case 'object':
      for (const child of tree.namedOf(pattern)) bindProperty(c, child, value, boundOf, pattern);
      return;
    case 'array_pattern':
    case 'array':
      bindItems(c, pattern, value, boundOf);
      return;
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      bindWithDefault(c, pattern, value, boundOf);
      return;
    case 'rest_pattern':
      bindPattern(c, tree.firstNamed(pattern), value, boundOf);
      return;
    case 'member_expression':
    case 'subscript_expression':
      setMember(c, pattern, value);
      return;
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression':
      bindPattern(c, tree.firstNamed(pattern), value, boundOf);
      return;
    default:
      if (pattern) c.salvage(pattern);
  }
}

function bindName(c: Context, node: number, value: X, boundOf?: (name: string) => Bound): void {
  const name = c.tree.textOf(node);
  const bound = boundOf ? boundOf(name) : c.scope.lookup(name);
  if (bound) c.assign(bound, value);
  else addSet(c, { object: ownerOf(c, name, c.place(node)), name, x: value });
}

/** A name that nothing binds is a member of the template's component, else of `window`. */
function ownerOf(c: Context, name: string, place: Place): X {
  const e = c.unbound && c.chunk.arena[c.unbound(c, name, place)];
  return e?.kind === 'get' ? e.object : c.addAt({ kind: 'free', name: 'window' }, place);
}

function bindProperty(c: Context, node: number, value: X, boundOf: ((name: string) => Bound) | undefined, of: number): void {
  const { tree } = c;
  const type = tree.type[node];
  if (type === 'rest_pattern') {
    const except = tree.namedOf(of).flatMap((other) => (other === node ? [] : (takenKey(c, other) ?? [])));
    const rest = { kind: 'obj' as const, entries: [{ x: value, spread: true as const, except }] };
    bindPattern(c, node, c.add(rest, node), boundOf);
    return;
  }
  if (type === 'pair_pattern' || type === 'pair') {
    const [key, target] = [tree.child(node, 'key'), tree.child(node, 'value')];
    if (!key || !target) return;
    const literal = literalKey(c, key);
    const part =
      literal === undefined
        ? c.add({ kind: 'at', object: value, index: c.expr(tree.firstNamed(key)) }, key)
        : c.add({ kind: 'get', object: value, name: literal }, key);
    bindPattern(c, target, part, boundOf);
    return;
  }
  const target = type === 'object_assignment_pattern' ? tree.child(node, 'left') : node;
  const part = c.add({ kind: 'get', object: value, name: tree.textOf(target) }, target);
  bindPattern(c, node, part, boundOf);
}

/** The key that a part of a pattern takes out, where it is not computed. */
function takenKey(c: Context, node: number): string | undefined {
  const { tree } = c;
  const type = tree.type[node];
  if (type === 'pair_pattern' || type === 'pair') return literalKey(c, tree.child(node, 'key'));
  return tree.textOf(type === 'object_assignment_pattern' ? tree.child(node, 'left') : node);
}

function bindItems(c: Context, pattern: number, value: X, boundOf?: (name: string) => Bound): void {
  const { tree } = c;
  let index = 0;
  let at = tree.from[pattern]! + 1;
  for (const child of tree.namedOf(pattern)) {
    // Commas are not in the tree; each one before the item moves it on: `[, set]`.
    index += tree.slice(at, tree.from[child]!).split(',').length - 1;
    at = tree.to[child]!;
    if (tree.type[child] === 'rest_pattern') {
      bindPattern(c, child, c.add({ kind: 'unknown', why: 'rest' }, child), boundOf);
      continue;
    }
    const place = c.place(child);
    const part = c.addAt({ kind: 'at', object: value, index: c.addAt({ kind: 'lit', value: index }, place) }, place);
    bindPattern(c, child, part, boundOf);
  }
}

function bindWithDefault(c: Context, pattern: number, value: X, boundOf?: (name: string) => Bound): void {
  const [left, right] = [c.tree.child(pattern, 'left'), c.tree.child(pattern, 'right')];
  if (!left) {
    c.salvage(pattern);
    return;
  }
  if (!right) {
    bindPattern(c, left, value, boundOf);
    return;
  }
  const hint = c.tree.type[left] === 'identifier' ? { name: c.tree.textOf(left), ...c.place(left) } : undefined;
  const fallback = c.expr(right, hint);
  bindPattern(c, left, c.add({ kind: 'either', op: 'or', of: [value, fallback] }, pattern), boundOf);
}

/** `o.name = x` and `o[i] = x`. */
export function setMember(c: Context, target: number, x: X, augmented?: true): void {
  const { tree } = c;
  const objectNode = tree.child(target, 'object');
  if (!objectNode) {
    c.salvage(target);
    return;
  }
  const object = c.expr(objectNode);
  const more = augmented ? { augmented } : {};
  const property = tree.child(target, 'property');
  if (property) {
    addSet(c, { object, name: tree.textOf(property), x, ...more });
    return;
  }
  const indexNode = tree.child(target, 'index');
  if (!indexNode) return;
  const index = c.expr(indexNode);
  const literal = c.chunk.arena[index];
  if (literal?.kind === 'str') addSet(c, { object, name: literal.value, x, ...more });
  else addSet(c, { object, index, x, ...more });
}

function addSet(c: Context, set: { object: X; name?: string; index?: X; x: X; augmented?: true }): void {
  c.chunk.sets.push(c.block === 0 ? set : { ...set, block: c.block });
}
