/** What the new handler does: finds what the path names as siblings do, and answers; what it cannot know it says. */

import type { Project } from '../project';
import { blanked } from '../python/rename';
import { type Style, styleOf } from '../style';
import type { Answer } from './answer';
import { enclosed, opened } from './envelope';
import { flaskBody, queryRead, requiredFor, usesSent } from './flask-body';
import type { Handing } from './layer-call';
import { commonest } from './layers';
import type { Parts, Plan } from './plan';
import { bracketed, columns } from './printer';
import { most, type Sibling, siblingAt } from './siblings';

/** 'Pause task' */
export const title = ({ called, affix }: Plan) => {
  const words = called.slice(called.startsWith(affix) ? affix.length : 0).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function bodyOf(project: Project, plan: Plan, parts: Parts, width: number, code: number): string[] {
  const { indent } = styleOf(project, plan.home.siblings[0]!.file);
  const { answer, handing, storing, whole } = parts;
  const out: string[] = [];
  if (most(plan.home.siblings, (s) => s.chunk.doc !== undefined)) out.push(`"""${title(plan)}."""`);
  const flask = plan.home.framework !== 'fastapi';
  if (flask && (requiredFor(parts).length || usesSent(plan, parts))) out.push(...flaskBody(project, plan, parts));
  if (flask) out.push(...queryRead(project, plan, parts));
  const { lookup } = plan;
  if (lookup)
    out.push(...unusedGone(needed(lookup.lines, lookup.variable, after(parts)), lookup.variable, usesFound(plan, parts)));
  out.push(...(storing?.lines ?? []), ...(whole?.lines ?? []));
  const todo = handing || ((storing || whole) && !answer.open.length) ? undefined : todoOf(plan, answer);
  if (todo && project.options.todos) out.push(`# TODO(crosswire): ${todo}`);
  // Flask's status stands beside the answer.
  const status = flask && code !== 200 ? `, ${code}` : '';
  if (handing) out.push(...handed(plan, answer, handing, status, { width, indent }));
  if (answer.head === undefined) {
    if (flask) out.push(isEnclosed(plan, answer) ? `return None${status}` : withStatus(flaskNothing(plan, project), status));
    else if (!out.some((l) => !l.startsWith('#') && !l.startsWith('"""')))
      out.push(...(out.some((l) => l.startsWith('"""')) ? [] : ['pass']));
  } else if (answer.kept && !handing) out.push(...keptFirst(answer, answer.kept, status, { width, indent }));
  else if (!handing) out.push(...written(answer, answer.head, answer.tail + status, { width, indent }));
  if (!isEnclosed(plan, answer)) return out;
  return enclosed(
    plan.envelope!,
    out.some((l) => /^return\b/.test(l)) ? out : [...out.filter((l) => l !== 'pass'), 'return None'],
  );
}

/** Siblings put what they answer with into something else, and whoever calls this one opens it. */
export const isEnclosed = ({ envelope, details }: Plan, answer: Answer): boolean =>
  envelope !== undefined &&
  !answer.isSaid &&
  (answer.head !== undefined ||
    opened(envelope, details.declared ?? details.response).isOpened ||
    opened(envelope, details.response).isOpened);

/** What comes behind the lookup. */
const after = ({ answer, handing, storing }: Parts): string =>
  [answer.borrowed ? answer.head : '', ...answer.items, ...(handing?.passes ?? []), ...(storing?.lines ?? [])].join('\n');

/** Without the statements whose only use is an answer that is not given here. */
function needed(lines: readonly string[], variable: string | undefined, rest: string): string[] {
  const statements: string[] = [];
  for (const line of lines) {
    if (statements.length && /^[\s)\]}]|^(else|elif|except|finally)\b/.test(line))
      statements[statements.length - 1] += `\n${line}`;
    else statements.push(line);
  }
  const kept: string[] = [];
  const others = statements.flatMap((s) => /^(\w+)\s*(?::[^=\n]+)?=(?!=)/.exec(s)?.[1] ?? []).filter((n) => n !== variable);
  for (const statement of statements.reverse()) {
    // `if response.errors: return …`: what it looks at is only made for the sibling's answer.
    const isAnswer = /^if\b/.test(statement) && /\breturn\b/.test(statement) && !mentions(statement, variable);
    if (isAnswer && others.some((n) => mentions(statement, n) && !mentions(rest, n))) continue;
    const name = /^(\w+)\s*(?::[^=\n]+)?=(?!=)/.exec(statement)?.[1];
    const used = name === undefined || name === variable || mentions(blanked([rest, ...kept].join('\n')), name);
    if (used) kept.unshift(statement);
  }
  return kept.flatMap((s) => s.split('\n'));
}

function usesFound({ lookup }: Plan, { answer, handing, storing }: Parts): boolean {
  const { variable } = lookup ?? {};
  if (handing) return handing.passes.some((l) => mentions(l, variable));
  if (storing?.lines.some((l) => mentions(l, variable))) return true;
  return answer.head !== undefined && (answer.borrowed || answer.items.some((i) => mentions(i, variable)));
}
const mentions = (code: string, name: string | undefined) => name !== undefined && new RegExp(`(?<![.\\w])${name}\\b`).test(code);

type Lines = Pick<Style, 'width' | 'indent'>;

const written = (answer: Answer, head: string, tail: string, { width, indent }: Lines): string[] =>
  answer.items.length
    ? bracketed('', `return ${head}`, answer.items, tail, width - columns(indent), indent).split('\n')
    : `return ${head}${tail}`.split('\n');

/** `member = Member(…)`, `MEMBERS[member.id] = member`, then the answer. */
function keptFirst(
  { head, items, tail }: Answer,
  { variable, line }: NonNullable<Answer['kept']>,
  status: string,
  { width, indent }: Lines,
): string[] {
  const isWrapped = /^jsonify\(/.test(head!);
  const [open, close] = isWrapped ? ['{', '}'] : [head!, tail];
  const made = bracketed('', `${variable} = ${open}`, items, close, width - columns(indent), indent).split('\n');
  return [...made, line, `return ${isWrapped ? `jsonify(${variable})` : variable}${status}`];
}

/** What the layer below answers, as siblings hand it back. */
function handed(
  { lookup, intent }: Plan,
  answer: Answer,
  { call, orNone }: Handing,
  status: string,
  { width, indent }: Lines,
): string[] {
  const { variable } = lookup ?? {};
  const fitted = (head: string, tail = '') => {
    const open = (head + call).lastIndexOf('(', (head + call).length - 2);
    const all = head + call;
    return all.length + tail.length <= width
      ? [all + tail]
      : bracketed('', all.slice(0, open + 1), all.slice(open + 1, -1).split(', '), `)${tail}`, width, indent).split('\n');
  };
  if (answer.head === undefined) return fitted('');
  if (answer.isSaid) return [...fitted(''), `return ${answer.head}${status}`];
  if (answer.borrowed && variable !== undefined && answer.head !== variable)
    return [...fitted(`${variable} = `), `return ${answer.head}${status}`];
  const isWrapped = /^jsonify\(/.test(answer.head);
  const { thing } = intent;
  if (orNone)
    return [
      ...fitted(`${thing} = `),
      `if ${thing} is None:`,
      ...orNone,
      `return ${isWrapped ? `jsonify(${thing})` : thing}${status}`,
    ];
  return isWrapped ? fitted('return jsonify(', `)${status}`) : fitted('return ', status);
}

/** What a function below the handler answers: the thing itself, not what the framework makes of it. */
export function returned(answer: Answer, found: string | undefined, { width, indent }: Lines): string[] {
  if (answer.borrowed && found !== undefined) return [`return ${found}`];
  const head = answer.head!.replace(/^jsonify\(/, '');
  const isWrapped = head !== answer.head;
  if (answer.items.length)
    return written(answer, head, isWrapped ? answer.tail.slice(0, -1) : answer.tail, { width: width + columns(indent), indent });
  return [`return ${isWrapped ? head.slice(0, -1) : head}`];
}

/** `task = find(id)` is `find(id)` where nothing uses the task, and `task = TASKS[id]` nothing at all. */
function unusedGone(lines: readonly string[], variable: string | undefined, used: boolean): string[] {
  // `if (task := find(task_id)) is None:`
  const walrus = new RegExp(`\\(${variable} := (.+)\\)(?= is None:)`);
  const bare = lines.map((l) => l.replace(walrus, '$1'));
  if (!used && bare.join() !== lines.join() && !new RegExp(`\\b${variable}\\b`).test(blanked(bare.join('\n')))) return bare;
  const at = lines.findIndex((l) => variable !== undefined && new RegExp(`^\\s*${variable}\\s*(?::[^=]+)?=(?!=)`).test(l));
  const others = blanked(lines.filter((_, i) => i !== at).join('\n'));
  if (used || at < 0 || new RegExp(`\\b${variable}\\b`).test(others)) return [...lines];
  const value = lines[at]!.replace(/^(\s*)\w+\s*(?::[^=]+)?=\s*/, '$1');
  return [...lines.slice(0, at), ...(value.includes('(') ? [value] : []), ...lines.slice(at + 1)];
}

export function todoOf({ intent, method }: Plan, answer: Answer): string | undefined {
  const does =
    intent.kind === 'action'
      ? [intent.word ?? 'act', ...(intent.word === intent.thing ? [] : ['the', intent.all ?? intent.thing])]
          .join(' ')
          .replace(/_(?= |$)/g, '')
          .replaceAll('_', ' ')
      : intent.kind === 'create'
        ? 'store what is sent'
        : intent.kind === 'update'
          ? 'store the changes'
          : intent.kind === 'delete'
            ? `delete the ${(intent.word ?? intent.thing).replaceAll('_', ' ')}`
            : undefined;
  const all = [...(method !== 'GET' && does && !answer.kept ? [does] : []), ...answer.open];
  return all.length ? all.join('; ') : undefined;
}

const withStatus = (line: string, status: string) => (/,\s*\d{3}$/.test(line) ? line : line + status);

/** As handlers of the same verb end that have nothing to say: those around it, else most of the project's. */
export function flaskNothing({ home, method }: Plan, project: Project): string {
  const said = (s: Sibling) => {
    const body = (project.text(s.file) ?? '').slice(s.decl.bodyFrom, s.decl.to);
    return /\n?[ \t]*return (\S[^\n]*?)\s*$/.exec(body)?.[1] ?? '';
  };
  // What only stands in for a value says something.
  const isConstant = (text: string) =>
    !/(?<![\w.])[a-z_]\w*(?!\w*\s*[=(])(?!\w)/.test(blanked(text)) &&
    !/^(?:redirect\b|$)|:\s*(?:None|False|0|''|""|\[\]|\{\})/.test(text);
  const own = home.siblings.filter((s) => s.route.method === method).map(said);
  const near = own.find(isConstant);
  if (near !== undefined) return `return ${near}`;
  const routes = project.api.served.filter((r) => r.method === method && r.framework === home.framework);
  const all = routes.flatMap((r) => siblingAt(project, r) ?? []).map(said);
  const usual = commonest(all.filter(isConstant));
  if (usual !== '' && most(all, (text) => text === usual)) return `return ${usual}`;
  const { quote } = styleOf(project, home.siblings[0]!.file);
  return method === 'DELETE' ? `return ${quote}${quote}, 204` : 'return {}';
}
