/** Methods of texts, Python's and JavaScript's: what is known of a text stays known, holes stay holes. */
import type { Context } from './context';
import { pathMethod } from './modules/python-places';
import { compiled, type Regex, regexOf, replaced } from './regex';
import { type Args, cat, preset, str, textOf, unknown, type Value } from './value';

type Text = Value & { kind: 'str' | 'cat' };

/** Methods that leave a text that is not known a text that is not known: `path.strip()` is still the parameter's text. */
const SHAPELESS = new Set(['strip', 'rstrip', 'lstrip', 'trim', 'trimEnd', 'trimStart', 'toString', 'lower', 'toLowerCase']);
/** `/\/+$/`, `/^\/|\/$/`: slashes at the ends. */
const SLASHES = /^(?:\^?\\\/[+*]?\$?\|?)+$/;

export function openText(of: Value, name: string, args: Args): Value | undefined {
  if (of.kind === 'unknown') return undefined;
  if (SHAPELESS.has(name) && args.pos.length === 0) return of;
  return name === 'replace' && textOf(args.pos[1]) === '' && SLASHES.test(regexOf(args.pos[0])?.source ?? '') ? of : undefined;
}

export function textMethod(ctx: Context, of: Value, name: string, args: Args): Value | undefined {
  if (of.kind !== 'str' && of.kind !== 'cat') return undefined;
  const first = args.pos[0];
  switch (name) {
    case 'concat':
      return cat([of, ...args.pos]);
    case 'join': {
      const items = first && ctx.elements(first);
      return items
        ? cat(items.flatMap((item, i) => (i ? [of, item] : [item])))
        : unknown('joined from a list only known at run time');
    }
    case 'format':
      return formatted(of, args);
    case 'split':
      return args.pos.length > 1 ? cutText(of, name, args) : parted(of, textOf(first));
    case 'replace':
    case 'replaceAll':
      return replacedIn(of, args);
    case 'slice':
    case 'substring':
    case 'substr':
      return withoutSlash(of, args);
    case 'partition':
    case 'rpartition':
    case 'rsplit':
      return cutText(of, name, args);
    default:
      return changed(of, name, textOf(first), args);
  }
}

function changed(of: Text, name: string, arg: string | undefined, args: Args): Value | undefined {
  const text = textOf(of);
  if (text === undefined) return SHAPELESS.has(name) && args.pos.length === 0 ? of : trimEnds(of, name, arg);
  const path = pathMethod(text, name, args);
  if (path) return path;
  const result = plainText(text, name, arg);
  return result === undefined ? undefined : str(result, of.kind === 'str' ? of.site : undefined);
}

const partsOf = (of: Text): Value[] => (of.kind === 'cat' ? of.parts : [of]);

/** 'a/{id}'.replace('{id}', id): what is put in may be unknown, the rest stays text. */
function replacedIn(of: Text, args: Args): Value | undefined {
  const [pattern, to] = args.pos;
  if (!to) return undefined;
  const from = textOf(pattern);
  if (from === '') return undefined;
  if (from !== undefined)
    return cat(partsOf(of).flatMap((part) => (part.kind === 'str' ? between(part, part.text.split(from), to) : [part])));
  const regex = regexOf(pattern);
  return regex && replacedBy(of, regex, to);
}

/** Python's `re.sub(pattern, to, text)`; groups are put in by `\\1`. */
export function substituted({ pos: [pattern, to, text], named }: Args): Value | undefined {
  const [source, by, of] = [pattern, to, text].map(textOf);
  if (source === undefined || by === undefined || of === undefined || Object.keys(named).length > 0) return undefined;
  const result = replaced(of, { source, flags: 'g' }, by.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1'));
  return result === undefined ? undefined : str(result);
}

/** An expression that is bound to an end can only meet the text there. */
function replacedBy(of: Text, regex: Regex, to: Value): Value | undefined {
  const parts = partsOf(of);
  const text = textOf(to);
  const ready = compiled(regex);
  if (!ready) return undefined;
  const [atStart, atEnd] = [
    /^\^/.test(regex.source) && !regex.source.includes('|'),
    /[^\\]\$$/.test(regex.source) && !regex.source.includes('|'),
  ];
  return cat(
    parts.flatMap((part, i) => {
      if (part.kind !== 'str' || (atStart && i > 0) || (atEnd && i < parts.length - 1)) return [part];
      if (text !== undefined) return [str(replaced(part.text, regex, text) ?? part.text, part.site)];
      const global = new RegExp(ready.source, `${ready.flags}g`);
      const put = to.kind === 'fn' ? unknown('computed text') : to;
      const spread = part.text.replace(global, '\0').split('\0');
      return between(part, spread, put);
    }),
  );
}

function between(part: Value & { kind: 'str' }, pieces: string[], to: Value): Value[] {
  return pieces.flatMap((piece, i) => (i ? [to, str(piece, part.site)] : [str(piece, part.site)]));
}

/** "/{}/{name}".format(a, name=b) where the text stands elsewhere. */
function formatted(of: Text, args: Args): Value {
  let next = 0;
  return cat(
    partsOf(of).flatMap((part) => {
      if (part.kind !== 'str') return [part];
      return part.text.split(/(\{\w*(?:[!:][^{}]*)?\})/).map((piece, i) => {
        if (i % 2 === 0) return str(piece.replaceAll('{{', '{').replaceAll('}}', '}'), part.site);
        const name = /\w*/.exec(piece.slice(1))![0];
        const given = /^\d*$/.test(name) ? args.pos[name === '' ? next++ : Number(name)] : args.named[name];
        return given ?? unknown(`nothing is given for ${piece}`);
      });
    }),
  );
}

/** `"pkg.mod:attr".partition(":")`, `"pkg.mod.attr".rsplit(".", 1)`: at the first or last separator, or at every one. */
function cutText(of: Text, name: string, args: Args): Value | undefined {
  const [text, separator] = [textOf(of), textOf(args.pos[0])];
  const most = args.pos[1]?.kind === 'lit' ? args.pos[1].value : undefined;
  const isPart = name.endsWith('partition');
  if (text === undefined || !separator || (!isPart && most !== undefined && most !== 1)) return undefined;
  if (!isPart && most === undefined) return parted(of, separator);
  const at = name.startsWith('r') ? text.lastIndexOf(separator) : text.indexOf(separator);
  const [before, after] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
  const cut = !isPart
    ? at < 0
      ? [text]
      : [before, after]
    : at >= 0
      ? [before, separator, after]
      : name === 'partition'
        ? [text, '', '']
        : ['', '', text];
  return { kind: 'list', items: cut.map((part) => str(part)) };
}

/** url.split('?') */
function parted(of: Text, separator: string | undefined): Value | undefined {
  if (!separator) return undefined;
  const rows: Value[][] = [[]];
  for (const part of partsOf(of)) {
    if (part.kind !== 'str') rows.at(-1)!.push(part);
    else
      for (const [i, piece] of part.text.split(separator).entries()) {
        if (i) rows.push([]);
        rows.at(-1)!.push(str(piece, part.site));
      }
  }
  const items = rows.map((row) => cat(row));
  if (!('preset' in of)) return { kind: 'list', items };
  const named = items.filter((item) => textOf(item) !== '').map(preset);
  return { kind: 'list', items: named, open: true, why: 'a list that the environment gives' };
}

/** `base.endsWith('/') ? base.slice(0, -1) : base` and `path.slice(1)`: a slash is cut where there is one, nothing else. */
function withoutSlash(of: Text, args: Args): Value | undefined {
  const numbers = args.pos.map((arg) => (arg.kind === 'lit' ? arg.value : undefined));
  const parts = [...partsOf(of)];
  const at =
    numbers.length === 1 && numbers[0] === 1
      ? 0
      : numbers.length === 2 && numbers[0] === 0 && numbers[1] === -1
        ? parts.length - 1
        : -1;
  const part = parts[at];
  if (part?.kind !== 'str') return undefined;
  parts[at] = str(part.text.replace(at === 0 && numbers.length === 1 ? /^\// : /\/$/, ''), part.site);
  return cat(parts);
}

function trimEnds(of: Text, name: string, chars: string | undefined): Value | undefined {
  if (of.kind !== 'cat' || !['rstrip', 'lstrip', 'strip'].includes(name)) return undefined;
  const parts = [...of.parts];
  const last = parts.at(-1);
  const first = parts[0];
  if (name !== 'lstrip' && last?.kind === 'str')
    parts[parts.length - 1] = { ...last, text: strip(last.text, chars, false, true) };
  if (name !== 'rstrip' && first?.kind === 'str') parts[0] = { ...first, text: strip(first.text, chars, true, false) };
  return cat(parts);
}

function strip(text: string, chars = ' \t\r\n', left: boolean, right: boolean): string {
  let from = 0;
  let to = text.length;
  while (left && from < to && chars.includes(text[from]!)) from++;
  while (right && to > from && chars.includes(text[to - 1]!)) to--;
  return text.slice(from, to);
}

function plainText(text: string, name: string, a: string | undefined): string | undefined {
  switch (name) {
    case 'strip':
      return strip(text, a, true, true);
    case 'lstrip':
      return strip(text, a, true, false);
    case 'rstrip':
      return strip(text, a, false, true);
    case 'trim':
      return text.trim();
    case 'trimEnd':
      return text.trimEnd();
    case 'trimStart':
      return text.trimStart();
    case 'lower':
    case 'toLowerCase':
      return text.toLowerCase();
    case 'upper':
    case 'toUpperCase':
      return text.toUpperCase();
    case 'title':
      return text.replace(/\b\w/g, (c) => c.toUpperCase());
    case 'toString':
      return text;
    case 'removeprefix':
      return a !== undefined && text.startsWith(a) ? text.slice(a.length) : text;
    case 'removesuffix':
      return a !== undefined && text.endsWith(a) ? text.slice(0, -a.length) : text;
    default:
      return undefined;
  }
}
