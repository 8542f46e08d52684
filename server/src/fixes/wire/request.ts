/** The code that sends a request and tells how it went, the same in every kind of file. */
import type { Served } from '../../rules/api';
import { pascal } from '../scaffold/names';
import { wordsOf } from './candidates';
import type { Feedback, Manner } from './manner';

export interface Plan {
  route: Served;
  label: string;
  isForm: boolean;
  /** What stands for the parameters of the path: `name`, `task.id`; a parameter of which nothing is known is missing. */
  values: ReadonlyMap<string, string>;
  feedback: Feedback;
  manner: Manner;
}

/** 'pause', 'removeTask': what the label says, as a name. */
export function actionOf({ label, route }: Plan): string {
  const words = label.match(/[A-Za-z][A-Za-z\d]*/g)?.slice(0, 3) ?? wordsOf(route.handler.name ?? 'send').slice(0, 3);
  const name = pascal(words.join(' ')) || 'Send';
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export const parametersOf = (path: string): string[] => [...path.matchAll(/\{([^}:]+)(?::[^}]*)?\}/g)].map((m) => m[1]!);

/** `'/api/tasks'`, `` `/api/tasks/${id}` `` */
function address({ route, values, manner: { quote } }: Plan): string {
  if (!/\{/.test(route.path)) return `${quote}${route.path}${quote}`;
  return `\`${route.path.replace(/\{([^}:]+)(?::[^}]*)?\}/g, (_, name: string) => `\${encodeURIComponent(${values.get(name) ?? `String(${name})`})}`)}\``;
}

/** Lines without indentation but their own: the body of `try`, and what comes after it. `done` runs at the end, whatever happened. */
export function requestLines(plan: Plan, done: string): string[] {
  const { route, isForm, manner, feedback, label } = plan;
  const { quote: q, semi, step } = manner;
  const what = (label || 'The request').replace(/[`'"\\$]/g, '').trim();
  const sends = isForm && route.method !== 'GET' && route.method !== 'DELETE';
  const options = route.method === 'GET' ? '' : sends ? ', {' : `, { method: ${q}${route.method}${q} }`;
  const call = [`const response = await fetch(${address(plan)}${options}${sends ? '' : `)${semi}`}`];
  if (sends)
    call.push(
      `${step}method: ${q}${route.method}${q},`,
      `${step}headers: { ${q}Content-Type${q}: ${q}application/json${q} },`,
      `${step}body: JSON.stringify(Object.fromEntries(new FormData(form))),`,
      `})${semi}`,
    );
  const failed = `throw new Error(\`${what} failed (\${response.status})\`)${semi}`;
  const good = feedback.good ? [`${feedback.good}(${q}${what}: done${q})${semi}`] : [];
  return [
    'try {',
    ...[...call, `if (!response.ok) ${failed}`, ...good].map((line) => step + line),
    '} catch (error) {',
    `${step}${feedback.bad}(error instanceof Error ? error.message : ${q}${what} failed${q})${semi}`,
    '} finally {',
    `${step}${done}${semi}`,
    '}',
  ];
}

/** 'task_id' as 'taskId'. */
export const camel = (name: string): string => name.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());

export const indented = (lines: readonly string[], indent: string): string =>
  lines.map((line) => (line ? indent + line : '')).join('\n');
