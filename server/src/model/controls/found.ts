/**
 * By which selectors a script comes to the elements that an expression stands for, and where these stand to what is selected:
 * `bar.children` is inside of `bar`, `input.nextElementSibling` near to it. What is found in another way is not in the answer.
 */
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { textOf, type Value } from '../../values/value';
import { fileIndex } from '../uses';

/** `perhaps`: it is looked for in something of which it is not known where it stands. */
export type Where = 'itself' | 'inside' | 'near' | 'perhaps';
export interface Found {
  selector: string;
  where: Where;
}

export const INSIDE =
  /^(children|childNodes|firstElementChild|lastElementChild|firstChild|lastChild|contents|content|elements|rows|cells|shadowRoot)$/;
const NEAR =
  /^(parent|parents|parentElement|parentNode|offsetParent|nextElementSibling|previousElementSibling|nextSibling|previousSibling|next|prev|siblings|nextAll|prevAll|closest)$/;
const BY_SELECTOR =
  /^(querySelector|querySelectorAll|getElementsByTagName|find|children|filter|closest|next|prev|siblings|parents)$/;
/** What these find does not stand inside of what they are asked of. */
const ALONE = /^(getElementById|getElementsByName|closest|filter|next|prev|siblings|parents)$/;
const MAKES = /^createElement(NS)?$/;
const EACH = /^(forEach|map|each|filter|find|some|every)$/;
/** Expressions that are looked at for one answer. */
const MOST = 60;

const there = (selector: string): Found => ({ selector, where: 'itself' });
/** What the script makes itself: whatever is found in it is none that a page has. */
const MADE = there(':not(*)');
const named = (name: string): Found[] => [there(`#${name}`), there(`[name="${name}"]`)];
/** 'inside' of what is near is near. */
const from = (of: readonly Found[], where: Where): Found[] =>
  of.map((one) => (one.where === 'near' ? one : { selector: one.selector, where: one.where === 'perhaps' ? 'near' : where }));

/** `isShallow`: only what the code of the file itself says, without working out values. */
export function foundAt(ctx: Context, place: Place, x: X, isShallow = false, seen = new Set<string>()): Found[] {
  const key = `${place.id}#${x}`;
  if (seen.has(key) || seen.size > MOST) return [];
  seen.add(key);
  const follow = (at: X, home = place) => foundAt(ctx, home, at, isShallow, seen);
  const e = place.chunk.arena[x];
  const direct = e && step(ctx, place, e, isShallow, follow);
  return direct ?? (isShallow ? [] : foundByValue(ctx.evaluate(place, x)));
}

/** What delegation means: `$(of).on("click", selector, f)`. */
export function foundIn(ctx: Context, place: Place, of: X, selector: X): Found[] {
  const text = textOf(ctx.evaluate(place, selector));
  if (text === undefined) return [];
  return isAll(ctx, place, of) ? [there(text)] : within(foundAt(ctx, place, of), text);
}

type Follow = (x: X, home?: Place) => Found[];

/** Undefined where the expression's form alone does not say it. */
function step(ctx: Context, place: Place, e: Expr, isShallow: boolean, follow: Follow): Found[] | undefined {
  const { arena } = place.chunk;
  switch (e.kind) {
    case 'each':
    case 'await':
      return follow(e.of);
    case 'at':
      return follow(e.object);
    case 'list':
      return e.items.flatMap((item) => follow(item.x));
    case 'either':
      return e.of.flatMap((one) => follow(one));
    case 'this':
    case 'param': {
      const over = iterated(ctx, place, e.kind === 'param' ? e.index : undefined);
      return over && follow(over.x, over.place);
    }
    case 'ref':
      return bound(ctx, place, e, follow);
    case 'get': {
      const object = arena[e.object];
      if (object?.kind === 'free' && object.name === 'document') return ofDocument(e.name);
      if (e.name === 'addedNodes') return [there('html *')];
      if (object?.kind === 'get' && object.name === 'forms') return [there(`form#${e.name}`), there(`form[name="${e.name}"]`)];
      if (object?.kind === 'get' && object.name === 'elements') return named(e.name);
      if (INSIDE.test(e.name)) return from(follow(e.object), 'inside');
      return NEAR.test(e.name) ? from(follow(e.object), 'near') : undefined;
    }
    case 'call':
      return called(ctx, place, e, isShallow, follow);
    default:
      return undefined;
  }
}

const OF_DOCUMENT: Readonly<Record<string, string>> = { forms: 'form', links: 'a', body: 'body', documentElement: 'html' };
const ofDocument = (name: string): Found[] | undefined =>
  Object.hasOwn(OF_DOCUMENT, name) ? [there(OF_DOCUMENT[name]!)] : undefined;

function bound(ctx: Context, place: Place, e: Expr & { kind: 'ref' }, follow: Follow): Found[] | undefined {
  const assigns = ctx.world.chunk(place.file, e.chunk)?.vars[e.name] ?? [];
  const found = assigns.flatMap(({ x, chunk = e.chunk }) => {
    const home = ctx.place(place.file, chunk, ctx.genericEnv(place.file, chunk));
    return home ? follow(x, home) : [];
  });
  return found.length ? found : undefined;
}

/** What a callback is called for each of: `of.forEach((one) => …)`, jQuery's `of.each(function (i, one) { this })`. */
function iterated(ctx: Context, { file, id, chunk }: Place, index: number | undefined): { x: X; place: Place } | undefined {
  const at = chunk.kind === 'function' ? fileIndex(ctx, file).written(id) : undefined;
  const place = at && ctx.place(file, at.chunk, ctx.genericEnv(file, at.chunk));
  if (!at || !place) return undefined;
  for (const x of fileIndex(ctx, file).parents(at.chunk, at.x)) {
    const call = place.chunk.arena[x];
    const callee = call?.kind === 'call' ? place.chunk.arena[call.callee] : undefined;
    if (call?.kind !== 'call' || callee?.kind !== 'get') continue;
    const isBorrowed = callee.name === 'call' || isJQuery(place.chunk.arena[callee.object]);
    const name = callee.name === 'call' ? memberName(place.chunk.arena[callee.object]) : callee.name;
    if (!EACH.test(name) || (index !== undefined && index !== (name === 'each' ? 1 : 0))) continue;
    const over = isBorrowed ? call.args[0]?.x : callee.object;
    if (over !== undefined && over !== at.x) return { x: over, place };
  }
  return undefined;
}

const memberName = (e: Expr | undefined): string => (e?.kind === 'get' ? e.name : '');
export const isJQuery = (e: Expr | undefined): boolean =>
  (e?.kind === 'free' || e?.kind === 'ref') && /^(\$|jQuery)$/.test(e.name);

function called(ctx: Context, place: Place, e: Expr & { kind: 'call' }, isShallow: boolean, follow: Follow): Found[] | undefined {
  const { arena } = place.chunk;
  const callee = arena[e.callee];
  const first = e.args[0]?.x;
  const written = first === undefined ? undefined : arena[first];
  const isAsked = first !== undefined && written?.kind !== 'fn';
  const text = isAsked ? textAt(ctx, place, first, isShallow) : undefined;
  if (isJQuery(callee)) {
    if (text === undefined) return first === undefined ? [] : written?.kind === 'cat' ? undefined : follow(first);
    return callee?.kind === 'ref' ? undefined : [text.trimStart().startsWith('<') ? MADE : there(text)];
  }
  if (callee?.kind !== 'get') return undefined;
  const { name, object } = callee;
  if (MAKES.test(name)) return [MADE];
  if (/^(from|values|importNode|adoptNode)$/.test(name) && arena[object]?.kind === 'free' && isAsked) return follow(first);
  const selector = selectorOf(name, text);
  const outer = () => (isAll(ctx, place, object) ? [] : follow(object));
  if (selector !== undefined) {
    const isOfAll = ALONE.test(name) || isAll(ctx, place, object);
    return isOfAll ? [there(selector)] : within(follow(object), selector);
  }
  if (isAsked && BY_SELECTOR.test(name)) return from(outer(), ALONE.test(name) ? 'near' : 'inside');
  if (INSIDE.test(name)) return from(outer(), 'inside');
  if (NEAR.test(name)) return from(outer(), 'near');
  const found = outer();
  return found.length ? found : undefined;
}

/** What a function that looks for elements by a text means with it. */
function selectorOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (name === 'getElementById') return `#${text}`;
  if (name === 'getElementsByClassName') return `.${text.trim().split(/\s+/).join('.')}`;
  if (name === 'getElementsByName') return `[name="${text}"]`;
  return BY_SELECTOR.test(name) ? text : undefined;
}

function textAt(ctx: Context, place: Place, x: X, isShallow: boolean): string | undefined {
  const e = place.chunk.arena[x];
  if (e?.kind === 'str') return e.value;
  return isShallow || e?.kind === 'obj' || e?.kind === 'fn' ? undefined : textOf(ctx.evaluate(place, x));
}

/** A selector that is asked of elements that were found by others: 'button' of '#bar' is '#bar button'. */
const within = (outer: readonly Found[], text: string): Found[] => {
  const around = outer.filter((one) => one.where === 'itself' && !/,/.test(`${one.selector}${text}`));
  return around.length ? around.map(({ selector }) => there(`${selector} ${text}`)) : [{ selector: text, where: 'perhaps' }];
};

/** '#save' of getElementById("save"), querySelector("#save"), $("#save"), also behind find, closest and the like. */
function foundByValue(of: Value): Found[] {
  if (of.kind === 'either') return of.of.flatMap((a) => (a.value.kind === 'lit' ? [] : foundByValue(a.value)));
  if (isWindow(of)) return [];
  if (of.kind === 'list') return of.items.flatMap(foundByValue);
  if (of.kind === 'member') {
    if (INSIDE.test(of.name)) return from(foundByValue(of.of), 'inside');
    if (NEAR.test(of.name)) return from(foundByValue(of.of), 'near');
    // References hold their element.
    if (/^(value|current|nativeElement|\$?el)$/.test(of.name)) return foundByValue(of.of);
    // `form.save` is the field of that name.
    return [...named(of.name), ...foundByValue(of.of)];
  }
  // An element's id is a name that its page's scripts have: `submit.onclick = …`.
  if (of.kind === 'ext' && /^global:\w+$/.test(of.path)) return [there(`#${of.path.slice('global:'.length)}`)];
  // A form's name is a name that the document has: `document.search.onsubmit = …`.
  if (of.kind === 'ext' && /^global:(window|document)\.\w+$/.test(of.path)) return named(of.path.slice(of.path.indexOf('.') + 1));
  return of.kind === 'made' ? foundByCall(of) : [];
}

function foundByCall(of: Value & { kind: 'made' }): Found[] {
  const { callee } = of;
  const name = callee.kind === 'ext' ? callee.path.split('.').at(-1)! : callee.kind === 'member' ? callee.name : '';
  const text = textOf(of.args.pos[0]);
  if (/^(global:)?(\$|jQuery)$|^jquery$/.test(callee.kind === 'ext' ? callee.path : ''))
    return beginning(of.args.pos[0]).trimStart().startsWith('<') ? [MADE] : text === undefined ? [] : [there(text)];
  if (MAKES.test(name)) return [MADE];
  const receiver = callee.kind === 'member' ? callee.of : undefined;
  const outer = () => (receiver && !isWindow(receiver) ? foundByValue(receiver) : []);
  const selector = selectorOf(name, text);
  if (selector !== undefined)
    return ALONE.test(name) || !receiver || isWindow(receiver) ? [there(selector)] : within(outer(), selector);
  if (INSIDE.test(name)) return from(outer(), 'inside');
  return NEAR.test(name) ? from(outer(), 'near') : outer();
}

/** What a text surely begins with. */
function beginning(of: Value | undefined): string {
  if (of?.kind === 'cat') return beginning(of.parts[0]);
  return textOf(of) ?? '';
}

/** `document`, also as `$(document)`. */
export function isAll(ctx: Context, place: Place, x: X): boolean {
  const e = place.chunk.arena[x];
  if (e?.kind === 'call')
    return e.args[0] !== undefined && isJQuery(place.chunk.arena[e.callee]) && isAll(ctx, place, e.args[0].x);
  return isWindow(ctx.evaluate(place, x));
}

export const isWindow = (of: Value): boolean =>
  of.kind === 'ext' && /^global:(window|document(\.body|\.documentElement)?)$/.test(of.path);
