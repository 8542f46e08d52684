/**
 * Applications that a function makes in order that others mount them: `app.mount("/v1", create_sub("v1"))`. What is registered on
 * whichever of them is no application of its own, unless something else holds one as well.
 */
import type { Context } from '../../values/context';
import { alternatives, keyOf, siteKey, type Value } from '../../values/value';

/** By what name something that is included is known: itself, and where it is made if a function was called for it. */
export function includedAs(child: Value): string[] {
  const isCalledFor = child.kind === 'made' && child.env.chunk !== '' && child.env.args !== undefined;
  return [keyOf(child), ...(isCalledFor ? [siteKey(child.site)] : [])];
}

export function isOnlyIncluded(ctx: Context, included: ReadonlySet<string>, object: Value): boolean {
  if (object.kind !== 'made' || object.env.args || object.env.chunk === '' || !included.has(siteKey(object.site))) return false;
  const { file, chunk } = object.site;
  const name = ctx.world.outline(file, chunk)?.name ?? '';
  return ![file, ...ctx.world.words.filesWith('python', name)].some((one) =>
    isHeldIn(ctx, one, name, included, siteKey(object.site)),
  );
}

/** `app = create_app("main")` at the top of a module. */
function isHeldIn(ctx: Context, file: string, maker: string, included: ReadonlySet<string>, site: string): boolean {
  const { vars = {}, arena = [] } = ctx.world.chunk(file, '') ?? {};
  return Object.entries(vars).some(([variable, assigns]) =>
    assigns.some(({ x, chunk }) => {
      const e = chunk === undefined ? arena[x] : undefined;
      const callee = e?.kind === 'call' ? arena[e.callee] : undefined;
      if (!callee || !('name' in callee) || callee.name !== maker) return false;
      return alternatives(ctx.exported(file, variable)).some(
        ({ value }) => value.kind === 'made' && siteKey(value.site) === site && !included.has(keyOf(value)),
      );
    }),
  );
}
