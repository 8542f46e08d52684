/** The models that a type of Python is made of, and what it may hold. */
import { type PyType, present } from '../../model/details/python-types';
import type { Shape } from '../../model/shapes/shape';

export function modelsIn(type: PyType): (PyType & { kind: 'model' })[] {
  switch (type.kind) {
    case 'model':
      // Of `Page[Item]` the item.
      return type.args?.length ? type.args.flatMap(modelsIn) : [type];
    case 'list':
    case 'dict':
      return modelsIn(type.of);
    case 'union':
    case 'tuple':
      return type.of.flatMap(modelsIn);
    default:
      return [];
  }
}

/** What is a list or has parts is not what nothing is known of, nor the other way round. */
export function mayHold(type: PyType, shape: Shape): boolean {
  const { kind } = present(type);
  const hasParts = kind === 'list' || kind === 'model';
  if (shape.kind === 'unknown' || shape.kind === 'none') return !hasParts;
  if (shape.kind === 'list') return kind !== 'plain' && kind !== 'model';
  return true;
}

/** Models that by their names are answered, or sent. */
export const GIVEN = /(?:Out|Read|Response|Public|View)$/;
export const TAKEN = /(?:In|Create|Update|Patch|Request|Payload|Input)$/;
