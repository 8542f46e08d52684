/**
 * Addresses that code writes but that no known client is seen to ask for: `fileUrl(id)` returns one, a table holds one, a component of
 * a library gets one. Where a route surely answers such a text it is a use of the route; where none does it says nothing.
 */
import { equalData } from '../../base/equal';
import type { X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { type Site, textOf, type Value } from '../../values/value';

/** Plain data. */
export interface Mention {
  site: Site;
  /** The text with which it begins, where that is written in it. */
  first?: Site;
  /** The data attribute that holds it: 'data-url'. */
  attribute?: string;
}

const queries = perContext((ctx) => ({
  ofFile: ctx.world.db.query(
    'addresses written in file',
    (file: string) => mentionsIn(ctx, file),
    (): Mention[] => [],
    { equal: equalData, early: 1 },
  ),
}));

export const mentionsOf = (ctx: Context, file: string): Mention[] => queries(ctx).ofFile.get(file, file);

/** What is written there is worth. */
export function mentioned(ctx: Context, { file, chunk, x }: Site): Value | undefined {
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  return place && ctx.evaluate(place, x);
}

function mentionsIn(ctx: Context, file: string): Mention[] {
  const out: Mention[] = [];
  for (const [id, chunk] of Object.entries(ctx.world.code(file)?.chunks ?? {})) {
    const xs = addressesIn(chunk);
    const attributes = xs.length ? attributesOf(chunk) : undefined;
    for (const x of xs) {
      const first = firstText(chunk, x);
      const attribute = attributes?.get(x);
      out.push({
        site: { file, chunk: id, x },
        ...(first === undefined ? {} : { first: { file, chunk: id, x: first } }),
        ...(attribute === undefined ? {} : { attribute }),
      });
    }
  }
  return out;
}

/** The values of data attributes, texts around a single call included. */
function attributesOf(chunk: Chunk): Map<X, string> {
  const out = new Map<X, string>();
  for (const e of chunk.arena)
    for (const { key, x } of e.kind === 'elem' ? e.props : []) {
      if (!key?.startsWith('data-')) continue;
      const value = chunk.arena[x];
      out.set(x, key);
      if (value?.kind === 'cat') for (const part of value.parts) out.set(part, key);
    }
  return out;
}

/** The data attribute that a script reads: `$(this).data('href')`, `button.dataset.url`, `el.getAttribute('data-url')`. */
export function attributeRead(value: Value): string | undefined {
  if (value.kind === 'cat') return value.parts[0] && attributeRead(value.parts[0]);
  if (value.kind === 'either') return value.of.map((a) => attributeRead(a.value)).find((name) => name !== undefined);
  const kebab = (name: string) => `data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
  if (value.kind === 'member') return value.of.kind === 'member' && value.of.name === 'dataset' ? kebab(value.name) : undefined;
  if (value.kind !== 'made' || value.callee.kind !== 'member') return undefined;
  const name = textOf(value.args.pos[0]);
  if (value.callee.name === 'data') return name && kebab(name);
  return (value.callee.name === 'attr' || value.callee.name === 'getAttribute') && name?.startsWith('data-') ? name : undefined;
}

/** Whole texts that look like '/api/tasks…': not the parts of a longer one. */
function addressesIn(chunk: Chunk): X[] {
  const { arena } = chunk;
  const found: X[] = [];
  for (let x = 0; x < arena.length; x++) if (isAddress(chunk, x)) found.push(x);
  if (!found.length) return found;
  const inner = new Set<X>();
  for (const e of arena) if (e.kind === 'cat' && e.parts.length > 1) for (const part of e.parts) inner.add(part);
  return inner.size ? found.filter((x) => !inner.has(x)) : found;
}

function isAddress(chunk: Chunk, x: X): boolean {
  const e = chunk.arena[x]!;
  if (e.kind === 'call') {
    const callee = chunk.arena[e.callee];
    return callee?.kind === 'free' && (callee.name === 'url_for' || callee.name === 'url');
  }
  const first = firstText(chunk, x);
  const text = first === undefined ? undefined : chunk.arena[first];
  return text?.kind === 'str' && /^(?:\/[\w-]+|api)\/\S*$/.test(text.value);
}

function firstText({ arena }: Chunk, x: X): X | undefined {
  const e = arena[x];
  const first = e?.kind === 'cat' ? (e.parts[0] ?? -1) : x;
  return arena[first]?.kind === 'str' ? first : undefined;
}
