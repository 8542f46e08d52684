/** What tests that are written to another module take with them from the module of those that they follow. */
import { importsOf, type NewImport, written } from '../python/imports';

const uses = (code: string, name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(code);

/** The tests use what the example's module has for itself: a client, a fixture. */
export const isLocal = (text: string, tests: string): boolean =>
  /@pytest(?:_asyncio)?\.fixture/.test(text) || [...text.matchAll(/^(\w+)(?:: [^=\n]+)? = /gm)].some((m) => uses(tests, m[1]!));

/** What the code uses of what a module imports. */
export const wantedOf = (text: string, code: string): NewImport[] =>
  importsOf(text).flatMap((s): NewImport[] =>
    s.names
      ? s.names
          .filter((n) => uses(code, n.as ?? n.name))
          .map((n) => ({ module: s.module, name: n.name, ...(n.as ? { as: n.as } : {}) }))
      : uses(code, s.as ?? s.module)
        ? [{ module: s.module, ...(s.as ? { as: s.as } : {}) }]
        : [],
  );

/** The imports and variables of the example's module that the tests use. */
export function headFor(text: string, tests: string): string {
  const variables = [...text.matchAll(/^(\w+) = [^\n]+\n/gm)].filter((m) => uses(tests, m[1]!)).map((m) => m[0]);
  const code = tests + variables.join('');
  const wanted = wantedOf(text, code);
  // In the order in which the example has them: its own sections.
  const statements = importsOf(text)
    .filter((s) => wanted.some((w) => w.module === s.module))
    .map((s) => ({
      at: s.from,
      text: s.names
        ? written(
            s.module,
            s.names.filter((n) => uses(code, n.as ?? n.name)),
            88,
          )
        : s.text,
    }));
  const out = statements.map((s, i) => {
    const before = statements[i - 1];
    return before && /\n\s*\n/.test(text.slice(before.at, s.at)) ? `\n${s.text}` : s.text;
  });
  const vars = variables.length ? `${out.length ? '\n' : ''}${variables.join('')}` : '';
  const head = out.join('') + vars;
  return head ? `${head}\n\n` : '';
}
