/**
 * What the requests of one file say about other files, so that an edit is felt only where it matters: whose clients they end in, which
 * texts written elsewhere they use, by which verb they ask for the address in a data attribute.
 */
import { equalData } from '../../base/equal';
import type { Database, Query } from '../../base/query';
import { type Site, siteKey, textOf } from '../../values/value';
import { chainOf, type Seen } from '../matching/call';
import { attributeRead } from '../requests/mentions';

/** Plain data, lists in a stable order. */
interface Reach {
  clients: string[];
  /** Files of functions through which they go. */
  through: string[];
  /** Texts of addresses, by the file that holds them. */
  texts: [file: string, keys: string[]][];
  verbs: [attribute: string, verb: string][];
}
interface Sources {
  files(): readonly string[];
  seen(file: string): readonly Seen[];
}

interface Merged {
  /** Each with its place in their order. */
  clients: Map<string, number>;
  callers: Map<string, string[]>;
  texts: Map<string, Set<string>>;
}

export class Reaches {
  private readonly ofFile: Query<string, Reach>;
  private readonly merged: Query<null, Merged>;
  private readonly ranks: Query<string, number>;
  private readonly callers: Query<string, string[]>;
  private readonly texts: Query<string, ReadonlySet<string>>;
  private readonly read: Query<null, Record<string, string>>;

  constructor(
    db: Database,
    private readonly from: Sources,
  ) {
    const none: Reach = { clients: [], through: [], texts: [], verbs: [] };
    const equal = { equal: equalData };
    this.ofFile = db.query(
      'what requests of file reach',
      (file: string) => reachOf(from.seen(file)),
      () => none,
      { ...equal, early: 3 },
    );
    this.merged = db.query(
      'who reaches what',
      () => this.merge(),
      (): Merged => ({ clients: new Map(), callers: new Map(), texts: new Map() }),
    );
    this.ranks = db.query(
      'rank of client',
      (file: string) => this.merged.get('', null).clients.get(file) ?? -1,
      () => -1,
    );
    this.callers = db.query(
      'files that call into file',
      (file: string) => this.merged.get('', null).callers.get(file) ?? [],
      (): string[] => [],
      equal,
    );
    this.texts = db.query<string, ReadonlySet<string>>(
      'texts of file in addresses',
      (file) => this.merged.get('', null).texts.get(file) ?? new Set(),
      () => new Set(),
      { equal: (a, b) => a.size === b.size && [...a].every((key) => b.has(key)) },
    );
    this.read = db.query(
      'verbs of data attributes',
      () => this.readVerbs(),
      (): Record<string, string> => ({}),
      equal,
    );
  }

  /** Files with requests that functions of this file hand on, in order. */
  callersOf = (file: string): readonly string[] => this.callers.get(file, file);

  /** Whether a request uses the text for its address. */
  isUsed(site: Site): boolean {
    return this.texts.get(site.file, site.file).has(siteKey(site));
  }

  /** By which verb scripts ask for the address in a data attribute, where all that read it agree. */
  verbOf(attribute: string): string | undefined {
    const verbs = this.read.get('', null);
    return Object.hasOwn(verbs, attribute) ? verbs[attribute] : undefined;
  }

  /** The place of a file in the order of those in which clients send requests. */
  rankOf = (client: string): number => this.ranks.get(client, client);

  private merge(): Merged {
    const clients = new Map<string, number>();
    const callers = new Map<string, string[]>();
    const texts = new Map<string, Set<string>>();
    for (const file of this.from.files()) {
      const reach = this.ofFile.get(file, file);
      for (const client of reach.clients) if (!clients.has(client)) clients.set(client, clients.size);
      for (const one of reach.through) {
        const list = callers.get(one);
        if (list) list.push(file);
        else callers.set(one, [file]);
      }
      for (const [target, keys] of reach.texts) {
        const all = texts.get(target) ?? new Set();
        for (const key of keys) all.add(key);
        texts.set(target, all);
      }
    }
    return { clients, callers, texts };
  }

  private readVerbs(): Record<string, string> {
    const verbs = new Map<string, string>();
    for (const file of this.from.files())
      for (const [attribute, verb] of this.ofFile.get(file, file).verbs)
        verbs.set(attribute, (verbs.get(attribute) ?? verb) === verb ? verb : '');
    return Object.fromEntries([...verbs].filter(([, verb]) => verb !== ''));
  }
}

function reachOf(seen: readonly Seen[]): Reach {
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
  return {
    clients: [...new Set(seen.map((s) => s.effect.site.file))],
    through: [
      ...new Set(
        seen.flatMap((s) =>
          chainOf(s)
            .slice(1)
            .map((at) => at.file),
        ),
      ),
    ],
    texts: [...texts].map(([file, keys]) => [file, [...keys]]),
    verbs,
  };
}
