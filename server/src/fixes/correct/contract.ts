/** What fixes of the contract share: the difference that a finding is about, found again in the model. */
import type { Difference } from '../../model/contract/compare';
import type { Site } from '../../values/value';
import type { EditBuilder } from '../edit';
import type { Problem } from '../fix';
import type { Project, Span } from '../project';

const PARTS = { body: 'body', query: 'query', answer: 'answer' } as const;

/** Every difference of the finding: one that lists several missing fields has several. */
export function differencesOf(project: Project, { about: { call }, data }: Problem): Difference[] {
  const part = PARTS[data.part as keyof typeof PARTS];
  if (!call || !part) return [];
  const { missing, unknown } = data as { missing?: string[]; unknown?: string };
  return project.api.contracts
    .of(call)
    [part].filter((d) => (d.kind === 'missing' ? missing?.includes(d.path) : d.kind === 'unknown' && d.path === unknown));
}

export interface Entries extends Span {
  file: string;
  /** The object is written over several lines, each entry indented so. */
  indent: string | undefined;
}

/** The object or dict literal of which the value at a site is an entry. */
export function literalAround(project: Project, site: Site): Entries | undefined {
  const arena = project.chunk(site.file, site.chunk)?.arena ?? [];
  const x = arena.findIndex((e) => e.kind === 'obj' && e.entries.some((n) => n.x === site.x));
  const span = x < 0 ? undefined : project.span({ ...site, x });
  const text = project.text(site.file);
  if (!span || text?.[span.from] !== '{' || text[span.to - 1] !== '}') return undefined;
  const inside = text.slice(span.from + 1, span.to - 1);
  const indent = inside.includes('\n') ? (/\n([ \t]*)\S/.exec(inside)?.[1] ?? '') : undefined;
  return { ...span, file: site.file, indent };
}

/** Entries behind the last one of a literal. `note`: a comment behind each where the lines are its own. */
export function addEntries(
  project: Project,
  edit: EditBuilder,
  at: Entries,
  entries: readonly string[],
  why: string,
  note = '',
): void {
  const inside = project.text(at.file)!.slice(at.from + 1, at.to - 1);
  const kept = inside.trimEnd();
  const comma = kept === '' || kept.endsWith(',') ? '' : ',';
  const added =
    at.indent === undefined
      ? `${comma}${kept === '' ? '' : ' '}${entries.join(', ')}${note}`
      : `${comma}\n${entries.map((e) => `${at.indent}${e},${note}`).join('\n')}`;
  edit.insert(at.file, at.from + 1 + kept.length, added, why);
}

export const differenceOf = (project: Project, problem: Problem): Difference | undefined => {
  const all = differencesOf(project, problem);
  return all.length === 1 ? all[0] : undefined;
};

/** 'titel' of 'items[].titel'. */
export const lastName = (path: string): string => /[^.[\]]+$/.exec(path)?.[0] ?? path;
