/**
 * A text that is shared, written out at the one place that means something else by it: `${KEY}/1` becomes `jobs/1`, and what else KEY is
 * good for keeps it.
 */
import type { Call } from '../../model/calls/calls';
import { importersOf } from '../../model/importers';
import { type Site, sameSite } from '../../values/value';
import { applied, type TextEdit } from '../edit';
import type { Project, Span } from '../project';

/** What is at the call instead of the name of the constant; undefined where the call does not name it. */
export function writtenOut(
  project: Project,
  { callSite }: Pick<Call, 'callSite'>,
  literal: Site,
  edits: readonly TextEdit[],
): { file: string; edit: TextEdit; name: string } | undefined {
  const { file, chunk } = callSite;
  const text = project.text(file);
  const outer = project.span(callSite);
  const changed = changedText(project, literal, edits);
  if (text === undefined || !outer || changed === undefined) return undefined;
  for (const use of usesIn(project, file, chunk, literal)) {
    if (use.from < outer.from || use.to > outer.to) continue;
    const name = text.slice(use.from, use.to);
    const isHole = text.slice(use.from - 2, use.from) === '${' && text[use.to] === '}';
    const quote = /'/.test(text.slice(outer.from, outer.to)) || !/"/.test(text.slice(outer.from, outer.to)) ? "'" : '"';
    const at = isHole ? { from: use.from - 2, to: use.to + 1 } : use;
    return { file, name, edit: { ...at, text: isHole ? changed : quote + changed + quote } };
  }
  return undefined;
}

/** Names in a chunk that hold this text. */
function usesIn(project: Project, file: string, id: string, literal: Site): Span[] {
  const { ctx } = project.api;
  const place = ctx.place(file, id, ctx.genericEnv(file, id));
  return (place?.chunk.arena ?? []).flatMap((e, x) => {
    if (!place || (e.kind !== 'ref' && e.kind !== 'get')) return [];
    const value = ctx.evaluate(place, x);
    const span =
      value.kind === 'str' && value.site && sameSite(value.site, literal) ? project.span({ file, chunk: id, x }) : undefined;
    return span ? [span] : [];
  });
}

/** The text of the literal after the edits that stand in it. */
function changedText(project: Project, literal: Site, edits: readonly TextEdit[]): string | undefined {
  const e = project.chunk(literal.file, literal.chunk)?.arena[literal.x];
  const inner = e?.kind === 'str' ? project.inside(literal, e.value) : undefined;
  if (!inner || e?.kind !== 'str') return undefined;
  const own = edits.filter((one) => one.from >= inner.from && one.to <= inner.to);
  if (own.length !== edits.length) return undefined;
  return applied(
    e.value,
    own.map((one) => ({ ...one, from: one.from - inner.from, to: one.to - inner.from })),
  );
}

/** Whether the text is the value of a name that is used for something other than the path of a call, too. */
export function hasOtherUse(project: Project, literal: Site): boolean {
  const { file, chunk } = literal;
  const vars = project.chunk(file, chunk)?.vars ?? {};
  const name = Object.keys(vars).find((n) => vars[n]!.some((a) => a.chunk === undefined && a.x === literal.x));
  if (name === undefined) return false;
  const calls = project.api.calls.filter((c) => c.address.literals.some((l) => l.site && sameSite(l.site, literal)));
  const isPath = (at: Span, where: string) =>
    calls.some((c) =>
      [c.callSite, c.origin, c.site].some((site) => {
        const span = site.file === where ? project.span(site) : undefined;
        return span !== undefined && at.from >= span.from && at.to <= span.to;
      }),
    );
  const { ctx } = project.api;
  const known = [{ file, name, of: chunk }, ...(chunk === '' ? importersOf(ctx, file, name).map((i) => ({ ...i, of: '' })) : [])];
  return known.some((one) => usesOfName(project, one).some((at) => !isPath(at, one.file)));
}

/** Where the name is read; what passes it on to others is no use of it. */
function usesOfName(project: Project, { file, name, of }: { file: string; name: string; of: string }): Span[] {
  const text = project.text(file) ?? '';
  const chunks = project.api.ctx.world.code(file)?.chunks ?? {};
  return Object.entries(chunks).flatMap(([id, { arena }]) =>
    arena.flatMap((e, x) => {
      const span = e.kind === 'ref' && e.name === name && e.chunk === of ? project.span({ file, chunk: id, x }) : undefined;
      return span && !/\bexport\s*(?:\{[^}]*|(?:const|let|var)\s*)$/.test(text.slice(0, span.from)) ? [span] : [];
    }),
  );
}
