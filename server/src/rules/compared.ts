/**
 * The calls that a route surely answers, with what both sides disagree about: gathered file by file, so that an edit compares what it
 * touches, and rules look only at what differs.
 */
import { equalData, sameItems } from '../base/equal';
import type { Database, Query } from '../base/query';
import type { Call, CallTable } from '../model/calls/calls';
import type { Difference } from '../model/contract/compare';
import { type Contract, type ContractTable, routesOf } from '../model/contract/contract';
import { isTestIn } from '../model/routes/naming';
import type { Route } from '../model/routes/routes';
import type { Shape } from '../model/shapes/shape';
import { type Site, siteKey } from '../values/value';

export interface Compared {
  call: Call;
  routes: readonly Route[];
  contract: Contract;
  /** What is read of the answer. */
  read: Shape;
}
/** One of which both sides disagree about something; of several routes that answer the first. */
export type Differing = Compared & { route: Route };

const same = (a: Compared, b: Compared) =>
  a.call === b.call && a.contract === b.contract && a.read === b.read && sameItems(a.routes, b.routes);

export class ComparedCalls {
  private readonly inFile: Query<string, Compared[]>;
  private readonly readsIn: Query<string, Record<string, number>>;
  private readonly differingIn: Query<string, Differing[]>;
  private readonly differing: Query<null, Differing[]>;

  constructor(
    db: Database,
    private readonly calls: Pick<CallTable, 'writtenIn' | 'inFile'>,
    private readonly contracts: ContractTable,
    private readonly roots: readonly string[],
  ) {
    this.inFile = db.query(
      'calls compared in file',
      (file) => this.compare(file),
      () => [],
      { equal: (a, b) => sameItems(a, b, same) },
    );
    this.readsIn = db.query(
      'places in answers of calls in file',
      (file) => readsOf(this.inFile.get(file, file)),
      () => ({}),
      { equal: equalData },
    );
    this.differingIn = db.query(
      'calls that differ from their routes in file',
      (file) => this.inFile.get(file, file).flatMap((one) => (differs(one.contract) ? [{ ...one, route: one.routes[0]! }] : [])),
      () => [],
      { equal: (a, b) => sameItems(a, b, same) },
    );
    this.differing = db.query(
      'calls that differ from their routes',
      () => this.calls.writtenIn().flatMap((file) => this.differingIn.get(file, file)),
      () => [],
      { equal: (a, b) => sameItems(a, b, same) },
    );
  }

  all(): Compared[] {
    return this.calls.writtenIn().flatMap((file) => this.inFile.get(file, file));
  }

  /** Those with a difference. */
  differences(): readonly Differing[] {
    return this.differing.get('', null);
  }

  /** How many calls read a part of their answer at each of these places. */
  readers(places: ReadonlySet<string>): Map<string, number> {
    const out = new Map<string, number>();
    if (!places.size) return out;
    for (const file of this.calls.writtenIn()) {
      const reads = this.readsIn.get(file, file);
      for (const place of places) if (reads[place]) out.set(place, (out.get(place) ?? 0) + reads[place]);
    }
    return out;
  }

  /** Each place once for the same question. */
  private compare(file: string): Compared[] {
    const seen = new Set<string>();
    if (isTestIn(file, this.roots)) return [];
    return this.calls.inFile(file).flatMap((call): Compared[] => {
      const key = `${siteKey(call.site)} ${call.method} ${call.path}`;
      if (call.match.status !== 'matched' || call.path === null || seen.has(key)) return [];
      seen.add(key);
      const routes = routesOf(call);
      if (!routes.length) return [];
      return [{ call, routes, contract: this.contracts.of(call), read: this.contracts.asked(call).response }];
    });
  }
}

const differs = ({ query, body, answer, failure, content }: Contract): boolean =>
  [query, body, answer, failure].some((part) => part.length > 0) || content !== undefined;

/** By place, how many of the calls read there. */
function readsOf(all: readonly Compared[]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const { read } of all) for (const place of new Set(readPlaces(read).map(siteKey))) out[place] = (out[place] ?? 0) + 1;
  return out;
}

/** Every place where a part of an answer is read. */
function readPlaces(shape: Shape): Site[] {
  switch (shape.kind) {
    case 'object':
      return Object.values(shape.fields).flatMap((f) => [...(f.site ? [f.site] : []), ...(f.also ?? []), ...readPlaces(f.shape)]);
    case 'list':
      return [...(shape.site ? [shape.site] : []), ...readPlaces(shape.of)];
    case 'union':
      return shape.of.flatMap(readPlaces);
    default:
      return [];
  }
}

/** Where a difference of answers is read. */
export const placesOf = ({ site, also }: Difference): Site[] => [...(site ? [site] : []), ...(also ?? [])];
