/** JavaScript's modules: relative paths, aliases of tsconfig and bundlers, packages of the workspace. What is in no file is external. */
import type { Context } from './context';
import { ext, unknown, type Value } from './value';

export function importWeb(_ctx: Context, _from: string, specifier: string): Value {
  return ext(specifier);
}

export function exportedWeb(ctx: Context, file: string, name: string): Value {
  const x = ctx.world.head(file)?.exports?.[name];
  const place = ctx.place(file, '', ctx.moduleEnv(file));
  return x === undefined || !place ? unknown(`${name} is not exported`) : ctx.evaluate(place, x);
}
