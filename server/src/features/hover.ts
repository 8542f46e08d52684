/** What the cursor is over: the resolved call or route, who answers or asks, and how each was worked out, as Markdown. */
import { contractLines } from './contract';
import { describe } from './description';
import {
  type ApiView,
  type CallView,
  callersByRoute,
  callsAt,
  counted,
  type Point,
  type RouteView,
  routesAt,
  routesOf,
  type Span,
  titleOf,
} from './view';

export interface HoverText {
  span: Span;
  markdown: string;
}

/** Makes '[tasks.py:12](file:///…#L12)' of a place. */
export type Link = (place: { file: string; line: number }) => string;

export function hoverAt(view: ApiView, file: string, point: Point, link: Link): HoverText | undefined {
  // One literal can be several requests, by way of several wrappers: each address once, what is fully known first.
  const known = callsAt(view, file, point).sort((a, b) => Number(a.reason !== null) - Number(b.reason !== null));
  const calls = [...new Map(known.reverse().map((one) => [`${titleOf(one)} ${one.status}`, one])).values()].reverse();
  const [call] = calls;
  if (call) return { span: call, markdown: calls.map((one) => aboutCall(view, one, link)).join('\n\n---\n\n') };
  const routes = routesAt(view, file, point);
  const [route] = routes;
  if (!route) return undefined;
  const span =
    route.file === file && route.line <= point.line && point.line <= route.endLine ? route : (route.handlerAt ?? route);
  return {
    span,
    markdown: routes
      .slice(0, 5)
      .map((one) => aboutRoute(view, one, link))
      .join('\n\n---\n\n'),
  };
}

const verdicts = {
  matched: '',
  missing: 'no route answers this',
  'wrong-method': 'the path is served, but not for this verb',
  external: 'another server',
  dynamic: 'known only at run time',
};

function aboutCall(view: ApiView, call: CallView, link: Link): string {
  const routes = routesOf(view, call);
  const verdict = verdicts[call.status];
  const head = `**${code(titleOf(call))}**${verdict ? ` — ${verdict}` : ''}`;
  const query = call.queryKeys.length > 0 ? [`Query: ${call.queryKeys.map(code).join(', ')}`] : [];
  const answers = routes.map(
    (r) =>
      `${call.status === 'matched' ? '→' : 'There is'} ${code(r.handler ?? titleOf(r))} for ${code(titleOf(r))}, ${link(r)}${notes(r)}`,
  );
  const reason = call.reason ? [sentence(call.reason)] : [];
  const [only] = call.status === 'matched' && routes.length === 1 ? routes : [];
  const described = only ? describe(view, only) : [];
  const sides = only && view.contract(call);
  const contract = sides ? contractLines(sides) : [];
  return [head, ...answers, ...described, ...contract, ...reason, ...query, steps(call.trace, link)].filter(Boolean).join('\n\n');
}

function aboutRoute(view: ApiView, route: RouteView, link: Link): string {
  const callers = callersByRoute(view)(route);
  const head = `**${code(titleOf(route))}**${route.handler ? ` — ${code(route.handler)}` : ''}${notes(route)}`;
  const shown = callers.slice(0, 8).map((call) => `- ${link(call)}`);
  const more = callers.length > shown.length ? [`- and ${callers.length - shown.length} more`] : [];
  const list = [`${counted(callers.length, 'caller')}${callers.length > 0 ? ':' : ''}`, ...shown, ...more].join('\n');
  const reason = route.reason ? [sentence(route.reason)] : [];
  return [head, ...describe(view, route), list, ...reason, steps(route.trace, link)].filter(Boolean).join('\n\n');
}

function notes(route: RouteView): string {
  const notes = [
    route.registered ? [] : 'no application serves it',
    route.condition === null ? [] : `only if ${code(route.condition)}`,
    route.test ? 'in tests' : [],
  ];
  return notes
    .flat()
    .map((note) => ` · ${note}`)
    .join('');
}

function steps(trace: readonly { text: string; file: string; line: number }[], link: Link): string {
  if (trace.length === 0) return '';
  return `How this is known:\n${trace.map((step, i) => `${i + 1}. ${escaped(step.text)} (${link(step)})`).join('\n')}`;
}

const code = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
/** Texts of traces hold names from the code: they must not become markup. */
const escaped = (text: string) => text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
const sentence = (text: string) => `${escaped(text.charAt(0).toUpperCase() + text.slice(1))}.`;
