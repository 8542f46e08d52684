/**
 * Which paths of a page other servers answer, and under which path they know them: proxies of development servers, rewrites of
 * frameworks, nginx. One list for each application of the workspace; see rewrites/rule.ts for what a rule is.
 */
import { equalData } from '../base/equal';
import { basename, dirname, isInside } from '../base/uri';
import { foldersUp, packageFolder } from './bundler-config';
import type { Context } from './context';
import { perContext } from './memo';
import { devServerRules } from './rewrites/dev-server';
import { handlerRules, middlewareRules, nextRules } from './rewrites/next';
import type { Rewrite } from './rewrites/rule';
import { settingsRules } from './rewrites/settings';

export { applyRewrites, isWide, type Rewrite, rewritten, rulesFor, type Step } from './rewrites/rule';

const queries = perContext((ctx) => ({
  rules: ctx.world.db.query(
    'rewrites',
    (dir: string) => rulesIn(ctx, dir),
    (): Rewrite[] => [],
    { equal: equalData },
  ),
}));

/** The rules that hold for requests of a file, those of its own application first. */
export function rewritesFor(ctx: Context, uiFile: string): Rewrite[] {
  const dir = packageFolder(ctx, dirname(uiFile));
  return queries(ctx).rules.get(dir, dir);
}

function rulesIn(ctx: Context, dir: string): Rewrite[] {
  const own = foldersUp(ctx, dir).flatMap((at) => [...devServerRules(ctx, at), ...nextRules(ctx, at)]);
  const all = [
    ...own,
    ...middlewareRules(ctx, dir),
    ...handlerRules(ctx, dir),
    ...settingsOf(ctx, dir).flatMap((file) => settingsRules(ctx, file)),
  ];
  return [...new Map(all.map((rule) => [JSON.stringify({ ...rule, site: undefined }), rule])).values()];
}

/** Settings of the application's folder and those above, and of servers that stand in a folder of their own; none of another application. */
function settingsOf(ctx: Context, dir: string): string[] {
  const all = ctx.world
    .files('settings')
    .filter((file) => !/^(?:package|[jt]sconfig.*|.*\.env.*)(?:\.json)?$/.test(basename(file)));
  const named = all.filter((file) => {
    const facts = ctx.world.settings(file);
    return facts?.of === 'nginx' || facts?.of === 'proxy' || (facts?.of === 'start' && facts.rules !== undefined);
  });
  return named.filter((file) => isInside(dirname(file), dir) || belongsToNobody(ctx, dirname(file), dir));
}

function belongsToNobody(ctx: Context, at: string, dir: string): boolean {
  const owner = packageFolder(ctx, at);
  return isInside(dir, owner) || !ctx.world.exists(`${owner}/package.json`);
}
