/** Import statements, wherever they stand. */
import type { Expr } from '../expression';
import type { Body } from './body';
import { importedAs } from './scopes';
import { type N, NONE } from './source';
import { bindName } from './targets';

/** `import a.b` binds a, and says that a.b is loaded; `import a.b as c` binds a.b. */
export function lowerImport(body: Body, n: N): void {
  const { source } = body.file;
  for (const c of source.all(n, 'name')) {
    const aliased = source.kind(c) === 'aliased_import';
    const module = dotted(source.textOf(aliased ? source.child(c, 'name') : c));
    const name = importedAs(source, c, false);
    const x = body.addFor(c, { kind: 'import', module: aliased ? module : name });
    if (!aliased && module !== name) body.addFor(c, { kind: 'import', module });
    bindName(body, name, x);
  }
}

/** `from ..a import b as c, d`; `from a import *` is a fact of the file. */
export function lowerFromImport(body: Body, n: N): void {
  const { source, stars } = body.file;
  const from = source.child(n, 'module_name');
  const written = from === NONE ? '' : dotted(source.textOf(from));
  const module = written.replace(/^\.+/, '');
  const level = written.length - module.length;
  const origin = { module, ...(level > 0 && { level }) };
  if (source.ofKind(n, 'wildcard_import') !== NONE) stars.push(origin);
  for (const c of source.all(n, 'name')) {
    const name = source.kind(c) === 'aliased_import' ? dotted(source.textOf(source.child(c, 'name'))) : dotted(source.textOf(c));
    const expr: Expr = { kind: 'import', module, name, ...(level > 0 && { level }) };
    bindName(body, importedAs(source, c, true), body.addFor(c, expr));
  }
}

/** Flask once served every extension under a second name: `flask.ext.restful` is flask_restful. */
function dotted(text: string): string {
  return text.replace(/\s+/g, '').replace(/^flask\.ext\.(?=\w)/, 'flask_');
}
