/**
 * What the calls themselves tell of their bases. A host, or a base that only shows at run time, of which most is asked that this
 * project serves, is this project: `https://app.example.org` where it is deployed, `getPath()` where it is mounted.
 */
import { keyOf } from '../values/value';
import { type Address, pathText } from './address';
import { answers, type RouteTrie } from './match';

export interface Asked {
  method: string | null;
  address: Address;
  file: string;
}
export interface Bases {
  /** Most of what is asked there is served here: its calls may match. */
  ours: ReadonlySet<string>;
  /** So many different paths are, that what is not is wrong. */
  sure: ReadonlySet<string>;
}

/** The name of a base that is not plainly our own; undefined for one that is. */
export function baseKey(address: Address): string | undefined {
  if (address.origin === 'external') return address.host === undefined ? undefined : `host ${address.host}`;
  return address.origin === 'unknown' && address.base ? `base ${keyOf(address.base)}` : undefined;
}

export function learnBases(calls: readonly Asked[], trie: RouteTrie): Bases {
  const asked = new Map<string, Map<string, boolean>>();
  for (const { method, address } of calls) {
    const key = baseKey(address);
    if (key === undefined || address.segments.filter((s) => 'text' in s).length < 2) continue;
    const found = trie.find(address.segments, address.slash).some((c) => c.sure && (method === null || answers(c.route, method)));
    const paths = asked.get(key) ?? new Map<string, boolean>();
    asked.set(key, paths.set(`${method} ${pathText(address.segments, false)}`, found));
  }
  const which = (test: (served: number, all: number) => boolean) =>
    new Set([...asked].filter(([, paths]) => test([...paths.values()].filter(Boolean).length, paths.size)).map(([key]) => key));
  return {
    ours: which((served, all) => served >= 2 && served * 2 > all),
    sure: which((served, all) => all >= 6 && served * 3 >= all * 2),
  };
}
