/** What elements do of themselves: links that lead somewhere, forms that are sent, attributes that libraries and the browser act on. */
import type { Entry } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import { type Elem, hasProp, textProp } from './elements';

/** Attributes by which libraries and the browser give an element something to do. */
export const DECLARED =
  /^(data-bs-|data-toggle|data-target|data-dismiss|data-action|data-controller|data-turbo|data-method|data-confirm|data-remote|data-href|data-url|hx-|data-hx-|up-|x-(?!show|text|html|cloak|transition|ref|bind|if|for)|v-(?!show|text|html|cloak|bind|else|once|memo|slot|pre$)|wire:|@|on-|_$|popovertarget|command|commandfor|is$|routerlink|\[?routerlink|use:|on:|to$|:to$|matdialog|mat|cdk|ng|uisref|ui-sref|download|formaction|v-bind:to|data-fancybox|data-modal|data-dropdown|aria-haspopup)/i;

const OF_HTML =
  /^(aria-.*|data-.*|on.*|class(\..*|name|list)?|style(\..*)?|id|title|type|name|value|disabled|form\w*|href\w*|target|rel|role|tabindex|hidden|lang|dir|autofocus|autocomplete|method|action|enctype|novalidate|accept.*|accesskey|draggable|key|ref|slot|src|alt|width|height|size|placeholder|required|checked|readonly|align|border|media|ping|referrerpolicy|spellcheck|translate|content\w*|inputmode|itemprop|itemscope|itemtype|xmlns|i18n.*|innerhtml|innertext|textcontent|ng(if|for|class|style)|hidefocus|onclick|is|part|nonce|inert|popover\w*|command\w*)$/i;

/** An attribute that means nothing to the browser: a directive of Angular or a script may go by it. */
export const isForeign = (key: string): boolean => /^[a-z][\w-]*$/i.test(key) && !OF_HTML.test(key);

/** `<button mat-icon-button>`: an attribute without a value that says how a button looks. */
export const isLook = ({ arena }: Chunk, { key, x }: Entry): boolean => {
  const value = arena[x];
  return /(button|fab)$/i.test(key ?? '') && value?.kind === 'lit' && value.value === true;
};

/** `data-toggle="tooltip"` is only shown. */
export const isTooltip = (e: Elem, key: string): boolean => /^data-(bs-)?toggle$/.test(key) && textProp(e, key) === 'tooltip';

/** Undefined: nothing. */
export function leads(e: Elem): { why: string | null } | undefined {
  if (hasProp(e, (key) => /^(to|routerlink)$/i.test(key))) return { why: null };
  if (!hasProp(e, (key) => key === 'href'))
    return hasProp(e, (key) => key === 'name') ? { why: 'it is a place to jump to' } : undefined;
  const href = textProp(e, 'href');
  if (href === undefined) return { why: null };
  return href === '#' || href === '' || /^javascript:\s*(void\(?\s*0?\s*\)?|;)?;?$/i.test(href) ? undefined : { why: null };
}

export function isSent(e: Elem): boolean {
  // Without an action a form goes to the page that it stands on.
  return hasProp(e, (key) => key === 'action' || key === 'method');
}
