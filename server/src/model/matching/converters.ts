/** What the converters of a path refuse: `/tasks/<int:id>` does not answer /tasks/new. */
import { textOf } from '../../values/value';
import type { Segment } from '../requests/address';
import type { Route } from '../routes/routes';
import type { Refusal } from './takes';

const DIGITS = /^-?\d+$/;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const TESTS: Record<string, RegExp> = { int: DIGITS, float: /^-?\d+(?:\.\d+)?$/, uuid: UUID };

/** Whether the parameters of a route take what an address says for sure where they stand. */
export const isAdmitted = (route: Route, segments: readonly Segment[]): boolean => converted(route, segments) === undefined;

/** The first segment that a converter refuses. */
export function converted(route: Route, segments: readonly Segment[]): Refusal | undefined {
  if (route.typedPath === undefined) return undefined;
  const parts = route.typedPath.split('/').filter((p) => p !== '');
  for (const [i, segment] of segments.entries()) {
    const [, name, kind] = /^\{(\w+):(\w+)\}$/.exec(parts[i] ?? '') ?? [];
    if (name === undefined || kind === undefined) continue;
    if (kind === 'path') return undefined;
    if ('text' in segment && !segment.text.includes('%') && refuses(route, name, kind, segment.text))
      return { route, parameter: name, wanted: kind, text: segment.text, byPath: true };
  }
  return undefined;
}

function refuses(route: Route, name: string, kind: string, text: string): boolean {
  if (kind === 'any') {
    const listed = new RegExp(`<any\\(([^()]*)\\):${name}>`).exec(textOf(route.source.route.path) ?? '')?.[1];
    return listed !== undefined && !listed.split(',').some((one) => one.trim().replace(/^(['"])(.*)\1$/, '$2') === text);
  }
  return !(TESTS[kind]?.test(text) ?? true);
}
