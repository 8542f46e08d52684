/**
 * Forms that ask their own page: `<form><input name="q"><button>` goes to the page's address with `?q=`. That does something where the page
 * is made with the value of a field, or where code asks an address for the name of one.
 */
import type { X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { gathered } from '../../values/memo';
import { type Elem, hasProp, textProp } from './elements';
import { within } from './inside';
import { isPage } from './page-scripts';

/** `request.args`, `request.GET`, `url.searchParams`, `route.query`, and variables that are called so. */
const QUERY = /^(args|GET|query_params|searchParams|search_params|query)$/i;

const same = (a: string, b: string): boolean => a === b;
const byPages = gathered<string>('keys asked of addresses by the UI', 'web', keysIn, same, 'facts');
const byServer = gathered<string>('keys asked of addresses by the server', 'python', keysIn, same, 'facts');

function keysIn(ctx: Context, file: string): string[] {
  const out = new Set<string>();
  for (const id of ctx.world.chunkIds(file)) {
    const { arena } = ctx.world.chunk(file, id)!;
    const isQuery = (x: X): boolean => {
      const e = arena[x];
      return (e?.kind === 'get' || e?.kind === 'ref' || e?.kind === 'free') && QUERY.test(e.name);
    };
    const note = (x: X | undefined): void => {
      const key = x === undefined ? undefined : arena[x];
      if (key?.kind === 'str') out.add(key.value);
    };
    for (const e of arena) {
      if (e.kind === 'at' && isQuery(e.object)) note(e.index);
      if (e.kind === 'get' && isQuery(e.object)) out.add(e.name);
      const callee = e.kind === 'call' ? arena[e.callee] : undefined;
      if (e.kind !== 'call' || callee?.kind !== 'get' || !/^(get|getlist|getAll|has)$/.test(callee.name)) continue;
      // `new URLSearchParams(location.search).get("q")`
      if (arena[callee.object]?.kind === 'new' || isQuery(callee.object)) note(e.args[0]?.x);
    }
  }
  return [...out].sort();
}

const isField = ({ tag }: Elem): boolean => /^(input|select|textarea)$/i.test(tag);

export function isSelfSent(ctx: Context, { file, chunk }: Place, form: Elem): boolean {
  const fields = within(chunk, form).flatMap(({ e }) => (isField(e) && textProp(e, 'name') ? [e] : []));
  if (isPage(file) && fields.some(isFilled)) return true;
  const names = fields.flatMap((e) => textProp(e, 'name') ?? []);
  const isAsked = (key: string) => names.includes(key);
  return names.length > 0 && (byPages(ctx).some(isAsked) || (isPage(file) && byServer(ctx).some(isAsked)));
}

/** `<input name="q" value="{{ q }}">` */
const isFilled = (e: Elem): boolean =>
  hasProp(e, (key) => key === 'value') && textProp(e, 'value') === undefined && textProp(e, 'type') !== 'hidden';
