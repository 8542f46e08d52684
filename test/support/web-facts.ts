/** One web file's facts as lines, chunk by chunk: what is bound, set, returned and called. */

import type { CodeFacts, Extracted } from '../../server/src/facts/facts';
import { extractWeb } from '../../server/src/facts/web/index';
import { chunkOf, codeFacts, printCalls, printReturns, printSets, printVar } from './print-facts';

export function extracted(path: string, ...lines: string[]): Extracted {
  return extractWeb(path, `${lines.join('\n')}\n`);
}

export function webFacts(path: string, ...lines: string[]): CodeFacts {
  return codeFacts(extracted(path, ...lines).facts);
}

/** `x = "a"`, `window.x = 1`, `return 5`: everything of a chunk but its calls. */
export function said(facts: CodeFacts, id = ''): string[] {
  const chunk = chunkOf(facts, id);
  return [
    ...Object.keys(chunk.vars).map((name) => `${name} = ${printVar(facts, id, name)}`),
    ...printSets(facts, id),
    ...printReturns(facts, id).map((value) => `return ${value}`),
  ];
}

/** The outermost calls of a chunk. */
export function calls(facts: CodeFacts, id = ''): string[] {
  const all = printCalls(facts, id);
  return all.filter((call, i) => !all.some((other, j) => i !== j && other.length > call.length && other.includes(call)));
}
