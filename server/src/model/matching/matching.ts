/**
 * Matching as questions to the kernel: which route answers an address that is asked so. What routes, bases and other servers are is asked
 * once for all; an edit of a route asks again for every address, but only calls whose answer changed are made anew.
 */
import { equalData, sameItems } from '../../base/equal';
import type { Query } from '../../base/query';
import { dirname } from '../../base/uri';
import type { Context } from '../../values/context';
import type { Effect } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { rewritesFor } from '../../values/rewrites';
import { alternatives } from '../../values/value';
import { MOCKS } from '../clients/mocks';
import { djangoFiles } from '../names/django-names';
import { type Address, mayBePath, type Named, pathText } from '../requests/address';
import type { RequestData } from '../requests/request';
import { hasDefault, variantsOf } from '../requests/variants';
import { hasOpenInclude } from '../routes/open-includes';
import type { RouteTable } from '../routes/routes';
import { hasSocketServer } from '../routes/socket-servers';
import { type Bases, baseKey, type Evidence, evidenceOf, learnt, NO_BASES } from './bases';
import type { Seen } from './call';
import { Directions } from './directions';
import { elsewhereQuery, mocksQuery } from './elsewhere';
import { imagesQuery } from './images';
import { answers } from './match';
import { type Match, Matcher } from './matcher';
import { areaOf } from './other-backends';
import { RouteIndex } from './route-index';
import { shown } from './served';
import { refusalOf } from './takes';
import { type Surroundings, settle } from './verdict';

interface Ask {
  data: RequestData;
  method: string | null;
  address: Address;
  file: string;
}
interface Asked {
  method: string;
  address: Address;
}
interface Sources {
  ctx: Context;
  table: RouteTable;
  roots: readonly string[];
  /** What is known of a hole in an address that a file asks for. */
  named(file: string): Named;
  /** Files with calls, and the requests of one. */
  files(): readonly string[];
  seen(file: string): readonly Seen[];
}

export class Matching {
  private readonly answer: Query<Ask, Match | undefined>;
  private readonly answered: Query<Asked, boolean>;
  private readonly named: Sources['named'];
  private readonly around: Surroundings;

  constructor(from: Sources) {
    const { ctx, table, roots } = from;
    this.named = from.named;
    const { db } = ctx.world;
    const index = db.query(
      'routes by path',
      () => new RouteIndex(table.all().filter((r) => !r.test)),
      () => new RouteIndex([]),
    );
    const areas = db.query(
      'where routes lie',
      () => [...new Set(index.get('', null).served.map((r) => (r.path === null ? '' : areaOf(r.path))))].sort(),
      (): string[] => [],
      { equal: equalData },
    );
    const bases = basesQuery(from, index);
    const elsewhere = elsewhereQuery(from, (client) => client !== MOCKS, 'handlers in JavaScript');
    const mocked = mocksQuery(from);
    const foreign = db.query(
      'who else answers names',
      () => (djangoFiles(ctx).length ? 'Django, whose routes are not understood yet, may answer it' : undefined),
      () => undefined,
    );
    const images = imagesQuery(ctx);
    const matcher = db.query(
      'matcher',
      () =>
        new Matcher(
          index.get('', null),
          {
            elsewhere: elsewhere.get('', null),
            hasSockets: hasSocketServer(ctx),
            hasOpenInclude: hasOpenInclude(ctx, table),
            images: images.get('', null),
            foreign: foreign.get('', null),
            refusal: (route, segments) => refusalOf(ctx, route, segments),
            shown: (file) => shown(roots, file),
          },
          bases.get('', null),
          (file) => rewritesFor(ctx, file),
          new Directions(
            ctx,
            index.get('', null).served,
            (file) => rewritesFor(ctx, file),
            () => table.hosts(),
            () => table.rootPaths(),
          ),
        ),
      () => undefined,
    );
    this.answer = db.query(
      'match of address',
      ({ data, method, address, file }: Ask) => matcher.get('', null)?.match(data, method, address, file),
      () => undefined,
      { equal: sameMatch },
    );
    this.answered = db.query(
      'path surely answered',
      ({ method, address: { segments, slash } }: Asked) =>
        index
          .get('', null)
          .trie.find(segments, slash)
          .some((c) => c.sure && answers(c.route, method)),
      () => false,
      { early: 6 },
    );
    this.around = {
      ctx,
      table,
      roots,
      areas: () => areas.get('', null),
      mocked: () => mocked.get('', null),
      routes: () => index.get('', null).trie,
    };
  }

  /** Whether a request that still has parameters is surely answered, whatever they are, so that its callers have nothing to add. */
  saysAll(effect: Effect<RequestData>, data: RequestData): boolean {
    if (data.kind === 'served' || [data.url, data.method].some(hasDefault)) return false;
    if (data.base && alternatives(data.base).some(({ value }) => rootOf(value).kind === 'sym')) return false;
    const variants = variantsOf(data, effect, this.named(effect.site.file));
    return (
      variants.length > 0 &&
      variants.every(({ method, address }) => {
        if (method === null || address.origin !== 'own' || !address.segments.some((s) => !('hole' in s))) return false;
        if (address.trailing && mayBePath(address.trailing)) return false;
        return this.answered.at(pathText(address.segments, address.slash), method, { method, address });
      })
    );
  }

  /** Undefined: not a call worth listing. An address that no request is seen to ask for may be asked by any verb, if no script says by which. */
  matchOf(data: RequestData, method: string | null, address: Address, file: string): Match | undefined {
    const isUse = data.kind === 'address';
    const ask: Ask = { data, method: isUse && !data.method ? null : method, address, file };
    const found = this.answer.get(keyOfAsk(ask), ask);
    return found && !isUse ? settle(this.around, found, method, address) : found;
  }
}

/** What an answer hangs on. */
const keyOfAsk = ({ data, method, address, file }: Ask): string =>
  [
    data.kind,
    data.client === 'socket.io',
    data.guess ?? false,
    data.url.kind === 'made',
    method,
    address.origin,
    address.host,
    address.port,
    baseKey(address),
    pathText(address.segments, address.slash),
    address.relative ?? false,
    address.trailing !== undefined && mayBePath(address.trailing),
    dirname(file),
  ].join('|');

const sameMatch = (a: Match | undefined, b: Match | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.status === b.status &&
    a.path === b.path &&
    a.sure === b.sure &&
    a.slash === b.slash &&
    a.reason === b.reason &&
    a.asked === b.asked &&
    a.refused?.route === b.refused?.route &&
    a.refused?.parameter === b.refused?.parameter &&
    a.refused?.wanted === b.refused?.wanted &&
    sameItems(a.elsewhere ?? [], b.elsewhere ?? []) &&
    sameItems(a.routes, b.routes));

function basesQuery({ ctx, files, seen }: Sources, index: Query<null, RouteIndex>): Query<null, Bases> {
  const { db } = ctx.world;
  const ofFile = db.query<string, Evidence>(
    'what calls of file tell of bases',
    (file) => {
      const variants = seen(file).flatMap((s) => s.variants);
      return evidenceOf(variants, index.get('', null), rewritesFor(ctx, file));
    },
    () => ({ asked: [], upstreams: [], ports: [] }),
    { equal: equalData, early: 7 },
  );
  return db.query<null, Bases>(
    'bases',
    () => learnt(files().map((file) => ofFile.get(file, file))),
    () => NO_BASES,
    { equal: (a, b) => equalData(plain(a), plain(b)) },
  );
}
const plain = ({ ours, sure, upstreams, ports }: Bases) => [
  [...ours].sort(),
  [...sure].sort(),
  [...ports].sort(),
  [...upstreams].map(([file, servers]) => [file, ...[...servers].sort()]).sort(),
];
