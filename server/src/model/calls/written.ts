/** The calls of which the path is written in one file: each key once, with the others that come to it. */
import type { Call } from '../matching/call';

/** For each call, the same request as others make it. */
export interface Written {
  calls: readonly Call[];
  twins: readonly (readonly Call[])[];
}
export const NOTHING: Written = { calls: [], twins: [] };

/** What the requests of one file come to. */
export interface Part {
  listed: readonly Call[];
  mentioned: readonly Call[];
}

export function together(parts: readonly Part[], rankOf: RankOf): Written {
  const out = new Map<string, Call>();
  const twins = new Map<Call, Call[]>();
  for (const call of innermostFirst(parts, rankOf)) {
    const before = out.get(call.key);
    if (!before) out.set(call.key, call);
    else twins.set(before, [...(twins.get(before) ?? []), call]);
  }
  for (const { mentioned } of parts) for (const call of mentioned) out.set(call.key, call);
  const calls = [...out.values()];
  return { calls, twins: calls.map((call) => twins.get(call) ?? []) };
}

/** The place of a client's file in the order of all. */
type RankOf = (client: string) => number;

/** By the length of the way from the call to its client, then in the order of the clients, then in that of the files. */
const innermostFirst = (parts: readonly Part[], rankOf: RankOf): Call[] =>
  parts
    .flatMap(({ listed }) => listed)
    .sort(
      (a, b) =>
        a.via.length - b.via.length || (a.origin.file === b.origin.file ? 0 : rankOf(a.origin.file) - rankOf(b.origin.file)),
    );
