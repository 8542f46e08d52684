/**
 * What a proxy in front of an application takes away, as the application is told: FastAPI(root_path="/api/v1"), uvicorn --root-path. It answers
 * there and without it.
 */
import type { Context } from '../../values/context';
import { alternatives, siteKey, textOf } from '../../values/value';
import type { StartedAt } from './apps';
import { externalClass } from './registration';
import type { Route } from './route';

/** By the place where the application is made. */
export type RootPaths = Record<string, string[]>;

export function rootPathsOf(ctx: Context, routes: readonly Route[], starts: readonly StartedAt[]): RootPaths {
  const out: RootPaths = {};
  const add = (site: string, path: string | undefined) => {
    const plain = path?.replace(/\/+$/, '');
    if (plain?.startsWith('/')) out[site] = [...new Set([...(out[site] ?? []), plain])];
  };
  const seen = new Set<string>();
  for (const { appSite, source } of routes) {
    const site = appSite === null ? undefined : siteKey(appSite);
    if (site === undefined || seen.has(site)) continue;
    seen.add(site);
    const { on } = source.includes.at(-1) ?? source.route;
    const given = alternatives(on).flatMap((a) => externalClass(ctx, a.value)?.args.named.root_path ?? []);
    for (const path of given.flatMap((value) => alternatives(value))) add(site, textOf(path.value));
  }
  for (const { site, rootPath } of starts) add(site, rootPath);
  return out;
}
