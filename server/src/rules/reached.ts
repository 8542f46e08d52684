/**
 * The routes that calls reach or, as far as is known, may reach, file by file. Registrations count: one that serves two verbs or paths is
 * alive by either.
 */

import { Tally } from '../base/collected';
import { sameItems } from '../base/equal';
import type { Database, Query, Spread } from '../base/query';
import type { Call, CallTable } from '../model/calls/calls';
import { answers, RouteTrie } from '../model/matching/match';
import { pathText } from '../model/requests/address';
import { siteKey } from '../values/value';
import { type Served, titleOf } from './api';

type Registered = Pick<Served, 'site' | 'method'> & { path: string | null };
const registration = (route: Registered) => `${siteKey(route.site)} ${titleOf(route)}`;

/** They are asked for as a whole. */
const ALL = '';

export class ReachedRoutes {
  private readonly trie: Query<null, RouteTrie>;
  private readonly inFile: Query<string, readonly string[]>;
  private readonly reached: Spread<ReadonlySet<string>>;

  constructor(
    db: Database,
    private readonly calls: Pick<CallTable, 'writtenIn' | 'inFile'>,
    private readonly served: () => readonly Served[],
  ) {
    this.trie = db.query(
      'served routes by path',
      () => new RouteTrie(this.served()),
      () => new RouteTrie([]),
    );
    this.inFile = db.query(
      'routes that calls in file reach',
      (file) => [...new Set(this.calls.inFile(file).flatMap((call) => this.by(call).map(registration)))].sort(),
      (): readonly string[] => [],
      { equal: sameItems },
    );
    const all = new Tally();
    const walk = () => (all.walk(this.calls.writtenIn(), (file) => this.inFile.get(file, file)) ? [ALL] : []);
    this.reached = db.spread('routes that calls reach', walk, () => all.said(), { early: 11 });
  }

  has(route: Registered): boolean {
    return this.reached.get(ALL).has(registration(route));
  }

  private by(call: Call): readonly Registered[] {
    if (call.match.status === 'matched') return call.match.routes;
    return call.match.status === 'dynamic' || call.match.status === 'external' ? this.mayReach(call) : [];
  }

  private mayReach({ address, method }: Call): Served[] {
    const { segments, slash, origin } = address;
    if (!segments.some((s) => 'text' in s)) return [];
    const right = (r: { method: string }) => method === null || r.method === method || r.method === 'ANY';
    const found = this.trie
      .get('', null)
      .find(segments, slash)
      .map((c) => c.route as Served);
    if (origin !== 'unknown') return found.filter((r) => method === null || answers(r, method));
    const tail = pathText(segments, false);
    return [...found, ...this.served().filter((r) => r.path.replace(/\{[^{}]*\}/g, '{}').endsWith(tail))].filter(right);
  }
}
