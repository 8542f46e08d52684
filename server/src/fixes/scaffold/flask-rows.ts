/** Rows of Flask-SQLAlchemy: `User.query.all()` says where they are, `[user.to_dict() for user in users]` what is answered of one. */
import type { Project } from '../project';
import { carried } from '../python/carry';
import type { NewImport } from '../python/imports';
import { type Sibling, statementsOf } from './siblings';
import type { Store } from './store';

/** The session in which other handlers commit, where these ask a model for its query. */
export function queriedIn(project: Project, text: string, thing: string): (Store & { kind: 'session' }) | undefined {
  const word = thing.replaceAll('_', '').toLowerCase();
  const model = [...text.matchAll(/(?<![\w.])((?:\w+\.)?[A-Z]\w*)\.query\b/g)]
    .map((m) => m[1]!)
    .find((name) => name.split('.').at(-1)!.toLowerCase() === word);
  const session = model && sessionFile(project)?.session;
  return session
    ? { kind: 'session', session, wait: '', model: model!, isOld: false, isQuery: true, from: 'sqlalchemy' }
    : undefined;
}

/** `db.session` of a module that commits in it. */
function sessionFile(project: Project): { session: string; file: string } | undefined {
  for (const file of project.api.ctx.world.files('python')) {
    const found = project.api.isTestFile(file)
      ? undefined
      : /(?<![\w.])(\w+\.session)\.commit\(\)/.exec(project.text(file) ?? '')?.[1];
    if (found) return { session: found, file };
  }
  return undefined;
}

/** What a module needs that does not know the session yet. */
export function sessionImports(project: Project, file: string, store: Store): NewImport[] {
  const root = store.kind === 'session' && store.isQuery ? store.session.split('.')[0]! : undefined;
  const shown = sessionFile(project);
  if (root === undefined || !shown || Object.hasOwn(project.chunk(file, '')?.vars ?? {}, root)) return [];
  return carried(project, shown.file, file, root) ?? [];
}

/** `jsonify(user.to_dict())`, as a list of them is answered. */
export function elementOf(
  project: Project,
  siblings: readonly Sibling[],
  thing: string,
): { sibling: Sibling; result: string } | undefined {
  for (const sibling of siblings) {
    const said = /^return ([\s\S]+)$/.exec(statementsOf(project, sibling).at(-1) ?? '')?.[1] ?? '';
    const [, element = '', name = ''] = /\[\s*([^[\]]+?)\s+for (\w+) in /.exec(said) ?? [];
    if (!name || !new RegExp(`^(?:\\w+\\()?${name}\\b(?:\\.\\w+\\(\\))?\\)?$`).test(element)) continue;
    const one = element.replace(new RegExp(`\\b${name}\\b`), thing);
    return { sibling, result: said.startsWith('jsonify(') ? `jsonify(${one})` : one };
  }
  return undefined;
}

/** The keys of `user.to_dict()`, as the class of that name writes them. */
export function rowKeys(project: Project, result: string): string[] {
  const [, thing = '', method] = /(\w+)\.(\w+)\(\)\)?$/.exec(result) ?? [];
  if (method === undefined) return [];
  const word = thing.replaceAll('_', '').toLowerCase();
  for (const file of project.api.ctx.world.files('python')) {
    const name = Object.keys(project.chunk(file, '')?.vars ?? {}).find(
      (n) => n.toLowerCase() === word && project.chunk(file, n)?.kind === 'class',
    );
    const decl = name === undefined ? undefined : project.decl(file, `${name}.${method}`);
    const text = decl && (project.text(file) ?? '').slice(decl.bodyFrom, decl.to);
    if (text !== undefined) return [...text.matchAll(/["'](\w+)["']\s*:/g)].map((m) => m[1]!);
  }
  return [];
}
