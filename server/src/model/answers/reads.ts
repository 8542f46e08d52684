/** What is read of an answer, as a tree that grows while its way through the code is followed. */
import { own } from '../../base/own';
import { type Site, sameSite } from '../../values/value';
import { fieldOf, list, NONE, NUMBER, noFields, object, type Shape, STRING, union, unknownShape } from '../shapes/shape';

export interface Read {
  readonly fields: Map<string, Read>;
  /** What is read of each element, where it is used as a list. */
  element?: Read;
  isList?: true;
  /** Its first use as a list is `[0]`: text has elements too. */
  isIndexed?: true;
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
  /** Further places where it is read. */
  also?: Site[];
  /** Fields that the UI itself puts there; all, where it merges the answer with something else. */
  written?: Set<string> | 'all';
  /** It is handed to something out of sight, which may put anything into it and its parts. */
  changed?: true;
  /** The page writes it: `v-model`. */
  isBound?: true;
  /** Where it is used as what it is: `.map(…)`, `.length`. */
  at?: Site;
  /** The type that the code says it has. */
  declared?: Shape;
}

export const newRead = (site?: Site): Read => ({ fields: new Map(), ...(site ? { site } : {}) });

export function fieldRead(of: Read, name: string, site: Site): Read {
  let field = of.fields.get(name);
  if (!field) {
    field = newRead(site);
    of.fields.set(name, field);
  } else if (!isAt(field, site)) {
    field.also ??= [];
    if (field.also.length < MAX_PLACES) field.also.push(site);
  }
  return field;
}

/** Places kept of one field. */
const MAX_PLACES = 200;
const isAt = ({ site, also }: Read, at: Site): boolean =>
  (site !== undefined && sameSite(site, at)) || (also?.some((s) => sameSite(s, at)) ?? false);

/** The UI puts fields beside those of the answer: `task.open = true`, `{ ...task, open: true }`. */
export function writes(of: Read, names: readonly string[] | 'all'): void {
  if (names === 'all' || of.written === 'all') of.written = 'all';
  else of.written = new Set([...(of.written ?? []), ...names]);
}

/** The same of its elements: `[...tasks, { title, isNew: true }]`. That it is a list is not said by it. */
export function elementWrites(of: Read, names: readonly string[] | 'all'): void {
  of.element ??= newRead();
  writes(of.element, names);
}

export function elementRead(of: Read, at: Site): Read {
  of.isList = true;
  of.at ??= at;
  of.element ??= newRead();
  return of.element;
}

/** `[0]`, of a list or of text. */
export function itemRead(of: Read, at: Site): Read {
  if (!of.isList) of.isIndexed = true;
  return elementRead(of, at);
}

/** A schema lets nothing through that lacks what it requires; what it does not, it may put there itself. */
export function required(of: Read, shape: Shape, at: Site): void {
  if (shape.kind === 'list') required(elementRead(of, at), shape.of, at);
  if (shape.kind !== 'object') return;
  for (const [name, field] of Object.entries(shape.fields))
    if (!field.optional) required(fieldRead(of, name, field.site ?? at), field.shape, at);
    else writes(of, [name]);
}

/** The whole answer: what is read of it; nothing, where nobody looks at it. */
export function shapeOfAnswer(root: Read): Shape {
  if (hasParts(root)) return shapeOfRead(root, root.declared);
  return root.open || root.used ? unknownShape(root.open ? ELSEWHERE : UNREAD) : NONE;
}

/** What the code says of the whole answer; what `Envelope<T>` leaves open is what the code says of that part: `send<Task>()`. */
export function declaredAnswer({ declared, fields }: Read): Shape | undefined {
  if (declared?.kind !== 'object') return declared;
  const known = Object.entries(declared.fields).map(([name, field]) => {
    const inner = field.shape.kind === 'unknown' ? fields.get(name) : undefined;
    return [name, { ...field, shape: (inner && declaredAnswer(inner)) ?? field.shape }] as const;
  });
  return { ...declared, fields: Object.assign(noFields(), Object.fromEntries(known)) };
}

const ELSEWHERE = 'goes where it is not followed';
/** Somebody looks whether it came, and at no part of it. */
export const UNREAD = 'no part of it is read';

const hasParts = (r: Read): boolean =>
  r.fields.size > 0 || Boolean(r.isList || r.isTable || r.isText || r.isNumber || r.hasLength);

/** `declared`: what the type of the whole says of this part. */
function shapeOfRead(read: Read, given: Shape | undefined, isChanged = false): Shape {
  const changed = isChanged || read.changed === true;
  const declared = read.declared ?? given;
  const parts: Shape[] = [];
  if (read.isList) {
    const of = declared?.kind === 'list' ? declared.of : undefined;
    parts.push(
      list(read.element ? shapeOfRead(read.element, of, changed) : (of && asType(of)) || unknownShape('an element'), read.at),
    );
  }
  if (read.isIndexed && !hasParts(read.element!)) parts.push(STRING);
  if (read.isTable || (read.fields.size && !isPutAlone(read))) parts.push(objectOf(read, declared, changed));
  if (read.isText) parts.push(STRING);
  if (read.isNumber) parts.push(NUMBER);
  if (read.hasLength && !read.isList && !read.isText) parts.push(list(unknownShape('an element'), read.at), STRING);
  if (parts.length) return union(parts);
  return (declared && asType(declared)) ?? unknownShape(read.open ? ELSEWHERE : UNREAD);
}

/** Nothing is read but what is put there, or asked for, by its name: a list or a text can hold such a thing too. */
const isPutAlone = ({ fields, written, isList, isIndexed, hasLength, isText, isNumber }: Read): boolean =>
  !(isList || isIndexed || hasLength || isText || isNumber) &&
  written !== undefined &&
  written !== 'all' &&
  [...fields.keys()].every((name) => written.has(name));

/** What nobody looks into is of the type that the code gives it; that its fields are read is not said. */
function asType(shape: Shape): Shape {
  if (shape.kind === 'object') return object(noFields(), true);
  if (shape.kind === 'list') return list(asType(shape.of));
  return shape.kind === 'union' ? union(shape.of.map(asType)) : shape;
}

function objectOf(read: Read, declared: Shape | undefined, changed: boolean): Shape {
  const fields = noFields();
  const types = declared?.kind === 'object' ? declared : undefined;
  for (const [name, inner] of read.fields) {
    const type = own(types?.fields, name)?.shape ?? types?.values;
    const isOwn = changed || read.written === 'all' || read.written?.has(name) === true || inner.isBound === true;
    fields[name] = {
      ...fieldOf(shapeOfRead(inner, type, changed), inner.site, isOwn),
      ...(inner.also ? { also: inner.also } : {}),
    };
  }
  return object(fields, read.open === true || read.isTable === true);
}
