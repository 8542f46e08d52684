/**
 * The controls of the user interface and what each reaches: a request, something else, nothing, or what cannot be known. Computed only
 * when asked for, file by file.
 */
import type { Query } from '../../base/query';
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { type Site, siteKey } from '../../values/value';
import type { Call, CallTable } from '../calls';
import { isTestPath } from '../naming';
import { type Around, componentAt, componentsInForms, elementsAround, isForm } from './around';
import { ACTING, type Control, controlAt, controlsIn, type Elem, hasProp, isOpen, readTexts, textProp } from './elements';
import { camel, DECLARED, isSent, keyOfSelector, leads, nameOf } from './native';
import { type Reach, Reaching } from './reach';
import { fits, scriptWords, type Wire, wiresOf } from './wiring';

export interface ControlFact {
  site: Site;
  tag: string;
  kind: Control['kind'];
  label: string;
  /** 'click', 'submit'; null where it has no handler. */
  event: string | null;
  /** Where the handler is written, or what attaches it. */
  handler: Site | null;
  /** request: a call is reached. something: another effect: state, navigation, a library. nothing: surely no effect. */
  reaches: 'request' | 'something' | 'nothing' | 'unknown';
  /** The calls that are reached, as far as they are listed. */
  calls: Call[];
  /** Why it reaches nothing or is not known. */
  why: string | null;
  /** Names that its handler calls and that nothing known defines. */
  undefinedNames: string[];
  /** The form that it submits, whose fate it shares. */
  form: Site | null;
}

type Verdict = Pick<ControlFact, 'event' | 'handler' | 'reaches' | 'calls' | 'why' | 'undefinedNames' | 'form'>;

export class ControlTable {
  private readonly inFile: Query<string, ControlFact[]>;
  private readonly byChunk: Query<null, Map<string, Call[]>>;
  private readonly pages: Query<null, { wires: Map<string, Wire[]>; open: boolean; words: ReadonlySet<string> }>;

  constructor(
    private readonly ctx: Context,
    private readonly calls: CallTable,
    private readonly roots: readonly string[],
  ) {
    const { db } = ctx.world;
    this.byChunk = db.query(
      'calls by function',
      () => this.callsByChunk(),
      () => new Map<string, Call[]>(),
    );
    this.pages = db.query(
      'wires',
      () => this.allWires(),
      () => ({ wires: new Map<string, Wire[]>(), open: true, words: new Set<string>() }),
    );
    this.inFile = db.query(
      'controls in file',
      (file) => this.controlsOf(file),
      () => [],
    );
  }

  all(): ControlFact[] {
    const { world } = this.ctx;
    const own = world
      .files('web')
      .filter((file) => !this.roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root)));
    return own.flatMap((file) => this.inFile.get(file, file));
  }

  /** By the function of the outermost call that makes it, and by the element that makes it itself. */
  private callsByChunk(): Map<string, Call[]> {
    const out = new Map<string, Call[]>();
    for (const call of this.calls.all()) {
      if (call.kind === 'served' || call.kind === 'address') continue;
      for (const one of [call, ...this.calls.twinsOf(call)]) {
        const outer = this.outermost(one);
        for (const key of [`${outer.file}#${outer.chunk}`, siteKey(outer)]) {
          const before = out.get(key);
          if (!before) out.set(key, [call]);
          else if (!before.includes(call)) before.push(call);
        }
      }
    }
    return out;
  }

  /** The call in the function that a handler runs: not the loop or the element by which that function came to be. */
  private outermost({ via, origin }: Call): Site {
    const chain = [...via, origin];
    const at = chain.findIndex((site, i) => {
      const next = chain[i + 1];
      if (!next) return true;
      const isMade = this.ctx.world.chunk(site.file, site.chunk)?.arena[site.x]?.kind === 'elem';
      const isInside =
        next.file === site.file &&
        (site.chunk === '' ? next.chunk !== '' && i < chain.length - 2 : next.chunk.startsWith(`${site.chunk}/`));
      return !isMade && !isInside;
    });
    return chain[at]!;
  }

  private allWires(): { wires: Map<string, Wire[]>; open: boolean; words: ReadonlySet<string> } {
    const wires = new Map<string, Wire[]>();
    const words = new Set<string>();
    let open = false;
    for (const file of this.ctx.world.files('web')) {
      const found = wiresOf(this.ctx, file);
      open ||= found.open;
      for (const wire of found.wires) {
        const key = keyOfSelector(wire.selector);
        wires.set(key, [...(wires.get(key) ?? []), wire]);
      }
      for (const word of scriptWords(this.ctx, file)) words.add(word);
    }
    return { wires, open, words };
  }

  private controlsOf(file: string): ControlFact[] {
    const { ctx } = this;
    return ctx.world.chunkIds(file).flatMap((id) => {
      const chunk = ctx.world.chunk(file, id);
      if (!chunk) return [];
      readTexts(chunk);
      const controls = controlsIn(id, chunk);
      const place = controls.length ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
      return (place ? controls.map((control) => this.factOf(place, control)) : []).filter((fact) => !isPlaceholder(chunk, fact));
    });
  }

  private factOf(place: Place, control: Control): ControlFact {
    const { file } = place;
    const site: Site = { file, chunk: control.chunk, x: control.x };
    const verdict = this.verdictOf(place, control, site);
    return { site, tag: control.e.tag, kind: control.kind, label: control.label, ...verdict };
  }

  private verdictOf(place: Place, control: Control, site: Site): Verdict {
    const own = this.byChunk.get('', null).get(siteKey(site)) ?? [];
    if (own.length && !control.handlers.length) return { ...NO_HANDLER, reaches: 'request', calls: own, why: null };
    const handled = control.handlers.map(({ event, x }) => this.handledBy(place, event, x));
    const best = handled.sort((a, b) => RANK[b.reaches] - RANK[a.reaches])[0];
    if (own.length && best) return { ...best, reaches: 'request', calls: [...new Set([...own, ...best.calls])] };
    if (best && best.reaches !== 'nothing') return best;
    const otherwise = this.withoutHandler(place, control);
    if (!best) return otherwise;
    return otherwise.reaches === 'nothing' ? best : { ...otherwise, event: best.event, handler: best.handler };
  }

  private handledBy(place: Place, event: string, x: X): Verdict {
    const value = this.ctx.evaluate(place, x);
    const handler: Site = { file: place.file, chunk: place.id, x };
    // Svelte's `on:click` alone.
    if (value.kind === 'lit' && value.value === true)
      return { ...NO_HANDLER, event, handler, reaches: 'unknown', why: 'it passes the event on' };
    const reach = new Reaching(this.ctx).ofValue(value, place, x);
    const missing = value.kind === 'lit' && value.value === null;
    return {
      event,
      handler,
      form: null,
      ...this.reached(reach, missing ? 'its handler is nothing' : 'its handler does nothing'),
    };
  }

  private reached(reach: Reach, nothing: string): Pick<Verdict, 'reaches' | 'calls' | 'why' | 'undefinedNames'> {
    const byChunk = this.byChunk.get('', null);
    const calls = [...new Set([...reach.chunks].flatMap((key) => byChunk.get(key) ?? []))];
    const { undefinedNames } = reach;
    if (calls.length) return { reaches: 'request', calls, why: null, undefinedNames };
    const why = reach.does === 'nothing' ? nothing : reach.does === 'unknown' ? 'what its handler calls is not known' : null;
    return { reaches: reach.does, calls, why, undefinedNames };
  }

  /** What an element does that has no handler of its own. */
  private withoutHandler(place: Place, control: Control): Verdict {
    const { e, kind } = control;
    if (kind === 'component') return { ...NO_HANDLER, reaches: 'unknown', why: 'what the component does with it is not known' };
    if (isOpen(e)) return { ...NO_HANDLER, reaches: 'unknown', why: 'it has properties that are not written here' };
    if (hasProp(e, (key) => key === 'disabled') && isDisabled(place.chunk, e))
      return { ...NO_HANDLER, reaches: 'unknown', why: 'it is always disabled' };
    const wired = this.wiredBy(e);
    if (wired) return wired;
    if (hasProp(e, (key) => DECLARED.test(key) && !ACTING.test(key))) return { ...NO_HANDLER, reaches: 'something' };
    const around = elementsAround(this.ctx, place.file, control.chunk, control.x);
    const native = this.natively(place, control, around);
    if (native) return native;
    const heard = this.handledAround(around);
    if (heard) return heard;
    if (this.isMentioned(e)) return { ...NO_HANDLER, reaches: 'unknown', why: 'a script speaks of its id, class or data' };
    return { ...NO_HANDLER, reaches: 'nothing', why: WHY[kind] ?? 'it has no handler' };
  }

  /** What the browser makes of it. */
  private natively(place: Place, control: Control, around: readonly Around[]): Verdict | undefined {
    const { e, kind } = control;
    if (kind === 'form') return isSent(e) ? { ...NO_HANDLER, reaches: 'something' } : undefined;
    if (kind !== 'link') return kind === 'button' ? this.inForm(place, control, around) : undefined;
    const leading = leads(e);
    return leading && { ...NO_HANDLER, reaches: 'something', ...leading };
  }

  /** A button submits the form around it. */
  private inForm(place: Place, { e, chunk }: Control, around: readonly Around[]): Verdict | undefined {
    const type = textProp(e, 'type');
    if (type === 'reset') return { ...NO_HANDLER, reaches: 'something' };
    if (hasProp(e, (key) => key === 'form' || key.toLowerCase() === 'formaction')) return { ...NO_HANDLER, reaches: 'something' };
    if (type === 'button' || (hasProp(e, (key) => key === 'type') && type === undefined)) return undefined;
    const outer = around.find((a) => isForm(a.e));
    if (!outer) {
      const may = type === 'submit' || componentsInForms(this.ctx).has(componentAt(this.ctx, place.file, chunk));
      return may ? { ...NO_HANDLER, reaches: 'unknown', why: 'it may submit a form that another component makes' } : undefined;
    }
    if (outer.e.component !== undefined)
      return { ...NO_HANDLER, reaches: 'unknown', why: 'it submits a form that a component makes' };
    const home = this.ctx.world.chunk(place.file, outer.chunk);
    const at = this.ctx.place(place.file, outer.chunk, this.ctx.genericEnv(place.file, outer.chunk));
    if (home) readTexts(home);
    const found = home && controlAt(outer.chunk, home, outer.x);
    if (!found || !at) return undefined;
    const form = { file: place.file, chunk: outer.chunk, x: outer.x };
    return { ...this.verdictOf(at, found, form), event: 'submit', form };
  }

  /** What stands around may hear its clicks, or be a component that adds a handler to it. */
  private handledAround(around: readonly Around[]): Verdict | undefined {
    const next = around[0]?.e;
    if (next && (next.component !== undefined || next.tag.includes('-')))
      return { ...NO_HANDLER, reaches: 'unknown', why: 'the component around it may add a handler' };
    const hears = ({ e }: Around) => hasProp(e, (key) => HEARS.test(key)) || /^(summary|label)$/i.test(e.tag);
    if (around.some(hears)) return { ...NO_HANDLER, reaches: 'unknown', why: 'what stands around it hears its clicks' };
    return undefined;
  }

  private wiredBy(e: Elem): Verdict | undefined {
    const { wires } = this.pages.get('', null);
    const of = nameOf(e);
    const keys = [
      '*',
      of.tag.toLowerCase(),
      ...(of.id ? [`#${of.id}`] : []),
      ...of.classes.map((c) => `.${c}`),
      ...of.keys.map((k) => `[${k}`),
    ];
    for (const key of keys)
      for (const wire of wires.get(key) ?? []) {
        if (!fits(wire.selector, of)) continue;
        const at = this.ctx.place(wire.file, wire.chunk, this.ctx.genericEnv(wire.file, wire.chunk));
        if (at) return this.handledBy(at, wire.event, wire.x);
      }
    return undefined;
  }

  private isMentioned(e: Elem): boolean {
    const { words } = this.pages.get('', null);
    const { id, classes, keys } = nameOf(e);
    const data = keys.filter((k) => k.startsWith('data-'));
    if (hasProp(e, (key) => key === 'id') && id === undefined) return true;
    return (
      [...(id ? [id] : []), ...classes].some((name) => name.length > 2 && words.has(name)) ||
      data.some((k) => words.has(k) || words.has(camel(k.slice(5))))
    );
  }
}

/** `<a>` without an address and without anything else to do is text. */
function isPlaceholder(chunk: Chunk, { kind, reaches, event, site }: ControlFact): boolean {
  const e = chunk.arena[site.x];
  return kind === 'link' && reaches === 'nothing' && event === null && e?.kind === 'elem' && !hasProp(e, (key) => key === 'href');
}

function isDisabled(chunk: Chunk, e: Elem): boolean {
  const value = e.props.find((p) => p.key === 'disabled');
  const x = value && chunk.arena[value.x];
  return (x?.kind === 'lit' && x.value === true) || x?.kind === 'str';
}

const HEARS = /^on:?(click|mousedown|pointerdown)/i;
const RANK = { nothing: 0, unknown: 1, something: 2, request: 3 };
const NO_HANDLER = { event: null, handler: null, calls: [], why: null, undefinedNames: [], form: null };
const WHY: Partial<Record<Control['kind'], string>> = {
  button: 'it has no handler, and submits no form',
  link: 'it leads nowhere and has no handler',
  form: 'it has neither an action nor a handler',
};
