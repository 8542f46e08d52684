/** Values for what nobody has said yet: in tests, and where a handler has nothing to answer with. */
import type { Shape } from '../../model/shapes/shape';
import { isQuantity, isText } from '../python/counts';
import { quoted } from './printer';

type Quote = '"' | "'";

/** A value for a field, where something tells of which type it is. */
export type Known = (field: string) => string | undefined;

/** Python's literal for a shape; `full`: with optional fields, and lists that are not empty. */
export function sample(shape: Shape, name: string, quote: Quote, full: boolean, known: Known = () => undefined): string {
  switch (shape.kind) {
    case 'string':
      return (
        (/(^|_)id$/.test(name) ? known(name) : undefined) ??
        quoted(
          full
            ? /(date|_at|At)$/.test(name)
              ? '2026-01-31T12:00:00Z'
              : /mail$/i.test(name)
                ? 'ann@example.com'
                : name || 'text'
            : '',
          quote,
        )
      );
    case 'number':
      return full ? '1' : '0';
    case 'boolean':
      return full ? 'True' : 'False';
    case 'literal':
      return typeof shape.value === 'string'
        ? quoted(shape.value, quote)
        : shape.value === true
          ? 'True'
          : shape.value === false
            ? 'False'
            : String(shape.value);
    case 'list':
      return full && shape.of.kind !== 'unknown' ? `[${sample(shape.of, name, quote, full, known)}]` : '[]';
    case 'union':
      return shape.of.some((s) => s.kind === 'null') && !full
        ? 'None'
        : sample(shape.of.find((s) => s.kind !== 'null' && s.kind !== 'unknown') ?? shape.of[0]!, name, quote, full, known);
    case 'object':
      return `{${Object.entries(shape.fields)
        .filter(([, f]) => !f.optional)
        .map(([key, f]) => `${quoted(key, quote)}: ${sample(f.shape, key, quote, full, known)}`)
        .join(', ')}}`;
    case 'unknown':
      if (isQuantity(name)) return known(name) ?? (full ? '1' : '0');
      return known(name) ?? (full || isText(name) ? quoted(full ? name || 'text' : '', quote) : 'None');
    default:
      return 'None';
  }
}
