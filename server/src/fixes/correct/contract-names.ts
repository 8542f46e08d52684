/** The name that the backend has, where the UI writes another: the key of an object, a form or a query, a field that is read. */
import { literally } from '../../base/text';
import type { Difference } from '../../model/contract/compare';
import { EditBuilder } from '../edit';
import type { Fix, Problem } from '../fix';
import type { Project, Span } from '../project';
import { differenceOf, lastName } from './contract';
import { inTypes } from './contract-types';

export const contractNames: Fix = {
  rules: ['request-field-missing', 'request-field-unknown', 'query-parameter', 'response-field-missing'],
  offers(project, problem) {
    const difference = differenceOf(project, problem);
    if (difference?.near === undefined) return [];
    const own = lastName(difference.path);
    const [from, to] = difference.kind === 'missing' ? [difference.near, own] : [own, difference.near];
    const places = problem.data.part === 'answer' ? everyPlace(project, problem, difference) : [problem];
    const written = places.map((at) =>
      problem.data.part === 'answer'
        ? (readName(project, at, from) ?? writtenKey(project, at, from))
        : writtenKey(project, at, from),
    );
    const isTyped = problem.data.part !== 'answer' && inTypes(project, problem, from).length > 0;
    if (!written[0] && !isTyped) return [];
    const make = () => {
      const edit = new EditBuilder(project.text);
      for (const one of written) if (one) edit.replace(one.file, one.from, one.to, one.text(to), 'the backend has this name');
      for (const one of inTypes(project, problem, from)) edit.replace(one.file, one.from, one.to, asKey(to), 'the type follows');
      return edit.done();
    };
    return [{ id: `name:${to}`, title: `Name it ${to}`, safe: false, preferred: true, make }];
  },
};

interface At extends Span {
  file: string;
}
interface Written extends At {
  text(name: string): string;
}

/** The finding's own place first, then every other where the field is read. */
function everyPlace(project: Project, { file, from, to }: Problem, { site, also }: Difference): At[] {
  const others = [...(site ? [site] : []), ...(also ?? [])].flatMap((at): At[] => {
    const span = project.span(at);
    return span && !(at.file === file && span.from === from) ? [{ file: at.file, ...span }] : [];
  });
  return [{ file, from, to }, ...others];
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const asKey = (name: string): string => (IDENTIFIER.test(name) ? name : `'${name}'`);

/** `task.titel`, `task?.titel`, `task["titel"]`; `{ titel }` of a pattern keeps its variable. */
function readName(project: Project, { file, from, to }: At, name: string): Written | undefined {
  const text = project.text(file);
  const source = text?.slice(from, to);
  if (text === undefined || source === undefined) return undefined;
  if (source === name) {
    const isPattern = /[{,]\s*$/.test(text.slice(0, from)) && /^\s*[,}=]/.test(text.slice(to));
    return { file, from, to, text: (other) => (isPattern ? `${asKey(other)}: ${name}` : other) };
  }
  const member = new RegExp(`(?:\\.\\s*|\\[\\s*["'\`])${literally(name)}(?:["'\`]\\s*\\])?$`).exec(source);
  if (!member) return undefined;
  const at = from + member.index + member[0].indexOf(name);
  const isWhole = source.endsWith(name) || !IDENTIFIER.test(name);
  return isWhole || member[0].startsWith('[') ? plain(file, at, name) : undefined;
}

/** The key in front of a value: `titel: …`, `{ titel }`, `body.titel = …`, `form.append("titel", …)`; in an address `?titel=`. */
function writtenKey(project: Project, { file, from, to }: At, name: string): Written | undefined {
  const text = project.text(file);
  if (text === undefined) return undefined;
  const key = literally(name);
  const inside = new RegExp(`[?&]${key}=`).exec(text.slice(from, to));
  if (inside) return plain(file, from + inside.index + 1, name);
  const before = text.slice(Math.max(0, from - name.length - 40), from);
  const start = from - before.length;
  const pair = new RegExp(`(["']?)${key}\\1\\s*:\\s*$`).exec(before);
  if (pair) {
    const at = start + pair.index;
    return { file, from: at, to: at + name.length + 2 * pair[1]!.length, text: asKey };
  }
  const set = new RegExp(`\\.(${key})\\s*=\\s*$|(?:append|set)\\(\\s*["'](${key})["']\\s*,\\s*$`).exec(before);
  if (set) return plain(file, start + set.index + set[0].indexOf(name), name);
  const isShort = text.slice(from, to) === name && /[{,]\s*$/.test(before);
  return isShort ? { file, from, to, text: (other) => `${asKey(other)}: ${name}` } : undefined;
}

const plain = (file: string, from: number, name: string): Written => ({
  file,
  from,
  to: from + name.length,
  text: (other) => other,
});
