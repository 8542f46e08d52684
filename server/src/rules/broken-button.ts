/** A control whose handler sends a request in which another rule finds an error: told where a person meets it, with the way that leads there. */

import { sameItems } from '../base/equal';
import { grouped } from '../base/grouped';
import { basename } from '../base/uri';
import type { Call } from '../model/calls/calls';
import type { ControlFact } from '../model/controls/controls';
import type { Step } from '../model/controls/reach';
import { sameSite } from '../values/value';
import { type Api, counted } from './api';
import { calledInWords, finding } from './control-sites';
import type { RelatedSite, Rule, RuleFinding } from './rule';

const PANEL = `import { pause } from "./api";

export function Stream({ name }) {
  return <button onClick={() => pause(name)}>Pause</button>;
}
`;
const UI = 'export const pause = (name) => fetch("/api/streams/" + name + "/pause", { method: "POST" });\n';
const server = (path: string) =>
  `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/api/streams/{name}${path}")\ndef pause(name: str):\n    return {"name": name}\n`;

export const brokenButton: Rule = {
  meta: {
    id: 'broken-button',
    severity: 'error',
    summary: 'A button, link or form whose request fails',
    why: 'The request is wrong in a file that may be far from the button; here is where a person meets it. The finding shows the way from the button over its handler and the functions that this calls to the request, and what is wrong with that.',
    limits:
      'Told are requests that the server refuses; an answer that is read wrongly breaks something later, and is told where it is read. What many controls share, such as the request that renews a session, is told at the request alone. A finding that a comment silences, or a rule that is off, breaks no button.',
    fix: { how: 'Put the request right, or the route that it asks for.', safe: false },
    examples: {
      bad: { 'ui/Stream.jsx': PANEL, 'ui/api.js': UI, 'api/main.py': server('') },
      good: { 'ui/Stream.jsx': PANEL, 'ui/api.js': UI, 'api/main.py': server('/pause') },
    },
  },
  restsOnOthers: true,
  check: (api) => {
    const faults = faultsByCall(api);
    if (!faults.size) return [];
    const broken = api.controls.flatMap((control) => {
      const at = control.calls.findIndex((call) => faults.has(call));
      return at < 0 || isSharing(control, api.controls) ? [] : [{ control, at, call: control.calls[at]! }];
    });
    const isToldAtUse = ({ control, call }: (typeof broken)[number]) =>
      control.isGiven && broken.some((b) => b.call === call && gives(b.control));
    const users = new Map<Call, number>();
    for (const { call } of broken) users.set(call, (users.get(call) ?? 0) + 1);
    return broken
      .filter((b) => users.get(b.call)! <= MOST && !isToldAtUse(b))
      .map(({ control, at, call }) => told(control, control.ways[at] ?? [], call, faults.get(call)!));
  },
};

/** Controls beyond this number that reach one request share a helper of which none of them is the place to tell. */
const MOST = 10;

/** A component that gets its handler where it is used: told there, and not at the button in it. */
const gives = ({ kind, handler, site }: ControlFact): boolean =>
  kind === 'component' && handler !== null && handler.file === site.file && handler.chunk === site.chunk;

/** The button that submits a form tells what the form would tell; a component tells what the button in it would. */
const isSharing = (control: ControlFact, all: readonly ControlFact[]): boolean =>
  !gives(control) && control.through.some((site) => all.some((c) => sameSite(c.site, site)));

function faultsByCall(api: Api): Map<Call, RuleFinding> {
  const out = new Map<Call, RuleFinding>();
  for (const [file, faults] of grouped(api.faults, (fault) => fault.about?.call?.site.file))
    for (const [call, fault] of faultsIn(api.callsIn(file), faults)) if (!out.has(call)) out.set(call, fault);
  return out;
}

type Faulty = readonly (readonly [Call, RuleFinding])[];
const lastFaults = new WeakMap<readonly Call[], { faults: readonly RuleFinding[]; found: Faulty }>();

/** Of the calls of a file those that a fault speaks of: sought again only where the file has other calls or other faults. */
function faultsIn(calls: readonly Call[], faults: readonly RuleFinding[]): Faulty {
  const before = lastFaults.get(calls);
  if (before && sameItems(before.faults, faults)) return before.found;
  const found = faults.flatMap((fault) => {
    const { site, method, path } = fault.about!.call!;
    const isIt = (call: Call) => call.path === path && call.method === method && sameSite(call.site, site);
    return calls.filter(isIt).map((call) => [call, fault] as const);
  });
  lastFaults.set(calls, { faults, found });
  return found;
}

function told(control: ControlFact, way: readonly Step[], call: Call, fault: RuleFinding): RuleFinding {
  const { handler } = control;
  const related: RelatedSite[] = [];
  const [first, ...rest] = way;
  const start = handler ?? first?.site;
  if (start) related.push({ message: first?.name ? `its handler is ${first.name}` : 'its handler', site: start });
  for (const { site, name } of rest) related.push({ message: name ? `it calls ${name}` : 'it goes on here', site });
  related.push({
    message: `the request, ${call.method ?? '?'} ${call.path}, is written in ${basename(call.site.file)}`,
    site: fault.site,
  });
  const others = control.calls.length - 1;
  const what = others > 0 ? `sends ${counted(others + 1, 'request')}, one of which fails` : 'sends a request that fails';
  return finding(control, `${calledInWords(control)} ${what}. ${fault.message}`, {
    related,
    data: { method: call.method, path: call.path },
    about: fault.about ?? {},
    because: fault,
  });
}
