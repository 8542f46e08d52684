/** Types of Python for what is sent and read, as far as no model is needed. */
import type { Shape } from '../../model/shapes/shape';
import { isCount } from './counts';

/** 'int' for a number that counts, 'list[str]', 'UploadFile'; a text where nothing tells. */
export function plainType(shape: Shape | undefined, name: string): string {
  switch (shape?.kind) {
    case 'union':
      return plainType(
        shape.of.find((s) => s.kind !== 'null' && s.kind !== 'none'),
        name,
      );
    case 'list':
      return shape.of.kind === 'unknown' ? 'list' : `list[${plainType(shape.of, name)}]`;
    case 'literal':
      return plainType({ kind: typeof shape.value as 'string' | 'number' | 'boolean' }, name);
    case 'number':
      return isCount(name) ? 'int' : 'float';
    case 'boolean':
      return 'bool';
    case 'object':
      return 'dict';
    case 'file':
      return 'UploadFile';
    default:
      return 'str';
  }
}

/** `str | None`, or `Optional[str]` in a file that writes so. */
export const orNone = (type: string, text: string): string =>
  /\bOptional\[|\bNone\b/.test(type) ? type : /\bOptional\[/.test(text) ? `Optional[${type}]` : `${type} | None`;
