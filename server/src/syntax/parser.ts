/**
 * Text to tree. One parser per language, made on first use; parsing is synchronous and bounded in size and time.
 *
 * Trees live in the memory of the wasm module: whoever gets one deletes it, and touches none of its nodes afterwards.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser, type ParseState, type Range, type Tree } from 'web-tree-sitter';
import { grammarFile, type LanguageId } from './languages';
import { useModule } from './walker';

export type { Edit, Node, Point, Range, Tree, TreeCursor } from 'web-tree-sitter';

/** The folder that holds the bundles: their own, or for tests the built one. Filled in by the build. */
declare const __CROSSWIRE_DIST__: string;

/** The part of the standard that is used here; TypeScript has it only among the browser's types. */
declare const WebAssembly: { Module: new (bytes: Uint8Array) => object };

export const MAX_TEXT = 2_000_000;
const MAX_MILLISECONDS = 3_000;

export interface ParseOptions {
  includedRanges?: Range[];
  /** The tree of the former text, already edited; it stays the caller's to delete. */
  oldTree?: Tree;
  maxMilliseconds?: number;
}

/** Thrown by `parse` where a limit stops it. `reason` is what facts say in `damaged`. */
export class TooMuch extends Error {
  constructor(readonly reason: 'too large' | 'too slow') {
    super(`not parsed: ${reason}`);
  }
}

/** The library starts once, though several bundles may share it (tests do): only the object of that start is its module. */
const startedWith = Symbol.for('crosswire.startedWith');

let starting: Promise<void> | undefined;
let ready = false;
let wasmFolder = '';
const parsers = new Map<LanguageId, Parser>();

/** Loads the runtime once; later calls wait for the first. Grammars are loaded when they are first asked for. */
export function initSyntax(wasmDir: string = join(__CROSSWIRE_DIST__, 'wasm')): Promise<void> {
  starting ??= start(wasmDir).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function start(wasmDir: string): Promise<void> {
  const module: object = Reflect.get(Parser, startedWith) ?? { locateFile: (name: string) => join(wasmDir, name) };
  Reflect.set(Parser, startedWith, module);
  await Parser.init(module);
  useModule(module);
  wasmFolder = wasmDir;
  ready = true;
}

/** Loads grammars ahead of need; `parse` does it too, so this is only about when the time is spent. */
export async function loadLanguages(languages: Iterable<LanguageId>): Promise<void> {
  await initSyntax();
  for (const language of languages) parserOf(language);
}

/** Throws `TooMuch` for a text over the limit of size or a parse over the limit of time. */
export function parse(language: LanguageId, text: string, options: ParseOptions = {}): Tree {
  if (text.length > MAX_TEXT) throw new TooMuch('too large');
  const parser = parserOf(language);
  const deadline = performance.now() + (options.maxMilliseconds ?? MAX_MILLISECONDS);
  // The callback stops the parse by answering true; its published type says void.
  const progressCallback = (_: ParseState) => performance.now() > deadline;
  const tree = parser.parse(text, options.oldTree ?? null, { includedRanges: options.includedRanges, progressCallback });
  if (tree) return tree;
  // Without this the next parse would go on with this text.
  parser.reset();
  throw new TooMuch('too slow');
}

function parserOf(language: LanguageId): Parser {
  const known = parsers.get(language);
  if (known) return known;
  if (!ready) throw new Error('initSyntax() has not finished');
  const wasm = new WebAssembly.Module(readFileSync(join(wasmFolder, grammarFile(language))));
  const parser = new Parser();
  parser.setLanguage(Language.loadSync(wasm));
  parsers.set(language, parser);
  return parser;
}
