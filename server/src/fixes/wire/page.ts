/** Wires a control of a plain page: a listener in the page's last script of its own, else in a new one at its end. */
import { EditBuilder } from '../edit';
import { lineOf, type Project } from '../project';
import { afterTag, attribute, type Spot } from './place';
import { actionOf, indented, type Plan, requestLines } from './request';

export function wirePage(project: Project, spot: Spot, plan: Plan) {
  const { file } = spot.control.site;
  const { text, e, chunk } = spot;
  const { isForm, manner } = plan;
  const { quote: q, semi, step } = manner;
  const edit = new EditBuilder(project.text);
  const known = e.props.find((p) => p.key === 'id');
  const written = known && chunk.arena[known.x];
  if (known && written?.kind !== 'str') return undefined;
  const id = written?.kind === 'str' ? written.value : freeId(text, plan);
  if (!known) edit.insert(file, afterTag(spot), ` id="${id}"`);
  const inline = attribute(spot, isForm ? /^onsubmit$/i : /^onclick$/i);
  if (inline) edit.replace(file, inline.from - 1, inline.to, '');
  const target = isForm ? 'form' : 'button';
  const values = new Map([...plan.values].map(([name, value]) => [name, `${target}.dataset.${value}`]));
  const sends = isForm && /^(POST|PUT|PATCH)$/.test(plan.route.method);
  const button = isForm ? 'event.submitter' : 'button';
  const lines = [
    `document.getElementById(${q}${id}${q}).addEventListener(${q}${isForm ? 'submit' : 'click'}${q}, async (event) => {`,
    `${step}event.preventDefault()${semi}`,
    ...(sends || !isForm || values.size ? [`${step}const ${target} = event.currentTarget${semi}`] : []),
    `${step}${isForm ? `if (${button}) ` : ''}${button}.disabled = true${semi}`,
    ...requestLines({ ...plan, values }, `${isForm ? `if (${button}) ` : ''}${button}.disabled = false`).map(
      (line) => step + line,
    ),
    `})${semi}`,
  ];
  const why = `calls ${plan.route.method} ${plan.route.path}`;
  const script = lastScript(text);
  if (script === undefined) {
    const end = text.search(/<\/body\s*>/i);
    const at = end < 0 ? text.length : lineOf(text, end).start;
    const gap = at === text.length && !text.endsWith('\n') ? '\n' : '';
    edit.insert(file, at, `${gap}<script>\n${indented(lines, step)}\n</script>\n`, why);
  } else {
    const line = lineOf(text, script);
    const isOwnLine = text.slice(line.start, script).trim() === '';
    edit.insert(
      file,
      isOwnLine ? line.start : script,
      `${isOwnLine ? '' : '\n'}${indented(lines, (isOwnLine ? line.indent : '') + step)}\n`,
      why,
    );
  }
  return edit.done();
}

function freeId(text: string, plan: Plan): string {
  const name = actionOf(plan).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  let id = name;
  for (let n = 2; text.includes(`id="${id}"`); n++) id = `${name}-${n}`;
  return id;
}

/** Where the last inline script of the page ends. */
function lastScript(text: string): number | undefined {
  let found: number | undefined;
  for (const open of text.matchAll(/<script\b([^>]*)>/gi)) {
    if (/\bsrc\s*=|type\s*=\s*["']?(?!module|text\/javascript)/i.test(open[1]!)) continue;
    const close = text.indexOf('</script', open.index);
    if (close > 0) found = close;
  }
  return found;
}
