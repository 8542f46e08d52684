/**
 * What limits the answers, in sentences for whoever reads the figures: backends that are not understood, what is only known at run time, and how
 * much of the error bar is due to which cause.
 */
import { basename, relative } from '../base/uri';
import { otherBackends } from '../model/matching/other-backends';
import { hasOpenInclude } from '../model/routes/open-includes';
import type { RouteTable } from '../model/routes/routes';
import type { Context } from '../values/context';
import type { World } from '../values/world';
import type { Positions } from './positions';
import type { CallRow, RouteRow } from './types';

export interface Noted {
  ctx: Context;
  table: RouteTable;
  routes: readonly RouteRow[];
  calls: readonly CallRow[];
  roots: readonly string[];
}

export function notesOf(noted: Noted): string[] {
  return [...onBackends(noted), ...onSides(noted), ...onRoutes(noted), ...onCalls(noted)];
}

/** Files that say more than is understood: in the middle of which a merge stopped, that are too deep, whose settings are broken. */
export function damagedOf(world: World, positions: Positions): { path: string; reason: string }[] {
  const reasonOf = (path: string) => {
    const settings = world.settings(path);
    if (settings?.of === 'crosswire') return settings.problems[0];
    if (settings?.of === 'openapi') return settings.damaged;
    return world.head(path)?.damaged ?? (positions.layout(path)?.errors ? 'syntax error' : undefined);
  };
  const all = (['python', 'web', 'settings'] as const).flatMap((kind) => world.files(kind));
  return all.flatMap((path) => {
    const reason = reasonOf(path);
    return reason === undefined ? [] : [{ path, reason }];
  });
}

const several = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

function onBackends({ ctx, calls, roots }: Noted): string[] {
  return otherBackends(ctx, roots).map(({ framework, folder }) => {
    const unknown = calls.filter((c) => c.status === 'dynamic' && c.reason?.includes(framework)).length;
    const effect = unknown
      ? `${several(unknown, 'call')} that it may answer ${unknown === 1 ? 'is' : 'are'} unknown, no errors`
      : 'calls that it may answer are unknown, no errors';
    return `${framework}${placeOf(folder, roots)} is not understood yet: ${effect}.`;
  });
}

/** " (seen in services/auth)"; "" for the folder itself. */
function placeOf(folder: string, roots: readonly string[]): string {
  const root = roots.find((dir) => folder === dir || folder.startsWith(`${dir}/`));
  const inside = root === undefined ? folder : relative(root, folder);
  const shown = root !== undefined && roots.length > 1 ? [basename(root), inside].filter(Boolean).join('/') : inside;
  return shown === '' ? '' : ` (seen in ${shown})`;
}

function onSides({ ctx, roots, routes, calls }: Noted): string[] {
  const served = routes.some((r) => !r.test && r.path !== null && r.registered);
  if (!served && otherBackends(ctx, roots).length === 0 && calls.length > 0)
    return ['No FastAPI or Flask application was found, so no call could be checked.'];
  if (served && calls.length === 0)
    return ['No request of a user interface was found: only the Python side was checked, and no route can be called orphaned.'];
  return [];
}

function onRoutes({ ctx, table, routes }: Noted): string[] {
  const partial = routes.filter((r) => !r.test && (r.path === null || (r.registered && r.partial)));
  const open = hasOpenInclude(ctx, table)
    ? ['Routers are included that are only known at run time, so a router that nothing seems to include is not reported.']
    : [];
  if (!partial.length) return open;
  const are = partial.length === 1 ? 'is' : 'are';
  return [
    `${several(partial.length, 'route')} ${are} not known in full: ${causes(partial)}. No call that they may answer is an error.`,
    ...open,
  ];
}

function onCalls({ ctx, roots, calls }: Noted): string[] {
  const named = otherBackends(ctx, roots).map((b) => b.framework);
  const unknown = calls.filter((c) => c.status === 'dynamic' && !named.some((name) => c.reason?.includes(name)));
  if (!unknown.length) return [];
  return [`${several(unknown.length, 'call')} ${unknown.length === 1 ? 'is' : 'are'} unknown: ${causes(unknown)}.`];
}

const MOST = 3;

/** 'its base is not known (12), a part of the path is not known (2) and 3 others' */
function causes(rows: readonly { reason: string | null }[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of rows) counts.set(reason ?? 'unclear', (counts.get(reason ?? 'unclear') ?? 0) + 1);
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  if (ranked.length === 1) return ranked[0]![0];
  const shown = ranked.slice(0, MOST).map(([reason, n]) => `${reason} (${n})`);
  const rest = ranked.slice(MOST).reduce((sum, [, n]) => sum + n, 0);
  return `${shown.join(', ')}${rest ? ` and ${several(rest, 'other')}` : ''}`;
}
