/** Where a project keeps its models, and where in that file a new one stands. */
import { fieldsOf } from '../../model/details/python-types';
import { detailsOf } from '../../model/details/route-details';
import { lineOf, type Project } from '../project';
import type { Home } from './home';
import { modelsIn } from './model-types';

/** Where most models of the siblings are declared. */
export function modelsFileOf(project: Project, { siblings }: Home): string {
  const counts = new Map<string, number>();
  for (const { route } of siblings) {
    const { body, response } = detailsOf(project.api.ctx, route);
    for (const type of [...body.map((b) => b.type), ...(response ? [response] : [])])
      for (const model of modelsIn(type)) counts.set(model.file, (counts.get(model.file) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? siblings[0]!.file;
}

/** After the last model that stands before the new route; in a file of routes alone before the first of them. */
export function placeFor(project: Project, file: string, home: Home): { offset: number; before: boolean } {
  const text = project.text(file) ?? '';
  const views = home.siblings
    .filter((s) => s.file === file && s.chunk.parent)
    .map((s) => project.decl(file, s.chunk.parent!)!.from);
  const limit = file === home.file ? Math.min(home.at, ...views) : Number.POSITIVE_INFINITY;
  const classes = Object.keys(project.chunk(file, '')?.vars ?? {}).flatMap((n) =>
    project.chunk(file, n)?.kind === 'class' && fieldsOf(project.api.ctx, { file, chunk: n }).length
      ? [project.decl(file, n)!]
      : [],
  );
  const last = classes.filter((c) => c.to <= limit).sort((a, b) => b.to - a.to)[0];
  if (last) return { offset: lineOf(text, Math.max(0, last.to - 1)).end, before: false };
  const own = home.siblings
    .filter((s) => s.file === file)
    .map((s) => (s.chunk.parent ? project.decl(file, s.chunk.parent)!.from : s.decl.from));
  if (!own.length) return { offset: text.length, before: false };
  return { offset: lineOf(text, Math.min(...own)).start, before: true };
}
