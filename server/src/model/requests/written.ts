/** Where the path of a call is written: the place at which a person would mend it. */
import type { Context } from '../../values/context';
import type { PatternPart } from '../../values/pattern';
import { type Site, siteKey } from '../../values/value';
import type { Address } from './address';

/** The literal of the path that belongs to the call: the last one written in the file of the outermost call, else the last of all. */
export function writtenAt(ctx: Context, address: Address, outer: Site, several: boolean): Site {
  const inChunk = (p: PatternPart) => p.site!.file === outer.file && p.site!.chunk === outer.chunk;
  const words = address.literals.filter((p) => /[A-Za-z]/.test(p.text!));
  // Of several addresses that begin alike the slash that is added tells which: `url += '/' + id`.
  const telling = words.some(inChunk) && !several ? words : address.literals.filter((p) => inChunk(p) || words.includes(p));
  const here = telling.filter((p) => p.site!.file === outer.file);
  const last = here.at(-1)?.site ?? telling.at(-1)?.site;
  if (!last) return outer;
  const known = here.length ? here : telling;
  if (known.length === 1) return last;
  const together = textsAround(ctx, last);
  return known.map((p) => p.site!).find((site) => together.has(siteKey(site))) ?? last;
}

/** The texts of the template or sum of which a text is a part. */
function textsAround(ctx: Context, site: Site): Set<string> {
  const arena = ctx.world.chunk(site.file, site.chunk)?.arena ?? [];
  let top = site.x;
  const first = (x: number): number => {
    const e = arena[x];
    return e?.kind === 'cat' && e.parts.length ? first(e.parts[0]!) : x;
  };
  // What `url += more` adds to was written before; all parts of one text stand side by side.
  const isAround = (parts: readonly number[]) => {
    const at = parts.indexOf(top);
    return at === 0 || (at > 0 && first(top) - parts[at - 1]! <= 1);
  };
  for (let up = top; up >= 0; up = arena.findIndex((e) => e.kind === 'cat' && isAround(e.parts))) top = up;
  const out = new Set<string>();
  const visit = (x: number): void => {
    const e = arena[x];
    if (e?.kind === 'cat') e.parts.forEach(visit);
    else if (e?.kind === 'str') out.add(siteKey({ ...site, x }));
  };
  visit(top);
  return out;
}
