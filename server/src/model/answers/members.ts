/** Members and elements of what holds an answer: a field that is read, a method that shows what it is. */
import type { X } from '../../facts/expression';
import {
  ANY_METHODS,
  CALLBACK_METHODS,
  ELEMENT_METHODS,
  LIST_METHODS,
  NUMBER_METHODS,
  SUBLIST_METHODS,
  TEXT_METHODS,
} from '../shapes/builtins';
import { fileIndex } from '../uses';
import { errorBranch, isCallOf } from './branches';
import { OPERATORS, REPLACING, SUCCESS } from './clients';
import type { Flow } from './flow';
import { handTo } from './functions';
import { type Held, isItem, leave, moved, REF, siteOfHeld } from './held';
import { argsOf, askedFor, besideElements } from './put';
import { elementRead, fieldRead, itemRead } from './reads';
import { CALLED } from './stores';

/** `held.name`, at `p`. */
export function member(flow: Flow, held: Held, p: X, name: string): void {
  const calls = callsOf(flow, held, p);
  if (calls.length && passedOn(flow, held, name, calls)) return;
  const [head, ...rest] = held.path;
  if (head === undefined) return ofItself(flow, held, p, name, calls);
  // `useTasks.getState()`: what its users get by calling it.
  if (head === CALLED && name === 'getState') for (const call of calls) flow.push(held, { x: call }, { path: rest });
  if (head === name) return flow.push(held, { x: p }, { path: rest });
  if (isItem(head)) return listMethod(flow, held, p, name, calls);
  if (name === 'value' && head === REF) flow.push(held, { x: p }, { path: rest });
  else if (name === 'value') flow.push(held, { x: p });
  else if (head === REF) member(flow, moved(held, {}, { path: rest }), p, name);
}

function ofItself(flow: Flow, held: Held, p: X, name: string, calls: X[]): void {
  if (held.as === 'text') return;
  if (held.as === 'response') return ofResponse(flow, held, p, name, calls);
  if (calls.length || name === 'length') return method(flow, held, p, name, calls);
  if (held.read !== flow.failure && errorBranch(flow.ctx, held, p)) {
    // The same answer, read where it is an error's.
    if (held.read === flow.root) fieldRead(flow.failure, name, siteOfHeld(held, p));
    return;
  }
  flow.push(held, { x: p }, { read: fieldRead(held.read, name, siteOfHeld(held, p)) });
}

function ofResponse(flow: Flow, held: Held, p: X, name: string, calls: X[]): void {
  const { members, methods } = flow.handing;
  if (members?.includes(name)) {
    if (!errorBranch(flow.ctx, held, p)) flow.push(held, { x: p }, { as: 'body' });
  } else if (calls.length && (methods?.includes(name) || /json/i.test(name))) {
    const read = errorBranch(flow.ctx, held, p) ? flow.failure : held.read;
    for (const call of calls) {
      flow.push(held, { x: call }, { as: 'body', read });
      handTo(flow, moved(held, {}, { as: 'body', read }), call, 0, 0);
    }
  } else if (calls.length && name === 'text') for (const call of calls) flow.push(held, { x: call }, { as: 'text' });
  else if (calls.length && (name === 'clone' || name === 'unwrap')) for (const call of calls) flow.push(held, { x: call });
}

const callsOf = (flow: Flow, held: Held, p: X): X[] => {
  const index = fileIndex(flow.ctx, held.file);
  return index.parents(held.chunk, p).filter((call) => isCallOf(index.chunk(held.chunk), call, p));
};

/** `.then(f)`, `.subscribe(f)`, `.pipe(map(f))`: what is passed to functions as it is. True where the name means that. */
function passedOn(flow: Flow, held: Held, name: string, calls: X[]): boolean {
  switch (name) {
    case 'then':
    case 'done':
      for (const call of calls)
        if (!handTo(flow, held, call, 0, 0)) {
          // `.then(camelize)`: what a function makes of it that is not seen is another thing.
          if (isFunction(flow, held, call)) leave(held);
          else flow.push(held, { x: call });
        }
      return true;
    case 'catch':
    case 'finally':
    case 'always':
    case 'fail':
    case 'toPromise':
    case 'asObservable':
    case 'unwrap':
      for (const call of calls) flow.push(held, { x: call });
      return true;
    case 'subscribe':
      for (const call of calls) handTo(flow, held, call, 0, 0, SUCCESS);
      return true;
    case 'pipe':
      for (const call of calls) piped(flow, held, call);
      return true;
    default:
      return false;
  }
}

/** Whether a call is given something first, which is no `null`. */
function isFunction(flow: Flow, held: Held, call: X): boolean {
  const [first] = argsOf(flow, held, call);
  const e = first && fileIndex(flow.ctx, held.file).chunk(held.chunk)?.arena[first.x];
  return e !== undefined && e.kind !== 'lit' && !(e.kind === 'free' && e.name === 'undefined');
}

function piped(flow: Flow, held: Held, call: X): void {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  const e = chunk?.arena[call];
  let replaced = false;
  for (const arg of e?.kind === 'call' ? e.args : []) {
    const operator = chunk!.arena[arg.x];
    const callee = operator?.kind === 'call' ? chunk!.arena[operator.callee] : undefined;
    const name = callee?.kind === 'ref' || callee?.kind === 'free' || callee?.kind === 'get' ? callee.name : '';
    if (!OPERATORS.has(name)) continue;
    const handed = handTo(flow, held, arg.x, 0, 0);
    replaced ||= handed && REPLACING.has(name);
  }
  if (!replaced) flow.push(held, { x: call });
}

/** A method of the answer itself. */
function method(flow: Flow, held: Held, p: X, name: string, calls: X[]): void {
  const { read } = held;
  if (errorBranch(flow.ctx, held, p)) return;
  if (LIST_METHODS.has(name))
    return listMethod(
      flow,
      moved(held, {}, { path: ['[]'], read: elementRead(read, siteOfHeld(held, p)) }),
      p,
      name,
      calls,
      held,
    );
  if (TEXT_METHODS.has(name)) read.isText = true;
  else if (NUMBER_METHODS.has(name)) read.isNumber = true;
  else if (name === 'length') {
    read.hasLength = true;
    read.at ??= siteOfHeld(held, p);
  } else if (name === 'slice' || name === 'concat')
    for (const call of calls) {
      besideElements(flow, held, name === 'concat' ? argsOf(flow, held, call) : [], true);
      flow.push(held, { x: call });
    }
  else if (name === 'at')
    for (const call of calls) flow.push(held, { x: call }, { read: elementRead(read, siteOfHeld(held, p)) });
  else if (name === 'hasOwnProperty') for (const call of calls) askedFor(flow, held, call, 0);
  else if (!ANY_METHODS.has(name)) leave(held);
}

/** A method of a list of which elements hold it. `whole`: the list is itself what is held. */
function listMethod(flow: Flow, held: Held, p: X, name: string, calls: X[], whole: Held = held): void {
  const element = moved(held, {}, { path: held.path.slice(1) });
  for (const call of calls) {
    if (CALLBACK_METHODS.has(name) && !handTo(flow, element, call, 0, 0) && name === 'forEach') element.read.changed = true;
    if (/^(push|unshift|splice)$/.test(name) && held !== whole) besideElements(flow, whole, argsOf(flow, held, call));
    if (name === 'reduce') handTo(flow, element, call, 0, 1);
    if (SUBLIST_METHODS.has(name)) flow.push(whole, { x: call });
    if (ELEMENT_METHODS.has(name)) flow.push(element, { x: call });
    if (name === 'sort') for (const i of [0, 1]) handTo(flow, element, call, 0, i);
    if (name === 'entries') flow.push(held, { x: call }, { path: ['[]', '1', ...element.path] });
  }
  void p;
}

/** `held[index]` */
export function indexed(flow: Flow, held: Held, p: X, index: X): void {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  const by = chunk?.arena[index];
  const number = by?.kind === 'lit' && typeof by.value === 'number' ? String(by.value) : undefined;
  const [head, ...rest] = held.path;
  if (head !== undefined) {
    if (isItem(head) && (head === '[]' || number === undefined || number === head)) flow.push(held, { x: p }, { path: rest });
    else if (head === REF) indexed(flow, moved(held, {}, { path: rest }), p, index);
    return;
  }
  if (held.as !== 'body' || errorBranch(flow.ctx, held, p)) return;
  if (number !== undefined) flow.push(held, { x: p }, { read: itemRead(held.read, siteOfHeld(held, p)) });
  else if (by?.kind === 'str') flow.push(held, { x: p }, { read: fieldRead(held.read, by.value, siteOfHeld(held, p)) });
  else if (held.read.isList) flow.push(held, { x: p }, { read: elementRead(held.read, siteOfHeld(held, p)) });
  else held.read.isTable = true;
}

/** What a loop over it meets. */
export function looped(flow: Flow, held: Held, p: X): void {
  const [head, ...rest] = held.path;
  if (head !== undefined && isItem(head)) flow.push(held, { x: p }, { path: rest });
  else if (head === REF) looped(flow, moved(held, {}, { path: rest }), p);
  else if (head === undefined && held.as === 'body')
    flow.push(held, { x: p }, { read: elementRead(held.read, siteOfHeld(held, p)) });
}
