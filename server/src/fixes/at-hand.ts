/** Names that are at hand where something is written: parameters of the functions around it, and variables that are set before it. */

import { own } from '../base/own';
import type { TypeForm } from '../facts/expression';
import type { Chunk } from '../facts/facts';
import type { Site } from '../values/value';
import type { Project, Span } from './project';

export interface AtHand {
  name: string;
  /** Said to be text. */
  isText: boolean;
}

/** The variable that a field or parameter is called after: `taskId` for task_id. */
export function atHand(project: Project, { file, chunk, x }: Site, wanted: string): AtHand | undefined {
  const here = project.span({ file, chunk, x });
  const folded = (name: string) => name.replace(/_/g, '').toLowerCase();
  for (let id: string | undefined = chunk; id !== undefined; id = project.chunk(file, id)?.parent) {
    const own = project.chunk(file, id);
    const name =
      own && Object.keys(own.vars).find((n) => folded(n) === folded(wanted) && isSet(project, { file, id, own }, n, here));
    if (name !== undefined) return { name, isText: isText(own!, name) };
  }
  return undefined;
}

interface Scope {
  file: string;
  id: string;
  own: Chunk;
}

/** Whether it surely has a value there. */
function isSet(project: Project, { file, id, own: chunk }: Scope, name: string, here: Span | undefined): boolean {
  if (chunk.params?.some((p) => p.name === name)) return true;
  return (own(chunk.vars, name) ?? []).some((a) => {
    const span = a.chunk === undefined && !a.block ? project.span({ file, chunk: id, x: a.x }) : undefined;
    return span !== undefined && here !== undefined && span.to <= here.from;
  });
}

function isText(chunk: Chunk, name: string): boolean {
  const type: TypeForm | undefined = chunk.params?.find((p) => p.name === name)?.type ?? chunk.varTypes?.[name];
  return type?.kind === 'prim' && type.name === 'string';
}
