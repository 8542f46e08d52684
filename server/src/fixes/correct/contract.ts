/** What fixes of the contract share: the difference that a finding is about, found again in the model. */
import type { Difference } from '../../model/contract/compare';
import type { Site } from '../../values/value';
import type { EditBuilder } from '../edit';
import type { Problem } from '../fix';
import type { Project, Span } from '../project';

const PARTS = { body: 'body', query: 'query', answer: 'answer', failure: 'failure' } as const;

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
  /** A call whose keywords are the entries: `jsonify(title=title)`. */
  isCall?: true;
}

/** The object or dict literal of which the value at a site is an entry. */
export function literalAround(project: Project, site: Site): Entries | undefined {
  const arena = project.chunk(site.file, site.chunk)?.arena ?? [];
  const x = arena.findIndex((e) => e.kind === 'obj' && e.entries.some((n) => n.x === site.x));
  const span = x < 0 ? undefined : project.span({ ...site, x });
  const text = project.text(site.file);
  if (!span || text?.[span.from] !== '{' || text[span.to - 1] !== '}') return undefined;
  return { ...span, file: site.file, indent: indentIn(text.slice(span.from + 1, span.to - 1)) };
}

const indentIn = (inside: string): string | undefined =>
  inside.includes('\n') ? (/\n([ \t]*)\S/.exec(inside)?.[1] ?? '') : undefined;

/** The call of which the value at a site is a keyword. */
export function keywordsAround(project: Project, site: Site): Entries | undefined {
  const arena = project.chunk(site.file, site.chunk)?.arena ?? [];
  const x = arena.findIndex((e) => e.kind === 'call' && e.args.some((a) => a.x === site.x && a.name !== undefined));
  const e = arena[x];
  const callee = e?.kind === 'call' ? project.span({ ...site, x: e.callee }) : undefined;
  const span = x < 0 ? undefined : project.span({ ...site, x });
  const text = project.text(site.file);
  if (!span || !callee || text?.[callee.to] !== '(' || text[span.to - 1] !== ')') return undefined;
  const inside = text.slice(callee.to + 1, span.to - 1);
  return { from: callee.to, to: span.to, file: site.file, indent: indentIn(inside), isCall: true };
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
