/** Uploaders: Dropzone, Uppy, and the upload components of widget libraries, which are told where to by an attribute. */
import type { CallSite } from '../../values/effects';
import type { Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData } from '../requests/request';

export const uploads: Client = {
  id: 'uploads',
  names: ['Dropzone', 'dropzone', 'use'],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    const name = externalName(callee) ?? '';
    const [first, second] = args.pos;
    if (/^(?:global:Dropzone|dropzone(?:\.Dropzone)?)$/.test(name)) return sent(ctx, second ?? first, 'url');
    if (callee.kind !== 'member') return [];
    // $('#files').dropzone({ url })
    if (callee.name === 'dropzone' && callee.of.kind === 'made') return sent(ctx, first, 'url');
    const plugin = callee.name === 'use' && first ? externalName(first) : undefined;
    return plugin === '@uppy/xhr-upload' ? sent(ctx, second, 'endpoint') : [];
  },
};

function sent(ctx: CallSite['ctx'], options: Value | undefined, name: string): RequestData[] {
  const url = option(ctx, options, name);
  if (!url || url.kind === 'fn') return [];
  return [compact({ ...plainRequest('uploads', url, 'POST'), method: option(ctx, options, 'method') })];
}

/** `<el-upload action="/api/files">`, antd's `<Upload action>`, PrimeVue's `<FileUpload url>`. */
export const isUploader = (name: string | undefined): boolean => /upload/i.test(name ?? '');

export function uploaded(at: (name: string) => Value | undefined): RequestData[] {
  const url = at('action') ?? at('url');
  const isOwn = ['http-request', 'httpRequest', 'customRequest', 'custom-request', 'customUpload'].some((name) => at(name));
  if (!url || url.kind === 'fn' || isOwn) return [];
  return [compact({ ...plainRequest('uploads', url, 'POST'), method: at('method') })];
}
