/**
 * What an open file says while it cannot be parsed. A half-typed line must not take away the findings of the file around it, nor make others.
 *
 * A buffer with more syntax errors than its last good text is read as a stand-in: that text, with every change since then that leaves it no
 * worse. Only what is being typed is as it was; the rest of the file is as it is. The stand-in is a function of (path, last good text, text),
 * so a fresh look that is given the same two texts comes to the same answer. The first good text is the saved one.
 *
 * Closed files always say what they say.
 */
import { type Hunk, hunksOf } from '../base/diff';
import { pathKey } from '../base/uri';
import { extract } from '../facts/extract';
import type { Extracted } from '../facts/facts';
import { movedLayout, type Replaced } from '../facts/moved';
import { readText } from './reader';

interface Good {
  text: string;
  extracted: Extracted;
}

/** More changes than this, or a text longer than that, are tried all at once: each costs a parse. */
const MAX_TRIALS = 6;
const MAX_TRIED = 200_000;

export class StandIns {
  private readonly good = new Map<string, Good>();
  private readonly held = new Set<string>();

  /** `saved` is what the disk has; undefined where it has nothing readable. */
  constructor(private readonly saved: (path: string) => string | undefined = fromDisk) {}

  /** What is to be known of an open file with this text, of which `extracted` was found. */
  of(path: string, text: string, extracted: Extracted): Extracted {
    const good = this.good.get(pathKey(path)) ?? this.savedOne(path, text, extracted);
    if (!good || errorsOf(extracted) <= errorsOf(good.extracted)) {
      this.good.set(pathKey(path), { text, extracted });
      this.held.delete(pathKey(path));
      return extracted;
    }
    this.good.set(pathKey(path), good);
    this.held.add(pathKey(path));
    return standIn(path, good, text);
  }

  /** The file is no longer open. */
  forget(path: string): void {
    this.good.delete(pathKey(path));
    this.held.delete(pathKey(path));
  }

  /** Whether what is known of the file is not all of what it says now: nothing should be written into it by places. */
  holds(path: string): boolean {
    return this.held.has(pathKey(path));
  }

  private savedOne(path: string, text: string, extracted: Extracted): Good | undefined {
    if (errorsOf(extracted) === 0) return undefined;
    const saved = this.saved(path);
    return saved === undefined || saved === text ? undefined : { text: saved, extracted: extract(path, saved) };
  }
}

function fromDisk(path: string): string | undefined {
  const saved = readText(path);
  return 'text' in saved ? saved.text : undefined;
}

const errorsOf = ({ layout }: Extracted) => layout.errors ?? 0;
const linesOf = (text: string) => text.split(/(?<=\n|\r(?!\n))/);

function standIn(path: string, good: Good, text: string): Extracted {
  const [old, now] = [linesOf(good.text), linesOf(text)];
  const hunks = hunksOf(old, now);
  const isTried = hunks.length > 1 && hunks.length <= MAX_TRIALS && text.length <= MAX_TRIED;
  let best = good.extracted;
  const left: Hunk[] = isTried ? [] : hunks;
  if (isTried) {
    const taken: Hunk[] = [];
    for (const hunk of hunks) {
      const tried = extract(path, joined(old, now, [...taken, hunk]));
      if (errorsOf(tried) > errorsOf(best)) left.push(hunk);
      else {
        taken.push(hunk);
        best = tried;
      }
    }
    return { facts: best.facts, layout: movedLayout(best.layout, differences(old, now, left, taken), text) };
  }
  return { facts: best.facts, layout: movedLayout(best.layout, differences(old, now, left, []), text) };
}

/** The old text with these hunks as they are now. */
function joined(old: readonly string[], now: readonly string[], hunks: readonly Hunk[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    parts.push(...old.slice(at, hunk.from), ...now.slice(hunk.newFrom, hunk.newTo));
    at = hunk.to;
  }
  return [...parts, ...old.slice(at)].join('');
}

/** The hunks that were left as they were, in characters from the stand-in to the text; what both ends of one share is no difference. */
function differences(old: readonly string[], now: readonly string[], left: readonly Hunk[], taken: readonly Hunk[]): Replaced[] {
  const [starts, newStarts] = [startsOf(old), startsOf(now)];
  const length = (list: readonly number[], from: number, to: number) => list[to]! - list[from]!;
  return left.map((hunk) => {
    const above = taken.filter((one) => one.from < hunk.from || (one.from === hunk.from && one.newFrom < hunk.newFrom));
    const grown = above.reduce(
      (sum, one) => sum + length(newStarts, one.newFrom, one.newTo) - length(starts, one.from, one.to),
      0,
    );
    const before = old.slice(hunk.from, hunk.to).join('');
    const after = now.slice(hunk.newFrom, hunk.newTo).join('');
    let head = 0;
    while (head < before.length && head < after.length && before[head] === after[head]) head++;
    let tail = 0;
    const most = Math.min(before.length, after.length) - head;
    while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
    const from = starts[hunk.from]! + grown;
    const newFrom = newStarts[hunk.newFrom]!;
    return {
      from: from + head,
      to: from + before.length - tail,
      newFrom: newFrom + head,
      newTo: newFrom + after.length - tail,
    };
  });
}

function startsOf(lines: readonly string[]): number[] {
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1)! + line.length);
  return starts;
}
