/** What a request asks in its address: keys of the text, what is appended to it, the client's own option. */
import type { Context } from '../../values/context';
import { alternatives, type Site, type Value } from '../../values/value';
import type { Call } from '../calls/calls';
import type { Look } from './expressions';
import { formKind, formShape, queryText } from './forms';
import { deedsOn } from './holders';
import { fieldOf, noFields, type ObjectShape, object, type Shape, STRING, spreadInto } from './shape';
import { shapeOf } from './values';

export function queryOf(look: Look, call: Call): ObjectShape {
  const { address, data } = call;
  let out = object(noFields());
  for (const key of address.queryKeys) out.fields[key] = fieldOf(STRING, call.site);
  let found = false;
  // Of several addresses only this one's keys are asked: those of the text are known already.
  const texts = alternatives(data.url);
  for (const { value } of texts.length === 1 || address.openQuery ? texts : []) {
    const written = inText(look, value);
    found ||= written.resolved;
    out = spreadInto(out, written.shape);
  }
  if (address.openQuery && !found) out = { ...out, open: true };
  for (const { value } of alternatives(data.query ?? { kind: 'lit', value: null })) out = spreadInto(out, given(look, value));
  return appendedTo(look.ctx, call) ? { ...out, open: true } : out;
}

/** An option of the client: an object, URLSearchParams, a text. */
function given(look: Look, value: Value): ObjectShape {
  const shape = shapeOf(look, value);
  return asQuery(shape);
}

function asQuery(shape: Shape): ObjectShape {
  if (shape.kind === 'object') return shape;
  if (shape.kind === 'null' || shape.kind === 'none') return object(noFields());
  if (shape.kind === 'literal') return queryText(String(shape.value).replace(/^\?/, ''));
  if (shape.kind !== 'union') return object(noFields(), true);
  return shape.of.map(asQuery).reduce((a, b) => spreadInto(a, { ...b, fields: optional(b.fields) }));
}

const optional = (fields: ObjectShape['fields']): ObjectShape['fields'] =>
  Object.assign(noFields(), Object.fromEntries(Object.entries(fields).map(([k, f]) => [k, { ...f, optional: true as const }])));

/** What follows `?` in the text: `?page=${page}`, `?${params}`, `?${params.toString()}`. `resolved`: no part of it is unknown. */
function inText(look: Look, url: Value): { shape: ObjectShape; resolved: boolean } {
  let out = object(noFields());
  let resolved = true;
  let seen = false;
  let key = '';
  let site: Site | undefined;
  for (const part of url.kind === 'cat' ? url.parts : [url]) {
    if (part.kind === 'str') {
      const text = seen ? part.text : part.text.slice(part.text.indexOf('?') + 1);
      if (!seen && !part.text.includes('?')) continue;
      seen = true;
      site = part.site;
      for (const [, name] of text.matchAll(/(?:^|[?&])([^=&#?]+)=/g))
        out = spreadInto(out, object({ [name!]: fieldOf(STRING, site) }));
      key = /(?:^|[?&])([^=&#?]+)=$/.exec(text)?.[1] ?? '';
      continue;
    }
    const form = paramsIn(part);
    if (form) {
      out = spreadInto(out, formShape(look, form, 0) ?? object(noFields(), true));
      seen = true;
    } else if (seen && key) out = spreadInto(out, object({ [key]: fieldOf(shapeOf(look, part), site) }));
    else if (seen) resolved = false;
    key = '';
  }
  return { shape: out, resolved: resolved && Object.keys(out.fields).length > 0 };
}

/** URLSearchParams, itself or as text. */
function paramsIn(value: Value): (Value & { kind: 'made' }) | undefined {
  if (value.kind !== 'made') return undefined;
  if (formKind(value) === 'query') return value;
  return value.callee.kind === 'member' && value.callee.name === 'toString' ? paramsIn(value.callee.of) : undefined;
}

/** `url.searchParams.set("page", page)`, `url.search = …`, in the functions that ask or wherever the address goes from there. */
function appendedTo(ctx: Context, call: Call): boolean {
  return [call.origin, ...call.via].some(({ file, chunk: id }) => {
    const arena = ctx.world.chunk(file, id)?.arena ?? [];
    return arena.some((e, x) => {
      if (e.kind === 'get') return e.name === 'searchParams';
      const callee = e.kind === 'new' ? arena[e.callee] : undefined;
      if (callee?.kind !== 'free' || callee.name !== 'URL') return false;
      const { all, open } = deedsOn(ctx, { file, chunk: id, x });
      return open || all.length > 0;
    });
  });
}
