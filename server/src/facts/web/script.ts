/** Puts the concerns together and lowers one tree of JavaScript or TypeScript into a chunk. */
import type { LanguageId } from '../../syntax/languages';
import { assignments } from './assignments';
import type { ChunkBuilder, FileBuilder } from './builder';
import { calls } from './calls';
import { classes, classStatements } from './classes';
import { Context, type Handlers } from './context';
import { functionStatements, functions } from './functions';
import { hoist, hoistVars } from './hoist';
import { typedefs } from './jsdoc';
import { jsx } from './jsx';
import { literals } from './literals';
import { moduleStatements } from './modules';
import { names } from './names';
import { objects } from './objects';
import { operators } from './operators';
import { Scope } from './scope';
import { statements } from './statements';
import { type FlatTree, parseFlat } from './tree';
import { typeForm, typeStatements } from './types';

export const handlers: Handlers = {
  expressions: new Map([
    ...literals,
    ...names,
    ...operators,
    ...objects,
    ...assignments,
    ...calls,
    ...functions,
    ...classes,
    ...jsx,
  ]),
  statements: new Map([...statements, ...functionStatements, ...classStatements, ...moduleStatements, ...typeStatements]),
  hoist,
  typeForm,
};

/** The scripts of a page share a scope, so it is the caller's. */
export function lowerProgram(
  file: FileBuilder,
  tree: FlatTree,
  chunk: ChunkBuilder,
  scope: Scope,
  prepare?: (c: Context) => void,
): void {
  const c = new Context(file, tree, handlers, chunk, scope);
  prepare?.(c);
  const program = tree.namedOf(0);
  hoistVars(c, scope, program);
  c.statements(program);
  typedefs(c);
  tree.comments(file.comments);
  file.errors(tree.errors);
  if (tree.tooDeep) file.damage('too deep');
}

/** What is no JavaScript may be JavaScript with types: Flow's, or TypeScript in a script that does not say so. */
export function parseScript(language: LanguageId, text: string, base = 0): FlatTree {
  const tree = parseFlat(language, text, base);
  if (tree.errors === 0 || language !== 'javascript') return tree;
  const typed = parseFlat('tsx', text, base);
  return typed.errors > 0 ? tree : typed;
}

export function rootScope(chunk: ChunkBuilder): Scope {
  return new Scope(chunk, undefined, true);
}

/** By a script's `lang`; plain scripts are read as JavaScript. */
export function scriptLanguage(lang: string | undefined): LanguageId {
  if (lang === 'ts' || lang === 'typescript') return 'typescript';
  return lang === 'tsx' ? 'tsx' : 'javascript';
}
