/** What rules about the contract share: each matched call with its differences, and how a difference is worded and shown. */
import { own } from '../base/own';
import type { Call } from '../model/calls/calls';
import type { Difference } from '../model/contract/compare';
import type { Route } from '../model/routes/routes';
import { describe, type Shape } from '../model/shapes/shape';
import { type Site, siteKey } from '../values/value';
import { type Api, listed } from './api';
import { finding } from './call-sites';
import { type Differing, placesOf } from './compared';
import { servedHere } from './handlers';
import type { RelatedSite, RuleFinding } from './rule';

/**
 * The differences of answers of one kind. Where several answers come to one place (a component that shows this and that), there is only a
 * difference if all of them have it; it is said once.
 */
export function ofAnswers(
  api: Api,
  kind: Difference['kind'],
  say: (one: Differing, d: Difference) => RuleFinding,
): RuleFinding[] {
  const all = api.compared.differences();
  const differing = new Map<string, Set<Call>>();
  for (const one of all)
    for (const d of one.contract.answer) for (const site of placesOf(d)) add(differing, siteKey(site), one.call);
  const readers = api.compared.readers(new Set(differing.keys()));
  const isSure = (site: Site) =>
    !api.isTestFile(site.file) && (readers.get(siteKey(site)) ?? 0) <= (differing.get(siteKey(site))?.size ?? 0);
  return saidOnce(
    all.flatMap((one) =>
      one.contract.answer.flatMap((d) => {
        const site = placesOf(d).find(isSure);
        return d.kind !== kind || (d.site && !site) ? [] : [say(one, site ? { ...d, site } : d)];
      }),
    ),
  );
}

/** Several calls, or addresses of one, may send what stands at one place. */
export function saidOnce(findings: readonly RuleFinding[]): RuleFinding[] {
  const said = new Map<string, RuleFinding>();
  for (const found of findings) {
    const key = `${siteKey(found.site)} ${found.message}`;
    if (!said.has(key)) said.set(key, found);
  }
  return [...said.values()];
}

function add(map: Map<string, Set<Call>>, key: string, call: Call): void {
  const calls = map.get(key) ?? new Set<Call>();
  map.set(key, calls.add(call));
}

/** What the server does with a request that does not fit. */
export const refusal = ({ framework }: Route): string =>
  framework === 'fastapi' ? 'the server answers 422' : 'the server answers with an error';

/** The same of a body that lacks something: one that the handler reads by hand is not looked at before. */
export function lackRefusal({ contracts }: Api, { route }: Differing): string {
  const { body } = contracts.offer(route);
  const isByHand = body.kind === 'object' && body.open === true && body.name === undefined;
  return isByHand ? 'the server answers with an error' : refusal(route);
}

export interface Said {
  message: string;
  severity?: RuleFinding['severity'];
  /** Where it stands, if not where the path of the call is written. */
  site?: Difference['site'];
  related?: RelatedSite[];
  data: Record<string, unknown>;
  /** The fields that it is about, for its identity. */
  fields: string;
}

/** A finding about a call and its route, with where the route is served. */
export function contractFinding(api: Api, { call, route }: Differing, said: Said): RuleFinding {
  const related = [...(said.related ?? []), ...servedHere(api, [route])];
  const found = finding(api, call, said.message, related, said.data, route);
  const here = said.site ?? found.site;
  const isApart = siteKey(here) !== siteKey(found.site);
  return {
    ...found,
    site: here,
    subject: `${found.subject} ${said.fields}`,
    related: isApart
      ? [{ message: `${call.method} ${call.path} is called here`, site: found.site }, ...found.related]
      : found.related,
    ...(said.severity ? { severity: said.severity } : {}),
  };
}

/** Where the backend declares what differences are about. */
export function declaredHere(differences: readonly Difference[], most = 4): RelatedSite[] {
  const seen = new Set<string>();
  return differences.flatMap(({ declared, near, path, kind }) => {
    if (!declared || seen.has(siteKey(declared)) || seen.size >= most) return [];
    seen.add(siteKey(declared));
    // Of what is not there the place shows what holds it: `items[]` of `items[].titel`.
    const holder = path.slice(0, Math.max(path.lastIndexOf('.'), 0));
    const name = kind !== 'unknown' ? path : (near ?? holder);
    return [{ message: `${name} is declared here`, site: declared }];
  });
}

/** The last name of a path: 'name' of 'items[].owner.name'. */
export const lastName = (path: string): string => path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf(']')) + 1);

/** 'a, b and c' of what the other side has, as far as they are worth saying. */
export const knownNames = ({ known }: Difference): string => (known?.length ? listed(known, 6) : 'none');

const TEXTS = { 'text/html': 'a page (HTML)', 'text/plain': 'plain text' };

/** 'a list', 'an object', 'text': what a value is, for people. */
export function kindOf(shape: Shape | undefined): string {
  switch (shape?.kind) {
    case 'object':
      return 'an object';
    case 'list':
      return 'a list';
    case 'string':
      return 'text';
    case 'file':
      return own(TEXTS, shape.of ?? '') ?? (shape.of === undefined ? 'a file' : `a file (${shape.of})`);
    case 'number':
    case 'boolean':
      return `a ${shape.kind}`;
    case 'literal':
      return describe(shape);
    case 'union': {
      const kinds = [...new Set(shape.of.filter((s) => s.kind !== 'null' && s.kind !== 'none').map(kindOf))];
      return kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}` : (kinds[0] ?? 'nothing');
    }
    default:
      return 'nothing';
  }
}
