/** Mocks that stand in for a backend: msw, axios-mock-adapter, Mock.js. What they answer is no route, and no call of its own. */
import type { CallSite } from '../../values/effects';
import { regexOf } from '../../values/regex';
import { alternatives, str, textOf, type Value } from '../../values/value';
import { type Client, externalName, option, plainRequest, type RequestData, VERBS, verbText } from '../requests/request';

export const MOCKS = 'mocks';
const ON = /^on(Get|Post|Put|Patch|Delete|Head|Options|Any)$/;

export const mocks: Client = {
  id: MOCKS,
  names: [...VERBS, 'all', 'mock', ...['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'Any'].map((v) => `on${v}`)],
  read({ ctx, callee, args }: CallSite): RequestData[] {
    const [first, second] = args.pos;
    if (!first) return [];
    const name = externalName(callee) ?? '';
    const handled = /^msw\.(?:http|rest)\.(\w+)$/.exec(name)?.[1];
    if (handled !== undefined) return answered(handled, first);
    if (/^(?:global:)?(?:mockjs|Mock)\.mock$/.test(name))
      return isPath(first) ? answered(args.pos.length > 2 ? (textOf(second) ?? 'all') : 'all', first) : [];
    const verb = callee.kind === 'member' ? ON.exec(callee.name)?.[1] : undefined;
    if (callee.kind !== 'member' || verb === undefined || callee.of.kind !== 'made') return [];
    const adapter = callee.of;
    if (externalName(adapter.callee) !== 'axios-mock-adapter') return [];
    const client = adapter.args.pos[0];
    const base = client?.kind === 'made' ? option(ctx, client.args.pos[0], 'baseURL') : undefined;
    // It answers the address with the base of its client and without.
    return [...answered(verb, first), ...answered(verb, first).flatMap((one) => (base ? [{ ...one, base }] : []))];
  },
};

const isPath = (value: Value): boolean => regexOf(value) !== undefined || textOf(value)?.startsWith('/') === true;

function answered(verb: string, url: Value): RequestData[] {
  const method = verbText(/^(all|any)$/i.test(verb) ? 'any' : verb);
  return alternatives(url).map(({ value }) => ({ ...plainRequest(MOCKS, plain(value), 'GET'), kind: 'served' as const, method }));
}

/** The path alone where any host will do; of an expression its text, with parameters for what it leaves open. */
function plain(url: Value): Value {
  const regex = regexOf(url);
  if (!regex) return textOf(url)?.startsWith('*') ? str(textOf(url)!.replace(/^\*+\/*/, '/')) : url;
  const path = regex.source
    .replace(/^\^|\$$/g, '')
    .replaceAll('\\/', '/')
    .replace(/\((?:[^()]*)\)|\[[^\]]*\][+*]?|\\[dwS][+*]?|\.[+*]/g, ':any');
  return str(path.startsWith('/') ? path : `/${path}`);
}
