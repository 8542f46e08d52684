/** The engine in this process, stage by stage, and after edits. */
import { readFileSync } from 'node:fs';
import { Analysis, type Snapshot } from '../../server/src/analysis/analysis';
import type { Change } from '../../server/src/analysis/types';
import { extract } from '../../server/src/facts/extract';
import { Matcher } from '../../server/src/model/matching/matcher';
import { discover } from '../../server/src/workspace/discovery';

export interface Stages {
  discover: number;
  read: number;
  extract: number;
  routes: number;
  calls: number;
  /** A part of `calls`. */
  match: number;
}

export interface Loaded {
  analysis: Analysis;
  snapshot: Snapshot;
  texts: Map<string, string>;
  stages: Stages;
}

export async function loadFolder(root: string): Promise<Loaded> {
  const start = performance.now();
  const { files } = await discover([root], () => ({}));
  const found = performance.now();
  const texts = new Map(files.map((file) => [file.path, readFileSync(file.path, 'utf8')]));
  const read = performance.now();
  const loaded = load(root, texts);
  Object.assign(loaded.stages, { discover: found - start, read: read - found });
  return loaded;
}

export function load(root: string, texts: Map<string, string>): Loaded {
  const stages: Stages = { discover: 0, read: 0, extract: 0, routes: 0, calls: 0, match: 0 };
  const timed = <T>(stage: keyof Stages, work: () => T): T => {
    const from = performance.now();
    const result = work();
    stages[stage] += performance.now() - from;
    return result;
  };
  const changes: Change[] = timed('extract', () => [...texts].map(([path, text]) => ({ path, extracted: extract(path, text) })));
  const analysis = new Analysis({ roots: [root] });
  const snapshot = timed('routes', () => {
    const made = analysis.apply(changes);
    made.routes();
    return made;
  });
  const { match } = Matcher.prototype;
  Matcher.prototype.match = function (...args) {
    return timed('match', () => match.apply(this, args));
  };
  timed('calls', () => snapshot.calls());
  Object.assign(Matcher.prototype, { match });
  stages.calls -= stages.match;
  return { analysis, snapshot, texts, stages };
}

/** Milliseconds from changed text to new answers: the median of several edits, each back and forth. */
export function edit({ analysis, texts }: Loaded, path: string, change: (text: string, n: number) => string, times = 7): number {
  const before = texts.get(path)!;
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const text = n % 2 === 0 ? change(before, n) : before;
    const from = performance.now();
    const snapshot = analysis.apply([{ path, extracted: extract(path, text) }]);
    snapshot.routes();
    snapshot.calls();
    took.push(performance.now() - from);
  }
  analysis.apply([{ path, extracted: extract(path, before) }]).calls();
  return took.sort((a, b) => a - b)[times >> 1]!;
}

/** The UI's file that most others name in an import, and one with a call that none names. */
export function hubAndLeaf({ snapshot, texts }: Loaded): { hub: string; leaf: string } | undefined {
  const named = new Map<string, number>();
  for (const text of texts.values())
    for (const [, name] of text.matchAll(/(?:from|import)\s*\(?['"][^'"\n]*?([\w.-]+)['"]/g))
      named.set(name!, (named.get(name!) ?? 0) + 1);
  const stem = (path: string) => /([^/]+)\.[jt]sx?$/.exec(path)?.[1];
  const isUnique = new Map<string, number>();
  for (const path of texts.keys()) isUnique.set(stem(path) ?? '', (isUnique.get(stem(path) ?? '') ?? 0) + 1);
  const hubs = [...texts.keys()].filter((path) => stem(path) !== undefined && isUnique.get(stem(path)!) === 1);
  const count = (path: string) => named.get(stem(path)!) ?? 0;
  const hub = hubs.sort((a, b) => count(b) - count(a))[0];
  const callers = [...new Set(snapshot.calls().map((call) => call.file))].filter((path) => stem(path) !== undefined);
  const leaf = callers.sort((a, b) => count(a) - count(b))[0];
  return hub !== undefined && leaf !== undefined ? { hub, leaf } : undefined;
}

/** A declaration more: nobody asks for it, and every importer's exports came into doubt. */
export const addDeclaration = (text: string, n: number) => `${text}\nexport const bench${n} = '/bench/${n}';\n`;

/** A call more, of an address that no route serves. */
export const addCall = (text: string, n: number) => `${text}\nexport const bench${n} = () => fetch('/api/bench/${n}');\n`;
