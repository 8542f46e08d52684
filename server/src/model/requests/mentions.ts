/**
 * Addresses that code writes but that no known client is seen to ask for: `fileUrl(id)` returns one, a table holds one, a component of
 * a library gets one. Where a route surely answers such a text it is a use of the route; where none does it says nothing.
 */
import { sameItems } from '../../base/equal';
import type { Expr, X } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { keyOf, type Site, textOf, type Value } from '../../values/value';

export interface Mention {
  site: Site;
  value: Value;
  /** The data attribute that holds it: 'data-url'. */
  attribute?: string;
}

const queries = perContext((ctx) => ({
  ofFile: ctx.world.db.query(
    'addresses written in file',
    (file: string) => mentionsIn(ctx, file),
    (): Mention[] => [],
    { equal: (a, b) => sameItems(a, b, (x, y) => keyOf(x.value) === keyOf(y.value)) },
  ),
}));

export const mentionsOf = (ctx: Context, file: string): Mention[] => queries(ctx).ofFile.get(file, file);

function mentionsIn(ctx: Context, file: string): Mention[] {
  const out: Mention[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    const xs = chunk ? addressesIn(chunk) : [];
    const place = xs.length ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
    const attributes = chunk && xs.length ? attributesOf(chunk) : undefined;
    for (const x of place ? xs : []) {
      const attribute = attributes?.get(x);
      out.push({
        site: { file, chunk: id, x },
        value: ctx.evaluate(place!, x),
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
  const inner = new Set<X>();
  for (const e of chunk.arena) if (e.kind === 'cat' && e.parts.length > 1) for (const part of e.parts) inner.add(part);
  return chunk.arena.flatMap((e, x) => (!inner.has(x) && isAddress(chunk, e) ? [x] : []));
}

function isAddress(chunk: Chunk, e: Expr): boolean {
  const callee = e.kind === 'call' ? chunk.arena[e.callee] : undefined;
  if (callee?.kind === 'free' && (callee.name === 'url_for' || callee.name === 'url')) return true;
  const first = e.kind === 'cat' ? chunk.arena[e.parts[0] ?? -1] : e;
  return first?.kind === 'str' && /^(?:\/[\w-]+|api)\/\S*$/.test(first.value);
}
