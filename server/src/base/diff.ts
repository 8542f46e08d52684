/** Where two texts differ, line by line: the fewest lines, found by Myers' method, within a bound. */

/** Lines [from, to) of the old text stand as [newFrom, newTo) in the new one. Empty on one side: added or removed. */
export interface Hunk {
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

/** Texts that differ in more lines than this are one hunk from the first difference to the last. */
const MAX_CHANGES = 200;

/** From the top down; none where both are equal. */
export function hunksOf(old: readonly string[], now: readonly string[]): Hunk[] {
  let top = 0;
  while (top < old.length && top < now.length && old[top] === now[top]) top++;
  let bottom = 0;
  const most = Math.min(old.length, now.length) - top;
  while (bottom < most && old[old.length - 1 - bottom] === now[now.length - 1 - bottom]) bottom++;
  const whole = { from: top, to: old.length - bottom, newFrom: top, newTo: now.length - bottom };
  if (whole.from === whole.to && whole.newFrom === whole.newTo) return [];
  if (whole.from === whole.to || whole.newFrom === whole.newTo) return [whole];
  const steps = furthest(old.slice(whole.from, whole.to), now.slice(whole.newFrom, whole.newTo));
  if (!steps) return [whole];
  const shifted = (h: Hunk) => ({ from: h.from + top, to: h.to + top, newFrom: h.newFrom + top, newTo: h.newTo + top });
  return back(steps, whole.to - whole.from, whole.newTo - whole.newFrom).map(shifted);
}

/** After each number of changes, how far into `a` each diagonal reaches; the last reaches the end. */
function furthest(a: readonly string[], b: readonly string[]): Map<number, number>[] | undefined {
  const steps: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(MAX_CHANGES, a.length + b.length); d++) {
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return [...steps, next];
    }
    steps.push(next);
    reach = next;
  }
  return undefined;
}

/** The changes on the way back from the ends of both texts; those that touch are one. */
function back(steps: readonly Map<number, number>[], length: number, newLength: number): Hunk[] {
  const hunks: Hunk[] = [];
  let [x, y] = [length, newLength];
  for (let d = steps.length - 1; d > 0; d--) {
    const reach = steps[d - 1] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const from = reach.get(down ? k + 1 : k - 1) ?? 0;
    const newFrom = down ? from - k - 1 : from - k + 1;
    const hunk = { from, to: down ? from : from + 1, newFrom, newTo: down ? newFrom + 1 : newFrom };
    const after = hunks[0];
    if (after && after.from === hunk.to && after.newFrom === hunk.newTo) hunks[0] = { ...after, from, newFrom };
    else hunks.unshift(hunk);
    [x, y] = [from, newFrom];
  }
  return hunks;
}
