/** Wires a control of a Vue component that is written as an object of options: a method, and whether it is under way in `data`. */
import type { Expr, X } from '../../facts/expression';
import { EditBuilder } from '../edit';
import { lineOf, type Project, type Span } from '../project';
import { importName, unique } from './jsx';
import { afterTag, attribute, isEnabling, type Spot, submitButton } from './place';
import { actionOf, camel, importsOf, indented, type Plan, requestLines } from './request';

interface Options {
  /** The object itself, and of its entries the values. */
  span: Span;
  entry(key: string): X | undefined;
  names: Set<string>;
}

export function optionsOf(project: Project, { control, chunk }: Spot): Options | undefined {
  const { file } = control.site;
  const head = project.api.ctx.world.head(file);
  const module = project.chunk(file, '');
  const x = head?.component?.style === 'options' ? head.component.options : undefined;
  const e = x === undefined ? undefined : module?.arena[x];
  const span = x === undefined ? undefined : project.span({ file, chunk: '', x });
  if (e?.kind !== 'obj' || !span || !module) return undefined;
  const entry = (key: string) => e.entries.find((n) => n.key === key)?.x;
  const keys = (one: Expr | undefined): string[] => {
    if (one?.kind === 'obj') return one.entries.flatMap((n) => n.key ?? []);
    return one?.kind === 'list' ? one.items.flatMap((i) => textAt(module.arena[i.x])) : [];
  };
  const data = dataOf(project, file, module.arena[entry('data') ?? -1]);
  const declared = ['props', 'computed'].flatMap((key) => keys(module.arena[entry(key) ?? -1]));
  return {
    span,
    entry,
    names: new Set([...Object.keys(chunk.vars), ...declared, ...(data?.keys ?? [])].filter((n) => !n.includes('~'))),
  };
}

const textAt = (e: Expr | undefined): string[] => (e?.kind === 'str' ? [e.value] : []);

/** The object that `data()` returns. */
function dataOf(project: Project, file: string, e: Expr | undefined): { span: Span; keys: string[] } | undefined {
  const chunk = e?.kind === 'fn' ? project.chunk(file, e.chunk) : undefined;
  const x = chunk?.returns?.[0]?.x;
  const returned = x === undefined ? undefined : chunk?.arena[x];
  const span = x === undefined || e?.kind !== 'fn' ? undefined : project.span({ file, chunk: e.chunk, x });
  return returned?.kind === 'obj' && span ? { span, keys: returned.entries.flatMap((n) => n.key ?? []) } : undefined;
}

export function wireVueOptions(project: Project, spot: Spot, plan: Plan, options: Options) {
  const { file } = spot.control.site;
  const { text } = spot;
  const { manner, isForm, route } = plan;
  const { semi, step, isTyped } = manner;
  const module = project.chunk(file, '');
  const methods = options.entry('methods');
  const listed = methods === undefined ? undefined : module?.arena[methods];
  const taken = new Set([...options.names, ...(listed?.kind === 'obj' ? listed.entries.flatMap((n) => n.key ?? []) : [])]);
  const action = unique(actionOf(plan), taken);
  const pending = unique(`${action}Pending`, taken);
  const typed = (name: string, type: string) => (isTyped ? `${name}: ${type}` : name);
  const sends = isForm && /^(POST|PUT|PATCH)$/.test(route.method);
  const given = [...plan.values.keys()];
  const params = [...(sends ? [typed('event', 'Event')] : []), ...given.map((p) => typed(camel(p), 'string | number'))];
  const inner: Plan = { ...plan, values: new Map(given.map((p) => [p, camel(p)])) };
  const lines = [
    `async ${action}(${params.join(', ')}) {`,
    ...(sends ? [`${step}const form = event.currentTarget${isTyped ? ' as HTMLFormElement' : ''}${semi}`] : []),
    `${step}this.${pending} = true${semi}`,
    ...requestLines(inner, `this.${pending} = false`).map((line) => step + line),
    '},',
  ];
  const edit = new EditBuilder(project.text);
  const why = `calls ${route.method} ${route.path}`;
  const data = dataOf(project, file, module?.arena[options.entry('data') ?? -1]);
  const top = step + lineOf(text, options.span.from).indent;
  const state = `${pending}: false,`;
  const added: string[] = [];
  if (data) into(edit, file, text, data.span, [state], why);
  else if (options.entry('data') === undefined) added.push('data() {', `${step}return { ${pending}: false }${semi}`, '},');
  else return undefined;
  const span = methods === undefined ? undefined : project.span({ file, chunk: '', x: methods });
  if (span && listed?.kind === 'obj') into(edit, file, text, span, lines, why);
  else if (methods === undefined) added.push('methods: {', ...lines.map((line) => step + line), '},');
  else return undefined;
  if (added.length) edit.insert(file, options.span.from + 1, `\n${indented(added, top)}`, why);
  const script = /<script\b[^>]*>/.exec(text);
  const from = script ? script.index + script[0].length : 0;
  const start = from + (/^\r?\n/.exec(text.slice(from))?.[0].length ?? 0);
  for (const one of importsOf(plan))
    importName(edit, project, file, one.name, one.module, one.isDefault, plan, { from: start, to: options.span.from });
  mark(edit, project, spot, plan, { action, pending, sends });
  return edit.done();
}

/** Lines at the beginning of an object. */
function into(edit: EditBuilder, file: string, text: string, span: Span, lines: readonly string[], why: string): void {
  const { indent } = lineOf(text, span.from);
  const next = /^\s*\n([ \t]*)[^\s}]/.exec(text.slice(span.from + 1))?.[1] ?? `${indent}  `;
  const rest = text.slice(span.from + 1);
  const gap = /^[ \t]*\r?\n/.test(rest) ? '' : `\n${/^\s*\}/.test(rest) ? indent : next}`;
  edit.insert(file, span.from + 1, `\n${indented(lines, next)}${gap}`, why);
}

/** `@click="pause(name)" :disabled="pausePending"`, the same for all components of Vue. */
export function mark(
  edit: EditBuilder,
  project: Project,
  spot: Spot,
  { isForm, values }: Plan,
  { action, pending, sends }: { action: string; pending: string; sends: boolean },
): void {
  const { file } = spot.control.site;
  const args = [...(sends && values.size ? ['$event'] : []), ...values.values()].join(', ');
  const isLink = spot.control.kind === 'link';
  const event = isForm ? '@submit.prevent' : isLink ? '@click.prevent' : '@click';
  const written = attribute(spot, isForm ? /^(@|v-on:)submit/ : /^(@|v-on:)click/);
  const button = isForm ? submitButton(project, spot) : undefined;
  if (button !== undefined) edit.insert(file, button, ` :disabled="${pending}"`);
  const shown = `${isEnabling(spot) ? ' :disabled' : ' :aria-busy'}="${pending}"`;
  const disabled = isForm || attribute(spot, /^(:|v-bind:)?disabled$/) ? '' : shown;
  const code = `${event}="${action}${args ? `(${args})` : ''}"${disabled}`;
  if (written) edit.replace(file, written.from, written.to, code);
  else edit.insert(file, afterTag(spot), ` ${code}`);
}
