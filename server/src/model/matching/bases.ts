/**
 * What the calls themselves tell of their bases. A host, or a base that only shows at run time, of which most is asked that this
 * project serves, is this project: `https://app.example.org` where it is deployed, `getPath()` where it is mounted.
 */

import { type Rewrite, rewritten, rulesFor } from '../../values/rewrites';
import { keyOf } from '../../values/value';
import { type Address, parsePath, pathText } from '../requests/address';
import type { Variant } from '../requests/variants';
import { answers, type Candidate } from './match';
import type { RouteIndex } from './route-index';

/** What the calls of one file tell; plain data. */
export interface Evidence {
  asked: [base: string, path: string, served: boolean][];
  /** By file of rules: a server behind which a route of this project has been found. */
  upstreams: [file: string, server: string][];
  /** Ports of this machine at which a route of this project has been found. */
  ports: number[];
}
export interface Bases {
  /** Most of what is asked there is served here: its calls may match. */
  ours: ReadonlySet<string>;
  /** So many different paths are, that what is not is wrong. */
  sure: ReadonlySet<string>;
  upstreams: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ports at which this project is asked with success. */
  ports: ReadonlySet<number>;
}
export const NO_BASES: Bases = { ours: new Set(), sure: new Set(), upstreams: new Map(), ports: new Set() };

/** The name of a base that is not plainly our own; undefined for one that is. */
export function baseKey(address: Address): string | undefined {
  if (address.origin === 'external') return address.host === undefined ? undefined : `host ${address.host}`;
  return address.origin === 'unknown' && address.base ? `base ${keyOf(address.base)}` : undefined;
}

export function evidenceOf(variants: readonly Variant[], index: RouteIndex, rewrites: readonly Rewrite[]): Evidence {
  const asked: Evidence['asked'] = [];
  const upstreams = new Map<string, [string, string]>();
  const ports = new Set<number>();
  for (const { method, address } of variants) {
    const key = baseKey(address);
    if (key !== undefined && address.segments.filter((s) => 'text' in s).length >= 2) {
      asked.push([key, `${method} ${pathText(address.segments, false)}`, isServed(index, address, method)]);
    }
    if (address.origin !== 'own' || method === null) continue;
    if (address.port !== undefined && !ports.has(address.port) && isServedByName(index, address, method)) ports.add(address.port);
    if (address.segments.length < 2) continue;
    const text = pathText(address.segments, address.slash);
    for (const rule of rulesFor(text, rewrites)) {
      if (!rule.to || upstreams.has(`${rule.file} ${rule.to}`)) continue;
      const found = index.trie.find(parsePath(rewritten(text, rule)), address.slash);
      if (found.some((c) => isNamed(c, method))) upstreams.set(`${rule.file} ${rule.to}`, [rule.file, rule.to]);
    }
  }
  return { asked, upstreams: [...upstreams.values()], ports: [...ports] };
}

const isServed = (index: RouteIndex, { segments, slash }: Address, method: string | null): boolean =>
  index.trie.find(segments, slash).some((c) => c.sure && (method === null || answers(c.route, method)));

/** A route of parameters alone answers whatever is asked: that tells of nobody. */
const isNamed = ({ route, sure }: Candidate, method: string): boolean =>
  sure && answers(route, method) && /\/[^/{]/.test(route.path ?? '');
const isServedByName = (index: RouteIndex, { segments, slash }: Address, method: string): boolean =>
  index.trie.find(segments, slash).some((c) => isNamed(c, method));

export function learnt(all: readonly Evidence[]): Bases {
  const asked = new Map<string, Map<string, boolean>>();
  const upstreams = new Map<string, Set<string>>();
  for (const evidence of all) {
    for (const [key, path, served] of evidence.asked) asked.set(key, (asked.get(key) ?? new Map()).set(path, served));
    for (const [file, server] of evidence.upstreams) upstreams.set(file, (upstreams.get(file) ?? new Set()).add(server));
  }
  const which = (test: (served: number, all: number) => boolean) =>
    new Set([...asked].filter(([, paths]) => test([...paths.values()].filter(Boolean).length, paths.size)).map(([key]) => key));
  return {
    ours: which((served, all) => served >= 2 && served * 2 > all),
    sure: which((served, all) => (all >= 6 && served * 3 >= all * 2) || (served >= 5 && served * 2 >= all)),
    upstreams,
    ports: new Set(all.flatMap((evidence) => evidence.ports)),
  };
}
