/** Moves a route, or the line that includes its router, before the one with a parameter that takes its requests. */

import type { Route } from '../../model/routes/route';
import { type Site, sameSite } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix, Offer } from '../fix';
import { lineOf, type Project, type Span } from '../project';
import { blanked } from '../python/rename';

export const shadowedRoute: Fix = {
  rules: ['shadowed-route'],
  offers(project, { about: { route, other } }) {
    const mine = route && declOf(project, route);
    const theirs = other && declOf(project, other);
    if (!route || !other) return [];
    if (!mine || !theirs || mine.file !== theirs.file || mine.from < theirs.to) {
      const found = includedEarlier(project, route, other);
      return [typeof found === 'string' ? refusal(route, other, found) : found];
    }
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

const refusal = (route: Route, other: Route, refused: string): Offer => ({
  ...{ id: 'move', title: `Move ${route.method} ${route.path} before ${other.path}`, safe: false, manual: true, refused },
  make: () => undefined,
});

/** Of what one body of code registers in turn, line by line: what comes too late goes before the other; else why it cannot. */
function includedEarlier(project: Project, route: Route, other: Route): Offer | string {
  const [own, taker] = [outermostFirst(route), outermostFirst(other)];
  const at = own.findIndex((site, i) => !taker[i] || !sameSite(site, taker[i]));
  const [late, early] = [own[at], taker[at]];
  const apart = late && early && (late.file !== early.file || late.chunk !== early.chunk);
  if (apart) return `They are registered in two places: ${placeOf(project, late)} and ${placeOf(project, early)}.`;
  const text = late && project.text(late.file);
  const [from, before] = [late && project.span(late), early && project.span(early)];
  if (!late || !early || text === undefined || !from || !before || from.from < before.to)
    return 'One statement registers both, a loop for example: the order is decided there.';
  if (/^[ \t]*@/.test(text.slice(lineOf(text, from.from).start, from.to)))
    return `It is written inside ${late.chunk || 'a class'}, where what stands between the two may be needed by one of them.`;
  const line = lineOf(text, from.from);
  const target = lineOf(text, before.from);
  const { end } = lineOf(text, Math.max(from.from, from.to - 1));
  const isAlone = text.slice(line.start, from.from).trim() === '' && /^\s*(?:#.*)?$/.test(text.slice(from.to, end));
  const names: string[] = blanked(text.slice(from.from, from.to)).match(/(?<![\w.])[A-Za-z_]\w*\b(?!\s*=[^=])/g) ?? [];
  const unknown = names.find((n) => !new RegExp(`\\b${n}\\b`).test(text.slice(0, target.start)));
  if (unknown !== undefined) return `${unknown} is not known yet where ${other.path} is registered.`;
  if (!isAlone || line.indent !== target.indent)
    return `The line that registers it is part of another statement, in ${placeOf(project, late)}.`;
  const isRoute = text.slice(before.from - 1, before.from) === '@' || text.slice(target.start).trimStart().startsWith('@');
  const make = () =>
    new EditBuilder(project.text)
      .insert(
        late.file,
        target.start,
        text.slice(line.start, end).replace(/\n?$/, '\n') + (isRoute ? '\n\n' : ''),
        `${other.path} would take its requests`,
      )
      .replace(late.file, end < text.length ? line.start : text.slice(0, line.start).trimEnd().length + 1, end, '')
      .done();
  const what = at === own.length - 1 ? route.path : `the router of ${route.path}`;
  const title = at === own.length - 1 ? `Register ${what} before ${other.path}` : `Include ${what} before that of ${other.path}`;
  return { id: 'move', title, safe: false, preferred: true, make };
}

/** 'api/main.py:12' */
function placeOf(project: Project, site: Site): string {
  const at = project.span(site)?.from;
  const text = project.text(site.file);
  const line = at === undefined || text === undefined ? '' : `:${text.slice(0, at).split('\n').length}`;
  return `${project.short(site.file)}${line}`;
}

const outermostFirst = ({ trace }: Route): Site[] =>
  trace.flatMap((step) => [step.site, ...(step.via ?? []).map((v) => v.site)]).reverse();

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
