/** Markup into a template chunk: every element an `elem`, read in one pass with a stack of its own, however deep. */
import type { Entry, X } from '../expression';
import type { Place } from './builder';
import type { Context } from './context';
import type { Fragments } from './fragments';
import { MAX_TEXT } from './jsx';
import { type Attribute, CLOSED_BY_LIKE, decodeEntities, type MarkupReader, type OpenTag, VOID } from './markup';
import { Scope } from './scope';

/** What Vue, Svelte or plain HTML make of tags and attributes. */
export interface Dialect {
  /** Opens the loops, branches and names of a tag before its attributes are read. */
  enter?(t: Template, tag: OpenTag): void;
  component?(t: Template, tag: OpenTag): X | undefined;
  attribute(t: Template, tag: OpenTag, attribute: Attribute): Entry[];
  text?(t: Template, from: number, to: number): void;
  brace?(t: Template, from: number, to: number): void;
}

interface Frame {
  name: string;
  tag: OpenTag;
  component: X | undefined;
  props: Entry[];
  keys: number[];
  children: X[];
  text: string;
  outer: Outer;
  /** The last v-if among its children, for their v-else. */
  branch?: Branch;
}
export interface Branch {
  test: string;
  x: X;
  /** The block in which the branch stands, so that an else after `else if` stands in the first else. */
  parent: number;
}
export interface Outer {
  scope: Scope;
  block: number;
}

/** Loops and branches within each other beyond this are taken as one: a page that has them means none of them. */
const MAX_DEPTH = 100;

export class Template implements MarkupReader {
  private readonly frames: Frame[] = [];
  private readonly openCount = new Map<string, number>();
  private rootBranch: Branch | undefined;

  constructor(
    readonly c: Context,
    readonly fragments: Fragments,
    private readonly dialect: Dialect,
  ) {}

  open(tag: OpenTag): void {
    const name = tag.name.toLowerCase();
    if (name === 'style' || (name === 'script' && !tag.attributes.some((a) => a.name === 'src' || a.name === 'type'))) return;
    if (CLOSED_BY_LIKE.has(name) && this.frames.at(-1)?.name === name) this.pop(tag.from);
    const outer = this.outer();
    this.dialect.enter?.(this, tag);
    const frame: Frame = {
      name,
      tag,
      component: this.dialect.component?.(this, tag),
      props: [],
      keys: [],
      children: [],
      text: '',
      outer,
    };
    for (const attribute of tag.attributes) {
      for (const entry of this.dialect.attribute(this, tag, attribute)) {
        frame.props.push(entry);
        frame.keys.push(attribute.nameFrom, attribute.nameTo);
      }
    }
    this.frames.push(frame);
    this.openCount.set(name, (this.openCount.get(name) ?? 0) + 1);
    if (tag.selfClosing || VOID.has(name)) this.pop(tag.to);
  }

  close(written: string, from: number, to: number): void {
    const name = written.toLowerCase();
    if (!this.openCount.get(name)) return;
    while (this.frames.at(-1)!.name !== name) this.pop(from);
    this.pop(to);
  }

  text(from: number, to: number): void {
    const frame = this.frames.at(-1);
    if (frame && frame.text.length < MAX_TEXT)
      frame.text = folded(frame.text, decodeEntities(this.fragments.code.slice(from, Math.min(to, from + 400))));
    this.dialect.text?.(this, from, to);
  }

  brace(from: number, to: number): void {
    this.dialect.brace?.(this, from, to);
  }

  comment(from: number, to: number): void {
    this.c.file.comments.push(from, to);
  }

  /** Scripts are lowered on their own. */
  raw(): void {}

  finish(at: number): void {
    while (this.frames.length > 0) this.pop(at);
  }

  private pop(to: number): void {
    const frame = this.frames.pop()!;
    this.openCount.set(frame.name, this.openCount.get(frame.name)! - 1);
    const { tag, component, props, children, text } = frame;
    const x = this.c.addAt(
      {
        kind: 'elem',
        tag: tag.name,
        ...(component === undefined ? {} : { component }),
        props,
        children,
        ...(text.trim() ? { text: text.trim() } : {}),
      },
      { from: tag.from, to },
    );
    if (frame.keys.length > 0) this.c.file.keys[`${this.c.chunk.id}:${x}`] = frame.keys;
    this.frames.at(-1)?.children.push(x);
    this.restore(frame.outer);
  }

  outer(): Outer {
    return { scope: this.c.scope, block: this.c.block };
  }
  restore({ scope, block }: Outer): void {
    this.c.scope = scope;
    this.c.block = block;
  }

  /** Until the element ends, what is lowered stands in this block. */
  enterBlock(kind: 'if' | 'else' | 'loop', test: string, x?: X): number {
    if (this.blockDepth() >= MAX_DEPTH) return this.c.block;
    const block = this.c.chunk.blocks.push({ kind, parent: this.c.block, test, ...(x === undefined ? {} : { x }) }) - 1;
    this.c.block = block;
    return block;
  }
  private blockDepth(): number {
    let depth = 0;
    for (let at = this.c.block; at !== 0 && depth < MAX_DEPTH; at = this.c.chunk.blocks[at]!.parent) depth++;
    return depth;
  }
  enterScope(): Scope {
    if (this.c.scope.depth < MAX_DEPTH) this.c.scope = new Scope(this.c.chunk, this.c.scope, false);
    return this.c.scope;
  }

  enterIf(test: string, x: X): Branch {
    const parent = this.c.block;
    this.enterBlock('if', test, x);
    return { test, x, parent };
  }
  enterElse({ test, x, parent }: Branch): void {
    this.c.block = parent;
    this.enterBlock('else', test, x);
  }

  get branch(): Branch | undefined {
    const frame = this.frames.at(-1);
    return frame ? frame.branch : this.rootBranch;
  }
  set branch(branch: Branch | undefined) {
    const frame = this.frames.at(-1);
    if (!frame) this.rootBranch = branch;
    else if (branch) frame.branch = branch;
    else delete frame.branch;
  }

  /** An attribute's plain text, with the server's tags in it as parts; entities decoded. */
  plain({ from, to, quote }: Attribute): X {
    const { c } = this;
    if (from === undefined || to === undefined) return -1;
    const holes = c.holes?.within(from, to) ?? [];
    const whole = quote === '' ? { from, to } : { from: from - 1, to: to + 1 };
    const string = (place: Place, inside: Place) =>
      c.addAt({ kind: 'str', value: decodeEntities(this.fragments.code.slice(inside.from, inside.to)) }, place);
    if (holes.length === 0) return string(whole, { from, to });
    const parts: X[] = [];
    let at = from;
    for (const hole of holes) {
      if (hole.from > at) parts.push(string({ from: at, to: hole.from }, { from: at, to: hole.from }));
      parts.push(hole.lower(c));
      at = hole.to;
    }
    if (to > at) parts.push(string({ from: at, to }, { from: at, to }));
    return parts.length === 1 ? parts[0]! : c.addAt({ kind: 'cat', parts }, whole);
  }

  /** A static attribute; without a value it is `true`. */
  entry(attribute: Attribute, key = attribute.name): Entry {
    if (attribute.from === undefined) {
      return { key, x: this.c.addAt({ kind: 'lit', value: true }, { from: attribute.nameFrom, to: attribute.nameTo }) };
    }
    return { key, x: this.plain(attribute) };
  }
}

/** Blanked server tags are an ellipsis to whoever reads the element's text. */
function folded(before: string, text: string): string {
  return `${before}${text.replace(/_{4,}/g, '…')}`.replace(/\s+/g, ' ').trimStart().slice(0, MAX_TEXT);
}
