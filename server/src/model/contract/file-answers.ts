/** Files and streams that handlers answer with, and whether one is surely no JSON: `FileResponse("report.pdf")`, `media_type="text/csv"`. */
import type { Expr } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { textOf, type Value } from '../../values/value';
import type { Shape } from '../shapes/shape';

export const FILES = /(^|\.)(FileResponse|StreamingResponse|send_file|send_from_directory)$/;
const TYPE = /^(media_type|mimetype|content_type)$/;
const NAME = /^(path|filename|download_name|attachment_filename|path_or_file)$/;
/** A name that ends so holds no JSON. */
const NO_JSON =
  /\.(pdf|csv|tsv|zip|tar|gz|tgz|png|jpe?g|gif|webp|svg|ico|bmp|mp[34]|m4[av]|webm|wav|ogg|avi|mov|mkv|xlsx?|docx?|pptx?|txt|md|html?|xml|ya?ml|epub|bin|db|sqlite3?)$/i;

export function fileOf(ctx: Context, place: Place, e: Expr & { kind: 'call' }): Shape {
  const given = e.args.map(({ x, name }, i) => ({ key: name ?? (i < 2 ? 'path' : ''), value: ctx.evaluate(place, x) }));
  const type = given.find(({ key }) => TYPE.test(key));
  const declared = type && textOf(type.value);
  if (declared !== undefined && !/json/i.test(declared)) return { kind: 'file', of: declared };
  if (type) return { kind: 'file' };
  const endings = given.flatMap(({ key, value }) => (NAME.test(key) ? (NO_JSON.exec(endOf(value))?.[0] ?? []) : []));
  return endings[0] === undefined ? { kind: 'file' } : { kind: 'file', of: endings[0] };
}

/** What a text surely ends with. */
function endOf(value: Value): string {
  const last = value.kind === 'cat' ? value.parts.at(-1) : value;
  return textOf(last) ?? '';
}
