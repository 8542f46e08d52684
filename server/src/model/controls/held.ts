/** Elements that the code of their own component holds by a reference, and what it does with them. */
import type { ChunkId, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import type { Value } from '../../values/value';
import { type FileIndex, fileIndex } from '../uses';
import type { Around } from './around';
import { type Elem, hasProp } from './elements';
import { INSIDE } from './found';

/**
 * `ref={button}`, `ref="button"`, `bind:this={button}`: code that holds the element may attach to it whatever it likes. Not where all that is seen of
 * it are members that listen to nothing: `button.current.focus()`.
 */
export function isHeld(ctx: Context, place: Place, e: Elem): boolean {
  const { file, chunk } = place;
  if (hasProp(e, (key) => key === 'bind:this' || key === 'this')) return true;
  const held = e.props.find((p) => p.key === 'ref');
  if (!held) return false;
  const ref = chunk.arena[held.x];
  const index = fileIndex(ctx, file);
  // Vue's `ref="button"` is the name of a variable of the component's setup.
  const isNamed = ref?.kind === 'str' && file.endsWith('.vue') && index.refs('', ref.value).length > 0;
  if (ref?.kind !== 'ref' && !isNamed) return true;
  if (ref.kind === 'ref' && isGivenIt(ctx.evaluate(place, held.x))) return true;
  const uses = ref.kind === 'ref' ? index.refs(ref.chunk, ref.name) : index.refs('', ref.value);
  return uses.some((at) => {
    const home = index.chunk(at.chunk);
    return index.parents(at.chunk, at.x).some((x) => {
      const current = home?.arena[x];
      if (current?.kind === 'elem') return false;
      if (current?.kind !== 'get' || current.name !== (isNamed ? 'value' : 'current')) return true;
      if (index.names(at.chunk, x).length || home?.returns?.some((r) => r.x === x)) return true;
      const parts = index.parents(at.chunk, x).map((p) => home?.arena[p]);
      return parts.some((use) => use?.kind !== 'get' || /^(addEventListener|on[a-z]+)$/.test(use.name));
    });
  });
}

/** `ref={(button) => …}`, `ref={setButton}`: a function that is given the element. */
const isGivenIt = ({ kind }: Value): boolean => kind === 'fn' || kind === 'ext';

/**
 * Whether code that holds an element may wire what stands in it: it goes on to its children, or hands it to code that it makes of it. Not where
 * it only asks where the element is: `menu.current.contains(event.target)`.
 */
export function holdsInside(ctx: Context, file: string, { e, chunk: id }: Around): boolean {
  const held = e.props.find((p) => p.key === 'ref' || p.key === 'this');
  const index = fileIndex(ctx, file);
  const ref = held && index.chunk(id)?.arena[held.x];
  if (ref?.kind === 'str') return file.endsWith('.vue') && goesInside(index, index.refs('', ref.value));
  return ref?.kind === 'ref' && goesInside(index, index.refs(ref.chunk, ref.name));
}

function goesInside(index: FileIndex, refs: readonly { chunk: ChunkId; x: X }[]): boolean {
  const seen = new Set<string>();
  const goes = (id: ChunkId, x: X): boolean => {
    if (seen.has(`${id}#${x}`)) return false;
    seen.add(`${id}#${x}`);
    const { arena } = index.chunk(id)!;
    const isUsed = index.parents(id, x).some((at) => {
      const e = arena[at];
      if (e?.kind === 'get') return INSIDE.test(e.name) || (/^(current|value)$/.test(e.name) && goes(id, at));
      if (e?.kind === 'either' || e?.kind === 'await') return goes(id, at);
      // `new Carousel(bar.current)`
      return e?.kind === 'new' && e.args.some((arg) => arg.x === x);
    });
    return isUsed || index.names(id, x).some(({ home, name }) => index.refs(home, name).some((ref) => goes(ref.chunk, ref.x)));
  };
  return refs.some((ref) => goes(ref.chunk, ref.x));
}
