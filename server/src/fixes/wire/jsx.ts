/** Wires a control of a React component: a handler before what the component returns, its state at the top, the attribute at the element. */
import type { ChunkId } from '../../facts/expression';
import { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { afterTag, attribute, type Spot, submitButton } from './place';
import { actionOf, indented, type Plan, requestLines } from './request';

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

export function wireJsx(project: Project, spot: Spot, plan: Plan, component: Component) {
  const { file } = spot.control.site;
  const { text } = spot;
  const { manner, isForm } = plan;
  const { own } = namesAt(project, spot, component);
  const action = actionOf(plan);
  const name = unique(`handle${action.charAt(0).toUpperCase()}${action.slice(1)}`, own);
  const pending = unique(`is${action.charAt(0).toUpperCase()}${action.slice(1)}Pending`, own);
  const setter = `set${pending.charAt(0).toUpperCase()}${pending.slice(1)}`;
  const edit = new EditBuilder(project.text);
  const { indent } = lineOf(text, component.back);
  // What a callback binds is handed to the handler.
  const local = [...plan.values.values()].filter((value) => !own.has(value.split('.')[0]!));
  const given = new Map(
    local.map((value) => [
      value,
      [...plan.values].find(([, v]) => v === value)![0].replace(/_(\w)/g, (_, l: string) => l.toUpperCase()),
    ]),
  );
  const inner: Plan = { ...plan, values: new Map([...plan.values].map(([key, value]) => [key, given.get(value) ?? value])) };
  const type = manner.isTyped ? ': { preventDefault(): void; currentTarget: HTMLFormElement }' : '';
  const params = isForm
    ? `event${type}`
    : [...given.values()].map((p) => (manner.isTyped ? `${p}: string | number` : p)).join(', ');
  const { semi, step } = manner;
  const lines = [
    `const ${name} = async (${params}) => {`,
    ...(isForm
      ? [
          `${step}event.preventDefault()${semi}`,
          ...(/^(POST|PUT|PATCH)$/.test(plan.route.method) ? [`${step}const form = event.currentTarget${semi}`] : []),
        ]
      : []),
    `${step}${setter}(true)${semi}`,
    ...requestLines(inner, `${setter}(false)`).map((line) => step + line),
    `}${semi}`,
  ];
  edit.insert(
    file,
    lineOf(text, component.back).start,
    `${indented(lines, indent)}\n`,
    `calls ${plan.route.method} ${plan.route.path}`,
  );
  edit.insert(file, component.body, `\n${indent}const [${pending}, ${setter}] = useState(false)${semi}`);
  importName(edit, project, file, 'useState', 'react', false, plan);
  const { from } = plan.feedback;
  if (from) importName(edit, project, file, from.name, from.module, from.isDefault, plan);
  const isLink = spot.control.kind === 'link';
  const call = `${name}(${[...given.keys()].join(', ')})`;
  const called = isLink
    ? `{(event) => { event.preventDefault(); ${call}${semi} }}`
    : given.size
      ? `{() => ${call}}`
      : `{${name}}`;
  const button = isForm ? submitButton(project, spot) : undefined;
  if (button !== undefined) edit.insert(file, button, ` disabled={${pending}}`);
  const isTaken = attribute(spot, /^disabled$/) !== undefined;
  const shown =
    isForm && button !== undefined ? '' : isForm || isLink || isTaken ? ` aria-busy={${pending}}` : ` disabled={${pending}}`;
  const event = isForm ? 'onSubmit' : 'onClick';
  const written = attribute(spot, new RegExp(`^${event}$`));
  if (written) edit.replace(file, written.from, written.to, `${event}=${called}${shown}`);
  else edit.insert(file, afterTag(spot), ` ${event}=${called}${shown}`);
  return edit.done();
}

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
  const escaped = module.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
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
