/** Wires a control of a Vue component that is written as `<script setup>`. */
import { EditBuilder } from '../edit';
import { lineOf, type Project, type Span } from '../project';
import { hookName, importName, unique } from './jsx';
import type { Spot } from './place';
import { actionOf, camel, importsOf, indented, type Plan, requestLines } from './request';
import { mark } from './vue-options';

function scriptOf(text: string): Span | undefined {
  const open = /<script\b[^>]*\bsetup\b[^>]*>/.exec(text);
  const close = open ? text.indexOf('</script', open.index) : -1;
  return open && close > 0 ? { from: open.index + open[0].length, to: close } : undefined;
}

/** Names that a template can use; undefined where the component has no `<script setup>`. */
export function namesInSetup(project: Project, { control, chunk, text }: Spot): Set<string> | undefined {
  if (!scriptOf(text)) return undefined;
  const names = [...Object.keys(project.chunk(control.site.file, '')?.vars ?? {}), ...Object.keys(chunk.vars)];
  const props = /defineProps\s*(?:<\s*\{([^}]*)\}|\(\s*[[{]([^\]}]*))/.exec(text);
  const declared = [...(props?.[1] ?? props?.[2] ?? '').matchAll(/['"]?([A-Za-z_]\w*)['"]?\s*(?:\?|:|,|$)/g)].map((m) => m[1]!);
  return new Set([...names, ...declared].filter((name) => !name.includes('~')));
}

export function wireVue(project: Project, spot: Spot, plan: Plan) {
  const { file } = spot.control.site;
  const { text } = spot;
  const script = scriptOf(text)!;
  const { manner, isForm } = plan;
  const { semi, step } = manner;
  const taken = new Set(Object.keys(project.chunk(file, '')?.vars ?? {}));
  const action = unique(actionOf(plan), taken);
  const pending = unique(`${action}Pending`, taken);
  const params = [...plan.values.keys()].map(camel);
  const inner: Plan = { ...plan, values: new Map([...plan.values.keys()].map((name, i) => [name, params[i]!])) };
  const typed = (name: string, type: string) => (manner.isTyped ? `${name}: ${type}` : name);
  const sends = isForm && /^(POST|PUT|PATCH)$/.test(plan.route.method);
  const given = [...(sends ? [typed('event', 'Event')] : []), ...params.map((p) => typed(p, 'string | number'))];
  const { hook } = plan.feedback;
  const lines = [
    ...(hook === undefined || taken.has(hookName(hook)) ? [] : [`${hook}${semi}`]),
    `const ${pending} = ref(false)${semi}`,
    `const ${action} = async (${given.join(', ')}) => {`,
    ...(sends ? [`${step}const form = event.currentTarget${manner.isTyped ? ' as HTMLFormElement' : ''}${semi}`] : []),
    `${step}${pending}.value = true${semi}`,
    ...requestLines(inner, `${pending}.value = false`).map((line) => step + line),
    `}${semi}`,
  ];
  const edit = new EditBuilder(project.text);
  const end = lineOf(text, script.to).start;
  edit.insert(
    file,
    end > script.from ? end : script.to,
    `\n${indented(lines, '')}\n`,
    `calls ${plan.route.method} ${plan.route.path}`,
  );
  importName(edit, project, file, 'ref', 'vue', false, plan, { from: afterBreak(text, script.from), to: script.to });
  const within = { from: afterBreak(text, script.from), to: script.to };
  for (const one of importsOf(plan)) importName(edit, project, file, one.name, one.module, one.isDefault, plan, within);
  mark(edit, project, spot, plan, { action, pending, sends });
  return edit.done();
}

const afterBreak = (text: string, at: number): number => (text[at] === '\n' ? at + 1 : text.startsWith('\r\n', at) ? at + 2 : at);
