/** Paths as their segments. */

export const segmentsOf = (path: string): string[] => path.split('/').filter((s) => s !== '');
