/** superagent: request.get(url), request("GET", url), agents. */
import type { CallSite } from '../../values/effects';
import { type Client, externalName, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

export const superagent: Client = {
  id: 'superagent',
  names: [...VERBS, 'del', 'superagent', 'request'],
  read({ callee, args }: CallSite): RequestData[] {
    const name = externalName(callee);
    const [first, second] = args.pos;
    if (!first) return [];
    if (name === 'superagent' && second) return [{ ...plainRequest('superagent', second, 'GET'), method: first }];
    const verb =
      /^superagent\.(\w+)$/.exec(name ?? '')?.[1] ??
      (callee.kind === 'member' && callee.of.kind === 'made' && externalName(callee.of.callee) === 'superagent.agent'
        ? callee.name
        : undefined);
    if (!verb || ![...VERBS, 'del'].includes(verb)) return [];
    return [
      {
        ...plainRequest('superagent', first, 'GET'),
        method: verbText(verb === 'del' ? 'delete' : verb),
        ...(second ? { body: second } : {}),
      },
    ];
  },
};
