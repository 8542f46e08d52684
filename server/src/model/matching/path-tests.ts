/**
 * What Python's tests ask of the path of the request at hand, read from their text: `request.url.path == "/health"`, `scope["path"] in PROBES`,
 * `path.startswith(("/a", "/b"))`.
 */
import { conjuncts } from '../../values/decided';

export interface PathTest {
  /** Of the whole path, or of its beginning. */
  exact: boolean;
  /** What it is compared with, as written: '"/health"', 'self.path'. */
  operand: string;
  negated: boolean;
}

/** A condition as far as it speaks of the request: verbs, paths (one of `paths` has to hold), and whether it asks for anything else. */
export interface RequestTest {
  verbs: string[];
  paths: PathTest[];
  asksMore: boolean;
}

/** `path`, `request.url.path`, `scope["path"]`, `environ.get("PATH_INFO", "")`, with what tidies it. */
const SUBJECT =
  /^[\w.]*(?:\bpath|\bpath_info|(?:\[|\.get\()["'](?:path|PATH_INFO)["'](?:, ?["']["'])?[\])])(?:\.(?:rstrip|lower|strip)\([^()]*\))*$/;

export function requestTest(text: string): RequestTest {
  const tests = conjuncts(text).map((part) => alone(unbracketed(part.trim())));
  return {
    verbs: tests.flatMap((one) => one.verbs),
    paths: tests.flatMap((one) => one.paths),
    asksMore: tests.some((one) => one.asksMore),
  };
}

const NOTHING: RequestTest = { verbs: [], paths: [], asksMore: false };
const MORE: RequestTest = { ...NOTHING, asksMore: true };

function alone(text: string): RequestTest {
  const either = text.split(/ or /).map((part) => pathTest(unbracketed(part.trim())));
  const paths = either.flatMap((one) => one ?? []);
  if (paths.length === either.length) return { ...NOTHING, paths };
  const verb = /^[\w.]*(?:\bmethod|\[["'](?:method|REQUEST_METHOD)["']\]) (?:==|in) (.+)$/.exec(text)?.[1];
  if (verb !== undefined) return { ...NOTHING, verbs: [...verb.matchAll(/["'](\w+)["']/g)].map((found) => found[1]!) };
  return /^[\w.]*\[["']type["']\] (?:==|in) /.test(text) ? NOTHING : MORE;
}

function pathTest(text: string): PathTest | undefined {
  const [, left = '', sign, right = ''] = /^(.+?) (==|!=|in|not in) (.+)$/.exec(text) ?? [];
  const compared = (operand: string) => ({ exact: true, operand, negated: sign === '!=' || sign === 'not in' });
  if (sign !== undefined && SUBJECT.test(left)) return compared(right);
  if (sign?.endsWith('=') && SUBJECT.test(right)) return compared(left);
  const [, not, subject = '', operand = ''] = /^(not )?(.+)\.startswith\((.+)\)$/.exec(text) ?? [];
  if (SUBJECT.test(subject)) return { exact: false, operand, negated: not !== undefined };
  const [, , of = '', , all = ''] = /^any\((\[?)(.+)\.startswith\((\w+)\) for \3 in (.+?)\]?\)$/.exec(text) ?? [];
  return SUBJECT.test(of) ? { exact: false, operand: all, negated: false } : undefined;
}

const unbracketed = (text: string): string => (/^\([^()]*\)$/.test(text) ? text.slice(1, -1).trim() : text);
