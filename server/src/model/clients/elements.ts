/** What elements request by themselves: forms, links, images and media, frames, uploads, attributes of htmx. */
import type { CallSite } from '../../values/effects';
import { unknown, type Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData } from '../requests/request';
import { attributes } from './htmx';
import { isUploader, uploaded } from './uploads';

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
    const out = attributes((name) => (isWritten(name) ? at(name) : undefined));
    if (tag === 'form') out.push(...form(at));
    else if (tag === 'a' || tag === 'area') out.push(...link(at));
    else if (tag === 'button' || tag === 'input') out.push(...submitter(at));
    else if (callee.kind === 'ext' && isUploader(tag ?? externalName(callee)?.split('.').at(-1))) out.push(...uploaded(at));
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

/** A button that sends its form elsewhere. What it does not say of the verb, the form does. */
function submitter(at: (name: string) => Value | undefined): RequestData[] {
  const url = at('formaction') ?? at('formAction');
  if (!url || url.kind === 'fn') return [];
  const method = at('formmethod') ?? at('formMethod') ?? unknown('the verb of the form around it');
  return [{ ...plainRequest('elements', url, 'GET'), kind: 'form', method }];
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
