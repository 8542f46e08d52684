/** What is shown of one finding, route or call: its place as a link that opens the editor, the code, and how it was worked out. */

import { basename } from '../../base/uri';
import type { CallItem, FindingItem, RouteItem, State, StepItem } from '../../protocol/report';
import { folderOf } from '../overview';
import { button, h, labelled } from './dom';
import { type Links, linkTo, tell } from './host';
import { type Model, STATUS_WORDS } from './model';

export interface Context {
  model: Model;
  links: Links;
  /** Goes to where a route or call is listed. */
  show(item: RouteItem | CallItem): void;
}

/** 'ui/src/tasks.js:41', which opens there. */
export function placeLink({ model, links }: Context, file: number, line: number, column?: number): HTMLElement {
  const name = model.file(file);
  const text = `${name}:${line}`;
  const href = tell ? '#' : linkTo(links, name, line);
  if (href === undefined) return h('span', { class: 'place' }, text);
  const link = h('a', { href, class: 'place', title: `Open ${text} in the editor` }, text);
  if (tell)
    link.addEventListener('click', (event) => {
      event.preventDefault();
      tell?.({ kind: 'open', file: name, line, ...(column === undefined ? {} : { column }) });
    });
  return link;
}

/** The same in a narrow column, where the name must not be what is cut off: 'streams.py:44 backend/routers'. */
export function fillLink(cell: HTMLElement, context: Context, file: number, line: number): void {
  const link = placeLink(context, file, line);
  const name = context.model.file(file);
  link.textContent = `${basename(name)}:${line}`;
  cell.append(link);
  if (name.includes('/')) cell.append(' ', h('span', { class: 'quiet' }, folderOf(name)));
}

export function detailOfFinding(context: Context, finding: FindingItem): HTMLElement[] {
  const { model } = context;
  const rule = model.data.rules.find(({ id }) => id === finding.rule);
  return [
    h('h2', {}, finding.message),
    h(
      'p',
      {},
      badge(finding.severity),
      ' ',
      ruleName(finding.rule),
      ' in ',
      placeLink(context, finding.file, finding.line, finding.column),
    ),
    ...(rule ? [h('p', { class: 'quiet' }, `${rule.summary}. ${rule.why}`)] : []),
    ...(finding.code === '' ? [] : [codeOf(finding)]),
    stateOf(finding),
    ...list(context, 'Related', finding.related),
    ...list(context, 'How this was worked out', model.steps(finding.trace)),
    ...(finding.pages.length > 0
      ? [h('h3', {}, 'Seen on'), h('ul', {}, ...finding.pages.map((page) => seenOn(context, page)))]
      : []),
    h('p', { class: 'quiet' }, 'Id ', h('code', {}, finding.id)),
  ];
}

function seenOn(context: Context, page: number): HTMLElement {
  const at = context.model.addressesOf(page).join(', ');
  return h('li', {}, ...(at ? [h('code', {}, at), ' '] : []), placeLink(context, page, 1));
}

/** In an editor it opens the rule's page. */
function ruleName(rule: string): HTMLElement {
  if (!tell) return h('span', {}, rule);
  return button(rule, { class: 'link' }, () => tell?.({ kind: 'help', rule }));
}

const badge = (word: string): HTMLElement => h('span', { class: `badge ${word}` }, word);

/** The line of code with the part that is meant marked. */
function codeOf({ code, mark: [from, to] }: FindingItem): HTMLElement {
  const pre = h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Code' });
  pre.append(h('code', {}, code.slice(0, from), h('mark', {}, code.slice(from, to)), code.slice(to)));
  return pre;
}

const MEANINGS: [State, string][] = [
  ['open', 'Open'],
  ['accepted', 'Accepted: planned'],
  ['intentional', 'Intentional…'],
  ['done', 'Done'],
];

/** In the editor a person decides here; in a file it is told how. */
function stateOf(finding: FindingItem): HTMLElement {
  const reason = finding.reason ? h('p', { class: 'reason' }, `Reason: ${finding.reason}`) : undefined;
  if (!tell) {
    const command = `crosswire triage ${finding.id} intentional --reason "…"`;
    return h(
      'div',
      {},
      h('p', {}, 'State: ', badge(finding.state)),
      reason,
      h('p', { class: 'quiet' }, 'To decide: ', h('code', {}, command)),
    );
  }
  const field = h('select', {}, ...MEANINGS.map(([value, text]) => h('option', { value }, text)));
  field.value = finding.state;
  field.addEventListener('change', () => {
    const state = MEANINGS.find(([value]) => value === field.value)?.[0];
    field.value = finding.state;
    if (state) tell?.({ kind: 'triage', id: finding.id, state });
  });
  return h('div', {}, labelled('State', field), reason);
}

function list(context: Context, title: string, steps: readonly StepItem[]): HTMLElement[] {
  if (steps.length === 0) return [];
  const items = steps.map(([text, file, line]) => h('li', {}, placeLink(context, file, line), ' ', text));
  return [h('h3', {}, title), h('ol', {}, ...items)];
}

export function detailOfRoute(context: Context, route: RouteItem): HTMLElement[] {
  const { model } = context;
  const callers = model.callsOf(route);
  const facts: [string, string][] = [
    ['Handler', route.handler],
    ['Application', route.app],
    ['Guards', route.guards === null ? 'not known' : route.guards.join(', ') || 'none'],
    ['Tested', route.tested === null ? '' : route.tested ? 'yes' : 'no test asks for it'],
    ['Not known', route.reason],
  ];
  return [
    h('h2', {}, `${route.method} ${route.path}`),
    h('p', {}, placeLink(context, route.file, route.line)),
    h('dl', {}, ...facts.filter(([, text]) => text).flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, text)])),
    h('h3', {}, callers.length > 0 ? 'Callers' : 'Nothing calls it'),
    h(
      'ul',
      {},
      ...callers
        .slice(0, 200)
        .map((call) => h('li', {}, placeLink(context, call.file, call.line), ` ${call.method} ${call.path}`)),
    ),
    ...list(context, 'How this was worked out', model.steps(route.trace)),
  ];
}

export function detailOfCall(context: Context, call: CallItem): HTMLElement[] {
  const { model } = context;
  const routes = model.routesOf(call);
  const listed = routes.map((route) =>
    h(
      'li',
      {},
      button(`${route.method} ${route.path}`, { class: 'link' }, () => context.show(route)),
      ' ',
      placeLink(context, route.file, route.line),
    ),
  );
  return [
    h('h2', {}, `${call.method} ${call.path}`),
    h('p', {}, badge(STATUS_WORDS[call.status]), ' ', placeLink(context, call.file, call.line), ` by ${call.client}`),
    ...(call.reason ? [h('p', {}, call.reason)] : []),
    ...(listed.length > 0 ? [h('h3', {}, 'Answered by'), h('ul', {}, ...listed)] : []),
    ...list(context, 'How this was worked out', model.steps(call.trace)),
  ];
}

/** A pane that says what was chosen; empty at first. */
export function pane(label: string, hint: string) {
  const element = h('section', { class: 'detail', 'aria-label': label, tabindex: 0 }, h('p', { class: 'quiet' }, hint));
  return { element, fill: (children: readonly HTMLElement[]) => element.replaceChildren(...children) };
}
