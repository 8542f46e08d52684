/** Navigation, media and forms from code: window.open, location, and the src, href and action that code sets on elements. */
import type { X } from '../../facts/expression';
import type { CallSite } from '../../values/effects';
import { keyOf, unknown, type Value } from '../../values/value';
import { type Client, externalName, plainRequest, type RequestData } from '../requests/request';

const LOCATION = /^global:(document\.)?location$/;
const MEDIA = /^global:(Image|Audio)$/;

export const pages: Client = {
  id: 'pages',
  names: ['open', 'assign', 'replace', '=href', '=src', '=location', '=action', '=poster', 'Audio'],
  read(site: CallSite): RequestData[] {
    const { callee, args } = site;
    const [first] = args.pos;
    if (!first) return [];
    const name = externalName(callee) ?? '';
    if (name === 'global:open' || name === 'global:Audio') return [page(first, name === 'global:Audio' ? 'media' : 'page')];
    if (/^global:(document\.)?location\.(assign|replace)$/.test(name)) return [page(first, 'page')];
    if (callee.kind !== 'member' || !callee.name.startsWith('=')) return [];
    return callee.name === '=action' ? submitted(site, callee.of, first) : set(callee, first);
  },
};

const page = (url: Value, kind: RequestData['kind']): RequestData => ({ ...plainRequest('pages', url, 'GET'), kind });

/** `object.name = value`, seen as a call of the member '=name'. */
function set(callee: Value & { kind: 'member' }, value: Value): RequestData[] {
  const on = externalName(callee.of) ?? '';
  if (callee.name === '=location') return on === 'global:window' || on === 'global:document' ? [page(value, 'page')] : [];
  if (callee.name === '=href' && LOCATION.test(on)) return [page(value, 'page')];
  if (callee.of.kind === 'obj' || callee.of.kind === 'dict' || callee.of.kind === 'lit') return [];
  if (callee.name === '=src' || callee.name === '=poster') return [page(value, 'media')];
  if (callee.name === '=href') return [page(value, 'media')];
  return MEDIA.test(on) ? [page(value, 'media')] : [];
}

/** `form.action = '/tasks/3/delete'` of a form that the same function submits. Where it does not say the verb, the element does. */
function submitted({ ctx, place }: CallSite, form: Value, url: Value): RequestData[] {
  const { arena, sets = [] } = place.chunk;
  const key = keyOf(form);
  const isForm = (x: X) => keyOf(ctx.evaluate(place, x)) === key;
  const submits = arena.some((e) => {
    const callee = e.kind === 'call' ? arena[e.callee] : undefined;
    return callee?.kind === 'get' && /^(?:submit|requestSubmit)$/.test(callee.name) && isForm(callee.object);
  });
  if (!submits) return [];
  const said = sets.find((one) => one.name === 'method' && isForm(one.object));
  const method = (said && ctx.evaluate(place, said.x)) ?? unknown('the verb of the form that is sent');
  return [{ ...plainRequest('pages', url, 'GET'), kind: 'form', method }];
}
