/**
 * What a handler comes to: the functions that it runs, and whether they do anything at all. Three-valued: what is called and not
 * known may do anything.
 */
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { type Context, type Place, siteOf } from '../../values/context';
import { isOverridden } from '../../values/overrides';
import { alternatives, type Site, type Value } from '../../values/value';
import { usesOf } from '../shapes/callers';
import { templateMethod } from './angular';
import { BROWSER, OF_ELEMENT } from './browser';
import { nowhere } from './nowhere';
import { isPage } from './page-scripts';

export interface Reach {
  /** 'file#chunk' of every function that may run, with what runs it. */
  chunks: Map<string, Site>;
  does: 'something' | 'nothing' | 'unknown';
  /** How it does nothing, where it does. */
  idle: 'empty' | 'none' | 'unset' | 'logs' | 'prevents' | 'quiet';
  /** It keeps events from what stands around, and does nothing else. */
  onlyStops: boolean;
  /** It calls what those hand over who use its component. */
  isGiven: boolean;
  /** Properties that it calls and that nobody gives. */
  unset: string[];
  /** Names that are called and that nothing known defines; `nowhere`: those of them that surely nothing defines, called by the handler itself. */
  undefinedNames: string[];
  nowhere: string[];
}

const MAX_CHUNKS = 300;

/** What is called for its result, or for whoever reads the console. */
const IDLE =
  /^(console\.\w+|JSON\.\w+|Math\.\w+|String|Number|Boolean|parseInt|parseFloat|Array(\.\w+)?|Object\.(keys|values|entries|fromEntries)|Date(\.now)?|Symbol|encodeURIComponent)$/;
const OF_TEMPLATES = /^(url_for|url_path_for|url|static|csrf_token|gettext)$/;
/** Stopping an event keeps what stands around from hearing it, which may be all that is meant; preventing its default does nothing more. */
const STOPPING = new Set(['stopPropagation', 'stopImmediatePropagation']);
const PASSIVE = new Set(['preventDefault', 'persist']);
export class Reaching {
  readonly reach: Reach = {
    chunks: new Map(),
    does: 'nothing',
    idle: 'empty',
    onlyStops: false,
    isGiven: false,
    unset: [],
    undefinedNames: [],
    nowhere: [],
  };
  private readonly asked = new Set<string>();
  private readonly queue: { file: string; chunk: ChunkId }[] = [];

  constructor(private readonly ctx: Context) {}

  /** What a handler does that is this value. */
  ofValue(value: Value, place: Place, x: X): Reach {
    this.called(value, place, x);
    for (let at = 0; at < this.queue.length && at < MAX_CHUNKS; at++) this.body(this.queue[at]!.file, this.queue[at]!.chunk);
    return this.reach;
  }

  private does(what: 'something' | 'unknown', stops = false): void {
    this.reach.onlyStops = stops && (this.reach.does === 'nothing' || this.reach.onlyStops);
    if (this.reach.does !== 'something') this.reach.does = what;
  }

  /** What a reader of the code would name first: that it logs, then that it has some code at all. */
  private idles(how: Reach['idle']): void {
    if (this.reach.idle === 'empty' || how === 'logs') this.reach.idle = how;
  }

  private enter(file: string, chunk: ChunkId, place: Place, x: X): void {
    const key = `${file}#${chunk}`;
    if (this.reach.chunks.has(key)) return;
    this.reach.chunks.set(key, siteOf(place, x));
    this.queue.push({ file, chunk });
  }

  /** One of the values that are called or handed to an event. */
  private called(value: Value, place: Place, x: X): void {
    if (isPropOfSvelte(this.ctx, place, x)) this.does('unknown');
    for (const { value: one } of alternatives(value)) this.one(one, place, x);
  }

  private one(value: Value, place: Place, x: X): void {
    switch (value.kind) {
      case 'fn':
        // Of another page's script, which this page does not load.
        if (isPage(place.file) && value.file !== place.file && this.isNowhere(place, x)) return;
        if (this.isOverridden(value)) this.does('unknown');
        return this.enter(value.file, value.chunk, place, x);
      case 'class': {
        this.does('something');
        return this.enter(value.file, `${value.chunk}.constructor`, place, x);
      }
      case 'lit':
        // A member may be set in ways that are not seen: `Object.assign(hooks, given)`.
        if (place.chunk.arena[x]?.kind === 'get' && !isOfThis(place, x)) return this.does('unknown');
        if (isOfThis(place, x) && !this.isNowhere(place, x) && place.file.endsWith('.vue')) this.does('unknown');
        return this.idles('none');
      case 'ext':
        return this.external(value.path, place, x);
      case 'member':
        if (PASSIVE.has(value.name)) return this.idles('prevents');
        if (STOPPING.has(value.name)) return this.does('something', true);
        return this.member(value, place, x);
      case 'made':
        // debounce(save), handleSubmit(save), useCallback(…): what is given may run; what a hook gives does something.
        for (const arg of value.args.pos) if (arg.kind === 'fn') this.enter(arg.file, arg.chunk, place, x);
        return this.does(isEmitter(value.callee) ? 'unknown' : 'something');
      default:
        return this.unresolved(place, x);
    }
  }

  /** A method that a class below says anew. */
  private isOverridden({ file, chunk }: { file: string; chunk: ChunkId }): boolean {
    const method = this.ctx.world.chunk(file, chunk);
    const home = method?.parent === undefined ? undefined : this.ctx.world.chunk(file, method.parent);
    return method !== undefined && home?.kind === 'class' && isOverridden(this.ctx, home.name, method.name);
  }

  private external(path: string, place: Place, x: X): void {
    const name = path.replace(/^global:(window\.|globalThis\.)?/, '');
    if (path.startsWith('global:')) {
      if (IDLE.test(name)) return this.idles(name.startsWith('console.') ? 'logs' : 'quiet');
      const [root = ''] = name.split('.');
      // What a template of the server writes in before the page is sent.
      if (isPage(place.file) && OF_TEMPLATES.test(name)) return;
      if (isPage(place.file) && OF_ELEMENT.has(name)) return this.does('something');
      if (!BROWSER.has(root) && !/^[A-Z]/.test(root)) {
        this.reach.undefinedNames.push(name);
        return this.isNowhere(place, x) ? undefined : this.does('unknown');
      }
    }
    const last = path.split('.').at(-1)!;
    if (!PASSIVE.has(last)) this.does('something');
  }

  /** A member of a library's object does something; of a parameter or property nobody knows. */
  private member(value: Value & { kind: 'member' }, place: Place, x: X): void {
    let root: Value = value;
    while (root.kind === 'member') root = root.of;
    if (root.kind === 'made' || root.kind === 'ext' || root.kind === 'list' || root.kind === 'obj') return this.does('something');
    if (value.of.kind === 'sym' && value.of.index === 0 && this.handedDown(value.of, value.name)) return;
    this.unresolved(place, x);
  }

  /** `onClose` of a component: what those hand over who use it. */
  private handedDown({ file, chunk }: Value & { kind: 'sym' }, name: string): boolean {
    const key = `${file}#${chunk}.${name}`;
    if (this.asked.has(key)) return true;
    this.asked.add(key);
    let any = false;
    for (const { place, call, role } of usesOf(this.ctx, file, chunk)) {
      const e = place.chunk.arena[call];
      if (role !== 'element' || e?.kind !== 'elem') continue;
      const prop = e.props.find((p) => p.key === name);
      this.reach.isGiven = true;
      if (prop) this.called(this.ctx.evaluate(place, prop.x), place, prop.x);
      else if (e.props.some((p) => p.spread)) this.does('unknown');
      else {
        this.idles('unset');
        this.reach.unset.push(name);
      }
      any = true;
    }
    return any;
  }

  /** `save()` in an Angular template is a method of its component. */
  private unresolved(place: Place, x: X): void {
    const method = templateMethod(this.ctx, place, x);
    if (method) this.enter(method.file, method.chunk, place, x);
    else if (!isOfThis(place, x) || !this.isNowhere(place, x)) this.does('unknown');
  }

  /** Of what the handler itself calls; a function further away may be called in another way. */
  private isNowhere(place: Place, x: X): boolean {
    const name = this.reach.chunks.size > 1 ? undefined : nowhere(this.ctx, place, x);
    if (name !== undefined) this.reach.nowhere.push(name);
    return name !== undefined;
  }

  private body(file: string, id: ChunkId): void {
    const place = this.ctx.place(file, id, this.ctx.genericEnv(file, id));
    if (!place) return this.does('unknown');
    const { chunk } = place;
    if (chunk.sets?.length || chunk.deletes?.length || chunk.raises || assignsOutside(this.ctx, file, id)) this.does('something');
    chunk.arena.forEach((e, x) => this.expression(place, e, x));
    if (chunk.arena.some((e) => e.kind !== 'param') && !chunk.arena.some((e) => e.kind === 'call')) this.idles('quiet');
  }

  private expression(place: Place, e: Expr, x: X): void {
    if (e.kind === 'fn' && this.ctx.world.chunk(place.file, e.chunk)?.parent === place.id && isUsed(place.chunk, x))
      this.enter(place.file, e.chunk, place, x);
    if (e.kind === 'new' || e.kind === 'import') this.does('something');
    if (e.kind !== 'call' || e.decorator) return;
    const callee = place.chunk.arena[e.callee];
    if (callee?.kind === 'get' && PASSIVE.has(callee.name)) return this.idles('prevents');
    if (callee?.kind === 'get' && isConsole(place.chunk, callee.object)) return this.idles('logs');
    this.called(this.ctx.evaluate(place, e.callee), place, e.callee);
  }
}

/** One step from a handler to what it runs in the end: `load()` at `site` runs the function of that name. */
export interface Step {
  site: Site;
  name: string;
}

/** The calls that lead to a function, the handler's first; callbacks without a name are part of the function in which they stand. */
export function wayTo(ctx: Context, { chunks }: Reach, key: string): Step[] {
  const way: Step[] = [];
  const seen = new Set<string>();
  for (let at = key, site = chunks.get(at); site && !seen.has(at); at = `${site.file}#${site.chunk}`, site = chunks.get(at)) {
    seen.add(at);
    const id = at.slice(at.indexOf('#') + 1);
    const name = ctx.world.chunk(at.slice(0, at.indexOf('#')), id)?.name ?? '';
    if (name || !at.startsWith(`${site.file}#${site.chunk}/`)) way.unshift({ site, name });
  }
  return way;
}

/** What `emit("done")` comes to depends on who listens. */
const isEmitter = (callee: Value): boolean =>
  callee.kind === 'ext' && /(^global:|\.)(defineEmits|createEventDispatcher)$/.test(callee.path);

/** `this.save`, as templates have it for `save`. */
const isOfThis = ({ chunk }: Place, x: X): boolean => {
  const e = chunk.arena[x];
  return e?.kind === 'get' && chunk.arena[e.object]?.kind === 'this';
};

/** `export let onDone = () => {}`: what it is worth here is only what it is where nobody gives it. */
function isPropOfSvelte(ctx: Context, { file, chunk }: Place, x: X): boolean {
  const e = file.endsWith('.svelte') ? chunk.arena[x] : undefined;
  return e?.kind === 'ref' && e.chunk === '' && Object.hasOwn(ctx.world.head(file)?.exports ?? {}, e.name);
}

const isConsole = (chunk: Chunk, x: X): boolean => {
  const e = chunk.arena[x];
  return e?.kind === 'free' && e.name === 'console';
};

/** A function that is only bound to a name runs where that is called. */
function isUsed(chunk: Chunk, x: X): boolean {
  return !Object.values(chunk.vars).some((assigns) => assigns.some((a) => a.x === x));
}

/** `open = true` in a handler, where `open` is bound around it. */
export function assignsOutside(ctx: Context, file: string, id: ChunkId): boolean {
  for (let outer = ctx.world.chunk(file, id)?.parent; outer !== undefined; outer = ctx.world.chunk(file, outer)?.parent) {
    const { vars } = ctx.world.chunk(file, outer) ?? {};
    if (vars && Object.values(vars).some((assigns) => assigns.some((a) => a.chunk === id))) return true;
  }
  return false;
}
