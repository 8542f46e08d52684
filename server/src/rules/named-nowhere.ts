/** `url_for("tasks.lst")` in a template: a name that no route has fails the whole page when it is rendered. */
import { sameItems } from '../base/equal';
import { namesNear } from '../model/names/route-names';
import type { Context } from '../values/context';
import { perContext } from '../values/memo';
import { type Site, sameSite } from '../values/value';
import { type Api, listed } from './api';
import type { RuleFinding } from './rule';

interface Asked {
  name: string;
  site: Site;
}

const queries = perContext((ctx) => ({
  asked: ctx.world.db.query(
    'routes that a file asks for by name',
    (file: string) => askedIn(ctx, file),
    (): Asked[] => [],
    { equal: (a, b) => sameItems(a, b, (x, y) => x.name === y.name && sameSite(x.site, y.site)) },
  ),
}));

const TEMPLATE = /\.(?:x?html?|xml|jinja2?|j2)$/;

export function namedNowhere(api: Api): RuleFinding[] {
  const { ctx, table } = api;
  const files = ctx.world.words.filesWith('web', 'url_for').filter((file) => TEMPLATE.test(file) && !api.isTestFile(file));
  return files.flatMap((file) =>
    queries(ctx)
      .asked.get(file, file)
      .flatMap(({ name, site }): RuleFinding[] => {
        const near = namesNear(ctx, table, name);
        return near ? [told(name, site, near)] : [];
      }),
  );
}

function told(name: string, site: Site, near: readonly string[]): RuleFinding {
  const meant = near.length
    ? ` Did you mean ${listed(
        near.map((one) => `"${one}"`),
        3,
      ).replace(/ and (?=[^ ]*$)/, ' or ')}?`
    : '';
  return {
    site,
    message: `No route is called "${name}": url_for raises a BuildError, and the page is answered with 500.${meant} Correct the name, or add the route.`,
    related: [],
    subject: `url_for ${name}`,
    data: { name, near: [...near] },
  };
}

function askedIn(ctx: Context, file: string): Asked[] {
  return ctx.world.chunkIds(file).flatMap((id): Asked[] => {
    const arena = ctx.world.chunk(file, id)?.arena ?? [];
    return arena.flatMap((e): Asked[] => {
      const callee = e.kind === 'call' ? arena[e.callee] : undefined;
      const first = e.kind === 'call' ? e.args[0] : undefined;
      const name = first && arena[first.x];
      const isOne = callee?.kind === 'free' && callee.name === 'url_for' && name?.kind === 'str';
      return isOne && first ? [{ name: name.value, site: { file, chunk: id, x: first.x } }] : [];
    });
  });
}
