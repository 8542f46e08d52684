/** Writes or removes the slash at the end of a call's path. */
import type { Call } from '../../model/calls/calls';
import { type Edit, EditBuilder } from '../edit';
import type { Fix } from '../fix';
import type { Project } from '../project';
import { isShared, writtenPath } from './written-path';

export const trailingSlash: Fix = {
  rules: ['trailing-slash'],
  offers(project, { about: { call, route } }) {
    if (!call || !route) return [];
    const wants = route.path?.endsWith('/') ?? false;
    const why = `${route.path} is how the server has it`;
    const own = inText(project, call, wants, why);
    const edit = own && !isShared(project, call, own) ? own : wants ? aroundName(project, call, why) : undefined;
    if (!edit) return [];
    const title = wants ? 'Add the slash at the end' : 'Leave out the slash at the end';
    return [{ id: 'slash', title, safe: true, preferred: true, make: () => edit }];
  },
};

function inText(project: Project, call: Call, wants: boolean, why: string): Edit | undefined {
  const written = writtenPath(project, call);
  const edit = new EditBuilder(project.text);
  if (wants && written?.end) edit.insert(written.end.file, written.end.at, '/', why);
  else if (!wants && written?.slash) edit.replace(written.slash.file, written.slash.from, written.slash.from + 1, '', why);
  return edit.done();
}

/** `fetch(TASKS)` to fetch(`${TASKS}/`), where the constant is part of other paths. */
function aroundName(project: Project, call: Call, why: string): Edit | undefined {
  const { file, chunk, x } = call.callSite;
  const arena = project.chunk(file, chunk)?.arena;
  const e = arena?.[x];
  const arg = e?.kind === 'call' ? e.args[0] : undefined;
  const span = arg && project.span({ file, chunk, x: arg.x });
  const text = project.text(file);
  if (!arena || !arg || !span || !text || (arena[arg.x]?.kind !== 'ref' && arena[arg.x]?.kind !== 'get')) return undefined;
  const source = text.slice(span.from, span.to);
  return new EditBuilder(project.text).replace(file, span.from, span.to, `\`\${${source}}/\``, why).done();
}
