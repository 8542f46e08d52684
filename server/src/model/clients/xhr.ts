/** XMLHttpRequest: the verb and the address are given to open(). */
import type { CallSite } from '../../values/effects';
import { type Client, externalName, type RequestData } from '../requests/request';

export const xhr: Client = {
  id: 'xhr',
  names: ['open'],
  read({ callee, args }: CallSite): RequestData[] {
    const [method, url] = args.pos;
    if (callee.kind !== 'member' || callee.name !== 'open' || !url || callee.of.kind !== 'made') return [];
    if (!/^global:(XMLHttpRequest|XDomainRequest)$/.test(externalName(callee.of.callee) ?? '')) return [];
    return [{ client: 'xhr', kind: 'request', method, fallback: 'GET', url }];
  },
};
