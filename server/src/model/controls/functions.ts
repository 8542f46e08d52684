/** Which calls the functions of the workspace make: by the function of the outermost call, and by the element that makes it itself. */
import { sameItems } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { type Site, siteKey } from '../../values/value';
import type { Call, CallTable } from '../calls/calls';

export class CallsByFunction {
  private readonly all: Query<null, Map<string, Call[]>>;
  private readonly ofKey: Query<string, readonly Call[]>;

  constructor(
    private readonly ctx: Context,
    private readonly calls: CallTable,
  ) {
    const { db } = ctx.world;
    this.all = db.query(
      'calls by function',
      () => this.gathered(),
      () => new Map<string, Call[]>(),
    );
    this.ofKey = db.query(
      'calls of function',
      (key: string) => this.all.get('', null).get(key) ?? [],
      (): readonly Call[] => [],
      { equal: sameItems },
    );
  }

  /** `key`: 'file#chunk' of a function, or the site of an element. */
  of(key: string): readonly Call[] {
    return this.ofKey.get(key, key);
  }

  private gathered(): Map<string, Call[]> {
    const out = new Map<string, Call[]>();
    for (const call of this.calls.all()) {
      if (call.kind === 'served' || call.kind === 'address') continue;
      for (const one of [call, ...this.calls.twinsOf(call)]) {
        const outer = this.outermost(one);
        for (const key of [`${outer.file}#${outer.chunk}`, siteKey(outer)]) {
          const before = out.get(key);
          if (!before) out.set(key, [call]);
          else if (!before.includes(call)) before.push(call);
        }
      }
    }
    return out;
  }

  /** The call in the function that a handler runs: not the loop or the element by which that function came to be. */
  private outermost({ via, origin }: Call): Site {
    const chain = [...via, origin];
    const at = chain.findIndex((site, i) => {
      const next = chain[i + 1];
      if (!next) return true;
      const isMade = this.ctx.world.chunk(site.file, site.chunk)?.arena[site.x]?.kind === 'elem';
      const isInside =
        next.file === site.file &&
        (site.chunk === '' ? next.chunk !== '' && i < chain.length - 2 : next.chunk.startsWith(`${site.chunk}/`));
      return !isMade && !isInside;
    });
    return chain[at]!;
  }
}
