/**
 * The calls of the workspace: every request of the UI side, what it asks for and which route answers.
 *
 * One request can be seen from several functions: in the wrapper, where its address is a parameter, and in each caller. It is listed
 * where its address is known for the first time: in the function itself if its parameters only fill in segments that the routes have
 * as parameters too, else at each call that gives text for them.
 */
import type { Context } from '../values/context';
import { type Effect, Effects } from '../values/effects';
import { rewritesFor } from '../values/rewrites';
import { type Site, textOf, type Value } from '../values/value';
import { type Address, type Named, pathText, type Segment } from './address';
import { djangoFiles } from './django-names';
import { answers } from './match';
import { type Match, Matcher } from './matcher';
import { attributeRead, mentionsOf } from './mentions';
import { isTestPath } from './naming';
import { hasOpenInclude } from './open-includes';
import type { RequestData } from './request';
import { requests } from './requests';
import { namedPath } from './route-names';
import type { Route, RouteTable, Step } from './routes';
import { hasSocketServer } from './socket-servers';
import { type Variant, variantsOf } from './variants';
import { type Surroundings, settle } from './verdict';
import { textKey, writtenAt } from './written';

export interface Call {
  client: string;
  kind: RequestData['kind'];
  /** Upper case; null where it cannot be known. */
  method: string | null;
  address: Address;
  /** As the backend sees it; null where it is not known. */
  path: string | null;
  match: Match;
  /** Where the path is written, as far as it is; else the call. */
  site: Site;
  /** The outermost call that makes the request, and the client's own. */
  callSite: Site;
  origin: Site;
  via: Site[];
  data: RequestData;
  trace: Step[];
}

interface Seen {
  effect: Effect<RequestData> & { data: RequestData };
  chain: string[];
  variants: Variant[];
}

export class CallTable {
  private readonly effects: Effects<RequestData>;
  private readonly seen;
  private readonly table;
  private around: Surroundings | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly routes: RouteTable,
    private readonly roots: readonly string[],
  ) {
    this.effects = new Effects(ctx, requests);
    this.seen = ctx.world.db.query<string, Seen[]>(
      'requests of file',
      (file) => this.requestsOf(file),
      () => [],
      {
        equal: (a, b) =>
          JSON.stringify(a.map((s) => this.effects.keyOf(s.effect))) ===
          JSON.stringify(b.map((s) => this.effects.keyOf(s.effect))),
      },
    );
    this.table = ctx.world.db.query<null, Call[]>(
      'calls',
      () => this.assemble(),
      () => [],
    );
  }

  all(): Call[] {
    return this.table.get('', null);
  }

  private readonly named: Named = (hole) => namedPath(this.ctx, this.routes, hole);

  private requestsOf(file: string): Seen[] {
    return this.effects.ofFile(file).flatMap((effect): Seen[] => {
      if (!effect.data) return [];
      const chain = [...effect.via, effect.site].map((s) => `${s.file}#${s.chunk}#${s.x}`);
      return [{ effect: { ...effect, data: effect.data }, chain, variants: variantsOf(effect.data, effect, this.named) }];
    });
  }

  private assemble(): Call[] {
    const files = this.ctx.world
      .files('web')
      .filter((file) => !this.roots.some((root) => isTestPath(file, root) && file.startsWith(`${root}/`)));
    const seen = files.flatMap((file) => this.seen.get(file, file));
    const live = this.routes.all().filter((r) => !r.test);
    this.around = { ctx: this.ctx, table: this.routes, roots: this.roots, served: live.filter((r) => r.app !== null) };
    const matcher = new Matcher(
      live,
      servedElsewhere(seen),
      (file) => rewritesFor(this.ctx, file),
      hasSocketServer(this.ctx),
      hasOpenInclude(this.ctx, this.routes),
      djangoFiles(this.ctx).length ? 'Django, whose routes are not understood yet, may answer it' : undefined,
    );
    matcher.learn(seen.flatMap((s) => s.variants.map((v) => ({ ...v, file: s.effect.site.file }))));
    const above = byInner(seen);
    const out = new Map<string, Call>();
    const settled = new Map<string, Call[]>();
    // Inner functions first: what is listed there is not listed again in their callers.
    for (const one of [...seen].sort((a, b) => a.chain.length - b.chain.length)) {
      if (one.effect.data.kind === 'served') continue;
      const inner = suffixes(one.chain).flatMap((s) => settled.get(s) ?? []);
      const variants = inner.length ? one.variants.filter((v) => differs(v, inner)) : one.variants;
      if (inner.length && !variants.length) continue;
      const calls = this.callsOf({ ...one, variants }, matcher);
      if (!this.isOwn(one, calls, above.get(one.chain.join('>')) ?? [])) continue;
      if (one.effect.open.length) settled.set(one.chain.join('>'), calls);
      for (const call of calls) out.set(keyOfCall(call), out.get(keyOfCall(call)) ?? call);
    }
    for (const file of files) for (const call of this.mentioned(file, seen, matcher)) out.set(keyOfCall(call), call);
    return [...out.values()];
  }

  /** Addresses that are written and that no request is seen to use. */
  private mentioned(file: string, seen: readonly Seen[], matcher: Matcher): Call[] {
    const used = usedTexts(seen);
    return mentionsOf(this.ctx, file).flatMap(({ site, value, attribute }) => {
      const verb = attribute === undefined ? undefined : verbsRead(seen).get(attribute);
      const method: Value | undefined = verb === undefined ? undefined : { kind: 'str', text: verb };
      const data: RequestData = { client: 'address', kind: 'address', method, fallback: 'GET', url: value };
      const effect: Effect<RequestData> & { data: RequestData } = { data, site, via: [], conditions: [], open: [] };
      const variants = variantsOf(data, effect, this.named).filter(
        (v) => !v.address.literals.some((l) => used.has(textKey(l.site!))),
      );
      return this.callsOf({ effect, chain: [], variants }, matcher);
    });
  }

  /** Whether a request is listed where it stands, not at the calls that fill it in. */
  private isOwn(one: Seen, calls: Call[], callers: Seen[]): boolean {
    if (!calls.length) return false;
    if (!one.effect.open.length) return true;
    const hasText = calls.some((c) => c.address.segments.some((s) => 'text' in s || 'glued' in s));
    if (!hasText || calls.some((c) => c.method === null)) return false;
    if (calls.every((c) => c.address.origin !== 'unknown' && c.match.status === 'matched' && c.match.sure)) return true;
    const shapes = new Set(calls.map((c) => pathText(c.address.segments, false)));
    return !callers.some((c) =>
      c.variants.some(
        (v) =>
          !shapes.has(pathText(v.address.segments, false)) ||
          (v.address.origin !== 'unknown' && calls.some((x) => x.address.origin === 'unknown')),
      ),
    );
  }

  private callsOf(one: Seen, matcher: Matcher): Call[] {
    const { effect } = one;
    const out: Call[] = [];
    for (const { method: asked, address } of one.variants) {
      const isUse = effect.data.kind === 'address';
      const first = matcher.match(effect.data, isUse ? null : asked, address, effect.site.file);
      const found = first && this.around && !isUse ? settle(this.around, first, asked, address) : first;
      if (!found || (effect.latent && (found.status === 'missing' || found.status === 'wrong-method'))) continue;
      const method = isUse ? likelyMethod(found, effect.data.method && asked) : asked;
      const outer = effect.via[0] ?? effect.site;
      const site = writtenAt(this.ctx, address, outer, effect.data.url.kind === 'either');
      out.push({
        client: effect.data.client,
        kind: effect.data.kind,
        method,
        address,
        path: found.path,
        match: found,
        site,
        callSite: callIn(site.file, effect) ?? outer,
        origin: effect.site,
        via: effect.via,
        data: effect.data,
        trace: traceOf(effect, address, site),
      });
    }
    return out;
  }
}

/** What an address without a request is probably asked by. */
function likelyMethod({ routes }: Match, wanted: string | null | undefined): string {
  if (wanted && (!routes.length || routes.some((r) => answers(r, wanted)))) return wanted;
  return routes.some((r) => r.method === 'GET') ? 'GET' : (routes[0]?.method ?? 'GET');
}

const verbsOf = new WeakMap<readonly Seen[], Map<string, string>>();
/** By which verb scripts ask for the address in a data attribute, where all that read it agree. */
function verbsRead(seen: readonly Seen[]): Map<string, string> {
  let verbs = verbsOf.get(seen);
  if (verbs) return verbs;
  verbs = new Map();
  for (const { effect } of seen) {
    const attribute = attributeRead(effect.data.url);
    const verb = effect.data.method ? textOf(effect.data.method)?.toUpperCase() : effect.data.fallback;
    if (attribute !== undefined && verb !== undefined) verbs.set(attribute, (verbs.get(attribute) ?? verb) === verb ? verb : '');
  }
  for (const [attribute, verb] of verbs) if (verb === '') verbs.delete(attribute);
  verbsOf.set(seen, verbs);
  return verbs;
}

const usedOf = new WeakMap<readonly Seen[], Set<string>>();
/** The texts of which addresses of requests are made. */
function usedTexts(seen: readonly Seen[]): Set<string> {
  let used = usedOf.get(seen);
  if (!used) {
    used = new Set(seen.flatMap((s) => s.variants.flatMap((v) => v.address.literals.map((l) => textKey(l.site!)))));
    usedOf.set(seen, used);
  }
  return used;
}

/** For each chain of calls, what longer chains end in it: the callers' view of the same request. */
function byInner(seen: readonly Seen[]): Map<string, Seen[]> {
  const out = new Map<string, Seen[]>();
  for (const one of seen)
    for (const suffix of suffixes(one.chain)) {
      const list = out.get(suffix);
      if (list) list.push(one);
      else out.set(suffix, [one]);
    }
  return out;
}

/** Whether a caller says something else than the default with which a request is listed already. */
function differs(variant: Variant, inner: readonly Call[]): boolean {
  if (!inner.some((c) => [c.data.url, c.data.method].some(hasDefault))) return false;
  const fits = (own: Segment, other: Segment | undefined) => 'hole' in own || JSON.stringify(own) === JSON.stringify(other);
  const { segments } = variant.address;
  return !inner.some(
    ({ method, address }) =>
      method === variant.method &&
      address.segments.length === segments.length &&
      address.segments.every((s, i) => fits(s, segments[i])),
  );
}

function hasDefault(value: Value | undefined): boolean {
  if (value?.kind === 'cat') return value.parts.some(hasDefault);
  if (value?.kind === 'either') return value.of.some((a) => hasDefault(a.value));
  return value?.kind === 'sym' && textOf(value) !== undefined;
}

/** Proper suffixes of a chain of calls, each as one key. */
const suffixes = (chain: string[]): string[] => chain.slice(1).map((_, i) => chain.slice(i + 1).join('>'));

function servedElsewhere(seen: readonly Seen[]): { method: string; address: Address; file: string }[] {
  return seen
    .filter((s) => s.effect.data.kind === 'served')
    .flatMap((s) => s.variants.map((v) => ({ method: v.method ?? 'ANY', address: v.address, file: s.effect.site.file })));
}

/** The outermost call of the request in a file. */
const callIn = (file: string, effect: Effect<RequestData>): Site | undefined =>
  [...effect.via, effect.site].find((s) => s.file === file);

function traceOf(effect: Effect<RequestData> & { data: RequestData }, address: Address, site: Site): Step[] {
  const text = pathText(address.segments, address.slash);
  const steps: Step[] = [{ text: `the path ${text} is written here`, site }];
  for (const via of effect.via) steps.push({ text: 'it is passed on by this call', site: via });
  steps.push({ text: `${effect.data.client} sends the request`, site: effect.site });
  return steps;
}

const keyOfCall = (c: Call) => `${c.method} ${c.path} ${c.site.file}#${c.site.chunk}#${c.site.x} ${c.address.origin} ${c.kind}`;

export type { Route };
