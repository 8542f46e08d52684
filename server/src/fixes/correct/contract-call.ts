/** The UI's side: fields that the body lacks are written into the object that is sent. */
import type { Difference } from '../../model/contract/compare';
import type { Shape } from '../../model/shapes/shape';
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import type { Project } from '../project';
import { addEntries, differencesOf, type Entries, literalAround } from './contract';

export const contractCall: Fix = {
  rules: ['request-field-missing'],
  offers(project, problem) {
    const { call } = problem.about;
    const missing = differencesOf(project, problem).filter((d) => d.near === undefined);
    // Only the body itself: where a nested object is written is not told by its fields.
    if (!call || !missing.length || missing.some((d) => /[.[]/.test(d.path))) return [];
    const { body } = project.api.contracts.asked(call);
    const last = body.kind === 'object' ? Object.values(body.fields).findLast((f) => f.site)?.site : undefined;
    const literal = last && literalAround(project, last);
    if (!last || !literal) return [];
    const names = missing.map((d) => d.path);
    return [
      {
        id: 'send',
        title: `Send ${names.join(', ')}`,
        safe: false,
        preferred: true,
        make: () => sent(project, literal, missing),
      },
    ];
  },
};

function sent(project: Project, at: Entries, missing: readonly Difference[]) {
  const note = project.options.todos ? (at.indent === undefined ? ' /* TODO(crosswire) */' : ' // TODO(crosswire)') : '';
  const edit = new EditBuilder(project.text);
  const entries = missing.map((d) => `${d.path}: ${sample(d.there)}`);
  addEntries(project, edit, at, entries, 'the backend requires it', note);
  for (const d of missing) edit.assume(`${d.path} is sent as ${sample(d.there)}: write what is meant`);
  return edit.done();
}

/** A value of the kind that is wanted. */
function sample(shape: Shape | undefined): string {
  switch (shape?.kind) {
    case 'number':
      return '0';
    case 'boolean':
      return 'false';
    case 'list':
      return '[]';
    case 'object':
      return '{}';
    case 'literal':
      return typeof shape.value === 'string' ? `'${shape.value}'` : String(shape.value);
    case 'union':
      return sample(shape.of.find((s) => s.kind !== 'null' && s.kind !== 'none'));
    default:
      return "''";
  }
}
