/** Which routes a dead control was probably meant for: by its label, by where it stands, by the verb that its words ask for. */
import type { ControlFact } from '../../model/controls/controls';
import type { Served } from '../../rules/api';
import { isPage } from '../../rules/handlers';
import type { Project } from '../project';
import { singular } from '../scaffold/names';

const MOST = 4;
/** What the words of a label ask for; without one of these a button does something to what is there. */
const VERBS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(delete|remove|clear|purge|discard|revoke|unlink)$/, ['DELETE', 'POST']],
  [/^(add|create|new|submit|send|upload|invite|sign|log|register)$/, ['POST', 'PUT']],
  [/^(save|update|edit|apply|change|rename|set)$/, ['PUT', 'PATCH', 'POST']],
  [/^(refresh|reload|load|show|search|find|view|open|download|export)$/, ['GET', 'POST']],
];
const EMPTY = new Set(
  'the a an of to and or for my your this all now api v1 v2 button btn link form page app index main view src'.split(' '),
);

export const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => singular(word))
    .filter((word) => word.length > 1 && !EMPTY.has(word));

/** The likeliest first; none where nothing of a route is said by the label. `isClear`: one is far ahead of all others. */
export function candidatesFor(project: Project, control: ControlFact): { routes: Served[]; isClear: boolean } {
  const label = wordsOf(control.label);
  const place = new Set(wordsOf(`${control.site.file.split('/').slice(-2).join(' ')} ${control.site.chunk}`));
  const beside = prefixesIn(project, control.site.file);
  const wanted = VERBS.find(([words]) => label.some((word) => words.test(word)))?.[1] ?? ['POST', 'PUT', 'PATCH', 'DELETE'];
  const scored = project.api.served.flatMap((route): { route: Served; score: number }[] => {
    if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(route.method) || isPage(project.api, route)) return [];
    const said = timesSaid(route, label);
    if (said === 0 && !wanted.some((verb, i) => i === 0 && verb === route.method && beside.has(prefixOf(route.path)))) return [];
    const verb = wanted.indexOf(route.method);
    const isWhole = label.length > 1 && said === label.length;
    const own = wordsOf(route.path.replace(/\{[^}]*\}/g, ' ')).filter((word) => place.has(word)).length;
    return [
      {
        route,
        score:
          said * 3 + (isWhole ? 2 : 0) + own + (beside.has(prefixOf(route.path)) ? 1 : 0) + (verb < 0 ? -2 : verb === 0 ? 2 : 1),
      },
    ];
  });
  const ranked = scored.filter((s) => s.score > 1).sort((a, b) => b.score - a.score || (a.route.path < b.route.path ? -1 : 1));
  const [first, second] = ranked;
  const isClear = first !== undefined && first.score >= 4 && (second === undefined || first.score >= second.score + 2);
  return { routes: ranked.slice(0, MOST).map((s) => s.route), isClear };
}

/** How many words of the label the route's last words or its handler say. */
function timesSaid(route: Served, label: readonly string[]): number {
  const path = route.path.split('/').filter((segment) => segment && !segment.startsWith('{'));
  const words = new Set([...wordsOf(path.slice(-2).join(' ')), ...wordsOf(route.handler.name ?? '')]);
  return label.filter((word) => words.has(word)).length;
}

const prefixOf = (path: string): string => path.split('/').slice(0, 3).join('/');

/** What the calls of the same file ask for. */
const prefixesIn = (project: Project, file: string): Set<string> =>
  new Set(project.api.calls.flatMap((call) => (call.site.file === file && call.path !== null ? [prefixOf(call.path)] : [])));
