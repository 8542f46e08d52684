/** wretch: a chain that collects the address, ended by a verb: wretch("/api").url("/tasks").get("/1"), api.post(body, "/tasks"). */
import type { CallSite } from '../../values/effects';
import { cat, type Value } from '../../values/value';
import { type Client, compact, externalName, type RequestData, verbText } from '../requests/request';

const WITHOUT_BODY = ['get', 'delete', 'head', 'opts'];
const WITH_BODY = ['post', 'put', 'patch'];

export const wretch: Client = {
  id: 'wretch',
  names: [...WITHOUT_BODY, ...WITH_BODY],
  read({ callee, args }: CallSite): RequestData[] {
    if (callee.kind !== 'member' || ![...WITHOUT_BODY, ...WITH_BODY].includes(callee.name)) return [];
    const chain = collected(callee.of);
    if (!chain) return [];
    const hasBody = WITH_BODY.includes(callee.name);
    const last = args.pos[hasBody ? 1 : 0];
    const body = hasBody ? (args.pos[0] ?? chain.body) : undefined;
    const parts = last && last.kind !== 'lit' ? [...chain.url, last] : chain.url;
    return [
      compact({
        client: 'wretch',
        kind: 'request' as const,
        method: verbText(callee.name === 'opts' ? 'options' : callee.name),
        fallback: 'GET',
        url: cat(parts),
        body,
      }),
    ];
  },
};

/** The address that a chain has collected; undefined if it does not start at wretch. */
function collected(value: Value): { url: Value[]; body?: Value } | undefined {
  if (value.kind !== 'made') return undefined;
  if (/^(global:)?wretch$/.test(externalName(value.callee) ?? '')) return { url: value.args.pos.slice(0, 1) };
  if (value.callee.kind !== 'member') return undefined;
  const before = collected(value.callee.of);
  if (!before) return undefined;
  const [first, replace] = value.args.pos;
  if (value.callee.name === 'url' && first)
    return { ...before, url: replace?.kind === 'lit' && replace.value === true ? [first] : [...before.url, first] };
  if (['json', 'body', 'formData', 'formUrl'].includes(value.callee.name) && first) return { ...before, body: first };
  return before;
}
