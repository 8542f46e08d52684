/** What one file says: a pure function of its path and text. Needs `initSyntax()` to have finished. */
import type { Extracted } from './facts';
import { extractSettings } from './settings/extract';

export function extract(path: string, text: string): Extracted {
  return extractSettings(path, text);
}
