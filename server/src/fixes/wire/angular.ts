/** Wires a control of an Angular template: a method and whether it is under way in the component's class, by its HttpClient where it has one. */
import type { Chunk } from '../../facts/facts';
import { ownerOf } from '../../model/controls/angular';
import { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { importName, unique } from './jsx';
import { afterTag, attribute, type Spot, submitButton } from './place';
import { actionOf, addressOf, camel, importsOf, indented, type Plan, requestLines } from './request';

interface Component {
  file: string;
  cls: string;
  chunk: Chunk;
  /** The brace that ends the class. */
  end: number;
}

export function angularOf(project: Project, { control }: Spot): Component | undefined {
  const owner = ownerOf(project.api.ctx, control.site.file);
  const chunk = owner && project.chunk(owner.file, owner.cls);
  const decl = owner && project.decl(owner.file, owner.cls);
  const text = owner && project.text(owner.file);
  if (!owner || !chunk || !decl || text === undefined || text[decl.to - 1] !== '}') return undefined;
  return { file: owner.file, cls: owner.cls, chunk, end: decl.to - 1 };
}

export const namesInClass = ({ chunk: template }: Spot, { chunk }: Component): Set<string> =>
  new Set(
    [...Object.keys(chunk.vars), ...Object.keys(chunk.varTypes ?? {}), ...Object.keys(template.vars)].filter(
      (n) => !n.includes('~'),
    ),
  );

/** `constructor(private http: HttpClient)`, `http = inject(HttpClient)` */
function httpOf(project: Project, { file, cls, chunk }: Component): string | undefined {
  const isHttp = (type: { kind: string; name?: string } | undefined) => type?.kind === 'name' && type.name === 'HttpClient';
  const param = project.chunk(file, `${cls}.constructor`)?.params?.find((p) => isHttp(p.type));
  if (param) return param.name;
  return Object.keys(chunk.vars).find((name) => {
    const e = chunk.arena[chunk.vars[name]?.[0]?.x ?? -1];
    const given = e?.kind === 'call' && e.args[0] ? chunk.arena[e.args[0].x] : undefined;
    return isHttp(chunk.varTypes?.[name]) || (given?.kind === 'ref' && given.name === 'HttpClient');
  });
}

export function wireAngular(project: Project, spot: Spot, plan: Plan, component: Component) {
  const { file: template } = spot.control.site;
  const { file, chunk, cls, end } = component;
  const text = project.text(file) ?? '';
  const { isForm, route, manner } = plan;
  const { step, semi } = manner;
  const members = project.api.ctx.world
    .chunkIds(file)
    .flatMap((id) => (id.startsWith(`${cls}.`) ? [id.slice(cls.length + 1)] : []));
  const taken = new Set([...members, ...Object.keys(chunk.vars)]);
  const action = unique(actionOf(plan), taken);
  const pending = unique(`${action}Pending`, taken);
  const sends = isForm && /^(POST|PUT|PATCH)$/.test(route.method);
  const given = [...plan.values.keys()];
  const params = [...(isForm ? ['event: Event'] : []), ...given.map((p) => `${camel(p)}: string | number`)].join(', ');
  const inner: Plan = { ...plan, values: new Map(given.map((p) => [p, camel(p)])) };
  const form = [
    ...(isForm ? [`${step}event.preventDefault()${semi}`] : []),
    ...(sends ? [`${step}const form = event.target as HTMLFormElement${semi}`] : []),
  ];
  const http = httpOf(project, component);
  const lines = [
    `${pending} = false${semi}`,
    '',
    http ? `${action}(${params}): void {` : `async ${action}(${params}): Promise<void> {`,
    ...form,
    `${step}this.${pending} = true${semi}`,
    ...(http ? subscribed(inner, http, `this.${pending} = false`) : requestLines(inner, `this.${pending} = false`)).map(
      (l) => step + l,
    ),
    '}',
  ];
  const edit = new EditBuilder(project.text);
  const { start, indent } = lineOf(text, end);
  const isOwnLine = text.slice(start, end).trim() === '';
  const code = indented(lines, indent + step);
  edit.insert(file, isOwnLine ? start : end, `\n${code}\n${isOwnLine ? '' : indent}`, `calls ${route.method} ${route.path}`);
  for (const one of importsOf(plan)) importName(edit, project, file, one.name, one.module, one.isDefault, plan);
  const args = [...(isForm ? ['$event'] : []), ...plan.values.values()].join(', ');
  const written = attribute(spot, isForm ? /^\((ngSubmit|submit)\)$/ : /^\(click\)$/);
  const button = isForm ? submitButton(project, spot) : undefined;
  if (button !== undefined) edit.insert(template, button, ` [disabled]="${pending}"`);
  const isLink = spot.control.kind === 'link';
  const shown = isForm || isLink || attribute(spot, /^\[?disabled\]?$/) ? '' : ` [disabled]="${pending}"`;
  // `ngSubmit` is heard only where the module of forms is there.
  const called = `(${isForm ? 'submit' : 'click'})="${action}(${args})${isLink ? '; $event.preventDefault()' : ''}"${shown}`;
  if (written) edit.replace(template, written.from, written.to, called);
  else edit.insert(template, afterTag(spot), ` ${called}`);
  return edit.done();
}

/** What is sent is told by what comes of it: an observable sends nothing before it is subscribed to. */
function subscribed(plan: Plan, http: string, done: string): string[] {
  const { route, isForm, feedback, label, manner } = plan;
  const { step, semi, quote: q } = manner;
  const what = (label || 'The request').replace(/[`'"\\$]/g, '').trim();
  const sends = /^(POST|PUT|PATCH)$/.test(route.method);
  const body = sends ? `, ${isForm ? 'Object.fromEntries(new FormData(form))' : '{}'}` : '';
  return [
    `this.${http}.${route.method.toLowerCase()}(${addressOf(plan)}${body}).subscribe({`,
    `${step}next: () => {`,
    `${step}${step}${done}${semi}`,
    ...(feedback.good ? [`${step}${step}${feedback.good}(${q}${what}: done${q})${semi}`] : []),
    `${step}},`,
    `${step}error: (error: Error) => {`,
    `${step}${step}${done}${semi}`,
    `${step}${step}${feedback.bad}(error.message)${semi}`,
    `${step}},`,
    `})${semi}`,
  ];
}
