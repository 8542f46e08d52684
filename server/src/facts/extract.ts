/**
 * What one file says: a pure function of its path and text. Needs `initSyntax()` to have finished.
 *
 * A byte order mark stays in the text, so that positions are those of whoever gave it; the grammars take it for white space.
 */
import { type LanguageId, languageOf } from '../syntax/languages';
import type { Extracted } from './facts';
import { extractPython } from './python/index';
import { extractSettings } from './settings/extract';
import { extractWeb } from './web/index';

/** Goes up with every change after which the same text may give other facts: cached ones are then not used. */
export const EXTRACTOR_VERSION = 4;

export function extract(path: string, text: string): Extracted {
  const language = languageOf(path);
  if (language === 'python') return extractPython(text);
  return language ? extractWeb(path, text) : extractSettings(path, text);
}

/** The grammars that a file of that name may need: for those who load them ahead (`loadLanguages`). */
export function languagesFor(path: string): LanguageId[] {
  const language = languageOf(path);
  if (language === undefined) return [];
  if (language === 'vue' || language === 'svelte') return [language, 'javascript', 'typescript'];
  return language === 'html' ? [language, 'javascript'] : [language];
}
