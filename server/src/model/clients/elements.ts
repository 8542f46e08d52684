/** What elements request by themselves: forms, links, images and media, frames, htmx attributes, data attributes that hold addresses. */
import type { CallSite } from '../../values/effects';
import type { Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData, verbText } from '../requests/request';

const MEDIA: Record<string, string[]> = {
  img: ['src'],
  video: ['src', 'poster'],
  audio: ['src'],
  source: ['src'],
  iframe: ['src'],
  embed: ['src'],
  object: ['data'],
  track: ['src'],
};
const HTMX = ['get', 'post', 'put', 'patch', 'delete'];

export const elements: Client = {
  id: 'elements',
  names: [],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    const tag = /^element:(.+)$/.exec(externalName(callee) ?? '')?.[1]?.toLowerCase();
    const [props] = args.pos;
    if (props?.kind !== 'elem') return [];
    const written = ctx.world.chunk(props.site.file, props.site.chunk)?.arena[props.site.x];
    const isWritten = (name: string) => written?.kind === 'elem' && written.props.some((p) => p.key === name);
    const at = (name: string) => option(ctx, props, name);
    const out: RequestData[] = HTMX.flatMap((verb) => {
      const url = [`hx-${verb}`, `data-hx-${verb}`].filter(isWritten).map(at)[0];
      return url ? [{ ...plainRequest('htmx', url, verb.toUpperCase()), method: verbText(verb) }] : [];
    });
    if (tag === 'form') out.push(...form(at));
    else if (tag === 'a' || tag === 'area') out.push(...link(at));
    else if (tag === undefined || tag.includes('-')) out.push(...component(at));
    for (const name of (tag && MEDIA[tag]) || []) {
      const url = at(name);
      if (url) out.push({ ...plainRequest('elements', url, 'GET'), kind: 'media' });
    }
    return out;
  },
};

function form(at: (name: string) => Value | undefined): RequestData[] {
  const url = at('action');
  if (!url || url.kind === 'fn') return [];
  return [compact({ ...plainRequest('elements', url, 'GET'), kind: 'form' as const, method: at('method') })];
}

function link(at: (name: string) => Value | undefined): RequestData[] {
  const url = at('href');
  if (!url) return [];
  return [{ ...plainRequest('elements', url, 'GET'), kind: at('download') ? 'media' : 'page' }];
}

/** A component that nobody of the project wrote and that is given an address as a link or picture has. */
function component(at: (name: string) => Value | undefined): RequestData[] {
  return ['src', 'href'].flatMap((name) => {
    const url = at(name);
    return url ? [{ ...plainRequest('elements', url, 'GET'), kind: 'page' as const }] : [];
  });
}
