/** What is read of an answer, as a tree that grows while its way through the code is followed. */
import type { Site } from '../../values/value';
import { fieldOf, list, NONE, NUMBER, noFields, object, type Shape, STRING, union, unknownShape } from '../shapes/shape';

export interface Read {
  readonly fields: Map<string, Read>;
  /** What is read of each element, where it is used as a list. */
  element?: Read;
  isList?: true;
  /** `.length`, `.includes`: a list or a text. */
  hasLength?: true;
  isText?: true;
  isNumber?: true;
  /** Its keys are looked up by names that are not known. */
  isTable?: true;
  /** It goes where it is not followed: more may be read there. */
  open?: true;
  /** Someone looks at it. */
  used?: true;
  site?: Site;
  /** The type that the code says it has. */
  declared?: Shape;
}

export const newRead = (site?: Site): Read => ({ fields: new Map(), ...(site ? { site } : {}) });

export function fieldRead(of: Read, name: string, site: Site): Read {
  let field = of.fields.get(name);
  if (!field) {
    field = newRead(site);
    of.fields.set(name, field);
  }
  return field;
}

export function elementRead(of: Read): Read {
  of.isList = true;
  of.element ??= newRead();
  return of.element;
}

/** The whole answer: what is read of it; nothing, where nobody looks at it. */
export function shapeOfAnswer(root: Read): Shape {
  const seen = shapeOfRead(root);
  if (seen.kind !== 'unknown') return seen;
  return root.open || root.used ? seen : NONE;
}

function shapeOfRead(read: Read): Shape {
  const parts: Shape[] = [];
  if (read.isList) parts.push(list(read.element ? shapeOfRead(read.element) : unknownShape('an element')));
  if (read.fields.size || read.isTable) parts.push(objectOf(read));
  if (read.isText) parts.push(STRING);
  if (read.isNumber) parts.push(NUMBER);
  return parts.length ? union(parts) : leaf(read);
}

/** What nobody looks into is of the type that the code gives it. */
function leaf(read: Read): Shape {
  return read.declared ?? unknownShape(read.open ? 'goes where it is not followed' : 'no part of it is read');
}

function objectOf(read: Read): Shape {
  const fields = noFields();
  const { declared } = read;
  for (const [name, inner] of read.fields) {
    const shape = shapeOfRead(inner);
    const known = declared?.kind === 'object' && Object.hasOwn(declared.fields, name) ? declared.fields[name] : undefined;
    fields[name] = fieldOf(shape.kind === 'unknown' && known ? known.shape : shape, inner.site);
  }
  return object(fields, read.open === true || read.isTable === true);
}
