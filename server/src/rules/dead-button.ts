/** A button, link, form or other element with a handler that surely does nothing when a person acts on it. */
import type { ControlFact } from '../model/controls/controls';
import { sameSite } from '../values/value';
import { calledInWords, finding } from './control-sites';
import type { Rule, RuleFinding } from './rule';

const BAD = `export function Stream({ name }) {
  return (
    <p>
      {name} <button type="button">Pause</button>
    </p>
  );
}
`;
const GOOD = `export function Stream({ name }) {
  const pause = () => fetch("/api/streams/" + name + "/pause", { method: "POST" });
  return (
    <p>
      {name} <button type="button" onClick={pause}>Pause</button>
    </p>
  );
}
`;
const API =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/api/streams/{name}/pause")\ndef pause(name: str):\n    return {"name": name}\n';

export const deadButton: Rule = {
  meta: {
    id: 'dead-button',
    severity: 'warning',
    summary: 'A button, link or form that does nothing',
    why: 'A person presses it and nothing happens: no request, no message, no change. It was drawn and never wired, its handler is empty or only writes to the console, or the id by which a script finds it has changed.',
    limits:
      'Reported is only what surely does nothing. Not reported: what submits a form that is handled, what a script finds by selector, tag, place, id, class or data attribute or hands to code that is not known, what a script that is not in the project may know, what an element around it may hear, what htmx, Alpine, Stimulus, Bootstrap or the browser itself act on by attributes, links to the top or to the page that one is on, forms that ask their own page, elements that get properties from elsewhere, and components of which it is not known what they do, unless they are buttons that are given an empty handler.',
    fix: { how: 'Give it a handler, or take it out.', safe: false },
    examples: {
      bad: { 'ui/Stream.jsx': BAD, 'api/main.py': API },
      good: { 'ui/Stream.jsx': GOOD, 'api/main.py': API },
    },
  },
  check: (api) => {
    const dead = api.controls.filter((c) => c.reaches === 'nothing');
    return dead.filter((c) => !c.through.some((site) => dead.some((d) => sameSite(d.site, site)))).map(told);
  },
};

function told(control: ControlFact): RuleFinding {
  const { why, handler, kind } = control;
  const advice = kind === 'link' ? 'Give it an address or a handler, or take it out.' : 'Give it a handler, or take it out.';
  return finding(control, `${calledInWords(control)} does nothing: ${why}. ${advice}`, {
    related: handler ? [{ message: 'its handler is written here', site: handler }] : [],
    data: { why },
  });
}
