/** Which calls the functions of the workspace make: by the function of the outermost call, and by the element that makes it itself. */
import { equalData, sameItems } from '../../base/equal';
import { grouped } from '../../base/grouped';
import { own } from '../../base/own';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { type Site, siteKey } from '../../values/value';
import type { Call, CallTable } from '../calls/calls';

interface Part {
  key: string;
  call: Call;
}

/** By the files of functions, and of elements, the files in which their calls are written. */
type Homes = Readonly<Record<string, string[]>>;

export class CallsByFunction {
  private readonly inFile: Query<string, readonly Part[]>;
  private readonly homes: Query<null, Homes>;
  private readonly ofHome: Query<string, ReadonlyMap<string, readonly Call[]>>;
  private readonly ofKey: Query<string, readonly Call[]>;

  constructor(
    private readonly ctx: Context,
    private readonly calls: CallTable,
  ) {
    const { db } = ctx.world;
    this.inFile = db.query(
      'functions of calls in file',
      (file: string) => this.partsOf(file),
      (): readonly Part[] => [],
      { equal: (a, b) => sameItems(a, b, (x, y) => x.key === y.key && x.call === y.call) },
    );
    this.homes = db.query(
      'where calls of functions are written',
      () => this.gathered(),
      (): Homes => ({}),
      { equal: equalData },
    );
    this.ofHome = db.query(
      'calls by function of file',
      (home: string) => this.byFunction(home),
      (): ReadonlyMap<string, readonly Call[]> => new Map(),
    );
    this.ofKey = db.query(
      'calls of function',
      (key: string) => this.ofHome.get(homeOf(key), homeOf(key)).get(key) ?? [],
      (): readonly Call[] => [],
      { equal: sameItems },
    );
  }

  /** `key`: 'file#chunk' of a function, or the site of an element. */
  of(key: string): readonly Call[] {
    return this.ofKey.get(key, key);
  }

  private partsOf(file: string): Part[] {
    return this.calls.inFile(file).flatMap((call) => {
      if (call.kind === 'served' || call.kind === 'address') return [];
      return [call, ...this.calls.twinsOf(call)].flatMap((one) => {
        const outer = this.outermost(one);
        return [`${outer.file}#${outer.chunk}`, siteKey(outer)].map((key) => ({ key, call }));
      });
    });
  }

  private gathered(): Homes {
    const out: Record<string, string[]> = {};
    for (const file of this.calls.writtenIn())
      for (const home of new Set(this.inFile.get(file, file).map((part) => homeOf(part.key)))) {
        const before = own(out, home);
        if (before) before.push(file);
        else out[home] = [file];
      }
    return out;
  }

  private byFunction(home: string): Map<string, Call[]> {
    const files = own(this.homes.get('', null), home) ?? [];
    const parts = files.flatMap((file) => this.inFile.get(file, file)).filter((part) => homeOf(part.key) === home);
    return new Map([...grouped(parts, (part) => part.key)].map(([key, all]) => [key, [...new Set(all.map((p) => p.call))]]));
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

const homeOf = (key: string): string => key.slice(0, key.indexOf('#'));
