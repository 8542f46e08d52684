/** What one file says: a pure function of its path and text. Needs `initSyntax()` to have finished. */
import { languageOf } from '../syntax/languages';
import type { Extracted } from './facts';
import { extractPython } from './python/index';
import { extractSettings } from './settings/extract';
import { extractWeb } from './web/index';

export function extract(path: string, text: string): Extracted {
  const language = languageOf(path);
  if (language === 'python') return extractPython(text);
  return language ? extractWeb(path, text) : extractSettings(path, text);
}
