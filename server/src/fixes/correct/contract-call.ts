/** The UI's side: fields that the body lacks are written into the object that is sent. */
import type { Difference } from '../../model/contract/compare';
import type { Shape } from '../../model/shapes/shape';
import type { Site } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import type { Project, Span } from '../project';
import { differencesOf } from './contract';

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
        make: () => sent(project, last.file, literal, missing),
      },
    ];
  },
};

/** The object literal of which the value is an entry. */
function literalAround(project: Project, site: Site): Span | undefined {
  const arena = project.chunk(site.file, site.chunk)?.arena ?? [];
  const x = arena.findIndex((e) => e.kind === 'obj' && e.entries.some((n) => n.x === site.x));
  const span = x < 0 ? undefined : project.span({ ...site, x });
  const text = project.text(site.file);
  return span && text?.[span.from] === '{' && text[span.to - 1] === '}' ? span : undefined;
}

function sent(project: Project, file: string, { from, to }: Span, missing: readonly Difference[]) {
  const text = project.text(file)!;
  const inside = text.slice(from + 1, to - 1);
  const end = from + 1 + inside.trimEnd().length;
  const isLong = inside.includes('\n');
  const indent = isLong ? (/\n([ \t]*)\S/.exec(inside)?.[1] ?? '') : '';
  const note = project.options.todos ? (isLong ? ' // TODO(crosswire)' : ' /* TODO(crosswire) */') : '';
  const edit = new EditBuilder(project.text);
  const before = inside.trimEnd().endsWith(',') ? '' : ',';
  const entries = missing.map((d) => `${d.path}: ${sample(d.there)}`);
  const added = isLong
    ? `${before}\n${entries.map((e) => `${indent}${e},${note}`).join('\n')}`
    : `${before} ${entries.join(', ')}${note}`;
  edit.insert(file, end, added, 'the backend requires it');
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
