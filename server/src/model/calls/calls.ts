/**
 * The calls of the workspace: every request of the UI side, what it asks for and which route answers. File by file, so that an edit
 * costs what it touches: what requests of a file are, which routes answer them, which of them are listed where (see listing.ts).
 */
import { type ByName, Collected } from '../../base/collected';
import { equalData, sameItems } from '../../base/equal';
import { hash53 } from '../../base/hash';
import type { Query, Spread } from '../../base/query';
import { isOfTool } from '../../values/bundler-config';
import type { Context } from '../../values/context';
import { type Effect, Effects } from '../../values/effects';
import { type Site, siteKey, type Value } from '../../values/value';
import type { Call, Matched, Seen } from '../matching/call';
import { answers } from '../matching/match';
import type { Match } from '../matching/matcher';
import { Matching } from '../matching/matching';
import { namedPath } from '../names/route-names';
import { type Address, type Named, pathText } from '../requests/address';
import { mentioned, mentionsOf } from '../requests/mentions';
import type { RequestData } from '../requests/request';
import { requests } from '../requests/requests';
import { isAnySaid, saidOf } from '../requests/said-urls';
import { variantsOf } from '../requests/variants';
import { writtenAt } from '../requests/written';
import { isTestPath } from '../routes/naming';
import type { RouteTable, Step } from '../routes/routes';
import { chosen } from './chosen';
import { Listing } from './listing';
import { Reaches } from './reach';
import { NOTHING, together, type Written } from './written';

export type { Call } from '../matching/call';

type NamedIn = (file: string) => Named;

/** No file's name: where all files are asked for in which a call is written. */
const ALL = '';

export class CallTable {
  private readonly effects: Effects<RequestData>;
  private readonly matching: Matching;
  private readonly reaches: Reaches;
  private readonly files: Query<null, readonly string[]>;
  private readonly seen: Query<string, Seen[]>;
  private readonly matched: Query<string, Matched[]>;
  private readonly listing: Listing;
  private readonly mentioned: Query<string, Call[]>;
  private readonly places: Query<string, ByName<string>>;
  private readonly askers: Spread<readonly string[]>;
  private readonly written: Query<string, Written>;
  private readonly table: Query<null, Call[]>;
  private readonly counted: Query<null, number>;

  constructor(
    private readonly ctx: Context,
    routes: RouteTable,
    roots: readonly string[],
  ) {
    const { db } = ctx.world;
    const named: NamedIn = (file) => {
      const isSaid = isAnySaid(ctx, file);
      return (hole) => namedPath(ctx, routes, hole) ?? (isSaid ? saidOf(ctx, file, hole) : undefined);
    };
    this.effects = new Effects(ctx, requests, (effect, data) => this.matching.saysAll(effect, data));
    const keys = (all: readonly Seen[]) => all.map((s) => this.effects.keyOf(s.effect));
    this.files = db.query(
      'files with calls',
      () => ownFiles(ctx, roots),
      (): readonly string[] => [],
    );
    this.seen = db.query(
      'requests of file',
      (file) => this.seenIn(file, named),
      () => [],
      {
        equal: (a, b) => sameItems(keys(a), keys(b)),
      },
    );
    const sources = { files: () => this.files.get('', null), seen: (file: string) => this.seen.get(file, file) };
    this.matching = new Matching({ ctx, table: routes, roots, named, ...sources });
    this.reaches = new Reaches(db, sources);
    this.matched = db.query(
      'calls matched in file',
      (file) => this.matchedIn(file),
      () => [],
    );
    this.listing = new Listing(db, {
      matched: (file) => this.matched.get(file, file),
      callersOf: this.reaches.callersOf,
    });
    this.mentioned = db.query(
      'addresses used in file',
      (file) => this.mentionedIn(file, named),
      () => [],
      { equal: sameItems },
    );
    this.places = db.query(
      'where calls of file are written',
      (file) => this.placesOf(file),
      (): ByName<string> => ({}),
      { equal: equalData, early: 9 },
    );
    const homes = new Collected<string>();
    const walk = () => [ALL, ...homes.walk(this.files.get('', null), (file) => this.places.get(file, file))];
    const askers = (home: string) => (home === ALL ? homes.names() : homes.get(home));
    this.askers = db.spread('files that ask for paths of files', walk, askers, { equal: sameItems, early: 10 });
    this.written = db.query(
      'calls written in file',
      (file) => this.writtenAt(file),
      () => NOTHING,
      { equal: (a, b) => sameItems(a.calls, b.calls) && sameItems(a.twins, b.twins, sameItems) },
    );
    this.table = db.query(
      'calls',
      () => this.writtenIn().flatMap((file) => this.inFile(file)),
      (): Call[] => [],
    );
    this.counted = db.query(
      'number of calls',
      () => this.writtenIn().reduce((sum, file) => sum + this.inFile(file).length, 0),
      () => 0,
    );
  }

  all(): Call[] {
    return this.table.get('', null);
  }

  count(): number {
    return this.counted.get('', null);
  }

  /** Files in which a path of a call is written, and the calls of one. */
  writtenIn(): readonly string[] {
    return this.askers.get(ALL);
  }
  inFile(file: string): readonly Call[] {
    return this.written.get(file, file).calls;
  }

  /** The same request as others make it, with what they send: one path that a wrapper writes for several callers. */
  twinsOf(call: Call): readonly Call[] {
    const { calls, twins } = this.written.get(call.site.file, call.site.file);
    return twins[calls.indexOf(call)] ?? [];
  }

  private seenIn(file: string, named: NamedIn): Seen[] {
    const namedHere = named(file);
    const out: Seen[] = [];
    for (const effect of this.effects.ofFile(file))
      if (hasData(effect)) out.push({ effect, ways: waysOf(effect), variants: variantsOf(effect.data, effect, namedHere) });
    return out;
  }

  private matchedIn(file: string): Matched[] {
    return this.seen.get(file, file).map((one) => ({ one, calls: this.callsOf(one) }));
  }

  private placesOf(file: string): Record<string, string[]> {
    const calls = [...this.listing.of(file), ...this.mentioned.get(file, file)];
    return Object.fromEntries(calls.map(({ site }) => [site.file, [file]]));
  }

  private writtenAt(home: string): Written {
    const isHere = (call: Call) => call.site.file === home;
    const parts = this.askers.get(home).map((file) => ({
      listed: this.listing.of(file).filter(isHere),
      mentioned: this.mentioned.get(file, file).filter(isHere),
    }));
    return together(parts, (client) => this.reaches.rankOf(client));
  }

  /** Addresses that are written and that no request is seen to use. */
  private mentionedIn(file: string, named: NamedIn): Call[] {
    // What a tool is told of addresses asks for none.
    const mentions = isOfTool(file) ? [] : mentionsOf(this.ctx, file);
    if (!mentions.length) return [];
    const namedHere = named(file);
    return mentions.flatMap(({ site, first, attribute }) => {
      // A request uses the very beginning, and so all that can be made of it.
      if (first && this.reaches.isUsed(first)) return [];
      const value = mentioned(this.ctx, site);
      if (!value) return [];
      const verb = attribute === undefined ? undefined : this.reaches.verbOf(attribute);
      const method: Value | undefined = verb === undefined ? undefined : { kind: 'str', text: verb };
      const data: RequestData = { client: 'address', kind: 'address', method, fallback: 'GET', url: value };
      const effect: Seen['effect'] = { data, site, via: [], conditions: [], open: [] };
      const variants = variantsOf(data, effect, namedHere).filter(
        (v) => !v.address.literals.some((l) => this.reaches.isUsed(l.site!)),
      );
      return this.callsOf({ effect, ways: [], variants }).map((c) => c.call);
    });
  }

  private callsOf({ effect, variants }: Seen): Matched['calls'] {
    const calls = variants.flatMap((variant) => {
      const { method: asked, address } = variant;
      const match = this.matching.matchOf(effect.data, asked, address, effect.site.file);
      if (!match || (effect.latent && (match.status === 'missing' || match.status === 'wrong-method'))) return [];
      const method = effect.data.kind === 'address' ? likelyMethod(match, effect.data.method && asked) : asked;
      return [{ variant, call: this.callOf(effect, method, address, match) }];
    });
    return chosen(this.ctx, { effect }, calls);
  }

  private callOf(effect: Seen['effect'], method: string | null, address: Address, match: Match): Call {
    const outer = effect.via[0] ?? effect.site;
    const site = writtenAt(this.ctx, address, outer, effect.data.url.kind === 'either');
    const call = {
      client: effect.data.client,
      kind: effect.data.kind,
      method,
      address,
      path: match.path,
      match,
      site,
      callSite: callIn(site.file, effect) ?? outer,
      origin: effect.site,
      via: effect.via,
      data: effect.data,
      trace: traceOf(effect, address, site),
    };
    return { ...call, key: keyOfCall(call) };
  }
}

function ownFiles(ctx: Context, roots: readonly string[]): readonly string[] {
  return ctx.world.files('web').filter((file) => !roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root)));
}

const hasData = (effect: Effect<RequestData>): effect is Seen['effect'] => effect.data !== null;

function waysOf({ via, site }: Effect<RequestData>): number[] {
  const ways = new Array<number>(via.length + 1);
  let rest = 0;
  for (let i = via.length; i >= 0; i--) {
    rest = hash53(`${siteKey(via[i] ?? site)}>${rest}`, 1);
    ways[i] = rest;
  }
  return ways;
}

/** What an address without a request is probably asked by. */
function likelyMethod({ routes, status }: Match, wanted: string | null | undefined): string {
  if (wanted && (status === 'wrong-method' || !routes.length || routes.some((r) => answers(r, wanted)))) return wanted;
  return routes.some((r) => r.method === 'GET') ? 'GET' : (routes[0]?.method ?? 'GET');
}

/** The outermost call of the request in a file. */
const callIn = (file: string, effect: Effect<RequestData>): Site | undefined =>
  [...effect.via, effect.site].find((s) => s.file === file);

function traceOf(effect: Effect<RequestData> & { data: RequestData }, address: Address, site: Site): Step[] {
  const text = pathText(address.segments, address.slash);
  const steps: Step[] = [{ text: `the path ${text} is written here`, site }];
  for (const via of effect.via) steps.push({ text: 'it is passed on by this call', site: via });
  steps.push({ text: `${effect.data.client} sends the request`, site: effect.site });
  return steps;
}

const keyOfCall = (c: Omit<Call, 'key'>) => `${c.method} ${c.path} ${siteKey(c.site)} ${c.address.origin} ${c.kind}`;
