/** What the new handler does: finds what the path names as siblings do, and answers; what it cannot know it says. */
import type { Project } from '../project';
import { blanked } from '../python/rename';
import { styleOf } from '../style';
import type { Answer } from './answer';
import type { Plan } from './endpoint';
import { bracketed, quoted } from './printer';
import { most } from './siblings';
import type { Parts } from './write';

/** 'Pause task' */
export const title = ({ handler }: Plan) => {
  const words = handler.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function bodyOf(project: Project, plan: Plan, parts: Parts, width: number, code: number): string[] {
  const { answer } = parts;
  const out: string[] = [];
  if (most(plan.home.siblings, (s) => s.chunk.doc !== undefined)) out.push(`"""${title(plan)}."""`);
  const flask = plan.home.framework !== 'fastapi';
  if (flask && parts.body) out.push(...flaskBody(project, plan, parts));
  const { lookup } = plan;
  const uses =
    answer.borrowed || answer.items.some((i) => lookup?.variable !== undefined && new RegExp(`\\b${lookup.variable}\\b`).test(i));
  if (lookup) out.push(...unusedGone(lookup.lines, lookup.variable, uses && answer.head !== undefined));
  const todo = todoOf(plan, answer);
  if (todo && project.options.todos) out.push(`# TODO(crosswire): ${todo}`);
  // Flask's status stands beside the answer.
  const status = flask && code !== 200 ? `, ${code}` : '';
  if (answer.head === undefined) {
    if (flask) out.push(flaskNothing(plan, project));
    else if (!out.some((l) => !l.startsWith('#') && !l.startsWith('"""'))) out.push('return None');
  } else if (answer.items.length) {
    out.push(...bracketed('', `return ${answer.head}`, answer.items, answer.tail + status, width - 4).split('\n'));
  } else out.push(...`return ${answer.head}${status}`.split('\n'));
  return out;
}

/** `task = find(id)` is `find(id)` where nothing uses the task, and `task = TASKS[id]` nothing at all. */
function unusedGone(lines: readonly string[], variable: string | undefined, used: boolean): string[] {
  const at = lines.findIndex((l) => variable !== undefined && new RegExp(`^${variable}\\s*(?::[^=]+)?=(?!=)`).test(l));
  const others = blanked(lines.filter((_, i) => i !== at).join('\n'));
  if (used || at < 0 || new RegExp(`\\b${variable}\\b`).test(others)) return [...lines];
  const value = lines[at]!.replace(/^\w+\s*(?::[^=]+)?=\s*/, '');
  return [...lines.slice(0, at), ...(value.includes('(') ? [value] : []), ...lines.slice(at + 1)];
}

function todoOf({ intent, method }: Plan, answer: Answer): string | undefined {
  const does =
    intent.kind === 'action'
      ? `${(intent.word ?? 'act').replaceAll('_', ' ')} the ${intent.thing.replaceAll('_', ' ')}`
      : intent.kind === 'create'
        ? 'store what is sent'
        : intent.kind === 'update'
          ? 'store the changes'
          : intent.kind === 'delete'
            ? `delete the ${(intent.word ?? intent.thing).replaceAll('_', ' ')}`
            : undefined;
  const all = [...(method !== 'GET' && does ? [does] : []), ...answer.open];
  return all.length ? all.join('; ') : undefined;
}

function flaskBody(project: Project, { home }: Plan, { body }: Parts): string[] {
  const text = project.text(home.siblings[0]!.file)!;
  const read = /request\.(get_json\([^)]*\)|json\b)/.exec(text)?.[0] ?? 'request.get_json()';
  const { quote } = styleOf(project, home.siblings[0]!.file);
  const required =
    body?.kind === 'object'
      ? Object.entries(body.fields)
          .filter(([, f]) => !f.optional)
          .map(([k]) => k)
      : [];
  if (!required.length) return [];
  const test =
    required.length === 1
      ? `if ${quoted(required[0]!, quote)} not in payload:`
      : `if not {${required.map((r) => quoted(r, quote)).join(', ')}} <= payload.keys():`;
  const message = quoted(`${required.join(', ')} ${required.length > 1 ? 'are' : 'is'} required`, quote);
  const abort = /\babort\(\s*\d+\s*,\s*(description=)?/.exec(text);
  const fail = abort
    ? `abort(400, ${abort[1] ?? ''}${message})`
    : /\babort\(/.test(text)
      ? 'abort(400)'
      : `return ${/\bjsonify\(/.test(text) ? `jsonify({${quoted('error', quote)}: ${message}})` : `{${quoted('error', quote)}: ${message}}`}, 400`;
  return [`payload = ${read}${read.includes('silent') ? ' or {}' : ''}`, test, `    ${fail}`];
}

function flaskNothing({ home, method }: Plan, project: Project): string {
  const like = home.siblings.find((s) => s.route.method === method);
  const text = like ? project.text(like.file)!.slice(like.decl.bodyFrom, like.decl.to) : '';
  const empty = /return\s+((?:""|''|jsonify\(\)|\{\}),?\s*(?:204)?)\s*$/.exec(text)?.[1];
  if (empty) return `return ${empty}`;
  const { quote } = styleOf(project, home.siblings[0]!.file);
  return method === 'DELETE' ? `return ${quote}${quote}, 204` : 'return {}';
}
