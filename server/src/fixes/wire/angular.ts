/** Wires a control of an Angular template: a method and whether it is under way in the component's class, by its HttpClient where it has one. */
import type { Chunk } from '../../facts/facts';
import { ownerOf } from '../../model/controls/angular';
import { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import type { Feedback } from './feedback';
import { importName, unique } from './jsx';
import { afterTag, attribute, isEnabling, type Spot, submitButton } from './place';
import { actionOf, addressOf, camel, importsOf, indented, type Plan, requestLines } from './request';

interface Component {
  file: string;
  cls: string;
  chunk: Chunk;
  /** The brace that ends the class. */
  end: number;
}

export function angularOf(project: Project, spot: Spot): Component | undefined {
  const { file } = spot.control.site;
  const owner = file.endsWith('.ts') ? inlineOwner(project, spot) : ownerOf(project.api.ctx, file);
  const chunk = owner && project.chunk(owner.file, owner.cls);
  const decl = owner && project.decl(owner.file, owner.cls);
  const text = owner && project.text(owner.file);
  if (!owner || !chunk || !decl || text === undefined || text[decl.to - 1] !== '}') return undefined;
  return { file: owner.file, cls: owner.cls, chunk, end: decl.to - 1 };
}

/** The class in whose `@Component({ template: `…` })` a control stands. */
function inlineOwner(project: Project, { control }: Spot): { file: string; cls: string } | undefined {
  const { file, chunk: template } = control.site;
  const cls = project.chunk(file, template)?.parent;
  const from = project.span(control.site)?.from ?? 0;
  // What is written into it has double quotes.
  const quote = /template\s*:\s*(["'`])(?![\s\S]*template\s*:\s*["'`])/.exec(project.text(file)?.slice(0, from) ?? '')?.[1];
  return quote !== '"' && cls !== undefined && project.chunk(file, cls)?.kind === 'class' ? { file, cls } : undefined;
}

export const namesInClass = ({ chunk: template }: Spot, { chunk }: Component): Set<string> =>
  new Set(
    [...Object.keys(chunk.vars), ...Object.keys(chunk.varTypes ?? {}), ...Object.keys(template.vars)].filter(
      (n) => !n.includes('~'),
    ),
  );

/** `constructor(private http: HttpClient)`, `http = inject(HttpClient)` */
function memberOfType(project: Project, { file, cls, chunk }: Component, types: RegExp): string | undefined {
  const isIt = (type: { kind: string; name?: string } | undefined) => type?.kind === 'name' && types.test(type.name ?? '');
  const param = project.chunk(file, `${cls}.constructor`)?.params?.find((p) => isIt(p.type));
  if (param) return param.name;
  return Object.keys(chunk.vars).find((name) => {
    const e = chunk.arena[chunk.vars[name]?.[0]?.x ?? -1];
    const given = e?.kind === 'call' && e.args[0] ? chunk.arena[e.args[0].x] : undefined;
    return isIt(chunk.varTypes?.[name]) || (given?.kind === 'ref' && types.test(given.name));
  });
}

/** Whether the class makes its state by a function of Angular that its file imports: `items = signal([])`. */
const isOfAngular = (cls: Chunk, head: Chunk | undefined, name: string): boolean => {
  const from = head?.arena[head.vars[name]?.[0]?.x ?? -1];
  return (
    from?.kind === 'import' &&
    from.module === '@angular/core' &&
    cls.arena.some((e) => {
      const callee = e.kind === 'call' ? cls.arena[e.callee] : undefined;
      return callee?.kind === 'ref' && callee.name === name;
    })
  );
};

const TELLING = /Snack|Toast|Notif|Message|Alert/;

/** What the class itself tells people by, as it does elsewhere: `this.snackBar.open("…")`. */
function ownFeedback(project: Project, component: Component): Feedback | undefined {
  const { file, cls } = component;
  const member = memberOfType(project, component, TELLING);
  const methods = new Set<string>();
  for (const id of member === undefined ? [] : project.api.ctx.world.chunkIds(file)) {
    const chunk = id.startsWith(`${cls}.`) ? project.chunk(file, id) : undefined;
    for (const e of chunk?.arena ?? []) {
      const callee = e.kind === 'call' ? chunk!.arena[e.callee] : undefined;
      const of = callee?.kind === 'get' ? chunk!.arena[callee.object] : undefined;
      const text = e.kind === 'call' && e.args[0] ? chunk!.arena[e.args[0].x]?.kind : undefined;
      if (callee?.kind === 'get' && of?.kind === 'get' && of.name === member && (text === 'str' || text === 'cat'))
        methods.add(callee.name);
    }
  }
  const [first] = methods;
  if (first === undefined) return undefined;
  const named = (name: string) => (methods.has(name) ? `this.${member}.${name}` : undefined);
  const plain = methods.size === 1 && !/error|success/.test(first) ? `this.${member}.${first}` : undefined;
  return { good: named('success') ?? plain ?? '', bad: named('error') ?? plain ?? `this.${member}.${first}` };
}

export function wireAngular(project: Project, spot: Spot, given: Plan, component: Component) {
  const plan = { ...given, feedback: ownFeedback(project, component) ?? given.feedback };
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
  const keys = [...plan.values.keys()];
  const params = [...(isForm ? ['event: Event'] : []), ...keys.map((p) => `${camel(p)}: string | number`)].join(', ');
  const inner: Plan = { ...plan, values: new Map(keys.map((p) => [p, camel(p)])) };
  const form = [
    ...(isForm ? [`${step}event.preventDefault()${semi}`] : []),
    ...(sends ? [`${step}const form = event.target as HTMLFormElement${semi}`] : []),
  ];
  const http = memberOfType(project, component, /^HttpClient$/);
  const isSignal = isOfAngular(chunk, project.chunk(file, ''), 'signal');
  const setTo = (value: boolean) => (isSignal ? `this.${pending}.set(${value})` : `this.${pending} = ${value}`);
  const shownAs = isSignal ? `${pending}()` : pending;
  const lines = [
    `${pending} = ${isSignal ? 'signal(false)' : 'false'}${semi}`,
    '',
    http ? `${action}(${params}): void {` : `async ${action}(${params}): Promise<void> {`,
    ...form,
    `${step}${setTo(true)}${semi}`,
    ...(http ? subscribed(inner, http, setTo(false)) : requestLines(inner, setTo(false))).map((l) => step + l),
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
  if (button !== undefined) edit.insert(template, button, ` [disabled]="${shownAs}"`);
  const isLink = spot.control.kind === 'link';
  const busy = isEnabling(spot) ? '[disabled]' : '[attr.aria-busy]';
  const shown = isForm || attribute(spot, /^\[?disabled\]?$/) ? '' : ` ${busy}="${shownAs}"`;
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
