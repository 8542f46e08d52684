/**
 * What a listener to every click of a page may mean: `document.addEventListener("click", (event) => …)` looks at the target of the event. What
 * it asks of it by class, id or data is a matter of words; here are the tags that it asks for, and '*' where it may look at anything.
 */
import type { ChunkId, Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { alternatives } from '../../values/value';
import { fileIndex } from '../uses';
import { isAll, isJQuery } from './found';

const ANYTHING = '*';
const EVENTS = /\b(click|mousedown|mouseup|pointerdown|pointerup|submit|touchstart|touchend)\b/;
const EVENT_SETS = /^on(click|mousedown|mouseup|pointerdown|pointerup|submit|touchstart|touchend)$/;
/** What is asked of a target by words, or tells nothing about which element it is. */
const BY_WORDS =
  /^(closest|matches|is|tagName|nodeName|localName|id|className|classList|dataset|getAttribute|hasAttribute|hasClass|data|attr|contains|style|focus|blur|remove|scrollIntoView|isContentEditable|getBoundingClientRect)$/;
const TARGET = /^(target|srcElement|originalTarget)$/;
const TAGS = /^(a|button|input|form)$/i;
const MAX_DEPTH = 4;

export function heardEverywhere(ctx: Context, file: string): string[] {
  const out = new Set<string>();
  for (const id of ctx.world.chunkIds(file)) {
    const place = ctx.place(file, id, ctx.genericEnv(file, id));
    if (!place) continue;
    const listeners =
      place.chunk.kind === 'template' ? ofTags(place.chunk) : [...listenersIn(ctx, place), ...ofHost(place.chunk, out)];
    for (const x of listeners) ofListener(ctx, place, x, 0, 0, out);
  }
  return [...out];
}

/** What is attached to the window, the document or its body. */
function listenersIn(ctx: Context, place: Place): X[] {
  const { arena, sets = [] } = place.chunk;
  const attached = arena.flatMap((e) => {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'get' || !/^(addEventListener|on|click)$/.test(callee.name)) return [];
    const event = e.args[0] && arena[e.args[0].x];
    const handler = callee.name === 'click' ? e.args[0] : e.args.at(callee.name === 'on' ? -1 : 1);
    // jQuery's delegation names what it means.
    if (callee.name === 'on' && e.args.length > 2) return [];
    const isClick = callee.name === 'click' || event?.kind !== 'str' || EVENTS.test(event.value);
    return isClick && handler && isAll(ctx, place, callee.object) ? [handler.x] : [];
  });
  return [...attached, ...sets.flatMap((s) => (EVENT_SETS.test(s.name ?? '') && isAll(ctx, place, s.object) ? [s.x] : []))];
}

/** `<svelte:window on:click={f} />` */
const ofTags = ({ arena }: Chunk): X[] =>
  arena.flatMap((e) =>
    e.kind === 'elem' && /^svelte:(window|document|body)$/.test(e.tag)
      ? e.props.flatMap((p) => (EVENT_SETS.test(p.key?.replace(':', '') ?? '') ? [p.x] : []))
      : [],
  );

/** `@HostListener("document:click", ["$event"]) close(event) {}`; what a component listens to on its own element it hears of all in it. */
function ofHost({ arena }: Chunk, out: Set<string>): X[] {
  return arena.flatMap((e) => {
    if (e.kind === 'obj' && e.entries.some((n) => /^\(/.test(n.key ?? '') && EVENTS.test(n.key!))) out.add(ANYTHING);
    const made = e.kind === 'call' && e.decorator ? arena[e.callee] : undefined;
    const callee = made?.kind === 'call' ? arena[made.callee] : undefined;
    const event = made?.kind === 'call' && made.args[0] ? arena[made.args[0].x] : undefined;
    if (e.kind !== 'call' || callee?.kind !== 'ref' || callee.name !== 'HostListener' || event?.kind !== 'str') return [];
    if (!EVENTS.test(event.value)) return [];
    if (!event.value.includes(':')) out.add(ANYTHING);
    return e.args.map((arg) => arg.x);
  });
}

/** `index`: the parameter that is the event. */
function ofListener(ctx: Context, place: Place, x: X, index: number, depth: number, out: Set<string>): void {
  for (const { value } of alternatives(ctx.evaluate(place, x))) {
    if (value.kind === 'lit') continue;
    if (value.kind !== 'fn' || depth > MAX_DEPTH) out.add(ANYTHING);
    else new Looked(ctx, value.file, value.chunk, depth, out).ofParameter(index);
  }
}

/** How one function looks at the event that it is given. */
class Looked {
  private readonly seen = new Set<string>();

  constructor(
    private readonly ctx: Context,
    private readonly file: string,
    private readonly id: ChunkId,
    private readonly depth: number,
    private readonly out: Set<string>,
  ) {}

  ofParameter(index: number): void {
    const chunk = this.chunk(this.id);
    chunk?.arena.forEach((e, x) => {
      if (e.kind === 'param' && e.index === index) this.uses(this.id, x, (id, parent, at) => this.ofEvent(id, parent, at));
      if (e.kind === 'free') this.ofName(e.name);
    });
  }

  /** `event.target instanceof HTMLButtonElement` */
  private ofName(name: string): void {
    const [, kind] = /^HTML(Button|Anchor|Input|Form)Element$/.exec(name) ?? [];
    if (kind !== undefined) this.out.add(kind === 'Anchor' ? 'a' : kind.toLowerCase());
    if (name === 'arguments') this.out.add(ANYTHING);
  }

  private chunk(id: ChunkId): Chunk | undefined {
    return this.ctx.world.chunk(this.file, id);
  }

  /** Every expression of which one is a part, also by the names that it is bound to. */
  private uses(id: ChunkId, x: X, of: (id: ChunkId, parent: X, at: X) => void): void {
    const key = `${id}#${x}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const index = fileIndex(this.ctx, this.file);
    for (const parent of index.parents(id, x)) of(id, parent, x);
    for (const { home, name } of index.names(id, x)) for (const ref of index.refs(home, name)) this.uses(ref.chunk, ref.x, of);
  }

  private ofEvent(id: ChunkId, parent: X, at: X): void {
    const e = this.chunk(id)?.arena[parent];
    if (e?.kind === 'get' && e.object === at) {
      if (TARGET.test(e.name)) this.uses(id, parent, (own, user, of) => this.ofTarget(own, user, of));
      else if (/^(composedPath|path|originalEvent|detail|submitter)$/.test(e.name)) this.out.add(ANYTHING);
    } else if (e?.kind === 'either' || e?.kind === 'await') this.uses(id, parent, (own, user, of) => this.ofEvent(own, user, of));
    else if (e?.kind === 'call' || e?.kind === 'new') this.handedOn(id, e, at);
    else if (e) this.out.add(ANYTHING);
  }

  /** `this.onClick(event)` is looked into; what is not known may look at anything. */
  private handedOn(id: ChunkId, e: Expr & { kind: 'call' | 'new' }, at: X): void {
    const place = this.ctx.place(this.file, id, this.ctx.genericEnv(this.file, id));
    const index = e.args.findIndex((arg) => arg.x === at);
    const callee = this.chunk(id)?.arena[e.callee];
    if (
      callee?.kind === 'get' &&
      this.chunk(id)?.arena[callee.object]?.kind === 'free' &&
      /^(log|warn|info|debug)$/.test(callee.name)
    )
      return;
    if (place && index >= 0) ofListener(this.ctx, place, e.callee, index, this.depth + 1, this.out);
  }

  private ofTarget(id: ChunkId, parent: X, at: X): void {
    const e = this.chunk(id)?.arena[parent];
    if (e?.kind === 'get' && e.object === at) {
      if (BY_WORDS.test(e.name)) this.tagsIn(id);
      else this.out.add(ANYTHING);
    } else if (e?.kind === 'either' || (e?.kind === 'call' && isJQuery(this.chunk(id)?.arena[e.callee])))
      this.uses(id, parent, (own, user, of) => this.ofTarget(own, user, of));
    else if (e?.kind === 'call') {
      const callee = this.chunk(id)?.arena[e.callee];
      if (callee?.kind !== 'get' || !/^(contains|is|log|isSameNode)$/.test(callee.name)) this.out.add(ANYTHING);
    } else if (e) this.out.add(ANYTHING);
  }

  /** The tags for which a function asks, whatever it does with the answer. */
  private tagsIn(id: ChunkId): void {
    for (const e of this.chunk(id)?.arena ?? []) {
      if (e.kind === 'str' && TAGS.test(e.value.trim())) this.out.add(e.value.trim().toLowerCase());
      else if (e.kind === 'str' && /^[\w\s,.#>:()[\]="'*-]+$/.test(e.value) && /(^|[\s,>])(a|button|input|form)\b/.test(e.value))
        this.out.add(e.value);
    }
  }
}
