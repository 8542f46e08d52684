/**
 * Two shapes side by side: what is sent against what is taken, what is read against what is given. Pure, and silent wherever one side is
 * not known: only what a closed object lacks, and kinds that can never meet, is a difference.
 *
 *     compareSent({titel: string}, {title: string, done?: boolean})   missing title (near: titel)
 *     compareRead({name: ?}[], {items: {name: string}[]})             mismatch: a list is read, an object given
 */
import { isTypo } from '../../base/distance';
import { own } from '../../base/own';
import type { Site } from '../../values/value';
import { type Field, type ObjectShape, type Shape, union } from '../shapes/shape';

export interface Difference {
  /** missing: required and never sent. unknown: sent or read, and not there on the other side. mismatch: another kind of value. */
  kind: 'missing' | 'unknown' | 'mismatch';
  /** 'items[].owner.name'; '' for the whole. */
  path: string;
  /** The name that was probably meant: of missing one that is sent, of unknown one that the other side has. */
  near?: string;
  /** Of unknown: the other side refuses what it does not know. */
  forbidden?: true;
  /** What this side has, what the other wants or gives: of a mismatch both, else of the field the side that has it. */
  here?: Shape;
  there?: Shape;
  /** Where the UI writes or reads it; where the backend declares it, or the near one. */
  site?: Site;
  also?: Site[];
  /** What is given as a body by the one of several callers that alone leaves it out. */
  sender?: Site;
  declared?: Site;
  /** Where the near one is written in the UI, for missing ones. */
  nearSite?: Site;
  /** Of what is not there: the last field that its holder declares. */
  beside?: Site;
  /** The names that the other side has, and the declared type that holds them. */
  known?: string[];
  of?: string;
}

type Compare = (here: Shape, there: Shape, path: string) => Difference[];

export const compareSent: Compare = (here, there, path) => sides(here, there, path, sentObject);

export const compareRead: Compare = (here, there, path) =>
  isNothing(there) && present(here).some(isWhole) && present(here).every(isWhole)
    ? [{ kind: 'mismatch', path, here, there, ...where(firstSite(here), undefined) }]
    : sides(here, there, path, readObject).filter((d) => d.kind !== 'mismatch' || isTold(d));

/**
 * A field that is read of a plain value is no difference: helpers that take this and that look at what they got first (`typeof id === "object"`).
 * Nor is what a type alone says of a value that nobody looks into.
 */
function isTold({ here, there }: Difference): boolean {
  const read = here ? present(here).filter(isWhole) : [];
  const isPlain = there !== undefined && !present(there).some((s) => isWhole(s) || isNoJson(s)) && !isNothing(there);
  return read.length > 0 && (!isPlain || read.every((s) => s.kind === 'list'));
}
export const isNoJson = (s: Shape): boolean => s.kind === 'file' && s.of !== undefined;
export const isNothing = (s: Shape): boolean => s.kind === 'none' || s.kind === 'null';

type Objects = (here: ObjectShape, there: ObjectShape, path: string) => Difference[];
const MAX_DEPTH = 12;

function sides(here: Shape, there: Shape, path: string, objects: Objects): Difference[] {
  if (path.split(/[.[]/).length > MAX_DEPTH) return [];
  const [mine, theirs] = [present(here), present(there)];
  if (!mine.length || !theirs.length || [...mine, ...theirs].some((s) => s.kind === 'unknown')) return [];
  const differences = mine.map((one) => againstAll(one, theirs, path, objects));
  const common = inAll(differences);
  return common.map((d) => (d.kind === 'mismatch' && d.path === path ? { ...d, here: union(mine), there: union(theirs) } : d));
}

/** What may be there: an absent value says nothing of the shape. */
const present = (shape: Shape): Shape[] =>
  (shape.kind === 'union' ? shape.of : [shape]).filter((s) => s.kind !== 'null' && s.kind !== 'none');

/** What fits one of several fits. Of models that tell themselves apart by a literal field only the meant one is compared. */
function againstAll(one: Shape, others: readonly Shape[], path: string, objects: Objects): Difference[] {
  // Who treats it as an object means the one that it may be, not the list that it may be too.
  const alike = isWhole(one) ? others.filter((s) => s.kind === one.kind) : [];
  const theirs = alike.length ? alike : others;
  const all = theirs.map((other) => against(one, other, path, objects));
  const meant = theirs.flatMap((other, i) => (one.kind === 'object' && agree(one, other) ? [all[i]!] : []));
  return inAll(meant.length ? meant : all);
}

/** Whether objects share a field of one literal value: `{kind: "cat"}`. */
function agree(a: ObjectShape, b: Shape): boolean {
  if (b.kind !== 'object') return false;
  return Object.entries(a.fields).some(([name, { shape }]) => {
    const other = own(b.fields, name)?.shape;
    return shape.kind === 'literal' && other?.kind === 'literal' && shape.value === other.value;
  });
}

/** Differences that are there whichever alternative is true. */
export function inAll(lists: readonly Difference[][]): Difference[] {
  const [first, ...rest] = lists;
  const same = (a: Difference) => (b: Difference) => a.kind === b.kind && a.path === b.path;
  return (first ?? []).filter((d) => rest.every((list) => list.some(same(d))));
}

function against(here: Shape, there: Shape, path: string, objects: Objects): Difference[] {
  if (here.kind === 'object' && there.kind === 'object') return objects(here, there, path);
  if (here.kind === 'list' && there.kind === 'list') return sides(here.of, there.of, `${path}[]`, objects);
  return canMeet(here, there) ? [] : [{ kind: 'mismatch', path, here, there, ...where(firstSite(here), undefined) }];
}

const isWhole = (s: Shape): boolean => s.kind === 'object' || s.kind === 'list';

/** Whether a value of one can be one of the other. Text that spells a number is one; only what surely is none is none. */
function canMeet(here: Shape, there: Shape): boolean {
  if (here.kind === 'file' || there.kind === 'file') return !(isWhole(here) && isNoJson(there));
  // `.length` is read of lists and texts, and of what has such a field.
  if (there.kind === 'object' && own(there.fields, 'length')) return true;
  if (isWhole(here) || isWhole(there)) return here.kind === there.kind;
  if (there.kind === 'string' && there.strict && isNumeric(here)) return false;
  if (here.kind !== 'literal') return true;
  const { value } = here;
  if (there.kind === 'literal') return value === there.value || String(value) === String(there.value);
  if (there.kind === 'number') return typeof value !== 'string' || (value.trim() !== '' && Number.isFinite(Number(value)));
  if (there.kind === 'boolean') return typeof value !== 'string' || /^(true|false|yes|no|on|off|t|f|y|n|0|1)$/i.test(value);
  return true;
}

const isNumeric = (s: Shape): boolean =>
  s.kind === 'number' || s.kind === 'boolean' || (s.kind === 'literal' && typeof s.value !== 'string');

/** Where the first part of it is read. */
function firstSite(shape: Shape): Site | undefined {
  if (shape.kind === 'list') return shape.site ?? firstSite(shape.of);
  if (shape.kind === 'union') return shape.of.map(firstSite).find((s) => s !== undefined);
  const fields = shape.kind === 'object' ? Object.values(shape.fields) : [];
  return fields[0]?.site;
}

const below = (path: string, name: string): string => (path ? `${path}.${name}` : name);
const namesOf = (name: string, field: Field): string[] => [name, ...(field.names ?? [])];

/** What the model takes under that name. */
function fieldNamed(of: ObjectShape, name: string): Field | undefined {
  return own(of.fields, name) ?? Object.values(of.fields).find((f) => f.names?.includes(name));
}

function sentObject(here: ObjectShape, there: ObjectShape, path: string): Difference[] {
  const sent = Object.keys(here.fields);
  const known = Object.keys(there.fields);
  const absent = Object.entries(there.fields).filter(([name, f]) => !namesOf(name, f).some((n) => sent.includes(n)));
  // Of several objects some may have the right name: `[{ titel }, { title }]`.
  const notAlways = Object.entries(there.fields).filter(([name, f]) =>
    namesOf(name, f).every((n) => own(here.fields, n)?.optional !== undefined || !sent.includes(n)),
  );
  const strange = Object.entries(here.fields).filter(([name]) => !fieldNamed(there, name));
  // An empty literal is filled elsewhere.
  const isClosed = !here.open && !here.values && (sent.length > 0 || path === '');
  const missing = absent
    .filter(([, field]) => isClosed && !field.optional)
    .map(([name, field]): Difference => {
      const near = nearName(
        name,
        strange.map(([n]) => n),
      );
      const nearSite = near === undefined ? undefined : here.fields[near]?.site;
      return {
        kind: 'missing',
        path: below(path, name),
        there: field.shape,
        ...where(undefined, field.site),
        ...(near === undefined ? {} : { near }),
        ...(nearSite ? { nearSite } : {}),
        ...(near !== undefined && here.fields[near]?.also ? { also: here.fields[near].also } : {}),
        ...modelOf(there),
      };
    });
  const taken = new Set(missing.flatMap((d) => d.near ?? []));
  const unknown =
    (there.open && !there.byName) || there.values
      ? []
      : strange
          .filter(([name]) => !taken.has(name))
          .map(([name, field]) => strangeField(below(path, name), name, field, field.optional ? notAlways : absent, there, known))
          .filter((d) => !there.open || d.near !== undefined);
  const inner = Object.entries(here.fields).flatMap(([name, field]) => {
    const other = fieldNamed(there, name)?.shape ?? there.values;
    return other ? withSites(sides(field.shape, other, below(path, name), sentObject), field, fieldNamed(there, name)) : [];
  });
  return [...missing, ...unknown, ...inner];
}

function readObject(here: ObjectShape, there: ObjectShape, path: string): Difference[] {
  const known = Object.keys(there.fields);
  return Object.entries(here.fields).flatMap(([name, field]) => {
    const other = own(there.fields, name);
    const shape = other?.shape ?? there.values;
    if (shape) return withSites(sides(field.shape, shape, below(path, name), readObject), field, other);
    return there.open || field.optional
      ? []
      : [strangeField(below(path, name), name, field, Object.entries(there.fields), there, known)];
  });
}

function strangeField(
  path: string,
  name: string,
  field: Field,
  candidates: readonly [string, Field][],
  there: ObjectShape,
  known: string[],
): Difference {
  const near = nearName(
    name,
    candidates.map(([n]) => n),
  );
  const meant = near === undefined ? undefined : there.fields[near];
  return {
    kind: 'unknown',
    path,
    here: field.shape,
    ...where(field.site, meant?.site),
    ...(field.also ? { also: field.also } : {}),
    ...(near === undefined ? {} : { near }),
    ...(there.forbids ? { forbidden: true as const } : {}),
    known,
    ...besides(there),
    ...modelOf(there),
  };
}

function besides({ fields }: ObjectShape): { beside?: Site } {
  const site = Object.values(fields).findLast((f) => f.site)?.site;
  return site ? { beside: site } : {};
}

const modelOf = ({ name }: ObjectShape): { of?: string } => (name === undefined ? {} : { of: name });
const where = (site: Site | undefined, declared: Site | undefined): Pick<Difference, 'site' | 'declared'> => ({
  ...(site ? { site } : {}),
  ...(declared ? { declared } : {}),
});

/** What has no place of its own stands where the field is that holds it. */
const withSites = (found: Difference[], here: Field, there: Field | undefined): Difference[] =>
  found.map((d) => ({ ...where(here.site, there?.site), ...d }));

const folded = (s: string): string => s.toLowerCase().replace(/[-_]/g, '');

/** userName for user_name, tasks for task, a few letters; the nearest, if there is only one. */
export function nearName(name: string, among: readonly string[]): string | undefined {
  const same = among.filter((n) => folded(n) === folded(name));
  if (same.length) return same.length === 1 ? same[0] : undefined;
  const near = among.filter((n) => n.length > 2 && (isTypo(folded(n), folded(name)) || isSwapped(folded(n), folded(name))));
  return near.length === 1 ? near[0] : undefined;
}

/** titel for title: two letters in each other's place. */
function isSwapped(a: string, b: string): boolean {
  const apart = [...a].flatMap((letter, i) => (letter === b[i] ? [] : [i]));
  const [i, j] = apart;
  return a.length === b.length && apart.length === 2 && a[i!] === b[j!] && a[j!] === b[i!];
}
