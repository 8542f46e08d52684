/** Answers that are no JSON: files and streams, as far as that is sure (`FileResponse("report.pdf")`, `media_type="text/csv"`), and none at all. */
import type { Expr, X } from '../../facts/expression';
import type { Context, Place } from '../../values/context';
import { textOf, type Value } from '../../values/value';
import { statusOf } from '../details/route-details';
import type { Shape } from '../shapes/shape';

export const FILES = /(^|\.)(FileResponse|StreamingResponse|send_file|send_from_directory)$/;
const TYPE = /^(media_type|mimetype|content_type)$/;
const NAME = /^(path|filename|download_name|attachment_filename|path_or_file)$/;
/** A name that ends so holds no JSON. */
const NO_JSON =
  /\.(pdf|csv|tsv|zip|tar|gz|tgz|png|jpe?g|gif|webp|svg|ico|bmp|mp[34]|m4[av]|webm|wav|ogg|avi|mov|mkv|xlsx?|docx?|pptx?|md|html?|xml|ya?ml|epub|bin|db|sqlite3?)$/i;
/** Text and bytes of no type may be JSON all the same. */
const NO_JSON_TYPE = /^(image|video|audio|font)\/|pdf|zip|csv|calendar|xml|html|msword|officedocument|event-stream|mpegurl/i;

export function fileOf(ctx: Context, place: Place, e: Expr & { kind: 'call' }): Shape {
  const given = e.args.map(({ x, name }, i) => ({ key: name ?? (i < 2 ? 'path' : ''), value: ctx.evaluate(place, x) }));
  const type = given.find(({ key }) => TYPE.test(key));
  const declared = type && beginOf(type.value);
  if (declared !== undefined && NO_JSON_TYPE.test(declared)) return { kind: 'file', of: declared };
  if (type) return { kind: 'file' };
  const endings = given.flatMap(({ key, value }) => (NAME.test(key) ? (NO_JSON.exec(endOf(value))?.[0] ?? []) : []));
  return endings[0] === undefined ? { kind: 'file' } : { kind: 'file', of: endings[0] };
}

const PAGES = /(^|\.)(render_template|TemplateResponse)$/;
const PLAIN_TEXT = /(^|\.)PlainTextResponse$/;

/** Pages and plain text: `HTMLResponse(…)`, `render_template("tasks.html")`, `PlainTextResponse("done")`. Undefined where it may be JSON all the same. */
export function textAnswer(ctx: Context, place: Place, callee: Value, e: Expr & { kind: 'call' }): Shape | undefined {
  const path = callee.kind === 'ext' ? callee.path : callee.kind === 'member' ? `.${callee.name}` : '';
  const values = () => e.args.map(({ x }) => ctx.evaluate(place, x));
  if (/\.HTMLResponse$/.test(path)) return HTML;
  if (PAGES.test(path)) return values().some((v) => /\.html?$/.test(endOf(v))) ? HTML : undefined;
  const [content] = PLAIN_TEXT.test(path) ? values() : [];
  const text = content && beginOf(content);
  return text !== undefined && /^\s*[^\s[{"\d-]/.test(text) ? TEXT : undefined;
}

export const HTML: Shape = { kind: 'file', of: 'text/html' };
export const TEXT: Shape = { kind: 'file', of: 'text/plain' };

/** What a text surely begins with. */
function beginOf(value: Value): string | undefined {
  return textOf(value.kind === 'cat' ? value.parts[0] : value);
}

/** What a text surely ends with. */
function endOf(value: Value): string {
  const last = value.kind === 'cat' ? value.parts.at(-1) : value;
  return textOf(last) ?? '';
}

/** What is sent with 204 is dropped: `return "", 204`. */
export const isEmpty = (ctx: Context, place: Place, status: X): boolean => statusOf(ctx.evaluate(place, status)) === 204;
