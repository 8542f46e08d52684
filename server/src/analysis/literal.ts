/** The literal around a part of it: for the text in `/tasks/${id}/retry` the whole template, with its backticks. */
import type { Site } from '../values/value';
import type { World } from '../values/world';
import type { Place, Positions } from './positions';

/** A template is lowered right after its parts. */
const NEAR = 40;

export function wholeLiteral(world: World, positions: Positions, site: Site): Place {
  const own = positions.of(site);
  const arena = world.chunk(site.file, site.chunk)?.arena;
  if (arena?.[site.x]?.kind !== 'str') return own;
  for (let x = site.x + 1; x < Math.min(arena.length, site.x + NEAR); x++) {
    const outer = arena[x];
    if (outer?.kind !== 'cat' || !outer.parts.includes(site.x)) continue;
    const all = positions.of({ ...site, x });
    const last = outer.parts.at(-1);
    // What `+` joins ends with its last part; a template ends with a backtick or a brace of its own.
    const isTemplate = last !== undefined && positions.of({ ...site, x: last }).to < all.to;
    return isTemplate ? all : own;
  }
  return own;
}
