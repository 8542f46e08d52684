/**
 * What the requests of one file say about other files, so that an edit is felt only where it matters: whose clients they end in, which
 * texts written elsewhere they use, by which verb they ask for the address in a data attribute.
 */
import { Answers, Collected } from '../../base/collected';
import { equalData } from '../../base/equal';
import type { Database, Query, Spread } from '../../base/query';
import { type Site, siteKey, textOf } from '../../values/value';
import { chainOf, type Seen } from '../matching/call';
import { attributeRead } from '../requests/mentions';

/** Plain data, lists in a stable order. */
interface Reach {
  clients: string[];
  /** Files of functions through which they go. */
  through: Record<string, string[]>;
  /** Texts of addresses, by the file that holds them. */
  texts: Record<string, string[]>;
  verbs: [attribute: string, verb: string][];
}
interface Sources {
  files(): readonly string[];
  seen(file: string): readonly Seen[];
}

export class Reaches {
  private readonly ofFile: Query<string, Reach>;
  private readonly ranks: Spread<number>;
  private readonly callers: Spread<readonly string[]>;
  private readonly texts: Spread<ReadonlySet<string>>;
  private readonly read: Query<null, Record<string, string>>;

  constructor(
    db: Database,
    private readonly from: Sources,
  ) {
    const none: Reach = { clients: [], through: {}, texts: {}, verbs: [] };
    const equal = { equal: equalData };
    this.ofFile = db.query(
      'what requests of file reach',
      (file: string) => reachOf(file, from.seen(file)),
      () => none,
      { ...equal, early: 7 },
    );
    const ranks = new Answers<number>();
    const rank = () => ranks.take(new Map(this.clients().map((file, i) => [file, i])));
    this.ranks = db.spread('ranks of clients', rank, (file) => ranks.get(file) ?? -1, { early: 8 });
    const callers = new Collected<string>();
    const call = () => callers.walk(from.files(), (file) => this.reachOf(file).through);
    this.callers = db.spread('files that call into files', call, (file) => callers.get(file), { ...equal, early: 8 });
    const texts = new Collected<string>();
    const read = () => texts.walk(from.files(), (file) => this.reachOf(file).texts);
    this.texts = db.spread('texts in addresses', read, (file) => new Set(texts.get(file)), { equal: sameSets, early: 8 });
    this.read = db.query(
      'verbs of data attributes',
      () => this.readVerbs(),
      (): Record<string, string> => ({}),
      equal,
    );
  }

  /** Files with requests that functions of this file hand on, in order. */
  callersOf = (file: string): readonly string[] => this.callers.get(file);

  /** Whether a request uses the text for its address. */
  isUsed(site: Site): boolean {
    return this.texts.get(site.file).has(siteKey(site));
  }

  /** By which verb scripts ask for the address in a data attribute, where all that read it agree. */
  verbOf(attribute: string): string | undefined {
    const verbs = this.read.get('', null);
    return Object.hasOwn(verbs, attribute) ? verbs[attribute] : undefined;
  }

  /** The place of a file in the order of those in which clients send requests. */
  rankOf = (client: string): number => this.ranks.get(client);

  private reachOf(file: string): Reach {
    return this.ofFile.get(file, file);
  }

  /** Files in which clients send requests, in the order in which others come upon them. */
  private clients(): string[] {
    return [...new Set(this.from.files().flatMap((file) => this.reachOf(file).clients))];
  }

  private readVerbs(): Record<string, string> {
    const verbs = new Map<string, string>();
    for (const file of this.from.files())
      for (const [attribute, verb] of this.reachOf(file).verbs)
        verbs.set(attribute, (verbs.get(attribute) ?? verb) === verb ? verb : '');
    return Object.fromEntries([...verbs].filter(([, verb]) => verb !== ''));
  }
}

function reachOf(file: string, seen: readonly Seen[]): Reach {
  const texts = new Map<string, Set<string>>();
  const verbs: Reach['verbs'] = [];
  for (const { effect, variants } of seen) {
    for (const { address } of variants)
      for (const { site } of address.literals) {
        const keys = texts.get(site!.file) ?? new Set();
        texts.set(site!.file, keys.add(siteKey(site!)));
      }
    const attribute = attributeRead(effect.data.url);
    const verb = effect.data.method ? textOf(effect.data.method)?.toUpperCase() : effect.data.fallback;
    if (attribute !== undefined && verb !== undefined) verbs.push([attribute, verb]);
  }
  const through = new Set(seen.flatMap((s) => chainOf(s).slice(1)).map((at) => at.file));
  return {
    clients: [...new Set(seen.map((s) => s.effect.site.file))],
    through: Object.fromEntries([...through].map((target) => [target, [file]])),
    texts: Object.fromEntries([...texts].map(([target, keys]) => [target, [...keys]])),
    verbs,
  };
}

const sameSets = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean => a.size === b.size && [...a].every((one) => b.has(one));
