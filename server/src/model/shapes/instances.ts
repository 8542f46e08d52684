/** The fields of an object of the project's own class: those it declares, those its methods set, those of the classes below it. */
import { own } from '../../base/own';
import type { ChunkId } from '../../facts/expression';
import type { Context } from '../../values/context';
import { alternatives, type Value } from '../../values/value';
import type { Look } from './expressions';
import { setLater } from './objects';
import { fieldOf, noFields, type ObjectShape, object, type Shape, spreadInto, unknownShape } from './shape';
import { typeShape } from './types';
import { shapeOf } from './values';

type Instance = Value & { kind: 'inst' };

export function instance(look: Look, value: Instance, depth: number): Shape {
  const { ctx } = look;
  const shape = fieldsOf(look, value, value.cls, depth);
  if (!shape || (!Object.keys(shape.fields).length && !shape.open)) return unknownShape('an instance');
  const place = value.site && value.env && ctx.place(value.site.file, value.site.chunk, value.env);
  return place ? setLater(look, place, value.site!.x, shape, depth) : shape;
}

/** Undefined where it makes its own JSON. */
function fieldsOf(look: Look, value: Instance, cls: Instance['cls'], depth: number): ObjectShape | undefined {
  const { ctx } = look;
  const { file, chunk: id } = cls;
  const chunk = ctx.world.chunk(file, id);
  if (!chunk || depth > 12 || ctx.world.chunk(file, `${id}.toJSON`)) return undefined;
  const fields = noFields();
  for (const [name, type] of Object.entries(chunk.varTypes ?? {})) fields[name] = fieldOf(typeShape(ctx, file, type));
  for (const [name, [assign]] of Object.entries(chunk.vars)) {
    if (!assign || own(fields, name) || ['fn', 'class'].includes(chunk.arena[assign.x]?.kind ?? '')) continue;
    fields[name] = fieldOf(shapeOf(look, ctx.member(value, name), depth + 1));
  }
  let open = handsItselfOn(ctx, file, id);
  for (const method of methodsOf(ctx, file, id))
    for (const set of ctx.world.chunk(file, method)?.sets ?? []) {
      if (ctx.world.chunk(file, method)!.arena[set.object]?.kind !== 'this') continue;
      if (set.name === undefined) open = true;
      else if (!own(fields, set.name))
        fields[set.name] = fieldOf(
          shapeOf(look, ctx.member(value, set.name), depth + 1),
          undefined,
          method !== `${id}.constructor`,
        );
    }
  return withBases(look, value, cls, object(fields, open), depth);
}

function withBases(
  look: Look,
  value: Instance,
  cls: Instance['cls'],
  shape: ObjectShape,
  depth: number,
): ObjectShape | undefined {
  const { ctx } = look;
  const chunk = ctx.world.chunk(cls.file, cls.chunk)!;
  const outer = ctx.place(cls.file, chunk.parent ?? '', ctx.genericEnv(cls.file, chunk.parent ?? ''));
  let out: ObjectShape | undefined = shape;
  for (const x of chunk.bases ?? [])
    for (const { value: base } of outer ? alternatives(ctx.evaluate(outer, x)) : []) {
      const inherited = base.kind === 'class' ? fieldsOf(look, value, base, depth + 1) : object(noFields(), true);
      out = out && inherited && spreadInto(inherited, out);
    }
  return out;
}

const methodsOf = (ctx: Context, file: string, id: ChunkId): ChunkId[] =>
  ctx.world.chunkIds(file).filter((one) => one.startsWith(`${id}.`));

/** `Object.assign(this, values)`: something else may set fields too. */
const handsItselfOn = (ctx: Context, file: string, id: ChunkId): boolean =>
  methodsOf(ctx, file, id).some((method) => {
    const { arena } = ctx.world.chunk(file, method)!;
    return arena.some((e) => (e.kind === 'call' || e.kind === 'new') && e.args.some((a) => arena[a.x]?.kind === 'this'));
  });
