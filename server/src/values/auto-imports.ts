/** Names that Nuxt brings in by itself: what the files of `composables` and `utils` export. */
import { equalData } from '../base/equal';
import { own } from '../base/own';
import { dirname } from '../base/uri';
import { configFiles, packageFolder } from './bundler-config';
import type { Context } from './context';
import { perContext } from './memo';
import type { Value } from './value';

/** By name, the file that exports it. */
const queries = perContext((ctx) => ({
  names: ctx.world.db.query(
    'names that Nuxt brings in',
    (folder: string) => namesIn(ctx, folder),
    (): Record<string, string> => ({}),
    { equal: equalData },
  ),
}));

const FOLDERS = ['', '/app', '/src'].flatMap((top) => [`${top}/composables`, `${top}/utils`]);

export function autoImported(ctx: Context, file: string, name: string): Value | undefined {
  const folder = packageFolder(ctx, dirname(file));
  const from = own(queries(ctx).names.get(folder, folder), name);
  return from === undefined || from === file ? undefined : ctx.exported(from, name);
}

function namesIn(ctx: Context, folder: string): Record<string, string> {
  const out: Record<string, string> = {};
  if (!configFiles(ctx, folder, /^nuxt\b/).length) return out;
  for (const below of FOLDERS)
    for (const file of ctx.world.listing(folder + below) ?? []) {
      if (!/\.[mc]?[jt]s$/.test(file)) continue;
      const path = `${folder}${below}/${file}`;
      for (const name of Object.keys(ctx.world.head(path)?.exports ?? {})) if (name !== 'default') out[name] ??= path;
    }
  return out;
}
