/** Which class a template of Angular belongs to. */

import { equalData } from '../../base/equal';
import { dirname, join } from '../../base/uri';
import type { ChunkId, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';

interface Owner {
  template: string;
  file: string;
  cls: ChunkId;
}

const owners = gathered<Owner>('templates', 'web', ownersIn, equalData, { words: ['templateUrl'] });

/** `@Component({ templateUrl: './tasks.html' }) class Tasks {}` */
function ownersIn(ctx: Context, file: string): Owner[] {
  if (!file.endsWith('.ts')) return [];
  const chunk = ctx.world.chunk(file, '');
  if (!chunk) return [];
  return chunk.arena.flatMap((e) => {
    const made = e.kind === 'call' && e.decorator ? chunk.arena[e.callee] : undefined;
    const target = e.kind === 'call' && e.decorator && e.args[0] ? chunk.arena[e.args[0].x] : undefined;
    const options = made?.kind === 'call' && made.args[0] ? chunk.arena[made.args[0].x] : undefined;
    const url = options?.kind === 'obj' ? options.entries.find((n) => n.key === 'templateUrl') : undefined;
    const text = url && chunk.arena[url.x];
    if (text?.kind !== 'str' || target?.kind !== 'class') return [];
    return [{ template: join(dirname(file), text.value), file, cls: target.chunk }];
  });
}

/** The class of a template that stands in a file of its own. */
export const ownerOf = (ctx: Context, template: string): Owner | undefined => owners(ctx).find((o) => o.template === template);

/** The method that `this.name` means in the template of an Angular component. */
export function templateMethod(ctx: Context, place: Place, x: X): { file: string; chunk: ChunkId } | undefined {
  const e = place.chunk.arena[x];
  if (e?.kind !== 'get' || place.chunk.arena[e.object]?.kind !== 'this') return undefined;
  const owner = ownerOf(ctx, place.file);
  const chunk = owner && `${owner.cls}.${e.name}`;
  return owner && chunk !== undefined && ctx.world.chunk(owner.file, chunk) ? { file: owner.file, chunk } : undefined;
}
