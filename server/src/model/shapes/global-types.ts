/** Types that declaration files give to the whole project: a `.d.ts` without exports, beside the code or in the folders above it. */
import { own } from '../../base/own';
import { dirname } from '../../base/uri';
import type { TypeForm } from '../../facts/expression';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';

/** A type, where it is declared. */
export interface DeclaredType {
  file: string;
  params: readonly string[];
  form: TypeForm;
}

/** Where such files lie, seen from a folder above the code. */
const FOLDERS = ['', '/types', '/@types', '/typings', '/src', '/src/types', '/src/@types'];
const MAX_UP = 8;

const files = perContext((ctx) =>
  ctx.world.db.query(
    'declaration files around',
    (dir: string) => declarationsAround(ctx, dir),
    (): string[] => [],
    { equal: (a, b) => a.join() === b.join() },
  ),
);

function declarationsAround(ctx: Context, dir: string): string[] {
  const out = new Set<string>();
  for (let at = dir, up = 0; up < MAX_UP; at = dirname(at), up++) {
    for (const folder of FOLDERS)
      for (const name of ctx.world.listing(at + folder) ?? [])
        if (/\.d\.[mc]?ts$/.test(name) && ctx.world.exists(`${at}${folder}/${name}`)) out.add(`${at}${folder}/${name}`);
    if (ctx.world.listing(at)?.includes('package.json') || dirname(at) === at) break;
  }
  return [...out];
}

export function globalType(ctx: Context, file: string, name: string): DeclaredType | undefined {
  for (const other of files(ctx).get(dirname(file), dirname(file))) {
    const head = ctx.world.head(other);
    const found = head?.exports ? undefined : own(head?.types, name);
    if (found) return { file: other, params: found.params ?? [], form: found.form };
  }
  return undefined;
}
