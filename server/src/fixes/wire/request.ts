/** The code that sends a request and tells how it went, the same in every kind of file. */
import type { Served } from '../../rules/api';
import { pascal } from '../scaffold/names';
import { wordsOf } from './candidates';
import { type Client, clientCall } from './client';
import type { Feedback, Imported } from './feedback';
import type { Manner } from './manner';

export interface Plan {
  route: Served;
  label: string;
  isForm: boolean;
  /** What stands for the parameters of the path: `name`, `task.id`; a parameter of which nothing is known is missing. */
  values: ReadonlyMap<string, string>;
  feedback: Feedback;
  /** By what the project sends requests; absent where that is `fetch`. */
  client?: Client;
  manner: Manner;
}

/** 'pause', 'removeTask': what the label says, as a name. */
export function actionOf({ label, route }: Plan): string {
  const words = label.match(/[A-Za-z][A-Za-z\d]*/g)?.slice(0, 3) ?? wordsOf(route.handler.name ?? 'send').slice(0, 3);
  const name = pascal(words.join(' ')) || 'Send';
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export const parametersOf = (path: string): string[] => [...path.matchAll(/\{([^}:]+)(?::[^}]*)?\}/g)].map((m) => m[1]!);

/** `'/api/tasks'`, `` `/api/tasks/${id}` ``, without what the client puts before it. */
export function addressOf({ route, values, client, manner: { quote } }: Plan): string {
  const path = route.path.slice(client?.base.length ?? 0);
  if (!/\{/.test(path)) return `${quote}${path}${quote}`;
  return `\`${path.replace(/\{([^}:]+)(?::[^}]*)?\}/g, (_, name: string) => `\${encodeURIComponent(${values.get(name) ?? `String(${name})`})}`)}\``;
}

/** The request itself: by the project's own client, else by `fetch`. */
function sentBy(plan: Plan): string[] {
  const { route, isForm, client, manner } = plan;
  const { quote: q, semi, step } = manner;
  const sends = isForm && route.method !== 'GET' && route.method !== 'DELETE';
  if (client) {
    const code = clientCall(client, route.method, addressOf(plan), sends ? FIELDS : undefined, q);
    return [`${client.throws ? '' : 'const response = '}await ${code}${semi}`];
  }
  const options = route.method === 'GET' ? '' : `, { method: ${q}${route.method}${q} }`;
  if (!sends) return [`const response = await fetch(${addressOf(plan)}${options})${semi}`];
  return [
    `const response = await fetch(${addressOf(plan)}, {`,
    `${step}method: ${q}${route.method}${q},`,
    `${step}headers: { ${q}Content-Type${q}: ${q}application/json${q} },`,
    `${step}body: JSON.stringify(${FIELDS}),`,
    `})${semi}`,
  ];
}
const FIELDS = 'Object.fromEntries(new FormData(form))';

/** What the handler needs that its file may not have. */
export const importsOf = ({ feedback, client }: Plan): Imported[] => [
  ...(feedback.from ? [feedback.from] : []),
  ...(client?.from ? [client.from] : []),
];

/** Lines without indentation but their own: the body of `try`, and what comes after it. `done` runs at the end, whatever happened. */
export function requestLines(plan: Plan, done: string): string[] {
  const { manner, feedback, label } = plan;
  const { quote: q, semi, step } = manner;
  const what = (label || 'The request').replace(/[`'"\\$]/g, '').trim();
  const call = sentBy(plan);
  const failed = `throw new Error(\`${what} failed (\${response.status})\`)${semi}`;
  const good = feedback.good ? [`${feedback.good}(${told(plan, `${q}${what}: done${q}`, 'good')})${semi}`] : [];
  const why = `error instanceof Error ? error.message : ${q}${what} failed${q}`;
  return [
    'try {',
    ...[...call, ...(plan.client?.throws ? [] : [`if (!response.ok) ${failed}`]), ...good].map((line) => step + line),
    '} catch (error) {',
    `${step}${feedback.bad}(${told(plan, why, 'bad')})${semi}`,
    '} finally {',
    `${step}${done}${semi}`,
    '}',
  ];
}

/** The message as it is told: alone, or as an entry beside what says how it is meant. */
function told({ feedback: { entry }, manner: { quote } }: Plan, message: string, how: 'good' | 'bad'): string {
  if (!entry) return message;
  const mark = entry[how] ? `, ${entry[how].key}: ${quote}${entry[how].value}${quote}` : '';
  return `{ ${entry.key}: ${message}${mark} }`;
}

/** 'task_id' as 'taskId'. */
export const camel = (name: string): string => name.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());

export const indented = (lines: readonly string[], indent: string): string =>
  lines.map((line) => (line ? indent + line : '')).join('\n');
