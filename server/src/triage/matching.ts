/**
 * Which entry, of the backlog or of a baseline, speaks of which finding. Of those that agree in rule, file and what they are about, an entry belongs
 * to the finding in the function that it names; what is left on either side, where functions were renamed, belongs together in the order of the file:
 *
 *     entries  first (id 0), second (id 1)      found  second (id 0)             the entry of `second` gets id 0, that of `first` id 1: it is gone
 *     entries  first (id 0), second (id 1)      found  uno (id 0), due (id 1)    first is uno, second is due
 *
 * The entries of a file that was renamed are taken as if they named it as it is called now (see moves.ts).
 */
import { grouped } from '../base/grouped';
import { keyOf, ordinalsOf } from './identity';
import { type IsGone, movesOf } from './moves';
import type { Claim, Found } from './states';

export interface Bound<C> {
  /** By the ids of the findings; the entry may be written under another, and names its file as that is called now. */
  known: Map<string, C>;
  /** Entries that no finding answers to, with their ids: new ones where a finding has theirs now. */
  free: { claim: C; id: string }[];
}

/** `findings` are all of the folder, those included that comments silence: they count in the order. */
export function bound<C extends Claim>(findings: readonly Found[], claims: Iterable<C>, isGone: IsGone): Bound<C> {
  const known = new Map<string, C>();
  const written = movedAlong([...claims], findings, isGone);
  const left = new Set(written.keys());
  if (left.size === 0) return { known, free: [] };
  const take = (finding: Found, claim: C | undefined) => {
    if (!claim || known.has(finding.id)) return;
    known.set(finding.id, claim);
    left.delete(claim);
  };
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  for (const claim of left) {
    const finding = byId.get(claim.id);
    // A person's own entry need not say more than the id.
    if (finding && keyOfClaim(claim) !== keyOf(finding)) take(finding, claim);
  }
  const groups = grouped([...left], keyOfClaim);
  for (const [key, all] of grouped(findings, keyOf)) {
    const group = groups.get(key);
    if (!group) continue;
    const ordered = ranked(key, group, all.length);
    const alike = all.length > 1 ? [...all].sort((a, b) => a.line - b.line) : all;
    const byName = grouped(ordered, (claim) => claim.in ?? '');
    for (const finding of alike) if (!known.has(finding.id)) take(finding, byName.get(finding.within ?? '')?.shift());
    const rest = ordered.filter((claim) => left.has(claim));
    for (const finding of alike) if (!known.has(finding.id)) take(finding, rest.shift());
  }
  return { known, free: freed(byId, known, left).map(({ claim, id }) => ({ claim: written.get(claim) ?? claim, id })) };
}

/** Claims with their files as these are called now, each with the claim as it is written. */
function movedAlong<C extends Claim>(claims: readonly C[], findings: readonly Found[], isGone: IsGone): Map<C, C> {
  const moves = movesOf(findings, claims, isGone);
  return new Map(
    claims.map((claim) => {
      const file = claim.state === 'done' ? undefined : moves.get(claim.file);
      return [file === undefined ? claim : { ...claim, file }, claim];
    }),
  );
}

export const matched = <C extends Claim>(
  findings: readonly Found[],
  claims: ReadonlyMap<string, C>,
  isGone: IsGone,
): Map<string, C> => bound(findings, claims.values(), isGone).known;

/** Entries of a person's own that say only who the finding is, where there is none: mistyped, or gone before an audit could say more. */
export function strays<C extends Claim>(findings: readonly Found[], claims: ReadonlyMap<string, C>): C[] {
  const known = new Set(findings.map(({ id }) => id));
  return [...claims.values()].filter((c) => saysOnlyWho(c) && !known.has(c.id));
}

export const saysOnlyWho = ({ rule, file, state }: Claim): boolean => rule === '' && file === '' && state !== 'done';

const keys = new WeakMap<Claim, string>();
function keyOfClaim(claim: Claim): string {
  const key = keys.get(claim) ?? keyOf({ rule: claim.rule, file: claim.file, subject: claim.about });
  keys.set(claim, key);
  return key;
}

/** Whether an entry says what this finding is about, rather than its id alone. */
export const isAbout = (claim: Claim, finding: Found): boolean => keyOfClaim(claim) === keyOf(finding);

/** In the order of the file; what is done already comes last: another is more likely meant. */
function ranked<C extends Claim>(key: string, claims: readonly C[], found: number): readonly C[] {
  if (claims.length < 2) return claims;
  const ordinals = ordinalsOf(key, claims.length + found);
  const rank = ({ id, state }: C) => (ordinals.get(id) ?? ordinals.size) + (state === 'done' ? ordinals.size + 1 : 0);
  return [...claims].sort((a, b) => rank(a) - rank(b));
}

/** An entry whose id another has taken gets one that its group no longer uses: there is always one, for the others took theirs from there. */
function freed<C extends Claim>(findings: ReadonlyMap<string, Found>, known: ReadonlyMap<string, C>, left: ReadonlySet<C>) {
  const released = grouped(
    [...known.values()].filter(({ id }) => !findings.has(id)),
    keyOfClaim,
  );
  return [...left].map((claim) => ({
    claim,
    id: (findings.has(claim.id) && released.get(keyOfClaim(claim))?.shift()?.id) || claim.id,
  }));
}
