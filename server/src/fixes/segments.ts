/** Paths as their segments. */

/** `/queue/set_enabled` where `/queue/{id}` is served: a word in the place of a parameter is more likely a route of its own. */
export function isOwnWord(asked: string, served: string): boolean {
  const like = segmentsOf(served);
  return segmentsOf(asked).some((s, i) => like[i]?.startsWith('{') && /^[a-z]+(?:[_-][a-z]+)+$/.test(s));
}

export const segmentsOf = (path: string): string[] => path.split('/').filter((s) => s !== '');
