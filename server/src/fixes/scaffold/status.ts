/** With which status a new route answers: as siblings that do the same. */
import type { Project } from '../project';
import { segmentsOf } from '../segments';
import type { Answer } from './answer';
import { flaskNothing, isEnclosed } from './body';
import { intentOf } from './names';
import type { Plan } from './plan';
import { most, type Sibling, siblingAt } from './siblings';
import { statusText } from './verbs';

export function statusFor(project: Project, plan: Plan, answer: Answer): { code: number; text: string | undefined } {
  if (plan.home.framework !== 'fastapi') return { code: flaskCode(project, plan, answer), text: undefined };
  const same =
    plan.home.siblings.find((s) => s.route.method === plan.method && isSameKind(plan, s)) ??
    (plan.intent.kind === 'create' ? otherCreator(project, plan) : undefined);
  const text = same?.options.find(([n]) => n === 'status_code')?.[1];
  const code = Number(/(\d{3})/.exec(text ?? '')?.[1] ?? 200);
  if (text !== undefined && !(code === 204 && plan.method !== 'DELETE'))
    return { code, text: isKnownIn(project, plan.home.file, text) ? text : String(code) };
  const isDelete =
    plan.method === 'DELETE' &&
    !same &&
    plan.home.framework === 'fastapi' &&
    answer.head === undefined &&
    !isEnclosed(plan, answer);
  const texts = [...new Set(plan.home.siblings.map((s) => s.file))].map((f) => project.text(f) ?? '');
  return isDelete ? { code: 204, text: statusText(texts, 204) } : { code: 200, text: undefined };
}

/** `status.HTTP_201_CREATED` of another module says nothing where `status` is not imported. */
function isKnownIn(project: Project, file: string, text: string): boolean {
  const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
  const module = project.chunk(file, '');
  return name === undefined || !module || Object.hasOwn(module.vars, name);
}

/** A route of another router that makes one more: what all of them say of their status. */
function otherCreator(project: Project, { home }: Plan): Sibling | undefined {
  const routes = project.api.served.filter((r) => r.method === 'POST' && r.framework === home.framework && !r.path.endsWith('}'));
  const all = routes
    .flatMap((r) => siblingAt(project, r) ?? [])
    .filter((s) => intentOf('POST', segmentsOf(s.route.path), true).kind === 'create');
  const status = (s: Sibling) => s.options.find(([n]) => n === 'status_code')?.[1];
  return most(all, (s) => status(s) !== undefined) && new Set(all.map(status)).size === 1 ? all[0] : undefined;
}

const isSameKind = (plan: Plan, s: Sibling) =>
  (plan.intent.kind === 'create') === (s.route.method === 'POST' && !s.own.includes('{')) || plan.method !== 'POST';

/** The status behind the answers of all other handlers that make one more. */
function usualCreated(project: Project, { home }: Plan): number | undefined {
  const routes = project.api.served.filter((r) => r.method === 'POST' && r.framework === home.framework && !r.path.endsWith('}'));
  const codes = routes
    .flatMap((r) => siblingAt(project, r) ?? [])
    .filter((s) => intentOf('POST', segmentsOf(s.route.path), true).kind === 'create')
    .map((s) => /,\s*(2\d\d)$/.exec((project.text(s.file) ?? '').slice(s.decl.bodyFrom, s.decl.to).trimEnd())?.[1]);
  return codes[0] !== undefined && codes.every((c) => c === codes[0]) ? Number(codes[0]) : undefined;
}

/** What follows the answer of a sibling of the same verb: `return jsonify(task), 201`. */
function flaskCode(project: Project, plan: Plan, answer: Answer): number {
  const same = plan.home.siblings.find((s) => s.route.method === plan.method && isSameKind(plan, s));
  const usual = same || plan.intent.kind !== 'create' ? undefined : usualCreated(project, plan);
  if (usual !== undefined) return usual;
  if (!same)
    return answer.head === undefined && !isEnclosed(plan, answer)
      ? Number(/,\s*(2\d\d)$/.exec(flaskNothing(plan, project))?.[1] ?? 200)
      : 200;
  const text = project.text(same.file)!.slice(same.decl.bodyFrom, same.decl.to).trimEnd();
  return Number(/,\s*(2\d\d)$/.exec(text)?.[1] ?? 200);
}
