/** Where a value is kept: variables, fields of `this`, members of objects. */
import type { X } from '../../facts/expression';
import { fileIndex, isThis } from '../uses';
import type { Flow } from './flow';
import { type Held, REF } from './held';
import { keptInSlice, keptInStore } from './stores';
import { keptByMutation } from './vuex';

/** The names and members that are given what is held. */
export function assignedTo(flow: Flow, held: Held): void {
  const index = fileIndex(flow.ctx, held.file);
  for (const { home, name } of index.names(held.chunk, held.x)) flow.pushName(held, held.file, home, name, held.path);
  for (const set of index.chunk(held.chunk)?.sets ?? []) {
    if (set.x !== held.x) continue;
    // `tasks.value = …` of a ref.
    keptIn(flow, held, set.object, [set.name === 'value' ? REF : (set.name ?? '[]'), ...held.path]);
  }
}

/** `object.name = …`: whoever has the object has it under that name. */
export function keptIn(flow: Flow, held: Held, object: X, path: readonly string[]): void {
  const index = fileIndex(flow.ctx, held.file);
  const chunk = index.chunk(held.chunk);
  const e = chunk?.arena[object];
  if (!chunk || !e) return;
  if (isThis(chunk, object)) return keptInThis(flow, held, path);
  if (e.kind === 'ref') {
    flow.pushName(held, held.file, e.chunk, e.name, path);
    keptInSlice(flow, held, e.chunk, e.name, path);
    keptByMutation(flow, held, e.chunk, e.name, path);
  } else if (e.kind === 'get') keptIn(flow, held, e.object, [e.name, ...path]);
  else if (e.kind === 'at') keptIn(flow, held, e.object, ['[]', ...path]);
}

function keptInThis(flow: Flow, held: Held, path: readonly string[]): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  keptInStore(flow, held, path);
  const index = fileIndex(flow.ctx, held.file);
  for (const at of index.ofThis(name)) flow.push(held, { ...at }, { path: rest });
  for (const file of index.templates)
    for (const at of fileIndex(flow.ctx, file).ofThis(name)) flow.push(held, { file, ...at }, { path: rest });
}

/** `this.setState({ tasks })` */
export function keptInState(flow: Flow, held: Held): void {
  keptInThis(flow, held, ['state', ...held.path]);
}
