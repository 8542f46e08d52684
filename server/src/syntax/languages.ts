/** Which grammar reads which file. */

export type LanguageId = 'python' | 'javascript' | 'typescript' | 'tsx' | 'vue' | 'svelte' | 'html';

const byExtension: Readonly<Record<string, LanguageId>> = {
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  vue: 'vue',
  svelte: 'svelte',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  jinja: 'html',
  jinja2: 'html',
  j2: 'html',
};

/** 'api/main.py' → 'py'; '' where there is none. */
function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** The grammar of the file itself; pages and components hold scripts in further languages. */
export function languageOf(path: string): LanguageId | undefined {
  const extension = extensionOf(path);
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
}

/** The grammar's file in the wasm folder, which the build fills. */
export function grammarFile(language: LanguageId): string {
  return `${language}.wasm`;
}
