/** The parameters of functions and lambdas. */
import type { X } from '../expression';
import type { Param } from '../facts';
import { lowerAnnotation } from './annotations';
import type { Body } from './body';
import { lower } from './expressions';
import { targetNames } from './scopes';
import { type N, NONE, type Source } from './source';

export function parameterNames(source: Source, parameters: N): string[] {
  if (parameters === NONE) return [];
  return source.children(parameters).flatMap((n) => targetNames(source, nameNode(source, n)));
}

/** Annotations belong to the parent's arena, defaults to the function's, where they are looked up as in the parent. */
export function lowerParameters(body: Body, parent: Body, parameters: N): void {
  if (parameters === NONE) return;
  const { source } = body.file;
  let kind: Param['kind'] = 'plain';
  body.scope = parent.scope;
  for (const n of source.children(parameters)) {
    if (source.kind(n) === 'keyword_separator') kind = 'keyword';
    const named = nameNode(source, n);
    if (named === NONE) continue;
    const star = source.kind(named);
    const own = star === 'list_splat_pattern' ? 'rest' : star === 'dictionary_splat_pattern' ? 'keywords' : kind;
    if (own === 'rest') kind = 'keyword';
    const name = source.kind(named) === 'identifier' ? named : source.firstChild(named);
    if (name === NONE) continue;
    const type = source.child(n, 'type');
    const value = source.child(n, 'value');
    const annotation: { annotation?: X } = type === NONE ? {} : { annotation: lowerAnnotation(parent, type) };
    const fallback: { default?: X } = value === NONE ? {} : { default: lower(body, value) };
    body.param({ name: source.textOf(name), kind: own, ...fallback, ...annotation }, source.from(name), source.to(name));
  }
  body.scope = body.own;
}

/** The identifier, or the * or ** pattern around it; NONE for separators and what is broken. */
function nameNode(source: Source, n: N): N {
  switch (source.kind(n)) {
    case 'identifier':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
    case 'tuple_pattern':
      return n;
    case 'default_parameter':
    case 'typed_default_parameter':
      return source.child(n, 'name');
    case 'typed_parameter':
      return source.firstChild(n);
    default:
      return NONE;
  }
}
