/**
 * The shape of the source: which folder may import which, who may use what from outside, and what every file looks like.
 * server/ARCHITECTURE.md says why.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { join } from '../server/src/base/uri';

/** From the top floor down. A folder imports what stands below it, never what stands above. */
const floors = [
  ...['client', 'cli', 'lsp', 'workspace', 'report', 'analysis', 'triage', 'fixes', 'features', 'rules'],
  ...['model', 'values', 'facts', 'syntax', 'protocol', 'base'],
];

/** Who may import a module from outside, or a file that only some may know: folders or single files. */
const reserved: [module: RegExp, by: string[], why: string][] = [
  [/^web-tree-sitter$/, ['syntax'], 'only syntax knows the parser'],
  [/^server\/src\/syntax\/(?!languages$)/, ['facts', 'syntax'], 'only syntax and facts see trees'],
  [/^vscode$|^vscode-languageclient/, ['client'], 'only the client knows the editor'],
  [/^vscode-(languageserver|jsonrpc)/, ['lsp', 'protocol'], 'only lsp knows the protocol'],
  [
    /^(node:)?(fs|child_process)(\/|$)/,
    ['workspace', 'cli', 'client', 'server/src/syntax/parser.ts'],
    'only workspace knows the file system',
  ],
  [
    /^(?!\.)(?!node:)/,
    [
      'client',
      'lsp',
      'protocol',
      'syntax',
      'workspace',
      'facts',
      'server/src/triage/backlog.ts',
      'server/src/triage/backlog-edit.ts',
    ],
    'packages stay at the borders',
  ],
];

interface SourceFile {
  /** 'server/src/facts/extract.ts' */
  path: string;
  text: string;
}

function floorOf(path: string): string | undefined {
  return path.startsWith('client/') ? 'client' : /^server\/src\/(\w+)\//.exec(path)?.[1];
}

/** Every arrow that points up, and every import of what is reserved to others, as a line that names the file. */
function wrongImports({ path, text }: SourceFile): string[] {
  const own = floorOf(path);
  if (own === undefined || !floors.includes(own)) return [`${path}: stands in no folder of the design`];
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    const target = fileName.startsWith('.') ? join(path, '..', fileName) : fileName;
    const rule = reserved.find(([module]) => module.test(target));
    if (rule && fileName.startsWith('.') === /server/.test(rule[0].source) && !rule[1].some((by) => by === own || by === path)) {
      return `${path}: imports ${fileName}: ${rule[2]}`;
    }
    const floor = fileName.startsWith('.') ? floorOf(target) : undefined;
    if (floor === undefined || floor === own) return [];
    if (own === 'client' && floor !== 'protocol') return `${path}: imports ${fileName}: the client imports only protocol`;
    return floors.indexOf(floor) > floors.indexOf(own) ? [] : `${path}: imports ${fileName}: ${floor} stands above ${own}`;
  });
}

function wrongLooks({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  return [
    ...(/^(#!.*\n)?(\/\*|\/\/)/.test(text) ? [] : [`${path}: does not open with a comment that says what it is`]),
    ...(lines > (TOO_LONG[path] ?? 300) ? [`${path}: has ${lines} lines; ${TOO_LONG[path] ?? 300} are the limit`] : []),
  ];
}

function filesUnder(...folders: string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
    )
    .filter((path) => /\.(ts|mjs)$/.test(path) && !path.startsWith('test/workspaces/'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Files that have outgrown the limit and wait to be split: they may shrink, never grow past this, and none may join them. */
const TOO_LONG: Record<string, number> = {};

describe('layering', () => {
  it('lets no folder import one above it, nor what is reserved to others', () => {
    const files = filesUnder('server/src', 'client/src');
    assert.ok(files.length > 20);
    assert.deepEqual(files.flatMap(wrongImports), []);
  });

  it('keeps files short, and opened by a comment', () => {
    assert.deepEqual(filesUnder('server/src', 'client/src', 'test', '.build').flatMap(wrongLooks), []);
  });

  it('would notice', () => {
    const wrong = (path: string, text: string) => wrongImports({ path, text }).map((line) => line.slice(path.length + 2));
    assert.deepEqual(wrong('server/src/facts/x.ts', "import { a } from '../model/a';"), [
      'imports ../model/a: model stands above facts',
    ]);
    assert.deepEqual(wrong('server/src/base/x.ts', "export * from '../facts/a';"), [
      'imports ../facts/a: facts stands above base',
    ]);
    assert.deepEqual(wrong('server/src/facts/python/x.ts', "import type { A } from '../../values/a';"), [
      'imports ../../values/a: values stands above facts',
    ]);
    assert.deepEqual(wrong('server/src/model/x.ts', "import { parse } from '../syntax/parser';"), [
      'imports ../syntax/parser: only syntax and facts see trees',
    ]);
    assert.deepEqual(wrong('server/src/model/x.ts', "import { readFileSync } from 'node:fs';"), [
      'imports node:fs: only workspace knows the file system',
    ]);
    assert.deepEqual(wrong('server/src/values/x.ts', "const a = await import('web-tree-sitter');"), [
      'imports web-tree-sitter: only syntax knows the parser',
    ]);
    assert.deepEqual(wrong('server/src/model/x.ts', "import a from 'lodash';"), ['imports lodash: packages stay at the borders']);
    assert.deepEqual(wrong('client/src/x.ts', "import a from '../../server/src/base/uri';"), [
      'imports ../../server/src/base/uri: the client imports only protocol',
    ]);
    assert.deepEqual(wrong('server/src/odd/x.ts', ''), ['stands in no folder of the design']);
    assert.deepEqual(
      wrong('server/src/cli/x.ts', "import a from '../analysis/a';\nimport { join } from 'node:path';\n// import '../nothing'"),
      [],
    );
    assert.equal(wrongLooks({ path: 'x.ts', text: `import 'a';${'\n'.repeat(301)}` }).length, 2);
  });
});
