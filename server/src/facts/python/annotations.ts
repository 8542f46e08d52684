/** Annotations: expressions in which ["Task"] names a type. */
import type { X } from '../expression';
import type { Body } from './body';
import { lower } from './expressions';
import type { N } from './source';

export function lowerAnnotation(body: Body, n: N): X {
  const { inAnnotation } = body;
  body.inAnnotation = true;
  const x = lower(body, n);
  body.inAnnotation = inAnnotation;
  return x;
}
