/** The models that a type of Python is made of. */
import type { PyType } from '../../model/details/python-types';

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
