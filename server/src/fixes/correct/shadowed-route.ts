/** Moves a route before the one with a parameter that takes its requests. */
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import { lineOf, type Project, type Span } from '../project';

export const shadowedRoute: Fix = {
  rules: ['shadowed-route'],
  offers(project, { about: { route, other } }) {
    const mine = route && declOf(project, route);
    const theirs = other && declOf(project, other);
    if (!route || !other || !mine || !theirs || mine.file !== theirs.file || mine.from < theirs.to) return [];
    const text = project.text(mine.file)!;
    return [
      {
        id: 'move',
        title: `Move ${route.handler.name ?? 'it'} before ${other.handler.name ?? other.path}`,
        safe: false,
        preferred: true,
        make() {
          const own = text.slice(mine.from, mine.to);
          const gap = /(?<=\n|^)(?:[ \t]*\r?\n)*$/.exec(text.slice(0, mine.from))?.[0] ?? '';
          const why = `${other.path} would take its requests`;
          const between = /\n/.test(gap) ? gap : '\n\n\n';
          return new EditBuilder(project.text)
            .insert(mine.file, theirs.from, own.replace(/\s*$/, '\n') + between.replace(/^[ \t]*/, ''), why)
            .replace(mine.file, mine.from - gap.length, mine.to, '', why)
            .done();
        },
      },
    ];
  },
};

/** The whole function with its decorators and the comment above it, as lines; only of routes that a decorator of a function writes. */
function declOf(
  project: Project,
  route: { site: { file: string; chunk: string }; handler: { file?: string; chunk?: string } },
): (Span & { file: string }) | undefined {
  const { file, chunk } = route.handler;
  const text = file === undefined ? undefined : project.text(file);
  const decl = file !== undefined && chunk !== undefined ? project.decl(file, chunk) : undefined;
  if (file === undefined || text === undefined || !decl || file !== route.site.file || route.site.chunk !== '') return undefined;
  const parent = project.chunk(file, chunk!)?.parent;
  if (parent !== '' || text[decl.from] !== '@') return undefined;
  let from = lineOf(text, decl.from).start;
  for (
    let above = lineOf(text, from - 1);
    from > 0 && /^[ \t]*#/.test(text.slice(above.start, above.end));
    above = lineOf(text, from - 1)
  )
    from = above.start;
  return { file, from, to: lineOf(text, Math.max(decl.from, decl.to - 1)).end };
}
