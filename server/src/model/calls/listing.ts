/**
 * Where a request is listed. One request can be seen from several functions: in the wrapper, where its address is a parameter, and in
 * each caller. It is listed where its address is known for the first time: in the function itself if its parameters only fill in segments
 * that the routes have as parameters too, else at each call that gives text for them.
 */

import { sameItems } from '../../base/equal';
import type { Database, Query } from '../../base/query';
import type { Site } from '../../values/value';
import { type Call, chainOf, type Matched, type Seen } from '../matching/call';
import { mayBePath, pathText, type Segment } from '../requests/address';
import { hasDefault, type Variant } from '../requests/variants';

interface Sources {
  /** The requests of a file, with the calls that they are. */
  matched(file: string): readonly Matched[];
  /** Files with requests that functions of a file hand on, in order. */
  callersOf(file: string): readonly string[];
}
/** A request as the function sees it from which this way leads on. */
interface Inner {
  site: Site;
  way: number;
}

/** File by file; of a wrapper only what its callers hang on: what is listed in it already, so that they need not be. */
export class Listing {
  private readonly inFile: Query<string, readonly Call[]>;
  private readonly inWrapper: Query<Inner, readonly Call[]>;

  constructor(
    db: Database,
    private readonly from: Sources,
  ) {
    this.inFile = db.query(
      'calls listed in file',
      (file: string) => from.matched(file).flatMap((one) => this.own(one) ?? []),
      (): readonly Call[] => [],
      { equal: sameItems },
    );
    this.inWrapper = db.query<Inner, readonly Call[]>(
      'calls listed in wrapper',
      ({ site, way }) => this.settled(site.file, way),
      () => [],
      { equal: sameItems },
    );
  }

  of(file: string): readonly Call[] {
    return this.inFile.get(file, file);
  }

  /** The calls that are listed where the request stands; undefined where it is listed further in or further out. */
  private own({ one, calls }: Matched): readonly Call[] | undefined {
    if (one.effect.data.kind === 'served') return undefined;
    const inner = innerOf(one).flatMap((at) => this.inWrapper.at(at.site.file, String(at.way), at));
    const own = calls.filter(({ variant }) => !inner.length || differs(variant, inner)).map((c) => c.call);
    return isOwn(one, own, () => this.callers(one)) ? own : undefined;
  }

  private settled(file: string, way: number): readonly Call[] {
    const here = this.from.matched(file).filter(({ one }) => one.ways[0] === way && one.effect.open.length > 0);
    return here.reduce<readonly Call[]>((last, one) => this.own(one) ?? last, []);
  }

  /** The same request as callers further out see it: asked one after the other, as far as somebody wants to know. */
  private *callers(one: Seen): Generator<Matched> {
    for (const file of this.from.callersOf(chainOf(one)[0]!.file))
      for (const caller of this.from.matched(file)) if (caller.one.ways.includes(one.ways[0]!, 1)) yield caller;
  }
}

/** Where its way leads on, from the next function to the client's own. */
function innerOf(one: Seen): Inner[] {
  const chain = chainOf(one);
  return one.ways.slice(1).map((way, i) => ({ site: chain[i + 1]!, way }));
}

function every<T>(items: Iterable<T>, test: (item: T) => boolean): boolean {
  for (const item of items) if (!test(item)) return false;
  return true;
}

/** Whether a request is listed where it stands, not at the calls that fill it in. */
function isOwn(one: Seen, calls: readonly Call[], callers: () => Iterable<Matched>): boolean {
  if (!calls.length) return false;
  if (!one.effect.open.length) return true;
  const hasText = calls.some((c) => c.address.segments.some((s) => 'text' in s || 'glued' in s));
  if (!hasText) return false;
  // Whoever calls may say the verb; where nobody does, it stays open.
  if (calls.some((c) => c.method === null)) return calls.every(isWritten) && every(callers(), () => false);
  if (calls.every((c) => c.address.origin !== 'unknown' && c.match.status === 'matched' && c.match.sure && isEnded(c)))
    return true;
  if (calls.every(isWrong) && every(callers(), (c) => c.calls.every((v) => isSameFault(v.call, calls)))) return true;
  const shapes = new Set(calls.map((c) => pathText(c.address.segments, false)));
  const isKnown = calls.every((x) => x.address.origin !== 'unknown');
  return every(callers(), (c) =>
    c.one.variants.every((v) => shapes.has(pathText(v.address.segments, false)) && (v.address.origin === 'unknown' || isKnown)),
  );
}

/** What is glued to its end is none of its path: of `get('/tasks' + rest)` whoever calls may say more. */
const isEnded = ({ address: { trailing } }: Call): boolean => !trailing || !mayBePath(trailing);

/** A path of which nothing is left to callers but what fills parameters. */
const isWritten = ({ match, address }: Call): boolean => match.sure || address.segments.every((s) => 'text' in s);

/** A path that is wrong as it is written here, whatever fills its parameters. */
const isWrong = ({ match, address }: Call): boolean =>
  (match.status === 'missing' || match.status === 'wrong-method') &&
  address.origin !== 'unknown' &&
  address.segments.filter((s) => 'text' in s).length >= 2 &&
  address.segments.every((s) => 'text' in s || 'hole' in s);

const isSameFault = (caller: Call, calls: readonly Call[]): boolean =>
  calls.some((c) => c.match.status === caller.match.status && c.address.segments.length === caller.address.segments.length);

/** Whether a caller says something else than the default with which a request is listed already. */
function differs(variant: Variant, inner: readonly Call[]): boolean {
  if (!inner.some((c) => [c.data.url, c.data.method].some(hasDefault))) return false;
  const fits = (own: Segment, other: Segment | undefined) => 'hole' in own || JSON.stringify(own) === JSON.stringify(other);
  const { segments } = variant.address;
  return !inner.some(
    ({ method, address }) =>
      method === variant.method &&
      address.segments.length === segments.length &&
      address.segments.every((s, i) => fits(s, segments[i])),
  );
}
