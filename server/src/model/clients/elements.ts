/** What elements request by themselves: forms, links, images and media, frames, uploads, attributes of htmx. */

import type { Context } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { str, textOf, unknown, type Value } from '../../values/value';
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
    else if (tag === 'button' || tag === 'input') out.push(...submitter(at, () => methodAround(ctx, props)));
    else if (callee.kind === 'ext' && isUploader(tag ?? externalName(callee)?.split('.').at(-1))) out.push(...uploaded(at));
    else if (tag === undefined || tag.includes('-')) out.push(...component(at));
    for (const text of srcset(at)) out.push({ ...plainRequest('elements', text, 'GET'), kind: 'media' });
    for (const name of (tag && MEDIA[tag]) || []) {
      const url = at(name);
      if (url) out.push({ ...plainRequest('elements', url, 'GET'), kind: 'media' });
    }
    return out;
  },
};

/** `srcset="/files/1.png 1x, /files/2.png 2x"` */
function srcset(at: (name: string) => Value | undefined): Value[] {
  const given = at('srcset') ?? at('srcSet');
  if (given?.kind !== 'str') return [];
  return given.text.split(',').map((one) => ({ ...given, text: one.trim().split(/\s/)[0]! }));
}

function form(at: (name: string) => Value | undefined): RequestData[] {
  const url = at('action');
  const method = at('method');
  if (!url || url.kind === 'fn' || isDialog(method)) return [];
  return [compact({ ...plainRequest('elements', url, 'GET'), kind: 'form' as const, method })];
}

/** `<form method="dialog">` closes the dialog around it and sends nothing. */
const isDialog = (method: Value | undefined): boolean => textOf(method)?.toLowerCase() === 'dialog';

/** A button that sends its form elsewhere. What it does not say of the verb, the form does. */
function submitter(at: (name: string) => Value | undefined, formMethod: () => Value | undefined): RequestData[] {
  const url = at('formaction') ?? at('formAction');
  if (!url || url.kind === 'fn') return [];
  const method = at('formmethod') ?? at('formMethod') ?? formMethod() ?? unknown('the verb of the form it belongs to');
  if (isDialog(method)) return [];
  return [{ ...plainRequest('elements', url, 'GET'), kind: 'form', method }];
}

/** The verb of the form in which an element is written. */
function methodAround(ctx: Context, { site, env }: Value & { kind: 'elem' }): Value | undefined {
  const { arena = [] } = ctx.world.chunk(site.file, site.chunk) ?? {};
  for (let x = site.x; x >= 0; ) {
    const e = arena[x];
    if (e?.kind === 'elem' && e.tag.toLowerCase() === 'form')
      return option(ctx, { kind: 'elem', site: { ...site, x }, env }, 'method') ?? str('GET');
    const inner = x;
    x = arena.findIndex((one) => one.kind === 'elem' && one.children.includes(inner));
  }
  return undefined;
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
