/**
 * Elements that a script may wire although it attaches nothing to them by name: what it hands to code that is not known, what it reaches over
 * their neighbours, what it makes clickable by attributes, and what a listener to every click may look at.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { perContext } from '../../values/memo';
import { alternatives } from '../../values/value';
import { foundAt, isJQuery, type Where } from './found';
import { heardEverywhere } from './heard';
import { partsOf, type Selector } from './selectors';
import { wiresOf } from './wiring';

export interface Grip {
  selector: Selector;
  where: Where;
  /** Whatever template it stands in: Angular's directives. */
  isEverywhere?: true;
}

const queries: (ctx: Context) => { grips: Query<string, readonly Grip[]> } = perContext((ctx) => ({
  grips: ctx.world.db.query(
    'grips of file',
    (file: string) => gripsIn(ctx, file),
    (): readonly Grip[] => [],
    { equal: equalData },
  ),
}));

export const gripsOf = (ctx: Context, file: string): readonly Grip[] => queries(ctx).grips.get(file, file);

function gripsIn(ctx: Context, file: string): Grip[] {
  const out: Grip[] = wiresOf(ctx, file).map(({ selector, where }) => ({ selector, where }));
  const add = (text: string, ...wheres: Where[]) => {
    // Who is given the body has what every script has.
    for (const selector of partsOf(text))
      for (const where of wheres) if (where === 'itself' || !isWhole(selector)) out.push({ selector, where });
  };
  for (const id of ctx.world.chunkIds(file)) {
    const place = id === '#template' ? undefined : ctx.place(file, id, ctx.genericEnv(file, id));
    if (!place) continue;
    for (const e of place.chunk.arena) if (e.kind === 'call' || e.kind === 'new') ofCall(ctx, place, e, add);
    for (const set of place.chunk.sets ?? [])
      if (set.name === undefined || CLICKED.test(set.name))
        for (const { selector, where } of foundAt(ctx, place, set.object, true)) add(selector, where);
  }
  const heard = heardEverywhere(ctx, file).flatMap(partsOf);
  for (const selector of directivesIn(ctx, file).flatMap(partsOf)) out.push({ selector, where: 'itself', isEverywhere: true });
  // `find('*')` of a library says nothing of any page.
  const meant = out.filter(({ selector: { last, around } }) => !last.any || around.length > 0);
  return [...meant, ...heard.map((selector): Grip => ({ selector, where: 'itself' }))];
}

/** `@Directive({ selector: 'button[copy]' })` */
function directivesIn(ctx: Context, file: string): string[] {
  if (!file.endsWith('.ts')) return [];
  return ctx.world.chunkIds(file).flatMap((id) => {
    const { arena } = ctx.world.chunk(file, id)!;
    return arena.flatMap((e) => {
      const callee = e.kind === 'call' ? arena[e.callee] : undefined;
      const options = e.kind === 'call' && e.args[0] ? arena[e.args[0].x] : undefined;
      if (callee?.kind !== 'ref' || callee.name !== 'Directive' || options?.kind !== 'obj') return [];
      const selector = options.entries.find((n) => n.key === 'selector');
      const text = selector && arena[selector.x];
      return text?.kind === 'str' ? [text.value] : [];
    });
  });
}

const isWhole = ({ last: { tag, id, classes, attributes } }: Selector): boolean =>
  (tag === 'body' || tag === 'html') && id === undefined && !classes.length && !attributes.length;

type Add = (selector: string, ...wheres: Where[]) => void;

/** Attributes and properties by which an element comes to do something. */
const CLICKED =
  /^(on\w+|href|action|formaction|method|form|outerHTML|commandfor|popovertarget|data-[\w-]+|hx-[\w-]+|attributes)$/i;
/** Of what these are given, and of the elements of which they are called, nobody comes to hear a click. */
const QUIET =
  /^(append|appendChild|prepend|before|after|insertBefore|insertAfter|insertAdjacent\w+|replace\w+|remove\w*|contains|is|has|hasClass|matches|closest|observe|unobserve|focus|blur|click|select|submit|reset|requestSubmit|scroll\w*|get\w+|toggle\w*|has\w+|check\w+|report\w+|set(CustomValidity|SelectionRange|RangeText)|show|showModal|hide|close|open|mount|\$mount|fade\w+|slide\w+|animate|stop|play|pause|load|addClass|html|text|val|css|prop|data|empty|detach|trigger\w*|dispatchEvent|serialize\w*|index\w*|width|height|outer\w+|inner\w+|offset|position|ready|cloneNode|clone|push|log|error|warn|info|off|removeEventListener|add|delete|set|toString|trim|startsWith|endsWith|includes|split|join|keys|entries|forEach|each|map|filter|find|some|every|slice|from|values|first|last|eq|get|item|not|end|query\w+|children|contents|parent|parents|next\w*|prev\w*|siblings|addEventListener|on|one|bind|live|delegate|dblclick|change|input|keyup|keydown|keypress|hover|mouse\w+|wrap\w*|unwrap|create\w+|import\w+|adopt\w+|attach\w+|define|postMessage|length|call|apply)$/;
const MAKES =
  /^(create\w*|set\w+|get\w+|has\w+|addEventListener|removeEventListener|dispatchEvent|define|log|warn|error|info|t|trigger\w*)$/;
/** Of the platform: what they are given they only read. */
const READS =
  /^(Vue|createRoot|hydrateRoot|FormData|URLSearchParams|XMLHttpRequest|Event|CustomEvent|Image|Option|Error|Set|WeakSet|Boolean|String|Number|getComputedStyle|clearTimeout|alert)$/;

function ofCall(ctx: Context, place: Place, e: Expr & { kind: 'call' | 'new' }, add: Add): void {
  const { arena } = place.chunk;
  const callee = arena[e.callee];
  const member = callee?.kind === 'get' ? callee.name : undefined;
  const held = (x: X) => foundAt(ctx, place, x, true);
  if (callee?.kind === 'get' && /^(setAttribute|attr)$/.test(callee.name)) {
    const key = e.args[0] && arena[e.args[0].x];
    if (key?.kind === 'str' ? CLICKED.test(key.value) && e.args.length > 1 : key !== undefined)
      for (const { selector, where } of held(callee.object)) add(selector, where);
    return;
  }
  // A method that is no browser's: a plugin, `$(".tabs").tabs()`.
  if (callee?.kind === 'get' && !QUIET.test(callee.name))
    for (const { selector, where } of held(callee.object)) add(selector, where, where === 'itself' ? 'inside' : where);
  const name = member ?? (callee?.kind === 'free' || callee?.kind === 'ref' ? callee.name : '');
  if (
    READS.test(name) ||
    (member === undefined && isJQuery(callee)) ||
    !e.args.length ||
    (member !== undefined && QUIET.test(member))
  )
    return;
  const isRead = () => e.kind === 'call' && onlyReads(ctx, place, e.callee);
  const given = e.args.flatMap(({ x }) => elementsGiven(arena, x, held, !MAKES.test(name)));
  if (given.length && !isRead())
    for (const { selector, isText } of given) add(selector, 'itself', ...(isText ? [] : (['inside'] as const)));
}

/** The elements that an argument stands for, and the selectors in it; a lone name of a tag means no more than the elements of that tag. */
function elementsGiven(arena: readonly Expr[], x: X, held: (x: X) => { selector: string; where: Where }[], isSelecting: boolean) {
  const out: { selector: string; isText: boolean }[] = [];
  const visit = (at: X, depth: number): void => {
    const e = arena[at];
    if (e?.kind === 'str') {
      const isWord = /^[\w-]+$/.test(e.value);
      if (isSelecting && SELECTOR.test(e.value) && !(isWord && depth > 0)) out.push({ selector: e.value, isText: isWord });
    } else if (e?.kind === 'obj' && depth < 3) for (const n of e.entries) visit(n.x, depth + 1);
    else for (const { selector } of held(at)) out.push({ selector, isText: false });
  };
  visit(x, 0);
  return out;
}
const SELECTOR = /^[\w-]*([#.[][\w-][^\s<>{}()]*)?([\s>+~,]+[\w-]*([#.[:][\w-][^\s<>{}]*)?)*$/;

const LISTENS =
  /^(addEventListener|on|one|bind|live|delegate|on[a-z]+|children|firstElementChild|lastElementChild|nextElementSibling)$/;
const MAX_FUNCTIONS = 30;

/** Whether a function of the project, and all of the project that it calls, attaches nothing to anything. */
function onlyReads(ctx: Context, place: Place, callee: X): boolean {
  const seen = new Set<string>();
  const queue: { file: string; chunk: string }[] = [];
  const enter = (at: Place, x: X): boolean => {
    const all = alternatives(ctx.evaluate(at, x)).map(({ value }) => value);
    for (const value of all) {
      if (value.kind !== 'fn') continue;
      const key = `${value.file}#${value.chunk}`;
      if (!seen.has(key)) queue.push({ file: value.file, chunk: value.chunk });
      seen.add(key);
    }
    return all.every((value) => value.kind === 'fn');
  };
  if (!enter(place, callee)) return false;
  for (let at = 0; at < queue.length; at++) {
    const { file, chunk: own } = queue[at]!;
    if (at > MAX_FUNCTIONS) return false;
    for (const id of ctx.world.chunkIds(file)) {
      const home = id === own || id.startsWith(`${own}/`) ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
      if (!home) continue;
      const { arena, sets = [] } = home.chunk;
      if (sets.some((set) => set.name === undefined || CLICKED.test(set.name))) return false;
      const acts = (e: Expr) =>
        (e.kind === 'get' && LISTENS.test(e.name)) || e.kind === 'new' || (e.kind === 'call' && passes(home, e, enter));
      if (arena.some(acts)) return false;
    }
  }
  return true;
}

/** Whether a call gives something that has no name here to a function that is not known. */
function passes(home: Place, e: Expr & { kind: 'call' }, enter: (at: Place, x: X) => boolean): boolean {
  const callee = home.chunk.arena[e.callee];
  if (callee?.kind === 'get') return !QUIET.test(callee.name) && !enter(home, e.callee);
  return (
    !(
      callee?.kind === 'free' &&
      /^(\$|jQuery|document|window|console|fetch|alert|confirm|set\w+|clear\w+|parse\w+)$/.test(callee.name)
    ) && !enter(home, e.callee)
  );
}
