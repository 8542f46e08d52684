/** Lists by key, each in the order of the whole; items without a key are left out. */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const out = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = key === undefined ? undefined : out.get(key);
    if (list) list.push(item);
    else if (key !== undefined) out.set(key, [item]);
  }
  return out;
}
