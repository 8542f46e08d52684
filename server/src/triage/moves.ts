/**
 * Which file is which after a rename. A file is gone, another is there of which no claim has spoken yet, and both have the same findings: by rule, by
 * what they are about, and by the function around. The more they share the surer; an equal name decides among equals, and where it cannot be known
 * nothing follows:
 *
 *     claims  ui/client.js: GET /api/x in load      found  ui/sdk.js: GET /api/x in load      ui/client.js is ui/sdk.js now
 */
import { grouped } from '../base/grouped';
import { basename } from '../base/uri';
import { keyOf } from './identity';
import type { Claim, Found } from './states';

/** Whether a file that is named from the audited folder is there no more. */
export type IsGone = (file: string) => boolean;

interface Move {
  from: string;
  to: string;
  score: number;
}

/** What each file that is gone is called now. */
export function movesOf(findings: readonly Found[], claims: readonly Claim[], isGone: IsGone): ReadonlyMap<string, string> {
  const moves = new Map<string, string>();
  const settled = new Set<string>();
  const possible = possibleMoves(findings, claims, isGone).sort((a, b) => b.score - a.score);
  for (const alike of grouped(possible, ({ score }) => score).values()) {
    const open = alike.filter(({ from, to }) => !settled.has(from) && !settled.has(to));
    for (const one of open) {
      const isOnly = open.every((other) => other === one || (other.from !== one.from && other.to !== one.to));
      if (isOnly) moves.set(one.from, one.to);
    }
    for (const { from, to } of open) settled.add(from).add(to);
  }
  return moves;
}

function possibleMoves(findings: readonly Found[], claims: readonly Claim[], isGone: IsGone): Move[] {
  const here = new Set(findings.map(({ file }) => file));
  const live = claims.filter(({ state, file }) => state !== 'done' && file !== '' && !here.has(file));
  const lost = [...grouped(live, ({ file }) => file)].filter(([file]) => isGone(file));
  if (lost.length === 0) return [];
  const spoken = new Set(claims.map(({ file }) => file));
  const fresh = grouped(
    findings.filter(({ file }) => !spoken.has(file)),
    placeless,
  );
  return lost.flatMap(([from, own]) => {
    const shared = new Map<string, number>();
    for (const [what, alike] of grouped(own, placelessClaim))
      for (const [to, there] of grouped(fresh.get(what) ?? [], ({ file }) => file))
        shared.set(to, (shared.get(to) ?? 0) + Math.min(alike.length, there.length));
    return [...shared].map(([to, n]) => ({ from, to, score: 2 * n + (basename(from) === basename(to) ? 1 : 0) }));
  });
}

const placeless = ({ rule, subject, within }: Found) => `${keyOf({ rule, file: '', subject })}\n${within ?? ''}`;
const placelessClaim = ({ rule, about, in: within }: Claim) =>
  placeless({ ...nowhere, rule, subject: about, within: within ?? '' });
const nowhere = { id: '', file: '', line: 0 };
