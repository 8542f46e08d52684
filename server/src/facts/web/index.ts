/** One file of the web side to facts: JavaScript, TypeScript, JSX, and pages and components that hold them. */

import { lineStarts } from '../../base/range';
import { languageOf } from '../../syntax/languages';
import { TooMuch } from '../../syntax/parser';
import type { Extracted } from '../facts';
import { ignoresIn } from '../ignores';
import { FileBuilder } from './builder';
import { commonJsExports } from './commonjs';
import { extractHtml } from './html';
import { extractInlineTemplates } from './inline-templates';
import { lowerProgram, parseScript, rootScope } from './script';
import { extractSvelte } from './svelte';
import { extractVue } from './vue';

const MAX_TEXT = 2_000_000;
const MAX_LINE = 20_000;

export function extractWeb(path: string, text: string): Extracted {
  const file = new FileBuilder(text);
  const lines = lineStarts(text);
  const why = refused(text, lines);
  if (why) file.damage(why);
  else {
    try {
      extractorOf(path)(file, text, path);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      file.damage(error.reason);
    }
  }
  if (!file.chunks.has('')) file.root('', 'module', { from: 0, to: 0 });
  return file.finish(lines, ignoresIn(text, lines, file.comments));
}

/** What nobody wrote by hand is not read. */
function refused(text: string, lines: readonly number[]): string | undefined {
  if (text.length > MAX_TEXT) return 'too large';
  for (let i = 0; i < lines.length; i++) if ((lines[i + 1] ?? text.length) - lines[i]! > MAX_LINE) return 'minified';
  return undefined;
}

/** A component without a script that a server renders: its tags stand where Vue has none. */
function isServerTemplate(text: string): boolean {
  return /\{%|="[^"]*\{\{/.test(text) && !/<script\b/i.test(text);
}

function extractorOf(path: string): (file: FileBuilder, text: string, path: string) => void {
  const language = languageOf(path);
  if (language === 'vue') return (file, text) => (isServerTemplate(text) ? extractHtml(file, text) : extractVue(file, text));
  if (language === 'svelte') return extractSvelte;
  return language === 'html' ? extractHtml : extractScript;
}

function extractScript(file: FileBuilder, text: string, path: string): void {
  const language = languageOf(path) ?? 'javascript';
  const tree = parseScript(language, text);
  const module = file.root('', 'module', { from: 0, to: text.length });
  const scope = rootScope(module);
  lowerProgram(file, tree, module, scope);
  commonJsExports(file);
  exportByFileName(file, path);
  extractInlineTemplates(file, text, language, scope);
}

/** What Nuxt brings in goes by its name, and what such a file exports as default by that of the file: `useTasks` of composables/use-tasks.ts. */
function exportByFileName({ exports }: FileBuilder, path: string): void {
  const base = /(?:^|\/)(?:composables|utils)\/([\w.-]+)\.[mc]?[jt]s$/.exec(path)?.[1];
  const name = base?.replace(/[-_.](\w)/g, (_, letter: string) => letter.toUpperCase());
  const whole = exports.get('default');
  if (name !== undefined && whole !== undefined && !exports.has(name)) exports.set(name, whole);
}
