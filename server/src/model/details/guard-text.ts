/** Guards as people know them: with what they are given, `requires("authenticated")`, and by the function that made them, `require_role("admin")`. */
import type { Context, Place } from '../../values/context';
import { elementsOf } from '../../values/elements';
import { type Args, textOf, type Value } from '../../values/value';

/** Of a function that another one makes, the maker tells what is asked: `def require_role(name): def check(): …; return check`. */
export function shownDependency(ctx: Context, value: Value, name: string): string {
  if (value.kind === 'inst') return called(name, value.args ? textsOf(ctx, value.args) : []);
  if (value.kind === 'made') return called(name, textsOf(ctx, value.args));
  if (value.kind !== 'fn' || !value.env.args) return name;
  const maker = ctx.world.chunk(value.env.file, value.env.chunk);
  const gives = (maker?.returns ?? []).some(({ x }) => {
    const given = maker?.arena[x];
    return given !== undefined && 'name' in given && given.name === name;
  });
  return maker?.name && gives ? called(maker.name, textsOf(ctx, value.env.args)) : name;
}

export function shownDecorator(ctx: Context, place: Place, x: number, name: string): string {
  const written = place.chunk.arena[x];
  if (written?.kind !== 'call') return name;
  return called(
    name,
    written.args.flatMap((a) => textsIn(ctx, ctx.evaluate(place, a.x), a.name)),
  );
}

const textsOf = (ctx: Context, { pos, named }: Args): string[] =>
  [...pos.map((value) => [undefined, value] as const), ...Object.entries(named)].flatMap(([name, value]) =>
    textsIn(ctx, value, name),
  );

/** A text, or those of a list: '"admin"', 'roles="admin"'. */
function textsIn(ctx: Context, value: Value, name?: string): string[] {
  const items = value.kind === 'list' ? (elementsOf(ctx, value) ?? []) : [value];
  const texts = items.flatMap((item) => textOf(item) ?? []);
  return texts.map((text) => `${name === undefined ? '' : `${name}=`}${JSON.stringify(text)}`);
}

const called = (name: string, texts: readonly string[]): string => (texts.length > 0 ? `${name}(${texts.join(', ')})` : name);
