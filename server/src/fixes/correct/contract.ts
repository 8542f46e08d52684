/** What fixes of the contract share: the difference that a finding is about, found again in the model. */
import type { Difference } from '../../model/contract/compare';
import type { Problem } from '../fix';
import type { Project } from '../project';

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

export const differenceOf = (project: Project, problem: Problem): Difference | undefined => {
  const all = differencesOf(project, problem);
  return all.length === 1 ? all[0] : undefined;
};

/** 'titel' of 'items[].titel'. */
export const lastName = (path: string): string => /[^.[\]]+$/.exec(path)?.[0] ?? path;
