/** What an HTML form sends: the named fields inside it, by its method and encoding. */
import type { Expr, X } from '../../facts/expression';
import type { Place } from '../../values/context';
import { textOf, type Value } from '../../values/value';
import type { Call } from '../calls/calls';
import type { Look } from './expressions';
import { type ContentType, FILE, type Field, fieldOf, NONE, NUMBER, noFields, object, type Shape, STRING } from './shape';

type Elem = Expr & { kind: 'elem' };

export function elementForm(look: Look, call: Call): { body: Shape; contentType: ContentType } {
  const { ctx } = look;
  const { file, chunk, x } = call.origin;
  const place = ctx.place(file, chunk, ctx.genericEnv(file, chunk));
  const e = place?.chunk.arena[x];
  if (!place || e?.kind !== 'elem' || e.tag.toLowerCase() !== 'form') return { body: NONE, contentType: 'unknown' };
  const text = (of: Elem, name: string) => textOf(attribute(look, place, of, name));
  if ((call.method ?? 'GET') === 'GET') return { body: NONE, contentType: 'none' };
  const { shape, open } = fieldsOf(look, place, e);
  const multipart = /multipart/i.test(text(e, 'enctype') ?? '');
  return { body: object(shape, open), contentType: multipart ? 'multipart' : 'form' };
}

function attribute(look: Look, place: Place, e: Elem, name: string): Value | undefined {
  const prop = e.props.find((p) => p.key?.toLowerCase() === name);
  return prop && look.ctx.evaluate(place, prop.x);
}

function fieldsOf(look: Look, place: Place, form: Elem): { shape: Record<string, Field>; open: boolean } {
  const shape: Record<string, Field> = noFields();
  let open = false;
  const visit = (x: X, depth: number): void => {
    const e = place.chunk.arena[x];
    if (!e || depth > 60) return;
    if (e.kind === 'either' || e.kind === 'await')
      for (const child of e.kind === 'either' ? e.of : [e.of]) visit(child, depth + 1);
    else if (e.kind === 'elem') {
      open ||= e.component !== undefined || e.props.some((p) => p.spread);
      const name = textOf(attribute(look, place, e, 'name'));
      const type = textOf(attribute(look, place, e, 'type'))?.toLowerCase() ?? 'text';
      const isField = /^(input|select|textarea|button)$/i.test(e.tag);
      if (isField && name)
        shape[name] = fieldOf(shapeOfInput(type), { file: place.file, chunk: place.id, x }, isOptional(e, type));
      else if (isField && e.props.some((p) => p.key === 'name')) open = true;
      for (const child of e.children) visit(child, depth + 1);
    } else open = true;
  };
  for (const child of form.children) visit(child, 0);
  return { shape, open };
}

const shapeOfInput = (type: string): Shape => (type === 'file' ? FILE : type === 'number' || type === 'range' ? NUMBER : STRING);

/** Unchecked boxes and buttons that are not pressed send nothing. */
const isOptional = (e: Elem, type: string): boolean =>
  type === 'checkbox' ||
  type === 'radio' ||
  type === 'submit' ||
  e.tag.toLowerCase() === 'button' ||
  e.props.some((p) => p.key === 'disabled');
