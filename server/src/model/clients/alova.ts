/** alova: createAlova({ baseURL }).Get(url, config), .Post(url, data, config), .Request(config). */
import type { CallSite } from '../../values/effects';
import { type Client, compact, externalName, option, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

const WITHOUT_BODY = ['Get', 'Head', 'Options'];
const names = VERBS.map((verb) => verb[0]!.toUpperCase() + verb.slice(1));

export const alova: Client = {
  id: 'alova',
  names: [...names, 'Request'],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    if (callee.kind !== 'member' || callee.of.kind !== 'made') return [];
    if (externalName(callee.of.callee) !== 'alova.createAlova') return [];
    const base = option(ctx, callee.of.args.pos[0], 'baseURL');
    const [first, second, third] = args.pos;
    const isWhole = callee.name === 'Request';
    const url = isWhole ? option(ctx, first, 'url') : first;
    if (!url || (!isWhole && !names.includes(callee.name))) return [];
    const config = isWhole ? first : WITHOUT_BODY.includes(callee.name) ? second : third;
    return [
      compact({
        ...plainRequest('alova', url, 'GET'),
        method: isWhole ? option(ctx, first, 'method') : verbText(callee.name),
        base,
        body: isWhole ? option(ctx, first, 'data') : WITHOUT_BODY.includes(callee.name) ? undefined : second,
        query: option(ctx, config, 'params'),
      }),
    ];
  },
};
