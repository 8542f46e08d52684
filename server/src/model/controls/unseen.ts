/**
 * What scripts may do to a page that are not here to be read: a bundle that is built elsewhere may wire anything; a published library wires of itself
 * only what it knows by a class or an attribute of its own.
 */
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import { type Control, type Elem, hasProp, isActing, nativeKind, readTexts } from './elements';
import { DECLARED, isTooltip, leads } from './native';
import { isPage, unseenOf } from './page-scripts';
import { isMentioned } from './scripts';
import { nameOf } from './selectors';

const queries: (ctx: Context) => { all: Query<null, ReadonlySet<string>>; is: Query<string, boolean> } = perContext((ctx) => ({
  all: ctx.world.db.query(
    'classes of looks',
    (_: null) => new Set(ctx.world.files('web').flatMap((file) => (isPage(file) ? looksIn(ctx, file) : []))),
    (): ReadonlySet<string> => new Set<string>(),
  ),
  is: ctx.world.db.query(
    'class of looks',
    (name: string) => queries(ctx).all.get('', null).has(name),
    () => false,
  ),
}));

/** Classes of elements that nobody presses, that do something of themselves, or that the project's own scripts find: they say how these look. */
function looksIn(ctx: Context, file: string): string[] {
  const chunk = ctx.world.chunk(file, '#template');
  if (!chunk) return [];
  readTexts(chunk);
  return chunk.arena.flatMap((e) => (e.kind === 'elem' && (isAlive(e) || isMentioned(ctx, file, e)) ? nameOf(e).classes : []));
}

const isAlive = (e: Elem): boolean =>
  nativeKind(e, e.tag) === undefined || hasProp(e, (key) => isActing(e, key) || DECLARED.test(key)) || leads(e) !== undefined;

/** Whether a script that is not seen may wire a control of a page. */
export function mayBeUnseen(ctx: Context, file: string, { e, handlers }: Control): boolean {
  const unseen = isPage(file) ? unseenOf(ctx, file) : undefined;
  if (unseen !== 'library' && unseen !== 'package') return unseen !== undefined;
  const { classes, keys } = nameOf(e);
  const isOfLibrary = (key: string) => /^data-(?!test|cy$|qa$)/.test(key) && !isTooltip(e, key);
  if (unseen === 'package') return !handlers.length && keys.some(isOfLibrary);
  return !handlers.length && (keys.some(isOfLibrary) || classes.some((name) => !queries(ctx).is.get(name, name)));
}
