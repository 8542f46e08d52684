/** Wires a control of a React component: a handler before what the component returns, its state at the top, the attribute at the element. */
import { capital, literally } from '../../base/text';
import type { ChunkId } from '../../facts/expression';
import { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { afterTag, attribute, type Spot, submitButton } from './place';
import { actionOf, camel, importsOf, indented, type Plan, requestLines } from './request';

export interface Component {
  id: ChunkId;
  /** Where its body begins, behind the brace, and where the `return` stands that draws the element. */
  body: number;
  back: number;
}

/** The function of the component in which an element stands; undefined where it has no body of statements. */
export function componentOf(project: Project, { control, text, span }: Spot): Component | undefined {
  const { file } = control.site;
  let id: ChunkId | undefined = control.site.chunk;
  let found: Component | undefined;
  for (; id !== undefined && id !== ''; id = project.chunk(file, id)?.parent) {
    const chunk = project.chunk(file, id);
    const decl = project.decl(file, id);
    if (chunk?.kind !== 'function' || !decl) continue;
    const drawn = (chunk.returns ?? [])
      .map((r) => project.span({ file, chunk: id!, x: r.x }))
      .find((s) => s && s.from <= span.from && span.to <= s.to);
    const back = drawn && /\breturn[\s(]*$/.exec(text.slice(decl.from, drawn.from));
    const body = text.indexOf('{', decl.bodyFrom);
    if (drawn && back && body >= 0 && body < decl.from + back.index && isComponent(project, file, id))
      found = { id, body: body + 1, back: decl.from + back.index };
  }
  return found;
}

/** Hooks are allowed in functions with a capital, and those that are handed to `memo` and the like. */
const isComponent = (project: Project, file: string, id: ChunkId): boolean => {
  const chunk = project.chunk(file, id);
  return chunk?.parent === '' && (/^[A-Z]/.test(chunk.name) || chunk.name === '');
};

/** Names that the element can use: of the component and of the callbacks in which it stands. */
export function namesAt(project: Project, { control }: Spot, component: Component): { all: Set<string>; own: Set<string> } {
  const { file } = control.site;
  const all = new Set<string>();
  const own = new Set<string>();
  for (let id: ChunkId | undefined = control.site.chunk; id !== undefined && id !== ''; id = project.chunk(file, id)?.parent)
    for (const name of Object.keys(project.chunk(file, id)?.vars ?? {})) {
      if (name.includes('~')) continue;
      all.add(name);
      if (id === component.id) own.add(name);
    }
  return { all, own };
}

/** What the handler and its state are called, and what of the path's parameters a callback hands to it: `task.id` as `taskId`. */
interface Names {
  handler: string;
  pending: string;
  setter: string;
  given: ReadonlyMap<string, string>;
}

function namesFor(plan: Plan, own: ReadonlySet<string>): Names {
  const action = capital(actionOf(plan));
  const pending = unique(`is${action}Pending`, own);
  const local = [...plan.values].filter(([, value]) => !own.has(value.split('.')[0]!));
  const given = new Map(local.map(([key, value]) => [value, camel(key)]));
  return { handler: unique(`handle${action}`, own), pending, setter: `set${capital(pending)}`, given };
}

export function wireJsx(project: Project, spot: Spot, plan: Plan, component: Component) {
  const { file } = spot.control.site;
  const { text } = spot;
  const names = namesFor(plan, namesAt(project, spot, component).own);
  const edit = new EditBuilder(project.text);
  const { indent, start } = lineOf(text, component.back);
  const why = `calls ${plan.route.method} ${plan.route.path}`;
  edit.insert(file, start, `${indented(handlerLines(plan, names), indent)}\n`, why);
  const state = `const [${names.pending}, ${names.setter}] = useState(false)${plan.manner.semi}`;
  const { hook } = plan.feedback;
  const isSaid = hook === undefined || hookName(hook) in (project.chunk(file, component.id)?.vars ?? {});
  const told = isSaid ? '' : `\n${indent}${hook}${plan.manner.semi}`;
  edit.insert(file, component.body, `${told}\n${indent}${state}`);
  importName(edit, project, file, 'useState', 'react', false, plan);
  for (const one of importsOf(plan)) importName(edit, project, file, one.name, one.module, one.isDefault, plan);
  const button = plan.isForm ? submitButton(project, spot) : undefined;
  if (button !== undefined) edit.insert(file, button, ` disabled={${names.pending}}`);
  const code = attributes(spot, plan, names, button !== undefined);
  const written = attribute(spot, plan.isForm ? /^onSubmit$/ : /^onClick$/);
  if (written) edit.replace(file, written.from, written.to, code);
  else edit.insert(file, afterTag(spot), ` ${code}`);
  return edit.done();
}

function handlerLines(plan: Plan, { handler, setter, given }: Names): string[] {
  const { manner, isForm, route } = plan;
  const { semi, step, isTyped } = manner;
  const typed = (name: string, type: string) => (isTyped ? `${name}: ${type}` : name);
  const event = typed('event', '{ preventDefault(): void; currentTarget: HTMLFormElement }');
  const params = [...(isForm ? [event] : []), ...[...given.values()].map((name) => typed(name, 'string | number'))];
  const inner: Plan = { ...plan, values: new Map([...plan.values].map(([key, value]) => [key, given.get(value) ?? value])) };
  const form = /^(POST|PUT|PATCH)$/.test(route.method) ? [`${step}const form = event.currentTarget${semi}`] : [];
  return [
    `const ${handler} = async (${params.join(', ')}) => {`,
    ...(isForm ? [`${step}event.preventDefault()${semi}`, ...form] : []),
    `${step}${setter}(true)${semi}`,
    ...requestLines(inner, `${setter}(false)`).map((line) => step + line),
    `}${semi}`,
  ];
}

/** `onClick={handlePause} disabled={isPausePending}`; a link would go to the top of the page. */
function attributes(spot: Spot, { isForm, manner }: Plan, { handler, pending, given }: Names, isShown: boolean): string {
  const isLink = spot.control.kind === 'link';
  const args = [...(isForm ? ['event'] : []), ...given.keys()].join(', ');
  const call = `${handler}(${args})`;
  const wrapped = given.size ? `${isForm ? '(event)' : '()'} => ${call}` : handler;
  const called = isLink ? `(event) => { event.preventDefault(); ${call}${manner.semi} }` : wrapped;
  const isBusy = isForm || isLink || attribute(spot, /^disabled$/) !== undefined;
  const shown = isForm && isShown ? '' : ` ${isBusy ? 'aria-busy' : 'disabled'}={${pending}}`;
  return `${isForm ? 'onSubmit' : 'onClick'}={${called}}${shown}`;
}

/** 'toast' of `const { toast } = useToast()`. */
export const hookName = (hook: string): string => /^const \{? ?(\w+)/.exec(hook)?.[1] ?? '';

export function unique(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}${n}`;
  return free;
}

/** Adds a name to what is imported from a module already, else an import of its own before all others. */
export function importName(
  edit: EditBuilder,
  project: Project,
  file: string,
  name: string,
  module: string,
  isDefault: boolean,
  { manner: { quote, semi } }: Pick<Plan, 'manner'>,
  within = { from: 0, to: Number.POSITIVE_INFINITY },
): void {
  if (project.chunk(file, '')?.vars[name]) return;
  const text = (project.text(file) ?? '').slice(0, within.to);
  const escaped = literally(module);
  const list = new RegExp(`^import\\s+(?!type\\b)[^'"\\n]*?\\{([^}]*)\\}\\s*from\\s*['"]${escaped}['"]`, 'm').exec(
    text.slice(within.from),
  );
  if (list && !isDefault) {
    const names = list[1]!.trimEnd().replace(/,$/, '');
    edit.insert(file, within.from + list.index + list[0].indexOf('{') + 1 + names.length, `, ${name}`);
    return;
  }
  const first = /^import\b/m.exec(text.slice(within.from));
  const at = within.from + (first?.index ?? /^(?:\s*['"]use \w+['"];?[ \t]*\n)?\n?/.exec(text.slice(within.from))![0].length);
  edit.insert(file, at, `import ${isDefault ? name : `{ ${name} }`} from ${quote}${module}${quote}${semi}\n${first ? '' : '\n'}`);
}
