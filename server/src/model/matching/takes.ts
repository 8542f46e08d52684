/**
 * What the types of a handler's parameters refuse: `/items/stats` for an `item_id: int` is answered with 422. Three-valued: only what can
 * surely not be made of the text is refused; a type that is open, or that something converts, takes anything.
 */
import type { Context } from '../../values/context';
import type { Value } from '../../values/value';
import { type PyType, typeAt } from '../details/python-types';
import type { Segment } from '../requests/address';
import type { Route } from '../routes/routes';

export interface Refusal {
  route: Route;
  parameter: string;
  /** What the segment would have to be: 'int', '"open" or "closed"'. */
  wanted: string;
  /** As the call has it. */
  text: string;
  /** The path itself says so: there is no such path, rather than a request that cannot be taken. */
  byPath?: true;
}

/** The first segment that the handler of a route of FastAPI cannot take; undefined where it may take all. */
export function refusalOf(ctx: Context, route: Route, segments: readonly Segment[]): Refusal | undefined {
  if (route.framework !== 'fastapi' || route.source.route.bare || route.path === null) return undefined;
  const parts = route.path.split('/').filter((p) => p !== '');
  for (const [i, segment] of segments.entries()) {
    const name = /^\{(\w+)\}$/.exec(parts[i] ?? '')?.[1];
    if (/^\{\w+:path\}$/.test(parts[i] ?? '')) return undefined;
    if (name === undefined || !('text' in segment) || segment.text.includes('%')) continue;
    const type = typeOfParameter(ctx, route, name);
    if (type && refuses(ctx, type, segment.text)) return { route, parameter: name, wanted: wantedBy(type), text: segment.text };
  }
  return undefined;
}

function typeOfParameter(ctx: Context, { handler }: Route, name: string): PyType | undefined {
  const { file, chunk } = handler;
  const outline = file === undefined || chunk === undefined ? undefined : ctx.world.outline(file, chunk);
  const annotation = outline?.params?.find((p) => p.name === name)?.annotation;
  if (file === undefined || annotation === undefined) return undefined;
  const place = ctx.place(file, outline?.parent ?? '', ctx.genericEnv(file, outline?.parent ?? ''));
  const typed = place && typeAt(ctx, place, annotation);
  return typed?.extras.every(onlyChecks) ? typed.type : undefined;
}

/** `Path(ge=1)` and `Field(…)` describe and check; a BeforeValidator may make anything of the text. */
const onlyChecks = (extra: Value): boolean =>
  extra.kind === 'made' && extra.callee.kind === 'ext' && /^(fastapi|pydantic)(\.\w+)*\.(Path|Field)$/.test(extra.callee.path);

const BOOLEAN = /^(0|1|on|off|t|f|true|false|y|n|yes|no)$/i;
const isNumber = (text: string) => /^[\s+-]*[\d_.]+(?:e[+-]?\d+)?\s*$/i.test(text) || /^[+-]?(?:inf|infinity|nan)$/i.test(text);
const isUuid = (text: string) => /^[\da-f]{32}$/i.test(text.replace(/^urn:|uuid:|[{}-]/g, ''));

function refuses(ctx: Context, type: PyType, text: string): boolean {
  switch (type.kind) {
    case 'plain':
      if (type.name === 'int' || type.name === 'float') return !isNumber(text);
      if (type.name === 'uuid.UUID') return !isUuid(text);
      return type.name === 'bool' ? !BOOLEAN.test(text) : type.name === 'None';
    case 'literal':
      return type.values.length > 0 && !type.values.some((v) => String(v) === text);
    case 'enum':
      return isClosed(ctx, type) && !type.values.some((v) => String(v) === text);
    case 'union':
      return type.of.every((one) => refuses(ctx, one, text));
    default:
      return false;
  }
}

/** Every member has a value that is written, and nothing is made of others. */
function isClosed(ctx: Context, { file, chunk, values }: PyType & { kind: 'enum' }): boolean {
  const vars = ctx.world.chunk(file, chunk)?.vars ?? {};
  const members = Object.values(vars).filter((assigns) => assigns.at(-1)?.chunk === undefined);
  return values.length > 0 && members.length === values.length && !Object.hasOwn(vars, '_missing_');
}

function wantedBy(type: PyType): string {
  if (type.kind === 'union')
    return type.of.flatMap((t) => (t.kind === 'plain' && t.name === 'None' ? [] : wantedBy(t))).join(' or ');
  if (type.kind === 'literal' || type.kind === 'enum') return type.values.map((v) => JSON.stringify(v)).join(' or ');
  return type.kind === 'plain' ? type.name.replace(/^uuid\./, '') : '';
}
