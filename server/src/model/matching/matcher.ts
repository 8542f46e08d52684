/** Which route answers a call: proxies applied, every application tried, unknown bases matched by their known end. Three-valued. */
import { dirname } from '../../base/uri';
import { isWide, type Rewrite, rulesFor } from '../../values/rewrites';
import { notAnswered } from '../../values/rewrites/next';
import { type Address, mayBePath, parsePath, pathText, type Segment } from '../requests/address';
import type { RequestData } from '../requests/request';
import type { Route } from '../routes/routes';
import { type Bases, baseKey } from './bases';
import { converted, isAdmitted } from './converters';
import type { Aim, Directions } from './directions';
import type { Images } from './images';
import { answers, type Candidate, type RouteTrie } from './match';
import { type RouteIndex, withoutNames } from './route-index';
import type { Refusal } from './takes';

export interface Match {
  /** unlisted calls have no match at all: links to pages, static files. */
  status: 'matched' | 'missing' | 'wrong-method' | 'external' | 'dynamic';
  /** The path as the backend sees it. */
  path: string | null;
  /** Routes that answer, or, for a wrong method, that have the path. */
  routes: Route[];
  /** Literals meet literals and holes meet parameters. */
  sure: boolean;
  slash: Candidate['slash'];
  /** Why it is dynamic or external, in words. */
  reason: string | null;
  /** Who is asked, where that is told: 'localhost:8001'. */
  asked?: string;
  /** Of a missing one: the route that would answer but for the type of a parameter. */
  refused?: Refusal;
  /** Routes of applications that are not asked, which would have answered. */
  elsewhere?: readonly Route[];
  /** Whose routes may be meant, where not everybody's. */
  among?: (route: Route) => boolean;
}
/** What else there is that answers, or may. */
export interface Others {
  /** Handlers that are written in JavaScript. */
  elsewhere: RouteTrie;
  hasSockets: boolean;
  hasOpenInclude: boolean;
  /** Services of compose files that run what is built elsewhere, by port. */
  images: Images;
  /** Who else may answer what is addressed by a name, in words. */
  foreign: string | undefined;
  /** What the handler of a route cannot take. */
  refusal(route: Route, segments: readonly Segment[]): Refusal | undefined;
  /** A file's name for people. */
  shown(file: string): string;
}

export class Matcher {
  constructor(
    private readonly index: RouteIndex,
    private readonly others: Others,
    private readonly bases: Bases,
    private readonly rewrites: (file: string) => readonly Rewrite[],
    private readonly directions: Directions,
  ) {}

  /** Who else answers a path that no route does: files beside a proxy, another server behind it, JavaScript of the workspace. */
  private other(method: string | null, address: Address, text: string, file: string): Match | undefined {
    const external = (reason: string) => none('external', text, reason);
    const all = this.others.elsewhere
      .find(address.segments, address.slash)
      .flatMap((c) => (method === null || answers(c.route, method) ? c.route : []));
    const here = all.find((route) => route.reason === null) ?? all[0];
    if (here) {
      const by = this.others.shown(here.site.file);
      return here.reason === null ? external(`served by ${by}`) : none('dynamic', text, `what ${by} mounts may answer it`);
    }
    const rules = rulesFor(text, this.rewrites(file));
    for (const rule of rules) {
      if (rule.local === 'answer' && /[\w]/.test(rule.from))
        return external(`answered by ${this.others.shown(rule.file)}: ${rule.from}`);
      if (rule.local && (method === 'GET' || method === null) && /[\w]/.test(rule.from))
        return external(`served as files: ${rule.from}`);
      const known = this.bases.upstreams.get(rule.file);
      if (rule.to && !known?.has(rule.to) && (known?.size || PUBLIC.test(rule.to))) return external(`passed on to ${rule.to}`);
    }
    const vague = rules.find((rule) => rule.vague && !(isWide(rule) && this.index.hasHead(text)));
    return vague && none('dynamic', text, `${this.others.shown(vague.file)} may answer it or pass it on`);
  }

  /** A handler of the user interface passes the path on, though not for this verb. */
  private notPassedOn(method: string, text: string, file: string): string | undefined {
    const [only, ...more] = rulesFor(text, this.rewrites(file)).filter((rule) => !rule.vague);
    return only?.verbs && !more.length && !only.verbs.includes(method) ? notAnswered(only.file, method) : undefined;
  }

  /** Undefined: not a call worth listing (a link to a page, a static file, an address of which nothing is known). */
  match(data: RequestData, method: string | null, address: Address, file: string): Match | undefined {
    const weak = data.kind === 'page' || data.kind === 'media' || data.kind === 'address';
    const text = pathText(address.segments, address.slash);
    const base = baseKey(address);
    const ours = base !== undefined && this.bases.ours.has(base);
    const sure = base !== undefined && this.bases.sure.has(base);
    const { aims, told } = this.directions.aims(dirname(file), file, address, text);
    if (address.origin === 'external' && !ours && !told)
      return weak ? undefined : none('external', null, `another host: ${address.host}`);
    if (!address.segments.some((s) => 'text' in s || 'glued' in s)) {
      if (address.segments.length || weak || address.origin === 'unknown')
        return weak || address.origin === 'unknown' ? undefined : none('dynamic', null, 'the path is not known');
    }
    const isOpen = address.origin === 'unknown' || (base !== undefined && !told);
    if (isOpen && !sure) return this.partly(method, address, text, weak, (route) => this.directions.mayAsk(dirname(file), route));
    const tries = aims.map((aim) => this.aimed(method, aim.path === text ? address.segments : parsePath(aim.path), aim));
    const best =
      tries.find((t) => t.status === 'matched') ??
      tries.find((t) => t.status === 'wrong-method') ??
      tries.find((t) => t.status === 'dynamic') ??
      tries[0]!;
    const foreign = best.status === 'missing' ? this.others.foreign : undefined;
    if (foreign && data.kind === 'address' && data.url.kind === 'made') return none('dynamic', text, foreign);
    if (data.kind === 'address') {
      const isUse = best.status === 'matched' || (best.status === 'wrong-method' && method !== null);
      return isUse && best.sure && (literals(address) >= 2 || data.url.kind === 'made') ? best : undefined;
    }
    const shut = method !== null && best.asked === undefined ? this.notPassedOn(method, text, file) : undefined;
    if (shut !== undefined) return none('dynamic', text, shut);
    if (weak) return this.weak(best, data.kind);
    if (best.status === 'missing' || best.status === 'wrong-method') {
      const beside = address.relative && this.besidePage(method, address, text);
      if (beside) return beside;
      const other = best.asked === undefined ? this.other(method, address, text, file) : undefined;
      if (other) return other;
      if (data.client === 'socket.io' && !this.others.hasSockets && this.index.served.length)
        return { ...best, status: 'missing', reason: 'the Python side runs no Socket.IO server' };
      const image = address.port !== undefined && !this.bases.ports.has(address.port) && this.others.images[address.port];
      if (best.asked === undefined && image) return none('external', text, `asked of ${image}, an image of the compose file`);
      if (best.asked === undefined && address.port !== undefined && this.isForeign(address.port))
        return none('dynamic', text, `who listens at port ${address.port} is not known`);
      if (data.guess) return none('dynamic', text, 'what sends the request is not known');
      if (address.trailing && mayBePath(address.trailing) && this.index.hasBelow(best.path ?? text))
        return none('dynamic', text, 'more of the path may follow, which is not known');
    }
    return best;
  }

  /** What those answer who are asked; where they do not, who else would. */
  private aimed(method: string | null, segments: readonly Segment[], { path, of }: Aim): Match {
    const slash = path.endsWith('/') && path !== '/';
    const found = this.verdict(method, segments, slash, path, of?.has);
    if (!of) return found;
    const asked = { ...found, among: of.has, ...(of.words === undefined ? {} : { asked: of.words }) };
    if (found.status !== 'missing') return asked;
    const anyone = this.verdict(method, segments, slash, path);
    return anyone.status === 'matched' && anyone.sure ? { ...asked, elsewhere: anyone.routes } : asked;
  }

  private verdict(
    method: string | null,
    segments: readonly Segment[],
    slash: boolean,
    path: string,
    isAsked: (route: Route) => boolean = () => true,
  ): Match {
    const shaped = this.index.trie.shaped(segments, slash).filter((c) => isAsked(c.route));
    const found = shaped.filter((c) => isAdmitted(c.route, segments));
    const meant = found.filter((c) => method === null || answers(c.route, method));
    const right = meant.filter((c) => !this.others.refusal(c.route, segments));
    const best = right.filter((c) => c.sure);
    const chosen = best.length ? best : right;
    if (chosen.length) {
      const same = chosen.filter((c) => c.slash === 'same');
      const first = same.length ? same : chosen;
      return {
        status: 'matched',
        path,
        routes: first.map((c) => c.route),
        sure: first[0]!.sure,
        slash: first[0]!.slash,
        reason: null,
      };
    }
    const open = this.index.trie.mayBeOpen(path) ?? this.index.unregistered.mayBegin(path);
    if (open && isAsked(open)) return none('dynamic', path, `${nameOf(open)} may answer it`);
    const sure = found.filter((c) => c.sure);
    // A route of the verb that refuses a value is asked all the same.
    if (sure.length && !meant.length)
      return { status: 'wrong-method', path, routes: sure.map((c) => c.route), sure: true, slash: 'same', reason: null };
    if ((meant.length ? meant.some((c) => !c.sure) : found.length > 0) || (segments[0] && !('text' in segments[0])))
      return none('dynamic', path, 'a part of the path is not known');
    const late =
      this.others.hasOpenInclude &&
      this.index
        .endingAs(path.replace(/\/$/, ''))
        .find(
          (r) =>
            r.app === null &&
            r.path !== null &&
            (method === null || answers(r, method)) &&
            literalCount(r.path) > 0 &&
            endsLike(path.replace(/\/$/, ''), withoutNames(r.path)),
        );
    if (late) return none('dynamic', path, `${late.path}, whose router is included at run time, may answer it`);
    const dead = this.index.unregistered.find(segments, slash).filter((c) => method === null || answers(c.route, method));
    const refused = shaped.flatMap(({ route, sure }) =>
      sure && (method === null || answers(route, method))
        ? (this.others.refusal(route, segments) ?? converted(route, segments) ?? [])
        : [],
    )[0];
    return {
      ...{ status: 'missing', path, routes: dead.map((c) => c.route), sure: true, slash: 'same', reason: null },
      ...(refused ? { refused } : {}),
    };
  }

  /** The base is not known: a route that ends so may answer; nothing is ever wrong. */
  private partly(
    method: string | null,
    address: Address,
    text: string,
    weak: boolean,
    isAsked: (route: Route) => boolean,
  ): Match | undefined {
    const exact = this.verdict(method, address.segments, address.slash, text, isAsked);
    if (exact.status === 'matched') return exact;
    const tail = text.replace(/\/$/, '');
    const ending = this.index
      .endingAs(tail)
      .filter(
        (r) =>
          r.app !== null &&
          r.path !== null &&
          !r.partial &&
          isAsked(r) &&
          (method === null || answers(r, method)) &&
          endsLike(r.path, tail),
      );
    if (ending.length)
      return {
        status: 'matched',
        path: ending[0]!.path!.replace(/\{[^{}]*\}/g, '{}'),
        routes: ending,
        sure: false,
        slash: 'same',
        reason: 'its base is not known',
      };
    return weak ? undefined : none('dynamic', text, 'its base is not known');
  }

  /** Of this machine's ports one at which no route of this project is asked for, while routes are at another: a database, a model server. */
  private isForeign(port: number): boolean {
    return this.bases.ports.size > 0 && !this.bases.ports.has(port);
  }

  /** `fetch('data')` of a page at /admin/ is answered by /admin/data: wrong only where no route ends so. */
  private besidePage(method: string | null, { segments }: Address, text: string): Match | undefined {
    const ending = this.index.below(segments);
    const [first, ...more] = ending.filter((r) => method === null || answers(r, method));
    if (!first) return ending.length ? none('dynamic', text, 'the page that asks is not known') : undefined;
    const path = first.path!.replace(/\{[^{}]*\}/g, '{}');
    return { ...none('matched', path, 'the page that asks is not known'), routes: [first, ...more] };
  }

  /** A link or picture is a call only if a route answers it, or if it lies where only routes lie: then another verb is no answer either. */
  private weak(best: Match, kind: RequestData['kind']): Match | undefined {
    if (best.status === 'matched') return best.routes.some((r) => r.path !== '/') && best.sure ? best : undefined;
    // What ends in a slash is the beginning of an address, for code to go on with.
    if (
      (best.status !== 'missing' && best.status !== 'wrong-method') ||
      best.path === null ||
      best.path.endsWith('/') ||
      !this.index.isOfApi(best.path, kind === 'media')
    )
      return undefined;
    return OWN_PAGE.test(best.path) ? none('dynamic', best.path, "the framework's own page") : best;
  }
}

const nameOf = ({ path, reason }: Route) => path ?? `a route whose path is not known (${reason})`;
const literals = (address: Address) => address.segments.filter((s) => 'text' in s).length;
/** A server that has a name of its own in the world: `https://api.example.com`. One of which no route is known is somebody else's. */
const PUBLIC =
  /^https?:\/\/(?!host\.docker\.internal)[\w.-]+\.(?!local\b|internal\b|lan\b|svc\b|test\b)[a-z]{2,}(?::\d+)?(?:\/|$)/i;
const OWN_PAGE = /\/(docs|redoc|openapi\.json|swagger(\.json)?)(\/|$)/;

const none = (status: Match['status'], path: string | null, reason: string): Match => ({
  status,
  path,
  routes: [],
  sure: false,
  slash: 'same',
  reason,
});

const literalCount = (path: string) => path.split('/').filter((p) => p && !p.startsWith('{')).length;
function endsLike(route: string, tail: string): boolean {
  const path = withoutNames(route);
  return (
    tail.split('/').filter((p) => p && p !== '{}').length > 0 &&
    path.endsWith(tail) &&
    (path.length === tail.length || tail.startsWith('/'))
  );
}
