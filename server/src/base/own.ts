/** Looking up in plain objects whose keys come from source code: 'constructor' and '__proto__' are ordinary names there. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
