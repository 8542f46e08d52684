/** Wires a control of a Svelte component: a function and whether it is under way in its script, in the way of Svelte 5 where the file has runes. */
import { EditBuilder } from '../edit';
import { lineOf, type Project, type Span } from '../project';
import { importName, unique } from './jsx';
import { afterTag, attribute, isEnabling, type Spot, submitButton } from './place';
import { actionOf, camel, importsOf, indented, type Plan, requestLines } from './request';

/** The script of the component, not that of its module. */
function scriptOf(text: string): Span | undefined {
  for (const open of text.matchAll(/<script\b([^>]*)>/g)) {
    if (/\bmodule\b/.test(open[1]!)) continue;
    const from = open.index + open[0].length;
    const to = text.indexOf('</script', from);
    if (to > 0) return { from, to };
  }
  return undefined;
}

/** Names that the markup can use. */
export function namesInSvelte(project: Project, { control, chunk }: Spot): Set<string> {
  const names = [...Object.keys(project.chunk(control.site.file, '')?.vars ?? {}), ...Object.keys(chunk.vars)];
  return new Set(names.filter((name) => !name.includes('~')));
}

export function wireSvelte(project: Project, spot: Spot, plan: Plan) {
  const { file } = spot.control.site;
  const { text } = spot;
  const { manner, isForm, route } = plan;
  const { semi, step, isTyped } = manner;
  const isRunes = /\$(state|props|derived|effect)\b/.test(text) || /\son(click|submit)=\{/.test(text);
  const taken = namesInSvelte(project, spot);
  const action = unique(actionOf(plan), taken);
  const pending = unique(`${action}Pending`, taken);
  const typed = (name: string, type: string) => (isTyped ? `${name}: ${type}` : name);
  const sends = isForm && /^(POST|PUT|PATCH)$/.test(route.method);
  const isPrevented = isForm || spot.control.kind === 'link';
  const given = [...plan.values.keys()];
  const params = [...(isPrevented ? [typed('event', 'Event')] : []), ...given.map((p) => typed(camel(p), 'string | number'))];
  const lines = [
    `let ${pending} = ${isRunes ? '$state(false)' : 'false'}${semi}`,
    `async function ${action}(${params.join(', ')}) {`,
    ...(isPrevented ? [`${step}event.preventDefault()${semi}`] : []),
    ...(sends ? [`${step}const form = event.currentTarget${isTyped ? ' as HTMLFormElement' : ''}${semi}`] : []),
    `${step}${pending} = true${semi}`,
    ...requestLines({ ...plan, values: new Map(given.map((p) => [p, camel(p)])) }, `${pending} = false`).map(
      (line) => step + line,
    ),
    '}',
  ];
  const edit = new EditBuilder(project.text);
  const why = `calls ${route.method} ${route.path}`;
  const script = scriptOf(text);
  if (script) {
    const end = lineOf(text, script.to).start;
    const indent = /\n([ \t]+)\S/.exec(text.slice(script.from, script.to))?.[1] ?? '';
    edit.insert(file, end > script.from ? end : script.to, `\n${indented(lines, indent)}\n`, why);
    const from = script.from + (/^\r?\n/.exec(text.slice(script.from))?.[0].length ?? 0);
    for (const one of importsOf(plan))
      importName(edit, project, file, one.name, one.module, one.isDefault, plan, { from, to: script.to });
  } else {
    const { quote: q } = manner;
    const imports = importsOf(plan).map(
      (i) => `import ${i.isDefault ? i.name : `{ ${i.name} }`} from ${q}${i.module}${q}${semi}`,
    );
    edit.insert(file, 0, `<script>\n${indented([...imports, ...lines], step)}\n</script>\n\n`, why);
  }
  const args = [...(isPrevented ? ['event'] : []), ...plan.values.values()].join(', ');
  const called = plan.values.size ? `(${isPrevented ? 'event' : ''}) => ${action}(${args})` : action;
  const event = `${isRunes ? 'on' : 'on:'}${isForm ? 'submit' : 'click'}`;
  const written = attribute(spot, isForm ? /^on:?submit/ : /^on:?click/);
  const button = isForm ? submitButton(project, spot) : undefined;
  if (button !== undefined) edit.insert(file, button, ` disabled={${pending}}`);
  const isBusy = isEnabling(spot) ? ` disabled={${pending}}` : ` aria-busy={${pending}}`;
  const code = `${event}={${called}}${isForm || attribute(spot, /^disabled$/) ? '' : isBusy}`;
  if (written) edit.replace(file, written.from, written.to, code);
  else edit.insert(file, afterTag(spot), ` ${code}`);
  return edit.done();
}
