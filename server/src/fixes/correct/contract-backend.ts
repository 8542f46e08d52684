/** The backend takes or gives a field under the name that the UI has: an alias of the model's field, the key of a dict. */
import type { Difference } from '../../model/contract/compare';
import type { Site } from '../../values/value';
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import { lineOf, type Project } from '../project';
import { isPydantic1 } from '../python/pydantic';
import { WantedImports } from '../python/wanted-imports';
import { differenceOf, lastName } from './contract';

export const contractBackend: Fix = {
  rules: ['request-field-missing', 'request-field-unknown', 'response-field-missing'],
  offers(project, problem) {
    const difference = differenceOf(project, problem);
    if (difference?.near === undefined || !difference.declared) return [];
    const own = lastName(difference.path);
    const [asked, had] = difference.kind === 'missing' ? [difference.near, own] : [own, difference.near];
    const { declared } = difference;
    const isModel = project.chunk(declared.file, declared.chunk)?.kind === 'class';
    const make = isModel
      ? aliased(project, declared, difference, { asked, had, isGiven: problem.data.part === 'answer' })
      : keyed(project, declared, asked, had);
    return make ? [{ id: `backend:${asked}`, title: `Name it ${asked} in the backend`, safe: false, make }] : [];
  },
};

interface Names {
  /** What the UI says, and what the backend has. */
  asked: string;
  had: string;
  isGiven: boolean;
}

/** `user_name: str` → `user_name: str = Field(validation_alias=AliasChoices("user_name", "userName"))`, and `Field(serialization_alias=…)` of what is given. */
function aliased(project: Project, site: Site, _: Difference, { asked, had, isGiven }: Names) {
  const span = project.span(site);
  const text = project.text(site.file);
  if (!span || text === undefined || isPydantic1(project, [site.file])) return undefined;
  const { start, end } = lineOf(text, span.to);
  const line = text.slice(start, end);
  const [, head, given] = /^([ \t]*\w+\s*:\s*[^=#\n]+?)(?:\s*=\s*([^#\n]+?))?[ \t]*(?:#[^\n]*)?\r?\n?$/.exec(line) ?? [];
  if (head === undefined || !head.trim().startsWith(`${had}:`) || /\bField\(/.test(given ?? '')) return undefined;
  const alias = isGiven ? `serialization_alias="${asked}"` : `validation_alias=AliasChoices("${had}", "${asked}")`;
  const value = `Field(${given === undefined ? '' : `default=${given}, `}${alias})`;
  return () => {
    const edit = new EditBuilder(project.text);
    const tail = start + head.length + (given === undefined ? 0 : line.slice(head.length).indexOf(given) + given.length);
    edit.replace(site.file, start + head.length, tail, ` = ${value}`, 'the UI has this name');
    const imports = new WantedImports();
    const names = isGiven ? ['Field'] : ['AliasChoices', 'Field'];
    imports.add(
      site.file,
      names.map((name) => ({ module: 'pydantic', name })),
    );
    imports.write(project, edit);
    if (isGiven) edit.assume(`whoever else reads ${had} must read ${asked} now`);
    return edit.done();
  };
}

/** `{"retry_limit": 3}`, `data["user_name"]`, `data.get("user_name")` */
function keyed(project: Project, site: Site, asked: string, had: string) {
  const span = project.span(site);
  const text = project.text(site.file);
  if (!span || text === undefined) return undefined;
  const before = text.slice(Math.max(0, span.from - had.length - 6), span.from);
  const entry = new RegExp(`["'](${had})["']\\s*:\\s*$|[(,\\s](${had})\\s*=\\s*$`).exec(before);
  const read = new RegExp(`["'](${had})["']`).exec(text.slice(span.from, span.to));
  const at = entry ? span.from - before.length + entry.index + 1 : read ? span.from + read.index + 1 : undefined;
  if (at === undefined) return undefined;
  return () => new EditBuilder(project.text).replace(site.file, at, at + had.length, asked, 'the UI has this name').done();
}
