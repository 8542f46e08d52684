/** Whether a project surely uses pydantic 2, told by what only that has: its code says more than requirements, which may stand elsewhere. */
import type { Context } from '../../values/context';
import { gathered } from '../../values/memo';

const MODULE = /^pydantic(\.|$)/;
const NAMES =
  /^(ConfigDict|RootModel|TypeAdapter|AliasChoices|AliasPath|(field|model)_(validator|serializer)|computed_field|(Before|After|Wrap|Plain)Validator|(Plain|Wrap)Serializer|StringConstraints|with_config|ValidationInfo)$/;

const marks = gathered<true>(
  'marks of pydantic 2',
  'python',
  (ctx, file) => (isMarked(ctx, file) ? [true] : []),
  () => true,
  'facts',
);

const isMarked = (ctx: Context, file: string): boolean =>
  (ctx.world.chunk(file, '')?.arena ?? []).some(
    (e) => e.kind === 'import' && !e.level && MODULE.test(e.module) && e.name !== undefined && NAMES.test(e.name),
  );

export const isPydantic2 = (ctx: Context): boolean => marks(ctx).length > 0;
