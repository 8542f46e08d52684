/** What a crosswire.json says that an expression is worth which no file tells: `${config.apiUrl}/tasks`, `getBase() + '/tasks'`. */
import { configAbove, configuredUrl } from '../../values/config';
import type { Context } from '../../values/context';
import type { PatternPart } from '../../values/pattern';
import { alternatives, type Site, textOf, type Value } from '../../values/value';

const MAX_DEPTH = 6;

/** Whether a crosswire.json says anything of a file's expressions. */
export const isAnySaid = (ctx: Context, file: string): boolean =>
  configAbove(ctx, file).some(({ config }) => config.baseUrls.length > 0);

export function saidOf(ctx: Context, file: string, hole: Value): PatternPart[] | undefined {
  const url = configuredUrl(ctx, file, writtenAs(ctx, hole, 0));
  return url === undefined ? undefined : url === '' ? [] : [{ text: url }];
}

/** How a value may be written: by the variable that holds it, and by the expression. */
function writtenAs(ctx: Context, value: Value, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  const inner = (v: Value) => writtenAs(ctx, v, depth + 1);
  switch (value.kind) {
    case 'ext':
      return [value.path.replace(/^global:/, '')];
    case 'member':
      return value.index ? [] : [value.name, ...inner(value.of).map((text) => `${text}.${value.name}`)];
    case 'made': {
      const held = holderOf(ctx, value.site);
      const given = value.args.pos.map(textOf);
      const args = given.every((text) => text !== undefined) ? given.map((text) => `'${text}'`).join(', ') : '';
      const calls = inner(value.callee).flatMap((text) => [`${text}()`, ...(args ? [`${text}(${args})`] : [])]);
      return held === undefined ? calls : [held, ...calls];
    }
    case 'sym':
      return [value.name];
    case 'unknown':
      return [(value.site && holderOf(ctx, value.site)) ?? []].flat();
    case 'either':
      return alternatives(value).flatMap((a) => inner(a.value));
    default:
      return [];
  }
}

/** The variable to which an expression is assigned. */
function holderOf(ctx: Context, { file, chunk, x }: Site): string | undefined {
  const { arena = [], vars = {} } = ctx.world.chunk(file, chunk) ?? {};
  const leads = (from: number): boolean => {
    const e = arena[from];
    return from === x || (e?.kind === 'await' && leads(e.of));
  };
  return Object.entries(vars).find(([, assigns]) => assigns.some((a) => a.chunk === undefined && leads(a.x)))?.[0];
}
