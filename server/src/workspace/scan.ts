/**
 * Says from a file's bytes whether it can begin anything: make an application or a router, or register a route. What it lets pass
 * without need costs a parse. What it holds back is still read as soon as an answer follows an import into it, so it need not
 * know helpers and wrappers: whoever uses them makes an application or decorates a handler.
 */
import type { FileKind } from '../facts/facts';

/** Decorators that surely register nothing; test suites are full of them. `@patch("/x")` may be a verb, `@patch("a.b")` is a mock. */
const noRoute = String.raw`(?!(?:pytest|mock|unittest|functools|click|dataclasses?|contextlib|atexit|responses|freezegun|hypothesis|wraps)\b|patch\(["'][^/])`;

const python = new RegExp(
  [
    // @router.get(PATH) · @route("/x") · @route(\n · @on(app, PATH)
    String.raw`^[ \t]*@${noRoute}(?:\w+\.[\w.]*\(|\w+\([^\n]{0,200}["']|\w+\(\s*$|\w+\([ \t]*[\w.]+[ \t]*[,)])`,
    String.raw`\b(?:FastAPI|Starlette|Flask|Quart(?:Trio)?|APIRouter|Blueprint|WebSocketRoute|MethodView|HTTPEndpoint|urlpatterns)\b`,
    String.raw`\b(?:Router|Mount|Route|Namespace|Api|API)\s*\(`,
    String.raw`\(\s*(?:\w+\.)?(?:Resource|View)\b`,
    String.raw`\b(?:socketio|flask_socketio|engineio|flask\.ext)\b`,
    // servers of other frameworks
    String.raw`^[ \t]*(?:from|import)[ \t]+(?:aiohttp\.web|tornado\.web|sanic|bottle|falcon|pyramid\.config|litestar|cherrypy|http\.server)\b|from aiohttp import web\b`,
    // what moves the paths of requests: environ["SCRIPT_NAME"] = prefix · scope["path"] = rest
    String.raw`\bscope\[["'](?:raw_|root_)?path["']\][ \t]*=[^=]|\[["'](?:SCRIPT_NAME|PATH_INFO)["']\][ \t]*=[^=]`,
    // register(self, chat_router) · register_routes(app): a helper is handed a router or an application
    String.raw`[(,][ \t]*(?:\w+\.)*(?:\w*(?:router|blueprint)s?|app(?:lication)?)[ \t]*[,)]`,
    // asgi = create() and below it register(asgi), both of the module
    String.raw`^(\w+)[ \t]*=[ \t]*[\w.]+\([^\n]*\)[ \t]*(?:\r?\n[^\n]*){0,12}?\n[\w.]+\(\1[ \t]*[,)]`,
    String.raw`\.(?:include_router|register_blueprint|add_url_rule|add_\w*route|add_resource|add_namespace|mount)\(`,
  ].join('|'),
  'm',
);

/** `text` may be latin-1: every letter of the patterns is ASCII, and that decoding is the cheapest. */
export function canMatter(kind: FileKind, text: string): boolean {
  return kind !== 'python' || python.test(text);
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
