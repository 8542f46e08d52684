/** What all calls of one missing endpoint send and read, as one: the route that is written for the first of them answers the others too. */
import type { Call } from '../../model/calls/calls';
import type { CallDetails } from '../../model/details/call-details';
import { eitherOf, type Shape } from '../../model/shapes/shape';
import type { Project } from '../project';
import { segmentsOf } from '../segments';
import { isValue } from './wanted';

export interface Asked extends CallDetails {
  /** Some of the callers send nothing. */
  mayBeEmpty?: true;
}

/** `path`: with {} for its parameters. */
export function askedBy(project: Project, call: Call, path: string): Asked {
  const others = project.api.calls.filter((c) => c !== call && isSame(c, call, path));
  const all = [call, ...others].map((c) => project.detailsOf(c));
  const [own] = all as [CallDetails];
  const bodies = all.map((d) => present(d.body));
  if (all.length === 1) return { ...own, body: bodies[0]! };
  const sent = bodies.filter((b) => b.kind !== 'none' && b.kind !== 'unknown');
  const isEmpty = sent.length > 0 && bodies.some((b) => b.kind === 'none');
  const query = eitherOf(all.map((d) => d.query));
  const { declared: _own, ...rest } = own;
  const declared = everyField(all.flatMap((d) => (isKnown(d.declared) ? [d.declared] : isKnown(d.response) ? [d.response] : [])));
  return {
    ...rest,
    ...(query.kind === 'object' ? { query } : {}),
    body: sent.length ? maybe(eitherOf(sent), isEmpty) : own.body,
    contentType: all.find((d) => d.contentType !== 'none' && d.contentType !== 'unknown')?.contentType ?? own.contentType,
    response: everyField(all.map((d) => d.response)) ?? own.response,
    ...(declared ? { declared } : {}),
    ...(isEmpty ? { mayBeEmpty: true as const } : {}),
  };
}

/** A wrapper that may be given nothing says so of all that it is given. */
function present(body: Shape): Shape {
  if (body.kind !== 'union') return body;
  const parts = body.of.filter((s) => s.kind !== 'none' && s.kind !== 'null');
  return parts.length === 1 && (parts[0]!.kind === 'object' || parts[0]!.kind === 'list') ? parts[0]! : body;
}

/** Another call that nobody answers, for the same. A word where the path has a parameter asks for something else. */
function isSame(other: Call, call: Call, path: string): boolean {
  const { status, reason } = other.match;
  if (other.method !== call.method || other.path === null || reason || (status !== 'missing' && status !== 'wrong-method'))
    return false;
  const [asked, own] = [segmentsOf(other.path), segmentsOf(path)];
  if (asked.length !== own.length || other.path.endsWith('/') !== path.endsWith('/')) return false;
  return asked.every((s, i) => s === own[i] || (own[i] === '{}' && isValue(s)));
}

const isKnown = (shape: Shape | undefined): shape is Shape =>
  shape !== undefined && shape.kind !== 'unknown' && shape.kind !== 'none';

/** Who sends nothing sends none of the fields. */
function maybe(shape: Shape, isEmpty: boolean): Shape {
  if (!isEmpty || shape.kind !== 'object') return shape;
  const fields = Object.entries(shape.fields).map(([name, field]) => [name, { ...field, optional: true as const }] as const);
  return { ...shape, fields: Object.fromEntries(fields) };
}

/** An answer has what each of them reads: a field that one of them reads for sure must be there. */
function everyField(shapes: readonly Shape[]): Shape | undefined {
  const known = shapes.filter(isKnown);
  const merged = eitherOf(known);
  const objects = known.filter((s) => s.kind === 'object');
  if (!known.length || merged.kind !== 'object') return known.length ? merged : undefined;
  const fields = Object.entries(merged.fields).map(([name, { optional: _, ...field }]) => {
    const has = objects.flatMap((o) => (Object.hasOwn(o.fields, name) ? [o.fields[name]!] : []));
    return [name, has.every((f) => f.optional) ? { ...field, optional: true as const } : field] as const;
  });
  return { ...merged, fields: Object.fromEntries(fields) };
}
