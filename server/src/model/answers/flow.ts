/**
 * The way of an answer, forward from the call that asks for it: through awaits, callbacks, variables, parameters, state, properties of
 * components and returned values to every place that reads a field of it.
 */

import type { TypeForm, X } from '../../facts/expression';
import type { Context } from '../../values/context';
import { type Site, siteKey } from '../../values/value';
import type { Call } from '../calls/calls';
import { importersOf } from '../importers';
import { calledName } from '../shapes/setters';
import type { Shape } from '../shapes/shape';
import { says, typeShape } from '../shapes/types';
import { fileIndex } from '../uses';
import { given } from './arguments';
import { type Handing, handingOf, isObserved, OBSERVED, SUCCESS } from './clients';
import { handTo, returned } from './functions';
import { type Change, type Held, moved, REF, type Way } from './held';
import { indexed, looped, member } from './members';
import { besideElements, keysOf } from './put';
import { elementWrites, type Read, writes } from './reads';
import { responseIsBody } from './response-interceptors';
import { assignedTo } from './variables';

const MAX_STEPS = 4000;
const MAX_PATH = 6;

export class Flow implements Way {
  private readonly queue: Held[] = [];
  private readonly seen = new Set<string>();
  private readonly ids = new Map<Read, number>();
  /** Places that hold a whole list, with what is read of it; lists that are joined to one, with what is read of that. */
  private readonly wholes = new Map<string, Set<Read>>();
  private readonly joined: { at: string; read: Read }[] = [];
  /** Calls that give what the function gives which is written in them: selectors. */
  readonly direct = new Set<string>();
  readonly handing: Handing;

  constructor(
    readonly ctx: Context,
    readonly call: Call,
    readonly root: Read,
    /** What is read of it where it is an error's: behind `if (!response.ok)`. */
    readonly failure: Read,
  ) {
    const { origin } = call;
    const place = ctx.place(origin.file, origin.chunk, ctx.genericEnv(origin.file, origin.chunk));
    const at = place?.chunk.arena[origin.x];
    const isWhole = place !== undefined && at?.kind === 'call' && call.client === 'angular' && isObserved(place.chunk.arena, at);
    const handing = isWhole ? OBSERVED : handingOf(call.client, place && calledName(place, at));
    this.handing = handing.as === 'response' && place && responseIsBody(ctx, place, origin.x) ? { as: 'body' } : handing;
  }

  run(): void {
    const { origin, via } = this.call;
    const begin: Held = {
      file: origin.file,
      chunk: origin.chunk,
      x: origin.x,
      path: this.handing.path ?? [],
      as: this.handing.as,
      read: this.root,
      stack: via,
    };
    this.push(begin, begin);
    if (this.call.client === 'jquery') this.toCallbacks(begin);
    for (let at = 0; at < this.queue.length; at++) {
      if (at < MAX_STEPS) this.step(this.queue[at]!);
      else this.queue[at]!.read.open = true;
    }
    for (const { at, read } of this.joined) if (!this.wholes.get(at)?.has(read)) elementWrites(read, 'all');
  }

  /** `[...tasks, ...drafts]`: what comes from elsewhere may have any fields; the pages of this answer that came before do not. */
  joins(held: Held, x: X): void {
    this.joined.push({ at: siteKey({ ...held, x }), read: held.read });
  }

  private foundWhole(held: Held): void {
    held.read.used = true;
    const at = siteKey(held);
    const reads = this.wholes.get(at) ?? new Set();
    this.wholes.set(at, reads.add(held.read));
  }

  /** `$.get(url, (data) => …)`, `$.ajax({ success(data) {…} })` */
  private toCallbacks(begin: Held): void {
    const e = fileIndex(this.ctx, begin.file).chunk(begin.chunk)?.arena[begin.x];
    if (e?.kind === 'call') e.args.forEach((_, i) => handTo(this, begin, begin.x, i, 0, SUCCESS));
  }

  push(held: Held, at: { file?: string; chunk?: string; x: X }, change?: Change): void {
    const next = moved(held, at, change);
    if (next.path.length > MAX_PATH || next.stack.length > 12) {
      next.read.open = true;
      return;
    }
    const stack = next.stack.map((s) => `${s.chunk}#${s.x}`).join('>');
    const key = `${siteKey(next)}|${next.path.join('.')}|${next.as}|${this.idOf(next.read)}|${stack}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.typed(next);
    this.queue.push(next);
  }

  pushName(held: Held, file: string, home: string, name: string, path: readonly string[]): void {
    for (const at of fileIndex(this.ctx, file).refs(home, name)) {
      // A template takes refs for what they hold.
      const unwrapped = at.chunk === '#template' && path[0] === REF ? path.slice(1) : path;
      this.push(held, { file, ...at }, { path: unwrapped });
    }
    for (const other of home === '' ? importersOf(this.ctx, file, name) : [])
      for (const at of fileIndex(this.ctx, other.file).refs('', other.name))
        this.push(
          held,
          { file: other.file, ...at },
          { path: at.chunk === '#template' && path[0] === REF ? path.slice(1) : path, stack: [] },
        );
    const declared = fileIndex(this.ctx, file).chunk(home)?.varTypes?.[name];
    if (declared) this.declare(moved(held, { file }, { path }), declared);
  }

  private idOf(read: Read): number {
    let id = this.ids.get(read);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(read, id);
    }
    return id;
  }

  /** `as Task`, `send<Task>()` */
  private typed(held: Held): void {
    const chunk = fileIndex(this.ctx, held.file).chunk(held.chunk);
    const e = chunk?.arena[held.x];
    const cast = chunk?.casts?.[held.x];
    if (cast) this.declare(held, cast);
    if ((e?.kind === 'call' || e?.kind === 'new') && e.types?.[0]) this.declare(held, e.types[0]);
  }

  /** That the code gives what is held a type. */
  declare(held: Held, type: TypeForm): void {
    if (held.read.declared) return;
    let shape: Shape | undefined = typeShape(this.ctx, held.file, type);
    for (const key of held.path)
      shape = shape?.kind === 'object' ? shape.fields[key]?.shape : shape?.kind === 'list' ? shape.of : undefined;
    // axios: AxiosResponse<Task>
    const inner = shape?.kind === 'object' && held.as === 'response' ? shape.fields.data?.shape : undefined;
    const found = inner && shape?.kind === 'object' && Object.keys(shape.fields).length === 1 ? inner : shape;
    if (says(found) && found.kind !== 'none') held.read.declared = found;
  }

  private step(held: Held): void {
    const index = fileIndex(this.ctx, held.file);
    const chunk = index.chunk(held.chunk);
    if (!chunk) return;
    if (held.as === 'body' && held.path.length === 0) this.foundWhole(held);
    for (const p of index.parents(held.chunk, held.x)) {
      const e = chunk.arena[p]!;
      switch (e.kind) {
        case 'await':
        case 'either':
          this.push(held, { x: p });
          break;
        case 'get':
          member(this, held, p, e.name);
          break;
        case 'at':
          if (e.object === held.x) indexed(this, held, p, e.index);
          break;
        case 'each':
          looped(this, held, p);
          break;
        case 'map':
          this.push(held, { x: p }, { path: ['[]', ...held.path] });
          break;
        case 'obj':
          for (const entry of e.entries)
            if (entry.x === held.x) {
              if (entry.spread && held.path.length === 0) writes(held.read, keysOf(e.entries.filter((n) => n !== entry)));
              this.push(held, { x: p }, { path: entry.spread ? held.path : [entry.key ?? '[]', ...held.path] });
            }
          break;
        case 'list':
          e.items.forEach((item, i) => {
            if (item.x !== held.x) return;
            if (item.spread && held.path.length === 0)
              besideElements(
                this,
                held,
                e.items.filter((other) => other !== item),
              );
            this.push(held, { x: p }, { path: item.spread ? held.path : [String(i), ...held.path] });
          });
          break;
        case 'call':
        case 'new':
        case 'elem':
          given(this, held, p, e);
          break;
        default:
      }
    }
    for (const set of chunk.sets ?? [])
      if (set.object === held.x && held.path.length === 0) writes(held.read, set.name === undefined ? 'all' : [set.name]);
    // What the UI takes away from it, or asks for before it reads it, need not have come from there.
    for (const { object, name } of [...(chunk.deletes ?? []), ...(chunk.asks ?? [])])
      if (object === held.x && held.path.length === 0) writes(held.read, [name]);
    assignedTo(this, held);
    returned(this, held);
  }
}

export type { Site };
