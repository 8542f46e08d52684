/** Indexing: one item of a list by its number, of a table by its key, a part of a text. */
import { own } from '../base/own';
import type { Context } from './context';
import { elementsOf, entriesOf } from './elements';
import { rootOf } from './openness';
import { cat, each, either, keyOf, MAX_ALTERNATIVES, NULL, str, textOf, unknown, type Value, type When } from './value';

/** object[from:to] of a list, or of a text as far as its ends are known. */
function sliced(object: Value, written: string): Value {
  const [from, to] = written.split(':').map((n) => (n === '' ? undefined : Number(n)));
  if (object.kind === 'list' && !object.open) return { kind: 'list', items: object.items.slice(from, to) };
  const text = textOf(object);
  if (text !== undefined) return str(text.slice(from, to), object.kind === 'str' ? object.site : undefined);
  const parts = object.kind === 'cat' ? [...object.parts] : [];
  const [first, last] = [parts[0], parts.at(-1)];
  if (to !== undefined && (to >= 0 || last?.kind !== 'str' || last.text.length < -to)) return unknown('slice');
  if (from !== undefined && (from < 0 || first?.kind !== 'str' || first.text.length < from)) return unknown('slice');
  if (to !== undefined && last?.kind === 'str') parts[parts.length - 1] = { ...last, text: last.text.slice(0, to) };
  if (from !== undefined && first?.kind === 'str') parts[0] = { ...first, text: first.text.slice(from) };
  return parts.length ? cat(parts) : unknown('slice');
}

/** object[index]: an item by number, an entry by text; by an unknown key, any of them. */
export function itemAt(ctx: Context, object: Value, index: Value): Value {
  if (object.kind === 'either') return each(object, (o) => itemAt(ctx, o, index));
  if (index.kind === 'either') return each(index, (i) => itemAt(ctx, object, i));
  if (index.kind === 'unknown' && index.why.startsWith('slice ')) return sliced(object, index.why.slice(6));
  const text = textOf(index);
  if (text !== undefined && object.kind !== 'list') return ctx.member(object, text);
  if (object.kind === 'list') {
    const items = elementsOf(ctx, object);
    if (index.kind === 'lit' && typeof index.value === 'number') {
      const item = object.items.at(index.value);
      return item ?? (object.open ? { kind: 'member', of: object, name: String(index.value) } : NULL);
    }
    return items ? either(items.map((value) => ({ value }))) : unknown('an item of a list only known at run time');
  }
  if (object.kind === 'dict' && index.kind === 'lit') {
    const at = own(object.entries, String(index.value));
    if (at) return at;
  }
  if (object.kind === 'obj' || object.kind === 'dict') {
    const entries = entriesOf(ctx, object);
    return entries?.length ? oneEntry(object, index, entries) : { kind: 'member', of: object, name: '[]' };
  }
  if (object.kind === 'class') return object;
  if (index.kind === 'lit') return object.kind === 'ext' ? object : { kind: 'member', of: object, name: String(index.value) };
  const names = isNamed(index) || (object.kind === 'ext' && isOfPage(index));
  if (object.kind === 'ext' && !names) return object;
  return { kind: 'member', of: object, name: '[]', ...(names ? { index } : {}) };
}

/** Something that has an identity of its own: a parameter, or a member of one. */
const isNamed = (v: Value): boolean => v.kind === 'sym' || (v.kind === 'member' && isNamed(v.of));

/** What only the running page knows: `axios[verb]`, `axios[form.method]`. */
function isOfPage(v: Value): boolean {
  const root = rootOf(v);
  return root.kind === 'ext'
    ? root.path.startsWith('global:')
    : root.kind === 'unknown' && root.site?.file.endsWith('.py') === false;
}

/** Any entry of a table; of several looks into it by the same key, the same one. */
function oneEntry(object: Value, index: Value, entries: readonly [Value, Value][]): Value {
  const key = (i: number) => `[${keyOf(object)}[${keyOf(index)}]${i}`;
  const when = (i: number): When => Object.fromEntries([...Array(i).keys()].map((j) => [key(j), false]).concat([[key(i), true]]));
  return either(
    entries.map(([, value], i) => (isNamed(index) && entries.length <= MAX_ALTERNATIVES ? { value, when: when(i) } : { value })),
  );
}
