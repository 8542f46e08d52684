/** Parameters of generic Python types: which a type names, and the type with them filled in. */
import type { Context } from '../../values/context';
import type { Value } from '../../values/value';
import { type PyType, type TypedValue, typeAt, UNKNOWN, union } from './python-types';

export function variablesIn(type: PyType): string[] {
  if (type.kind === 'variable') return [type.name];
  if (type.kind === 'list' || type.kind === 'dict') return variablesIn(type.of);
  return type.kind === 'union' || type.kind === 'tuple' ? type.of.flatMap(variablesIn) : [];
}

/** The type with the parameters filled in. */
export function filled(type: PyType, bound: ReadonlyMap<string, PyType>): PyType {
  if (!bound.size) return type;
  const of = (inner: PyType) => filled(inner, bound);
  switch (type.kind) {
    case 'variable':
      return bound.get(type.name) ?? UNKNOWN;
    case 'list':
    case 'dict':
      return { ...type, of: of(type.of) };
    case 'tuple':
      return { ...type, of: type.of.map(of) };
    case 'union':
      return union(type.of.map(of));
    case 'model':
      return type.args ? { ...type, args: type.args.map(of) } : type;
    default:
      return type;
  }
}

/** `Many[Task]` of `type Many[T] = list[T]` */
export function genericAlias(
  ctx: Context,
  { file, chunk }: Value & { kind: 'fn' },
  args: TypedValue[],
  depth: number,
): TypedValue {
  const inner = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const params = inner?.chunk.typeParams;
  const x = inner?.chunk.returns?.[0]?.x;
  if (!inner || !params || x === undefined) return { type: UNKNOWN, extras: [] };
  const { type, extras } = typeAt(ctx, inner, x, depth + 1);
  return { type: filled(type, new Map(params.map((name, i) => [name, args[i]?.type ?? UNKNOWN]))), extras };
}
