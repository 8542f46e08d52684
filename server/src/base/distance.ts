/** How many letters must be put in, left out, replaced or swapped with the next to turn one word into another. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const isSwapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      const swapped = isSwapped ? before[j - 1]! + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1, swapped));
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

const PREFIX = /^(?:un|de|dis|in|im|en|em|ex|re|at|non|up|down|out)(?=[a-z]{3})/;

/** 'publish' and 'unpublish', 'activate' and 'deactivate', 'import' and 'export': words that differ in what stands before are no slips of each other. */
export function isOtherDeed(a: string, b: string): boolean {
  const [one, other] = [a, b].map((word) => ['', ...(PREFIX.exec(word) ?? [])].map((prefix) => word.slice(prefix.length)));
  return a !== b && one!.some((stem) => other!.includes(stem));
}

/** Whether one word was probably meant as the other: at most a few letters apart, counted by its length; or singular and plural. */
export function isTypo(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  if (Math.abs(a.length - b.length) > 3) return false;
  if (`${a}s` === b || `${b}s` === a) return true;
  return distance(a, b) <= (length <= 3 ? 0 : length <= 5 ? 1 : length <= 10 ? 2 : 3);
}
