/** Who imports a name of a module: state that lives in one file and is read in others is followed along it. */
import type { Context } from '../values/context';
import { gatheredByName } from '../values/memo';
import { resolveWeb } from '../values/modules/web-files';

/** A name of a file that means an imported one; `again`: it is passed on under that name instead. */
interface Importer {
  file: string;
  name: string;
  again?: true;
}
type ByTarget = Record<string, Importer[]>;

const importers = gatheredByName('imported names', 'web', importsIn);

function importsIn(ctx: Context, file: string): ByTarget {
  const module = ctx.world.chunk(file, '');
  const out: ByTarget = Object.create(null) as ByTarget;
  const note = (x: number, importer: Importer): void => {
    const e = module?.arena[x];
    if (e?.kind !== 'import' || e.name === undefined) return;
    const at = resolveWeb(ctx, file, e.module);
    if (!('file' in at)) return;
    const key = `${at.file}#${e.name}`;
    out[key] ??= [];
    out[key].push(importer);
  };
  for (const [name, assigns] of Object.entries(module?.vars ?? {})) for (const { x } of assigns) note(x, { file, name });
  for (const [name, x] of Object.entries(ctx.world.head(file)?.exports ?? {})) note(x, { file, name, again: true });
  return out;
}

const MAX_HOPS = 4;

/** The names by which other files know a variable of a module's own body, through exports and those that are passed on. */
export function importersOf(ctx: Context, file: string, name: string): { file: string; name: string }[] {
  const module = ctx.world.chunk(file, '');
  const exported = Object.entries(ctx.world.head(file)?.exports ?? {}).flatMap(([as, x]) => {
    const e = module?.arena[x];
    return e?.kind === 'ref' && e.chunk === '' && e.name === name ? [as] : [];
  });
  const out: { file: string; name: string }[] = [];
  const follow = (at: string, as: string, hops: number): void => {
    for (const importer of importers(ctx, `${at}#${as}`))
      if (!importer.again) out.push({ file: importer.file, name: importer.name });
      else if (hops < MAX_HOPS) follow(importer.file, importer.name, hops + 1);
  };
  for (const as of exported) follow(file, as, 0);
  return out;
}
