/**
 * Writes the call of a route that nobody calls: a function beside those that call its siblings, in their manner (client, wrapper, what is
 * done with the answer), typed where they are.
 */

import type { Call } from '../../model/calls/calls';
import { detailsOf } from '../../model/details/route-details';
import type { Route } from '../../model/routes/route';
import { EditBuilder } from '../edit';
import type { Offer } from '../fix';
import { lineOf, type Project } from '../project';
import { unique } from '../scaffold/names';
import { segmentsOf } from '../segments';
import { ending, written } from './client-text';
import { type Model, type Typed, typesFor } from './client-types';

export function clientCall(project: Project, route: Route): Offer | undefined {
  const model = modelFor(project, route);
  if (!model) return undefined;
  const { file } = model;
  return {
    id: 'call',
    title: `Call it from ${project.short(file)}`,
    safe: false,
    manual: true,
    make() {
      const typed: Typed = typesFor(project, route, model);
      const taken = Object.keys(project.chunk(file, '')?.vars ?? {});
      const text = written(model, route, typed, unique(nameFor(route, model), taken));
      if (text === undefined) return undefined;
      const whole = project.text(file)!;
      const isApart = /\n\s*\n$/.test(whole.slice(0, model.from)) || model.text.includes('\n');
      const edit = new EditBuilder(project.text);
      const gap = isApart || typed.declarations.length ? '\n' : '';
      const types = typed.declarations.map((d) => `${d}\n`).join('\n');
      edit.insert(file, model.to, `${gap}${types && `${types}\n`}${text}\n`, 'a call in the manner of its neighbours');
      for (const sentence of typed.assumed) edit.assume(sentence);
      return edit.done();
    },
  };
}

/** The function that calls the nearest route, of the same verb first. */
function modelFor(project: Project, route: Route): Model | undefined {
  const asked = segmentsOf(route.path ?? '');
  const near = (r: Route) => {
    const own = segmentsOf(r.path ?? '');
    const n = own.findIndex((s, i) => s !== asked[i]);
    return n < 0 ? own.length : n;
  };
  const sends = detailsOf(project.api.ctx, route).body.length > 0;
  const all = project.api.calls.flatMap((call) => {
    const [only] = call.match.routes;
    if (call.match.status !== 'matched' || call.kind !== 'request' || !only || project.api.isTestFile(call.site.file)) return [];
    const model = near(only) > 0 ? modelAt(project, call, only) : undefined;
    return model && model.sends === sends && ending(model, route) ? [{ model, near: near(only) }] : [];
  });
  const same = (m: Model) => Number(m.call.method === route.method);
  return all.sort((a, b) => b.near - a.near || same(b.model) - same(a.model) || b.model.to - a.model.to)[0]?.model;
}

const LONGEST = 12;

function modelAt(project: Project, call: Call, route: Route): Model | undefined {
  const { file, chunk } = call.site;
  const [top] = chunk.split('/');
  const whole = project.text(file);
  const decl = top ? project.decl(file, top) : undefined;
  const literal = project.span(call.site);
  if (!whole || !decl || !literal || !/\.[cm]?[jt]sx?$/.test(file) || project.chunk(file, top!)?.kind !== 'function')
    return undefined;
  const { start } = lineOf(whole, decl.nameFrom);
  const end = lineOf(whole, Math.max(start, decl.to - 1)).end;
  const text = whole.slice(start, end).trimEnd();
  const name = project.chunk(file, top!)!.name;
  const path = whole.slice(literal.from, literal.to);
  if (!/^export\s/.test(text) || !/^['"`]/.test(path) || text.split('\n').length > LONGEST || literal.from < start)
    return undefined;
  const own = path
    .slice(1, -1)
    .replace(/\$\{[^}]*\}/g, '{}')
    .replace(/[?#].*$/, '');
  const shape = (route.path ?? '').replace(/\{[^}]*\}/g, '{}');
  if (
    !shape.endsWith(own) ||
    project.api.calls.filter((c) => c.site.file === file && c.site.chunk.split('/')[0] === top).length > 1
  )
    return undefined;
  const { body } = project.detailsOf(call);
  const at = { from: literal.from - start, to: literal.to - start };
  const front = (route.path ?? '').slice(0, lengthOf(route.path ?? '', own));
  return { call, file, from: start, to: end, text, name, path: at, front, sends: body.kind !== 'none' };
}

/** How much of the route's path stands before what the call writes. */
function lengthOf(path: string, own: string): number {
  const wanted = segmentsOf(own).length;
  const all = segmentsOf(path);
  return `/${all.slice(0, all.length - wanted).join('/')}`.length * Number(all.length > wanted);
}

function nameFor({ handler, method }: Route, model: Model): string {
  const snake = handler.name?.split('.').at(-1) ?? method.toLowerCase();
  return /_/.test(model.name) ? snake : snake.replace(/_+(\w)/g, (_all, c: string) => c.toUpperCase());
}
