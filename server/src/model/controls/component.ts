/**
 * What a component of the project is to a person: one native button or link with more around it, or a mere frame. Both are read from its
 * code, with the properties that it is given: `<Button>` is dead where the `<button>` in it gets no handler.
 */
import type { Entry, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { componentEnv, componentFile } from '../../values/components';
import type { Context, Place } from '../../values/context';
import { alternatives, makeEnv, type Site, type Value } from '../../values/value';
import { type Around, elementsAround, isInvisible } from './around';
import { type Control, controlsIn, type Elem, HEARS, hasProp, nativeKind, onlyRoot, readTexts, withTexts } from './elements';
import { passesOn } from './given';
import { onlyStyles } from './styling';

const MAX_DEPTH = 4;
/** Wrappers that leave a component what it is. */
const SAME = /(^|\.)(forwardRef|memo|observer)$/;
/** Properties by which another element or component takes the place of the usual one. */
const REPLACED = /^(as|asChild|as-child|component|is|render|href|to|tag)$/;
const ADDS = /^(cloneElement|toArray|useContext|inject)$/;

/** The component's function, or the file of a single-file component, in the activation with these properties. */
function bodyOf(ctx: Context, place: Place, e: Elem, x: X): Place | undefined {
  if (e.component === undefined) return undefined;
  const props: Value = { kind: 'elem', site: { file: place.file, chunk: place.id, x }, env: place.env };
  const value = unwrapped(ctx.evaluate(place, e.component), 0);
  if (value?.kind === 'fn') {
    const { file, chunk, env } = value;
    return ctx.place(
      file,
      chunk,
      makeEnv({ file, chunk, parent: env, depth: place.env.depth + 1, args: { pos: [props], named: {} } }),
    );
  }
  // One that has no script is a component as well.
  const file =
    value && (componentFile(ctx, value) ?? (value.kind === 'module' && value.file.endsWith('.vue') ? value.file : undefined));
  const env = file === undefined ? undefined : componentEnv(file, props, place.env);
  const template = file !== undefined && env ? ctx.world.chunk(file, '#template') : undefined;
  if (file === undefined || !template || !env) return undefined;
  return ctx.place(file, '#template', makeEnv({ file, chunk: '#template', parent: env, depth: env.depth }));
}

function unwrapped(value: Value, depth: number): Value | undefined {
  if (value.kind !== 'made' || depth > MAX_DEPTH) return value;
  const { callee } = value;
  const name = callee.kind === 'ext' ? callee.path : callee.kind === 'member' ? callee.name : '';
  const inner = value.args.pos[0];
  return SAME.test(name) && inner ? unwrapped(inner, depth + 1) : undefined;
}

export interface Pressed {
  control: Control;
  /** The elements that it comes to, the component's own first, the native one last. */
  inside: Site[];
  /** Handlers that the component has itself, or makes of what it is given. */
  handlers: { place: Place; event: string; x: X; element: X }[];
}

/** The native control that a use of a component comes to, with the properties of both; undefined where that cannot be told. */
export function pressed(ctx: Context, place: Place, control: Control, depth = 0): Pressed | undefined {
  const { e, x } = control;
  const home = bodyOf(ctx, place, e, x);
  if (!home || depth > MAX_DEPTH || hasProp(e, (key) => REPLACED.test(key))) return undefined;
  readTexts(home.chunk);
  const core = coreOf(ctx, home);
  if (!core) return undefined;
  const kind = nativeKind(core.e, tagOf(ctx, home, core.e));
  const inside = { file: home.file, chunk: home.id, x: core.x };
  const inner = kind
    ? { control: { ...core, kind }, inside: [], handlers: [] }
    : pressed(ctx, home, { ...core, kind: 'component' }, depth + 1);
  if (!inner) return undefined;
  const handlers = core.handlers.flatMap((h) =>
    isMissing(ctx, home, h.x) ? [] : [{ place: home, event: h.event, x: h.x, element: core.x }],
  );
  const isShown = ({ key, x: at }: Entry) => key !== undefined && key !== 'ref' && !onlyStyles(ctx, home, key, at);
  const own: Entry[] = inner.control.e.props.filter(isShown).map((p) => ({ ...p, x: -1 }));
  const e2: Elem = { ...e, tag: inner.control.e.tag, props: [...(core.passes ? e.props : []), ...own] };
  delete e2.component;
  withTexts(e2, core.passes ? [e, inner.control.e] : [inner.control.e]);
  return {
    control: { ...control, e: e2, kind: inner.control.kind },
    inside: [inside, ...inner.inside],
    handlers: [...handlers, ...inner.handlers],
  };
}

/** A handler that is surely nothing for this use: the property that it is was not given. */
function isMissing(ctx: Context, home: Place, x: X): boolean {
  const value = ctx.evaluate(home, x);
  return value.kind === 'lit' && value.value === null;
}

interface Core extends Control {
  /** What the component is given goes on to it. */
  passes: boolean;
}

/** The one element of a component on which a person acts; nothing around it hears, and nothing else acts. */
function coreOf(ctx: Context, home: Place): Core | undefined {
  const { chunk } = home;
  const all = elementsOf(chunk);
  if (!all.length || nestedElements(ctx, home)) return undefined;
  const isTemplate = chunk.kind === 'template';
  const root = isTemplate ? onlyRoot(chunk) : undefined;
  const passing = isTemplate ? all.filter(({ x }) => x === root) : all.filter(({ e }) => e.props.some((p) => passesOn(chunk, p)));
  const acting = controlsIn(home.id, chunk).filter((c) => c.kind !== 'element' || c.handlers.length > 0);
  if (passing.length > 1 || (passing.length === 0 && acting.length !== 1)) return undefined;
  const x = passing[0]?.x ?? acting[0]!.x;
  if (acting.some((c) => c.x !== x)) return undefined;
  const e = chunk.arena[x];
  if (e?.kind !== 'elem') return undefined;
  if (passing.length === 0 && !acting[0]!.handlers.length) return undefined;
  if (!elementsAround(ctx, home.file, home.id, x).every((a) => isQuiet(ctx, home.file, a, 0))) return undefined;
  const found = acting.find((c) => c.x === x) ?? { chunk: home.id, x, e, kind: 'component', label: '', handlers: [] };
  return { ...found, passes: passing.length > 0 };
}

const elementsOf = (chunk: Chunk): { e: Elem; x: X }[] => chunk.arena.flatMap((e, x) => (e.kind === 'elem' ? [{ e, x }] : []));

const nestedElements = (ctx: Context, { file, id }: Place): boolean =>
  id !== '#template' &&
  ctx.world.chunkIds(file).some((other) => other.startsWith(`${id}/`) && elementsOf(ctx.world.chunk(file, other)!).length > 0);

/** `const Tag = asChild ? Slot : 'button'` */
function tagOf(ctx: Context, home: Place, e: Elem): string | undefined {
  if (e.component === undefined) return e.tag;
  const texts = alternatives(ctx.evaluate(home, e.component)).flatMap(({ value }) => (value.kind === 'str' ? [value.text] : []));
  return texts.length === 1 ? texts[0] : undefined;
}

/** Whether a component only frames what stands in it: it draws its children among plain elements, and gives them nothing. */
export function isPlain(ctx: Context, file: string, { e, chunk, x }: Around, depth = 0): boolean {
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const home = place && depth < MAX_DEPTH ? bodyOf(ctx, place, e, x) : undefined;
  if (!home || hasProp(e, (key) => REPLACED.test(key))) return false;
  if (home.chunk.arena.some((one) => one.kind === 'get' && ADDS.test(one.name)) || nestedElements(ctx, home)) return false;
  const slots = elementsOf(home.chunk).filter((one) => holdsChildren(home.chunk, one.e));
  return (
    slots.length === 1 &&
    [{ ...slots[0]!, chunk: home.id, isProp: false }, ...elementsAround(ctx, home.file, home.id, slots[0]!.x)].every((a) =>
      isQuiet(ctx, home.file, a, depth),
    )
  );
}

/** Neither hears what happens in it nor adds to it. */
function isQuiet(ctx: Context, file: string, a: Around, depth: number): boolean {
  if (isInvisible(a.e)) return true;
  if (a.e.component !== undefined) return isPlain(ctx, file, a, depth + 1);
  return !hasProp(a.e, (key) => HEARS.test(key)) && !/^(label|summary|button|a)$/i.test(a.e.tag);
}

function holdsChildren(chunk: Chunk, e: Elem): boolean {
  if (chunk.kind === 'template') return e.tag.toLowerCase() === 'slot';
  const isChildren = (x: X): boolean => {
    const one = chunk.arena[x];
    if (one?.kind === 'ref' || one?.kind === 'get') return /^children(~\d+)?$/.test(one.name);
    return one?.kind === 'either' && one.of.some(isChildren);
  };
  if (e.children.some(isChildren)) return true;
  return !e.children.length && e.props.some((p) => passesOn(chunk, p) && !leavesOutChildren(chunk, p));
}

function leavesOutChildren(chunk: Chunk, { x }: Entry): boolean {
  const e = chunk.arena[x];
  const of = e?.kind === 'ref' ? (chunk.vars[e.name] ?? []).map((a) => chunk.arena[a.x]) : [e];
  return of.some((one) => one?.kind === 'obj' && one.entries.some((n) => n.except?.includes('children')));
}

/** The one outermost element of a Vue component gets the listeners of whoever uses it, unless the component says `inheritAttrs: false`. */
export const isRoot = (ctx: Context, { file, chunk }: Place, x: X): boolean =>
  file.endsWith('.vue') && onlyRoot(chunk) === x && !keepsAttributes(ctx.world.chunk(file, ''));

const keepsAttributes = (module: Chunk | undefined): boolean =>
  module?.arena.some((e) => e.kind === 'obj' && e.entries.some((n) => n.key === 'inheritAttrs' && isFalse(module, n.x))) ?? false;

const isFalse = ({ arena }: Chunk, x: X): boolean => {
  const e = arena[x];
  return e?.kind === 'lit' && e.value === false;
};
