/** The UI's side: fields that the body lacks are written into the object or the form that is sent. */
import type { Difference } from '../../model/contract/compare';
import type { ObjectShape, Shape } from '../../model/shapes/shape';
import type { Site } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import type { Project } from '../project';
import { addEntries, differencesOf, lastName, literalAround } from './contract';
import { addAppended, appendedAt } from './contract-form';
import { assumeGiven, type Given, givenFor } from './contract-values';

export const contractCall: Fix = {
  rules: ['request-field-missing'],
  offers(project, problem) {
    const { call } = problem.about;
    const missing = differencesOf(project, problem).filter((d) => d.near === undefined);
    const [holder, ...others] = new Set(missing.map((d) => holderOf(d.path)));
    if (!call || holder === undefined || others.length) return [];
    const last = lastWritten(within(project.api.contracts.asked(call).body, holder));
    const make = last && writing(project, last, missing);
    if (!make) return [];
    return [{ id: 'send', title: `Send ${missing.map((d) => d.path).join(', ')}`, safe: false, preferred: true, make }];
  },
};

/** 'items[].owner' of 'items[].owner.name'. */
const holderOf = (path: string): string => path.slice(0, path.length - lastName(path).length).replace(/\.$/, '');

/** What stands at the path. */
function within(shape: Shape | undefined, path: string): Shape | undefined {
  if (path === '' || !shape) return shape;
  const [, name, rest = ''] = /^(\[\]|[^.[\]]+)\.?(.*)$/s.exec(path) ?? [];
  if (name === '[]') return shape.kind === 'list' ? within(shape.of, rest) : undefined;
  return shape.kind === 'object' && name !== undefined ? within(shape.fields[name]?.shape, rest) : undefined;
}

/** The last field that is surely written there. */
function lastWritten(shape: Shape | undefined): Site | undefined {
  const fields: ObjectShape['fields'] = shape?.kind === 'object' ? shape.fields : {};
  return Object.values(fields).findLast((f) => f.site && !f.optional)?.site;
}

/** How the fields are written beside that one, if all can be. */
function writing(project: Project, last: Site, missing: readonly Difference[]): Offer['make'] | undefined {
  const literal = literalAround(project, last);
  const form = literal ? undefined : appendedAt(project, last);
  const all = missing.flatMap((d): [Difference, Given][] => {
    const given = givenFor(project, last, d);
    // A form's empty text counts as not sent.
    return given ? [[d, form && given.text === "''" ? { ...given, text: "'TODO'" } : given]] : [];
  });
  if (all.length < missing.length || !(literal || form)) return undefined;
  return () => {
    const edit = new EditBuilder(project.text);
    const mark = project.options.todos && all.some(([, { name }]) => name === undefined);
    if (literal) {
      const note = mark ? (literal.indent === undefined ? ' /* TODO(crosswire) */' : ' // TODO(crosswire)') : '';
      addEntries(
        project,
        edit,
        literal,
        all.map(([d, given]) => entry(lastName(d.path), given)),
        WHY,
        note,
      );
    } else if (form) addAppended(project, edit, form, all, WHY);
    for (const [d, given] of all) assumeGiven(edit, d, given);
    return edit.done();
  };
}
const WHY = 'the backend requires it';

const entry = (key: string, { text }: Given): string => (key === text ? key : `${key}: ${text}`);
