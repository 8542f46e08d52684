/** Which calls the functions of the workspace make: by the function of the outermost call, and by the element that makes it itself. */
import { type ByName, Collected, sameParts } from '../../base/collected';
import { sameItems } from '../../base/equal';
import { grouped } from '../../base/grouped';
import type { Query, Spread } from '../../base/query';
import type { Context } from '../../values/context';
import { type Site, siteKey } from '../../values/value';
import type { Call, CallTable } from '../calls/calls';

export class CallsByFunction {
  private readonly inFile: Query<string, ByName<Call>>;
  private readonly ofKey: Spread<readonly Call[]>;

  constructor(
    private readonly ctx: Context,
    private readonly calls: CallTable,
  ) {
    const { db } = ctx.world;
    this.inFile = db.query(
      'functions of calls in file',
      (file: string) => this.partsOf(file),
      (): ByName<Call> => ({}),
      { equal: (a, b) => sameParts(a, b, Object.is), early: 11 },
    );
    const all = new Collected<Call>(Object.is);
    const walk = () => all.walk(calls.writtenIn(), (file) => this.inFile.get(file, file));
    this.ofKey = db.spread('calls of functions', walk, (key) => [...new Set(all.get(key))], { equal: sameItems, early: 12 });
  }

  /** `key`: 'file#chunk' of a function, or the site of an element. */
  of(key: string): readonly Call[] {
    return this.ofKey.get(key);
  }

  private partsOf(file: string): ByName<Call> {
    const parts = this.calls.inFile(file).flatMap((call) => {
      if (call.kind === 'served' || call.kind === 'address') return [];
      return [call, ...this.calls.twinsOf(call)].flatMap((one) => {
        const outer = this.outermost(one);
        return [`${outer.file}#${outer.chunk}`, siteKey(outer)].map((key) => ({ key, call }));
      });
    });
    const byKey = [...grouped(parts, (part) => part.key)];
    return Object.fromEntries(byKey.map(([key, all]) => [key, all.map((part) => part.call)]));
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
