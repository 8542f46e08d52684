/** All calls as one table: each key once, with the others that come to it. */
import { grouped } from '../../base/grouped';
import type { Call } from '../matching/call';

export interface Table {
  calls: Call[];
  /** By the file in which their path is written. */
  byFile: ReadonlyMap<string, Call[]>;
  /** The same request as others make it. */
  twins: ReadonlyMap<Call, readonly Call[]>;
}
/** The calls of one file. */
interface Part {
  listed: readonly Call[];
  mentioned: readonly Call[];
}

export function tableOf(parts: readonly Part[], clients: Iterable<string>): Table {
  const out = new Map<string, Call>();
  const twins = new Map<Call, Call[]>();
  for (const call of innermostFirst(parts, clients)) {
    const before = out.get(call.key);
    if (!before) out.set(call.key, call);
    else twins.set(before, [...(twins.get(before) ?? []), call]);
  }
  for (const { mentioned } of parts) for (const call of mentioned) out.set(call.key, call);
  const calls = [...out.values()];
  return { calls, byFile: grouped(calls, (call) => call.site.file), twins };
}

/** By the length of the way from the call to its client, then in the order of the clients, then in that of the files. */
function innermostFirst(parts: readonly Part[], clients: Iterable<string>): Call[] {
  const rank = new Map([...clients].map((file, i) => [file, i]));
  const out: Call[][][] = [];
  for (const { listed } of parts) for (const call of listed) at(at(out, call.via.length), rank.get(call.origin.file)!).push(call);
  return out.flatMap((ofLength) => ofLength.flat());
}

function at<T>(lists: T[][], i: number): T[] {
  const list = lists[i] ?? [];
  lists[i] = list;
  return list;
}
