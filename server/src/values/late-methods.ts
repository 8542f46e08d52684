/**
 * Methods that a class calls on itself and that classes below it write anew: `def __init__(self): self.register()`. What such a call
 * does shows only once it is known of which class self is.
 */
import { equalData } from '../base/equal';
import type { Query } from '../base/query';
import type { ChunkId } from '../facts/expression';
import { hasDecorator } from './activations';
import { ancestry, type Class } from './classes';
import type { Context, Place } from './context';
import type { Interest } from './interest/interest';
import { ownersOf } from './openness';
import type { Value } from './value';

interface Written {
  file: string;
  cls: ChunkId;
}

export class LateMethods {
  private readonly mattering: Query<null, Record<string, Written[]>>;

  constructor(
    private readonly ctx: Context,
    name: string,
    private readonly interest: Interest,
  ) {
    this.mattering = ctx.world.db.query<null, Record<string, Written[]>>(
      `methods of ${name}`,
      () => this.all(),
      () => ({}),
      { equal: equalData },
    );
  }

  /** What a call starts from whose method a class below writes anew, and whose callers know of which class that is. */
  askedOf(place: Place, callee: Value): { root: Value; open: string[] } | undefined {
    const isMember = callee.kind === 'member';
    const root = callee.kind === 'fn' ? callee.self : isMember ? callee.of : undefined;
    if ((callee.kind !== 'fn' && !isMember) || (root?.kind !== 'inst' && root?.kind !== 'class')) return undefined;
    const open = root.kind === 'class' ? this.ownerOfClass(place) : root.site ? [] : ownersOf(this.ctx, [root]);
    if (!open.length) return undefined;
    const name = isMember ? callee.name : this.ctx.world.outline(callee.file, callee.chunk)?.name;
    const written = this.mattering.get('', null)[`.${name}`] ?? [];
    const above = root.kind === 'class' ? root : root.cls;
    return written.some((one) => this.isBelow(one, above)) ? { root, open } : undefined;
  }

  /** In a class method that nobody called, any class below may be meant. */
  private ownerOfClass({ file, id, env }: Place): string[] {
    return !env.self && !env.args && hasDecorator(this.ctx, file, id, 'classmethod') ? [`${file}#${id}`] : [];
  }

  private isBelow({ file, cls: chunk }: Written, above: Class): boolean {
    if (file === above.file && chunk === above.chunk) return false;
    const around = this.ctx.world.outline(file, chunk)?.parent ?? '';
    const cls: Class = { kind: 'class', file, chunk, env: this.ctx.genericEnv(file, around) };
    return ancestry(this.ctx, cls).some((v) => v.kind === 'class' && v.file === above.file && v.chunk === above.chunk);
  }

  /** By '.name', the classes in whose method of that name something matters. */
  private all(): Record<string, Written[]> {
    const { world } = this.ctx;
    const out: Record<string, Written[]> = {};
    for (const file of this.interest.files())
      for (const id of this.interest.inFile(file).keys()) {
        const method = world.outline(file, id);
        const cls = method?.kind === 'function' ? method.parent : undefined;
        if (cls === undefined || !world.outline(file, cls)?.bases?.length) continue;
        const key = `.${method!.name}`;
        out[key] = [...(out[key] ?? []), { file, cls }];
      }
    return out;
  }
}
