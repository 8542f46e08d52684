/**
 * Says from a file's bytes whether it can begin anything: declare a route, an application or a request. What it lets pass without
 * need costs a parse; what it wrongly held back would be lost, so it looks only for what every such file must contain. A file
 * that is held back is still read when an answer follows an import into it.
 */
import type { FileKind } from './kinds';

/** A decorator that is called with a text, the names of frameworks and of what registers routes. */
const python = new RegExp(
  [
    String.raw`^[ \t]*@[\w.]+\([^\n]{0,200}["']`,
    String.raw`^[ \t]*@[\w.]+\(\s*$`,
    '\\b(?:fastapi|starlette|flask|quart|django|litestar|sanic|aiohttp|tornado|bottle|falcon|rest_framework|ninja)',
    '\\b(?:FastAPI|APIRouter|Flask|Blueprint|Quart|urlpatterns)\\b',
    String.raw`\.(?:include_router|register_blueprint|add_url_rule|add_api_\w*route|add_route|add_resource|add_namespace|mount)\(`,
  ].join('|'),
  'im',
);

/** `bytes` as latin-1 text: every letter of the patterns is ASCII, and that decoding is the cheapest. */
export function canMatter(kind: FileKind, latin1: string): boolean {
  return kind !== 'python' || python.test(latin1);
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
