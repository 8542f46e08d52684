/** Whether a script that reaches an element's page may wire it in a way that no selector of a handler tells: by its tag, its place, or by code that is not seen. */
import { equalData } from '../../base/equal';
import { grouped } from '../../base/grouped';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';
import type { Site } from '../../values/value';
import { ownerOf } from './angular';
import { type Around, elementsAround } from './around';
import type { Elem } from './elements';
import { type Grip, gripsOf } from './grips';
import { isPage, scriptsOfPage } from './page-scripts';
import { stands } from './scripts';
import { fits, keyOf, keysOf, nameOf } from './selectors';
import { isComponentFile } from './words';

type Held = Grip & { file: string };
interface Queries {
  all: Query<null, ReadonlyMap<string, Held[]>>;
  ofKey: Query<string, readonly Held[]>;
  near: Query<null, readonly Held[]>;
}

const NEAR = 'near';
const queries: (ctx: Context) => Queries = perContext((ctx) => {
  const { db } = ctx.world;
  const own: Queries = {
    all: db.query(
      'grips',
      (_: null) => {
        const held = ctx.world.files('web').flatMap((file) => gripsOf(ctx, file).map((grip): Held => ({ ...grip, file })));
        return grouped(held, ({ where, selector }) => (where === NEAR ? NEAR : `=${keyOf(selector.last)}`));
      },
      () => new Map<string, Held[]>(),
    ),
    ofKey: db.query(
      'grips of selector',
      (key: string) => own.all.get('', null).get(`=${key}`) ?? [],
      (): readonly Held[] => [],
      { equal: equalData },
    ),
    near: db.query(
      'grips of neighbours',
      (_: null) => own.all.get('', null).get(NEAR) ?? [],
      (): readonly Held[] => [],
      { equal: equalData },
    ),
  };
  return own;
});

/** The same by other code than a handler. */
export const isHanded = (ctx: Context, site: Site, e: Elem): boolean => isGripped(ctx, site, e, (grip) => !grip.isWire);

/** `e` stands at `site`. */
export function isGripped(ctx: Context, site: Site, e: Elem, counts: (grip: Held) => boolean = () => true): boolean {
  const around = elementsAround(ctx, site.file, site.chunk, site.x);
  // What is made of a template is found in the copy by what it is.
  const isCopied = around.some((a) => a.e.tag === 'template');
  const reaches = reachOf(ctx, site.file, isCopied);
  const inReach = (grip: Held) => counts(grip) && reaches(grip);
  const isMeant = (one: Elem, at: Site, isInside: boolean): boolean => {
    const of = nameOf(one);
    const held = keysOf(of).flatMap((key) => queries(ctx).ofKey.get(key, key));
    return held.some(
      (grip) =>
        (grip.where === 'inside') === isInside &&
        ((grip.isEverywhere && counts(grip)) || inReach(grip)) &&
        fits(grip.selector.last, of) &&
        stands(ctx, at, grip.selector),
    );
  };
  if (isMeant(e, site, false)) return true;
  if (around.some((a) => isMeant(a.e, { file: site.file, chunk: a.chunk, x: a.x }, true))) return true;
  const near = queries(ctx).near.get('', null).filter(inReach);
  return near.length > 0 && isNear(ctx, site, around, near);
}

/**
 * What the scripts of its page say; of what a framework draws, those of its own component. Where it is not known which scripts a page has, any may
 * be among them: but what one of them does with every button, or with anything, it does on the pages that it was written for.
 */
function reachOf(ctx: Context, file: string, isCopied: boolean): (grip: Held) => boolean {
  const own = isPage(file) ? ownerOf(ctx, file)?.file : file;
  if (own !== undefined) return (grip) => grip.file === own;
  const reach = scriptsOfPage(ctx, file);
  if (reach) return (grip) => reach.includes(grip.file);
  return (grip) =>
    !isComponentFile(grip.file) && (!isSweeping(grip) || grip.file === file || (isCopied && grip.where === 'perhaps'));
}

const isSweeping = ({ selector: { last, around } }: Grip): boolean =>
  around.length === 0 && last.id === undefined && last.classes.length === 0 && last.attributes.length === 0;

const isWhole = ({ tag }: Elem): boolean => /^(html|body)$/i.test(tag);

/** How far a script is taken to go over an element's neighbours. */
const STEPS = 3;

/** Whether the element stands near to one that is held: around it, or in what stands around that. */
function isNear(ctx: Context, { file, chunk, x }: Site, around: readonly Around[], near: readonly Held[]): boolean {
  const outer = new Set(around.filter((a) => !isWhole(a.e)).map((a) => `${a.chunk}#${a.x}`));
  const own = `${chunk}#${x}`;
  return ctx.world.chunkIds(file).some((id) =>
    ctx.world.chunk(file, id)?.arena.some((e, at) => {
      if (e.kind !== 'elem' || !near.some(({ selector }) => fits(selector.last, nameOf(e)))) return false;
      const steps = elementsAround(ctx, file, id, at).map((a) => `${a.chunk}#${a.x}`);
      return steps.includes(own) || steps.slice(0, STEPS).some((step) => outer.has(step));
    }),
  );
}
