/** Navigation and media from code: window.open, location, and the src, href and action that code sets on elements. */
import type { CallSite } from '../../values/effects';
import type { Value } from '../../values/value';
import { type Client, externalName, plainRequest, type RequestData } from '../requests/request';

const LOCATION = /^global:(document\.)?location$/;
const MEDIA = /^global:(Image|Audio)$/;

export const pages: Client = {
  id: 'pages',
  names: ['open', 'assign', 'replace', '=href', '=src', '=location', '=action', '=poster', 'Audio'],
  read({ callee, args }: CallSite): RequestData[] {
    const [first] = args.pos;
    if (!first) return [];
    const name = externalName(callee) ?? '';
    if (name === 'global:open' || name === 'global:Audio') return [page(first, name === 'global:Audio' ? 'media' : 'page')];
    if (/^global:(document\.)?location\.(assign|replace)$/.test(name)) return [page(first, 'page')];
    if (callee.kind !== 'member' || !callee.name.startsWith('=')) return [];
    return set(callee, first);
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
