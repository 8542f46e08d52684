/** jQuery: $.ajax(options), $.ajax(url, options), $.get, $.post, $.getJSON, $.getScript, $(…).load(url). */
import { own } from '../../base/own';
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { cat, textOf, type Value } from '../../values/value';
import { type Client, compact, externalName, option, plainRequest, type RequestData, verbText } from '../requests/request';

const SHORT: Record<string, string> = { get: 'GET', getJSON: 'GET', getScript: 'GET', post: 'POST' };

export const jquery: Client = {
  id: 'jquery',
  names: ['ajax', 'attr', 'prop', 'getJSON', 'getScript', 'get', 'post', 'load'],
  read(call: CallSite): RequestData[] {
    const { callee, args } = call;
    const [first, second] = args.pos;
    if (!first) return [];
    const made = changed(call);
    if (made.length) return made;
    const member = /^(?:global:(?:\$|jQuery)|jquery)\.(\w+)$/.exec(externalName(callee) ?? '')?.[1];
    if (member === 'ajax') return ajax(call);
    const verb = member === undefined ? undefined : SHORT[member];
    if (verb) {
      const url = option(call.ctx, first, 'url') ?? first;
      const sends = second && second.kind !== 'fn' ? second : option(call.ctx, first, 'data');
      return [
        {
          ...plainRequest('jquery', url, verb),
          method: verbText(verb),
          ...(sends ? (verb === 'POST' ? { body: sends } : { query: sends }) : {}),
        },
      ];
    }
    const selected =
      callee.kind === 'member' &&
      callee.name === 'load' &&
      callee.of.kind === 'made' &&
      /^(global:(\$|jQuery)|jquery)$/.test(externalName(callee.of.callee) ?? '');
    return selected && first.kind !== 'fn' ? [plainRequest('jquery', withoutSelector(first), 'GET')] : [];
  },
};

/** `$(list).load('/tasks #list')`: what follows the address says which part of the answer is shown. */
function withoutSelector(url: Value): Value {
  if (url.kind !== 'str' && url.kind !== 'cat') return url;
  const parts = url.kind === 'str' ? [url] : url.parts;
  const end = parts.findIndex((part) => part.kind === 'str' && /\s/.test(part.text));
  const last = parts[end];
  return last?.kind === 'str' ? cat([...parts.slice(0, end), { ...last, text: last.text.replace(/\s.*$/s, '') }], url.site) : url;
}

const JQUERY = /^(global:(\$|jQuery)|jquery)$/;
const ATTRIBUTES: Record<string, RequestData['kind']> = { src: 'media', poster: 'media', href: 'page', action: 'address' };

/** $('<form>', { action, method }) and $(…).attr('src', url). */
function changed({ ctx, callee, args }: CallSite): RequestData[] {
  const [first, second] = args.pos;
  const text = textOf(first);
  if (text === undefined || !second) return [];
  if (JQUERY.test(externalName(callee) ?? '')) {
    const action = /^<form\b/.test(text) ? option(ctx, second, 'action') : undefined;
    return action
      ? [compact({ ...plainRequest('jquery', action, 'GET'), kind: 'form' as const, method: option(ctx, second, 'method') })]
      : [];
  }
  const kind = callee.kind === 'member' && (callee.name === 'attr' || callee.name === 'prop') ? own(ATTRIBUTES, text) : undefined;
  const root = rootOf(callee);
  const isSelection =
    root.kind === 'ext' || root.kind === 'sym' || (root.kind === 'made' && JQUERY.test(externalName(root.callee) ?? ''));
  return kind && isSelection && second.kind !== 'fn' ? [{ ...plainRequest('jquery', second, 'GET'), kind }] : [];
}

function ajax({ ctx, args }: CallSite): RequestData[] {
  const [first, second] = args.pos;
  const inOptions = option(ctx, first, 'url');
  const options = inOptions ? first : second;
  const url = inOptions ?? (first && ['obj', 'dict'].includes(first.kind) ? undefined : first);
  if (!url) return [];
  const method = option(ctx, options, 'method') ?? option(ctx, options, 'type');
  // What is sent goes into the address of a request that has no body.
  const isAsked = !method || /^(get|head)$/i.test(textOf(method) ?? '');
  return [
    compact({
      ...plainRequest('jquery', url, 'GET'),
      method,
      [isAsked ? 'query' : 'body']: option(ctx, options, 'data'),
      headers: option(ctx, options, 'headers'),
    }),
  ];
}
