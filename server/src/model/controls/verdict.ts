/** What one control reaches: what its handler comes to, what scripts attach to it, what the browser and what stands around make of it. */
import type { Query } from '../../base/query';
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { type Context, type Place, siteOf } from '../../values/context';
import { type Site, siteKey } from '../../values/value';
import type { Call } from '../calls/calls';
import { type Around, elementsAround, isForm, isInvisible } from './around';
import { isRoot, type Pressed, pressed } from './component';
import {
  type Control,
  controlAt,
  type Elem,
  hasProp,
  isActing,
  isCustom,
  isDisabled,
  isOpen,
  nativeKind,
  readTexts,
  textProp,
} from './elements';
import type { CallsByFunction } from './functions';
import { isGripped, isHanded } from './gripped';
import { isHeld } from './held';
import { isIdleUse } from './idle-use';
import { actsInside, isSentBy, isSubmitted } from './inside';
import { isHere, leadsToTop } from './links';
import { DECLARED, isForeign, isLook, isSent, isTooltip, leads } from './native';
import { isPage } from './page-scripts';
import { type Reach, Reaching, type Step, wayTo } from './reach';
import { isMentioned, mayBeInForm, wiresOn } from './scripts';
import { isSelfSent } from './self-sent';
import { onlyStyles } from './styling';
import { heardAround } from './surroundings';
import { mayBeUnseen } from './unseen';
import type { Wire } from './wiring';

export interface Verdict {
  /** 'click', 'submit'; null where it has no handler. */
  event: string | null;
  /** Where the handler is written, or what attaches it. */
  handler: Site | null;
  /** request: a call is reached. something: another effect: state, navigation, a library. nothing: surely no effect. */
  reaches: 'request' | 'something' | 'nothing' | 'unknown';
  /** The calls that are reached, as far as they are listed. */
  calls: Call[];
  /** For each of the calls how its handler comes to it. */
  ways: Step[][];
  /** Why it reaches nothing or is not known. */
  why: string | null;
  /** Names that its handler calls and that nothing known defines. */
  undefinedNames: string[];
  /** Its handler is what those hand over who use its component. */
  isGiven: boolean;
  /** Its handler calls a name that is defined nowhere. */
  throws?: true;
  /** The form that it submits, or the elements that its component comes to: it shares their fate. */
  through: Site[];
}

const NOT_READ = 'what the component does with it is not known';
const RANK = { nothing: 0, unknown: 1, something: 2, request: 3 };
const NO_HANDLER = {
  event: null,
  handler: null,
  calls: [],
  ways: [],
  why: null,
  undefinedNames: [],
  isGiven: false,
  through: [],
};
const SOMETHING: Verdict = { ...NO_HANDLER, reaches: 'something' };
const unknown = (why: string): Verdict => ({ ...NO_HANDLER, reaches: 'unknown', why });
const best = (verdicts: Verdict[]): Verdict | undefined => verdicts.sort((a, b) => RANK[b.reaches] - RANK[a.reaches])[0];

export class Verdicts {
  /** Many elements have one wire. */
  private readonly wired: Query<Wire, Verdict[]>;

  constructor(
    private readonly ctx: Context,
    private readonly calls: CallsByFunction,
  ) {
    this.wired = ctx.world.db.query(
      'what a wire reaches',
      ({ file, chunk, event, x }) => {
        const at = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
        return at ? [this.handledBy(at, event, x)] : [];
      },
      () => [],
    );
  }

  of(place: Place, control: Control): Verdict {
    const own = this.calls.of(siteKey({ file: place.file, chunk: control.chunk, x: control.x }));
    if (own.length && !control.handlers.length)
      return { ...NO_HANDLER, reaches: 'request', calls: [...own], ways: own.map(() => []) };
    const handled = best(control.handlers.map(({ event, x }) => this.handledBy(place, event, x, control.x)));
    if (own.length && handled) {
      const others = own.filter((call) => !handled.calls.includes(call));
      const ways = [...handled.ways, ...others.map(() => [])];
      return { ...handled, reaches: 'request', calls: [...handled.calls, ...others], ways };
    }
    if (handled && handled.reaches !== 'nothing') return handled;
    const otherwise = this.withoutHandler(place, control, handled?.throws);
    if (!handled || (isEmpty(handled) && this.isIdle(place, control, otherwise))) return handled ?? otherwise;
    return otherwise.reaches === 'nothing' ? handled : { ...otherwise, event: handled.event, handler: handled.handler };
  }

  /** A button of a library that is given a handler which does nothing, and nothing else. */
  private isIdle(place: Place, control: Control, { why }: Verdict): boolean {
    if (control.kind !== 'component' || why !== NOT_READ || isDisabled(place.chunk, control.e)) return false;
    return isIdleUse(this.ctx, place, control, elementsAround(this.ctx, place.file, control.chunk, control.x));
  }

  private handledBy(place: Place, event: string, x: X, element?: X): Verdict {
    const value = this.ctx.evaluate(place, x);
    const handler: Site = { file: place.file, chunk: place.id, x };
    if (value.kind === 'str' && value.text.trim() === '')
      return { ...NO_HANDLER, event, handler, reaches: 'nothing', why: IDLE.empty };
    // Svelte's `on:click` alone.
    if (value.kind === 'lit' && value.value === true) return { ...unknown('it passes the event on'), event, handler };
    const reach = new Reaching(this.ctx).ofValue(value, place, x);
    if (reach.does === 'nothing' && reach.unset.some((name) => this.dependsOn(place, element, name)))
      return { ...unknown('it is drawn only where it has a handler'), event, handler };
    // Keeps the focus where it is, or text from being marked.
    if (reach.does === 'nothing' && reach.idle === 'prevents' && !/^(click|submit|ngsubmit|dblclick)$/.test(event))
      return { ...SOMETHING, event, handler };
    return { event, handler, through: [], ...this.reached(reach, place) };
  }

  /** `{onHelp && <button onClick={onHelp}>}`; an element that is no button may have a handler or not. */
  private dependsOn({ chunk }: Place, element: X | undefined, name: string): boolean {
    const e = element === undefined ? undefined : chunk.arena[element];
    if (e?.kind !== 'elem' || !nativeKind(e, e.tag)) return true;
    const named = new RegExp(`\\b${name}\\b`);
    return chunk.arena.some((one) => one.kind === 'either' && one.test !== undefined && named.test(one.test));
  }

  private reached(
    reach: Reach,
    { file }: Place,
  ): Pick<Verdict, 'reaches' | 'calls' | 'ways' | 'why' | 'undefinedNames' | 'isGiven' | 'throws'> {
    const found = new Map<Call, string>();
    for (const key of reach.chunks.keys()) for (const call of this.calls.of(key)) if (!found.has(call)) found.set(call, key);
    const calls = [...found.keys()];
    const ways = [...found.values()].map((key) => wayTo(this.ctx, reach, key));
    const { undefinedNames, isGiven } = reach;
    if (calls.length) return { reaches: 'request', calls, ways, why: null, undefinedNames, isGiven };
    const undefinedIn = isPage(file) ? 'which no script of the page defines' : 'which is defined nowhere';
    const idle = reach.nowhere.length ? `its handler calls ${reach.nowhere.join(', ')}, ${undefinedIn}` : IDLE[reach.idle];
    const why = reach.does === 'nothing' ? idle : reach.does === 'unknown' ? 'what its handler calls is not known' : null;
    const throws = reach.nowhere.length ? ({ throws: true } as const) : {};
    return { reaches: reach.does, calls, ways, why, undefinedNames, isGiven, ...throws };
  }

  /** What an element does that has no handler of its own, or one that does nothing. */
  private withoutHandler(place: Place, control: Control, throws?: boolean): Verdict {
    if (control.kind === 'component') {
      const inner = pressed(this.ctx, place, control);
      if (!inner) return unknown(NOT_READ);
      const own = best(inner.handlers.map((h) => this.within(place, control.e, h)));
      const natural = own && own.reaches !== 'nothing' ? own : this.natural(place, inner.control);
      return { ...(own && natural.reaches === 'nothing' ? own : natural), through: inner.inside };
    }
    return this.natural(place, control, throws);
  }

  /** What a component makes of a handler that it is given stands where it is given. */
  private within(place: Place, e: Elem, { place: home, event, x, element }: Pressed['handlers'][number]): Verdict {
    const same = this.ctx.evaluate(home, x);
    const given = e.props.find((p) => {
      const own = p.key !== undefined && p.x >= 0 && same.kind === 'fn' ? this.ctx.evaluate(place, p.x) : undefined;
      return own?.kind === 'fn' && same.kind === 'fn' && own.file === same.file && own.chunk === same.chunk;
    });
    const verdict = this.handledBy(home, event, x, element);
    return given ? { ...verdict, handler: siteOf(place, given.x) } : verdict;
  }

  /** `throws`: its handler calls a name that is defined nowhere. */
  private natural(place: Place, control: Control, throws = false): Verdict {
    const { e, kind } = control;
    if (isOpen(e)) return unknown('it has properties that are not written here');
    if (isDisabled(place.chunk, e)) return unknown('it is always disabled');
    if (isHeld(this.ctx, place, e)) return unknown('a script holds it by a reference');
    const wired = this.wiredBy(siteOf(place, control.x), e);
    if (wired && wired.reaches !== 'nothing') return wired;
    if (this.isDeclared(place, e)) return SOMETHING;
    if (wired) return this.idly(place, control, wired);
    if (isMarkup(place.file) && e.props.some((p) => isForeign(p.key ?? '') && !isLook(place.chunk, p)))
      return unknown('a script may go by an attribute of it');
    const around = elementsAround(this.ctx, place.file, control.chunk, control.x).filter((a) => !isInvisible(a.e));
    if (!throws && isRoot(this.ctx, place, control.x)) return unknown('it hears what is listened to on its component');
    const native = this.natively(place, control, around);
    if (native) return native;
    const heard = heardAround(this.ctx, place, e, around, control.handlers.length > 0);
    if (heard !== undefined) return unknown(heard);
    if (actsInside(place.chunk, e)) return unknown('something inside of it may act');
    const isFound = (one: Elem, at: X) =>
      wiresOn(this.ctx, siteOf(place, at), one).length > 0 || isMentioned(this.ctx, place.file, one);
    if (kind === 'form' && !isSubmitted(place.chunk, e, isFound)) return unknown('it has no button that submits it');
    // `<PageLink isActive>` is the page that one is on.
    if (kind === 'link' && !hasProp(e, (key) => key === 'href') && isComponentAt(place.chunk, control.x))
      return unknown('it is a link that leads nowhere now');
    if (isMentioned(this.ctx, place.file, e)) return unknown('a script speaks of its id, class or data');
    if (isGripped(this.ctx, siteOf(place, control.x), e)) return unknown('a script may find it by its tag or its place');
    if (mayBeUnseen(this.ctx, place.file, control)) return unknown('a script of the page that is not here may find it');
    return { ...NO_HANDLER, reaches: 'nothing', why: WHY[kind] ?? 'it has no handler' };
  }

  /** A script's handler does nothing: what has an address keeps it, and code that is not known may wire the same elements. */
  private idly(place: Place, { e, kind, x }: Control, wired: Verdict): Verdict {
    if (kind === 'link' && leads(e)) return unknown('it leads somewhere, unless a script keeps it from that');
    return isHanded(this.ctx, siteOf(place, x), e) ? unknown('a script hands it to code that is not known') : wired;
  }

  /** Whether an attribute gives it something to do. */
  private isDeclared(place: Place, e: Elem): boolean {
    return e.props.some(
      ({ key, x }) =>
        key !== undefined &&
        DECLARED.test(key) &&
        !isLook(place.chunk, { key, x }) &&
        !isActing(e, key) &&
        !isTooltip(e, key) &&
        !onlyStyles(this.ctx, place, key, x),
    );
  }

  /** What the browser makes of it. */
  private natively(place: Place, control: Control, around: readonly Around[]): Verdict | undefined {
    const { e, kind } = control;
    if (kind === 'form') return isSent(e) || isSentBy(place.chunk, e) || isSelfSent(this.ctx, place, e) ? SOMETHING : undefined;
    if (kind !== 'link') return kind === 'button' ? this.inForm(place, control, around) : undefined;
    const leading = leads(e);
    if (leading) return { ...SOMETHING, ...leading };
    if (leadsToTop(control, around)) return SOMETHING;
    return isHere(control, around) ? unknown('it is where one is, or switched off') : undefined;
  }

  /** A button submits the form around it. */
  private inForm(place: Place, { e, chunk }: Control, around: readonly Around[]): Verdict | undefined {
    const type = textProp(e, 'type');
    if (type === 'reset') return SOMETHING;
    if (hasProp(e, (key) => key === 'form' || key.toLowerCase() === 'formaction')) return SOMETHING;
    if (type === 'button' || (hasProp(e, (key) => key === 'type') && type === undefined)) return undefined;
    const outer = around.find((a) => isForm(a.e));
    if (!outer) {
      return mayBeInForm(this.ctx, place.file, chunk, type)
        ? unknown('it may submit a form that another component makes')
        : undefined;
    }
    if (outer.e.component !== undefined) return unknown('it submits a form that a component makes');
    const home = this.ctx.world.chunk(place.file, outer.chunk);
    const at = this.ctx.place(place.file, outer.chunk, this.ctx.genericEnv(place.file, outer.chunk));
    if (home) readTexts(home);
    const found = home && controlAt(outer.chunk, home, outer.x);
    if (!found || !at) return undefined;
    return { ...this.of(at, found), event: 'submit', through: [{ file: place.file, chunk: outer.chunk, x: outer.x }] };
  }

  /** What a script attaches by a selector that fits. */
  private wiredBy(site: Site, e: Elem): Verdict | undefined {
    const wired = wiresOn(this.ctx, site, e).flatMap((wire) =>
      this.wired.at(`${wire.file}#${wire.chunk}`, `${wire.x}:${wire.event}`, wire),
    );
    return best(wired);
  }
}

const isComponentAt = (chunk: Chunk, x: X): boolean => {
  const e = chunk.arena[x];
  return e?.kind === 'elem' && isCustom(e);
};

/** Pages, and what stands in the code of an Angular component; other frameworks hand attributes on as they are. */
const isMarkup = (file: string): boolean => isPage(file) || file.endsWith('.ts');

const WHY: Partial<Record<Control['kind'], string>> = {
  button: 'it has no handler, and submits no form',
  link: 'it leads nowhere and has no handler',
  form: 'it has neither an action nor a handler',
};
const isEmpty = ({ why }: Verdict): boolean => why === IDLE.empty || why === IDLE.logs;
const IDLE: Record<Reach['idle'], string> = {
  empty: 'its handler is empty',
  none: 'its handler is nothing',
  unset: 'nobody who uses the component gives it a handler',
  logs: 'its handler only writes to the console',
  prevents: 'its handler only keeps the browser from acting',
  quiet: 'its handler has no effect',
};
