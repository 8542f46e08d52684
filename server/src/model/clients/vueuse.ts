/** VueUse: useFetch(url).post(body).json(), useFetch(url, { method }), and what createFetch({ baseUrl }) makes. */
import type { X } from '../../facts/expression';
import type { Place } from '../../values/context';
import type { CallSite } from '../../values/effects';
import { unknown, type Value } from '../../values/value';
import {
  type Client,
  compact,
  externalName,
  methodIn,
  option,
  plainRequest,
  type RequestData,
  VERBS,
  verbText,
} from '../requests/request';

export const vueuse: Client = {
  id: 'vueuse',
  names: ['useFetch', 'createFetch'],
  read({ ctx, callee, args, place, site }: CallSite): RequestData[] {
    const made = callee.kind === 'made' && externalName(callee.callee) === '@vueuse/core.createFetch' ? callee : undefined;
    const [url, init] = args.pos;
    if ((!made && externalName(callee) !== '@vueuse/core.useFetch') || !url) return [];
    const base = made && option(ctx, made.args.pos[0], 'baseUrl');
    const verb = verbAfter(place, site.x);
    const shared = made && methodIn(ctx, option(ctx, made.args.pos[0], 'fetchOptions'));
    const method = verb?.method ?? methodIn(ctx, init) ?? shared;
    const body = verb?.body === undefined ? option(ctx, init, 'body') : ctx.evaluate(place, verb.body);
    return [compact({ ...plainRequest('vueuse', url, 'GET'), method, base, body })];
  },
};

interface Verb {
  method: Value;
  body?: X;
}

/** `.post(body)` further on in the chain. Where the chain is handed out before its end, whoever gets it says the verb. */
function verbAfter({ chunk }: Place, from: X): Verb | undefined {
  const { arena, returns } = chunk;
  let at = from;
  for (;;) {
    const member = arena.findIndex((e) => e.kind === 'get' && e.object === at);
    const next = member < 0 ? -1 : arena.findIndex((e) => e.kind === 'call' && e.callee === member);
    const [name, call] = [arena[member], arena[next]];
    if (name?.kind !== 'get' || call?.kind !== 'call') break;
    if (VERBS.includes(name.name)) return compact({ method: verbText(name.name), body: call.args[0]?.x });
    at = next;
  }
  return returns?.some(({ x }) => x === at) && at === from ? { method: unknown('the verb that follows') } : undefined;
}
