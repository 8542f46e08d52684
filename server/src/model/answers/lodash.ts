/** Lodash and Underscore: what their functions read of the collection or object that they are given first. */
import type { X } from '../../facts/expression';
import { fileIndex } from '../uses';
import type { Flow } from './flow';
import { calleeValue, handTo } from './functions';
import { type Held, isItem, leave, moved, siteOfHeld } from './held';
import { argsOf, mergedWith } from './put';
import { elementRead, fieldRead } from './reads';

const EACH =
  /^(map|forEach|each|filter|find|findIndex|findLast|some|every|reject|sortBy|orderBy|groupBy|keyBy|uniqBy|countBy|flatMap|minBy|maxBy|sumBy|partition|any|all|detect|sumBy|differenceBy)$/;
const SUBLIST =
  /^(filter|reject|sortBy|orderBy|uniqBy|uniq|compact|concat|take|drop|reverse|slice|without|difference|tail|initial|toArray|values)$/;
const ELEMENT = /^(find|findLast|detect|first|head|last|minBy|maxBy|sample|nth)$/;
const SAME = /^(clone|cloneDeep|identity|toPlainObject|freeze)$/;
const MERGED = /^(assign|extend|merge|defaults)(In|With|Deep|InWith)?$/;
const SILENT = /^(is[A-Z]\w*|size|toString|toNumber|noop|includes|has|trim|capitalize|upperFirst|startCase)$/;

/** Whether the call is one of theirs, and what is held has been followed through it. */
export function throughLodash(flow: Flow, held: Held, call: X, arg: number): boolean {
  const name = functionName(flow, held, call);
  if (name === undefined) return false;
  const isBody = held.as === 'body' && held.path.length === 0;
  if (MERGED.test(name)) {
    mergedWith(flow, held, argsOf(flow, held, call));
    flow.push(held, { x: call });
  } else if (arg !== 0) {
    if (!SILENT.test(name)) leave(held);
  } else if (EACH.test(name) || SUBLIST.test(name) || ELEMENT.test(name)) collection(flow, held, call, name);
  else if (SAME.test(name)) flow.push(held, { x: call });
  else if (name === 'isArray' && isBody) held.read.isList = true;
  else if (/^(get|pick|property|result)$/.test(name) && isBody) named(flow, held, call, name);
  else if (/^(keys|entries|toPairs|mapValues|forOwn|omit|pickBy|omitBy|invert)$/.test(name)) {
    if (isBody) held.read.isTable = true;
    if (name === 'omit') flow.push(held, { x: call });
  } else if (!SILENT.test(name)) leave(held);
  return true;
}

/** 'map' of `map(…)` imported from lodash, and of `_.map(…)`. */
function functionName(flow: Flow, held: Held, call: X): string | undefined {
  const callee = calleeValue(flow, held, call);
  const path = callee?.kind === 'ext' ? callee.path.replace(/\.default(?=\.|$)/g, '') : undefined;
  return path && /^(?:lodash(?:-es|\.\w+)?|underscore|global:_)(?:[./]fp)?[./](\w+)$/.exec(path)?.[1];
}

function collection(flow: Flow, held: Held, call: X, name: string): void {
  const [head, ...rest] = held.path;
  if (head !== undefined && !isItem(head)) return;
  if (head === undefined && held.as !== 'body') return;
  // Objects too are looped over.
  if (head === undefined) held.read.isTable = true;
  const element =
    head === undefined
      ? moved(held, {}, { read: elementRead(held.read, siteOfHeld(held, call)) })
      : moved(held, {}, { path: rest });
  if (EACH.test(name) && !handTo(flow, element, call, 1, 0)) byName(flow, element, call);
  if (SUBLIST.test(name)) flow.push(held, { x: call });
  if (ELEMENT.test(name)) flow.push(element, { x: call });
}

/** `sortBy(tasks, "title")`, `find(tasks, { id: 1 })`: fields that are named. */
function byName(flow: Flow, element: Held, call: X): void {
  const chunk = fileIndex(flow.ctx, element.file).chunk(element.chunk);
  const e = chunk?.arena[call];
  const by = e?.kind === 'call' && e.args[1] ? chunk!.arena[e.args[1].x] : undefined;
  if (element.as !== 'body' || element.path.length) return;
  const site = siteOfHeld(element, call);
  if (by?.kind === 'str' && /^[\w$]+$/.test(by.value)) fieldRead(element.read, by.value, site);
  else if (by?.kind === 'obj') for (const { key } of by.entries) if (key !== undefined) fieldRead(element.read, key, site);
}

/** `get(task, "owner.name")`, `pick(task, ["id", "title"])` */
function named(flow: Flow, held: Held, call: X, name: string): void {
  const chunk = fileIndex(flow.ctx, held.file).chunk(held.chunk);
  const e = chunk?.arena[call];
  const by = e?.kind === 'call' && e.args[1] ? chunk!.arena[e.args[1].x] : undefined;
  const texts =
    by?.kind === 'str' ? [by.value] : by?.kind === 'list' ? by.items.map((i) => textAt(chunk!.arena[i.x])) : [undefined];
  const site = siteOfHeld(held, call);
  if (texts.some((t) => t === undefined)) held.read.isTable = true;
  else if (name === 'pick') {
    for (const text of texts) fieldRead(held.read, text!, site);
    flow.push(held, { x: call });
  } else {
    const path = texts.length > 1 ? (texts as string[]) : texts[0]!.split('.');
    if (path.every((part) => /^[A-Za-z_$][\w$]*$/.test(part)))
      flow.push(held, { x: call }, { read: path.reduce((read, part) => fieldRead(read, part, site), held.read) });
  }
}

const textAt = (e: { kind: string; value?: unknown } | undefined): string | undefined =>
  e?.kind === 'str' && typeof e.value === 'string' ? e.value : undefined;
