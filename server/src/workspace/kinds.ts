/**
 * Which files the engine reads at all, by their names: sources of either side, pages, and the settings that shape URLs.
 */
import { basename } from '../base/uri';
import type { FileKind } from '../facts/facts';
import { isSettingsFile } from '../facts/settings/extract';
import { languageOf } from '../syntax/languages';

/** What a tool wrote, or what declares without doing anything. */
const notSource = /\.min\.[cm]?js$|\.d\.[cm]?ts$|\.pyi$/;

export function fileKind(path: string): FileKind | undefined {
  if (notSource.test(path)) return undefined;
  const language = languageOf(path);
  if (language) return language === 'python' ? 'python' : 'web';
  return isSettingsFile(path) ? 'settings' : undefined;
}

/** Why a file of a language that is understood is left out all the same, where that may surprise. */
export const leftOutByName = (path: string): string | undefined => (/\.min\.[cm]?js$/.test(path) ? 'minified' : undefined);

/** `.env` files are read though git ignores them: what is never committed still decides where requests go. */
export function isEnvironment(path: string): boolean {
  return /^\.env(?:\.[\w-]+)*$/.test(basename(path));
}
