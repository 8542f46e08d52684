/** Gives the parameter of the path and the argument of the handler one name: in the decorator, or in the signature and its body. */
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import type { Project } from '../project';
import { renamedIn } from '../python/rename';

export const pathParameters: Fix = {
  rules: ['path-parameter-mismatch'],
  offers(project, { about: { route }, data, file, from, to }) {
    const text = project.text(file);
    const { untaken, near, missing } = data as { untaken?: string[]; near?: string; missing?: string[] };
    const parameter = untaken?.length === 1 ? untaken[0] : undefined;
    const argument = near ?? (missing?.length === 1 ? missing[0] : undefined);
    if (!route || text === undefined || !parameter || !argument) return [];
    const inPath = new RegExp(`([{<](?:\\w+(?:\\([^)]*\\))?:)?)${parameter}(?=[}>:])`);
    const match = inPath.exec(text.slice(from, to));
    const offers: Offer[] = [];
    if (match) {
      const at = from + match.index + match[1]!.length;
      offers.push({
        id: 'decorator',
        title: `Name it ${argument} in the path`,
        safe: false,
        preferred: true,
        make: () =>
          new EditBuilder(project.text).replace(file, at, at + parameter.length, argument, 'the argument has this name').done(),
      });
    }
    const signature = inSignature(project, route.handler, argument, parameter);
    if (signature) offers.push(signature);
    return offers;
  },
};

function inSignature(project: Project, handler: { file?: string; chunk?: string }, from: string, to: string): Offer | undefined {
  const { file, chunk } = handler;
  const text = file && project.text(file);
  const decl = file && chunk !== undefined ? project.decl(file, chunk) : undefined;
  if (!file || !text || !decl) return undefined;
  const places = renamedIn(text, decl.nameTo, decl.to, from);
  // A name that is taken in there must stay another's.
  if (!places.length || renamedIn(text, decl.nameTo, decl.to, to).length) return undefined;
  return {
    id: 'signature',
    title: `Name the argument ${to}`,
    safe: false,
    make() {
      const edit = new EditBuilder(project.text);
      for (const at of places) edit.replace(file, at, at + from.length, to, 'the path has this name');
      return edit.done();
    },
  };
}
