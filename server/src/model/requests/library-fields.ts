/** Fields that code sets on library objects: `axios.defaults.baseURL = "/api"`, `api.defaults.baseURL = base`. */
import type { Context } from '../../values/context';
import { gathered } from '../../values/memo';
import { either, keyOf, sameValue, type Value } from '../../values/value';

/** Last names of the fields that are looked for. */
const FIELDS = ['baseURL', 'params', 'paramsSerializer', 'transformRequest', 'transformResponse'];
const isSet = ({ name }: { name?: string }): boolean => name !== undefined && FIELDS.includes(name);

interface Assignment {
  object: Value;
  field: string;
  value: Value;
}

const assignments = gathered<Assignment>(
  'assigned fields',
  'web',
  assignmentsIn,
  (a, b) => a.field === b.field && sameValue(a.object, b.object) && sameValue(a.value, b.value),
  { words: FIELDS.map((name) => `=${name}`), has: ({ sets }) => sets?.some(isSet) ?? false },
);

/** What is assigned to `object.field` anywhere; `field` may be dotted. */
export function assigned(ctx: Context, object: Value, field: string): Value | undefined {
  const found = assignments(ctx).filter((a) => a.field === field && sameObject(a.object, object));
  return found.length ? either(found.map((a) => ({ value: a.value }))) : undefined;
}

function sameObject(a: Value, b: Value): boolean {
  const plain = (v: Value) => (v.kind === 'ext' ? v.path.replace(/\.default$/, '').replace(/^global:/, '') : keyOf(v));
  return plain(a) === plain(b);
}

function assignmentsIn(ctx: Context, file: string): Assignment[] {
  const out: Assignment[] = [];
  for (const id of ctx.world.chunkIds(file)) {
    const chunk = ctx.world.chunk(file, id);
    const sets = chunk?.sets?.filter(isSet) ?? [];
    const place = sets.length ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
    for (const set of place ? sets : []) {
      const object = ctx.evaluate(place!, set.object);
      const { base, path } = unfold(object);
      out.push({ object: base, field: [...path, set.name!].join('.'), value: ctx.evaluate(place!, set.x) });
    }
  }
  return out;
}

/** `axios.defaults` is a member of the library's object, not one of its own. */
function unfold(value: Value): { base: Value; path: string[] } {
  if (value.kind === 'ext' && value.path.endsWith('.defaults'))
    return { base: { kind: 'ext', path: value.path.slice(0, -'.defaults'.length) }, path: ['defaults'] };
  if (value.kind === 'member' && value.name === 'defaults') return { base: value.of, path: ['defaults'] };
  return { base: value, path: [] };
}
