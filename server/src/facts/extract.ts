/** What one file says: a pure function of its path and text. Needs `initSyntax()` to have finished. */
import { languageOf } from '../syntax/languages';
import type { Extracted } from './facts';
import { extractPython } from './python/index';
import { extractSettings } from './settings/extract';

export function extract(path: string, text: string): Extracted {
  return languageOf(path) === 'python' ? extractPython(text) : extractSettings(path, text);
}
