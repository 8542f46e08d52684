/**
 * Both sides of the wire for each call: what it sends against what its route takes, what it reads against what the route gives. Remembered
 * by the kernel call by call, so that an edit compares again what it touches.
 */
import { equalData } from '../../base/equal';
import { own } from '../../base/own';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { alternatives } from '../../values/value';
import { mayReadErrors } from '../answers/failing';
import type { Call } from '../calls/calls';
import type { CallDetails, CallDetailsTable } from '../details/call-details';
import { detailsOf } from '../details/route-details';
import { answers } from '../matching/match';
import type { Route } from '../routes/routes';
import { type Shape, unknownShape } from '../shapes/shape';
import { cachedKeys } from './cached';
import { compareRead, compareSent, type Difference, inAll, isNoJson, nearName } from './compare';
import { givenBy } from './given';
import { errorKeys, problemKeys } from './problems';
import { newReader } from './returned';
import { type Taken, takenBy } from './taken';

export interface Offered extends Taken {
  /** What the route gives; `none` where nothing. */
  answer: Shape;
  /** What its errors are made of. */
  errors: string[];
}
export interface Contract {
  query: Difference[];
  body: Difference[];
  answer: Difference[];
  /** Names that are read of an error and are nearly those that errors have. */
  failure: Difference[];
  /** How the body is written, where it is read in another way. */
  content?: { sent: CallDetails['contentType']; read: Taken['content'] };
}

const NOTHING: Contract = { query: [], body: [], answer: [], failure: [] };

export class ContractTable {
  private readonly offered: Query<Route, Offered>;
  private readonly contracts: Query<{ call: Call; routes: readonly Route[] }, Contract>;

  constructor(
    private readonly ctx: Context,
    private readonly details: CallDetailsTable,
  ) {
    const { db } = ctx.world;
    const unseen = unknownShape('recursive');
    this.offered = db.query<Route, Offered>(
      'what a route takes and gives',
      (route) => offeredBy(ctx, route),
      () => ({ query: { kind: 'object', fields: {}, open: true }, body: unseen, content: 'unknown', answer: unseen, errors: [] }),
      { equal: equalData },
    );
    this.contracts = db.query<{ call: Call; routes: readonly Route[] }, Contract>(
      'contract of call',
      ({ call, routes }) => this.compared(call, routes),
      () => NOTHING,
      { equal: equalData },
    );
  }

  /** What a route takes and gives. */
  offer(route: Route): Offered {
    return this.offered.get(keyOfRoute(route), route);
  }

  /** What a call sends, and what is read of its answer. */
  asked(call: Call): CallDetails {
    return this.details.of(call);
  }

  /** The differences between a call and the routes that answer it; empty where one of them agrees. */
  of(call: Call): Contract {
    const routes = routesOf(call);
    if (!routes.length) return NOTHING;
    return this.contracts.get(`${this.details.keyOf(call)} > ${routes.map(keyOfRoute).join(' | ')}`, { call, routes });
  }

  /** What all callers do wrong, and what one of several alone leaves out. Where not each of them is surely meant, what some send says nothing. */
  private ofSenders(call: Call, asked: CallDetails, routes: readonly Route[], merged: readonly Difference[]): Difference[] {
    const senders = call.data.guess || asked.body.kind !== 'object' ? [] : this.details.sendersOf(call);
    const isSame = (a: Difference) => (b: Difference) => a.kind === b.kind && a.path === b.path;
    const each = senders.map(({ body }) =>
      inAll(
        routes.map((route) => {
          const offered = this.offer(route);
          return compareSent(body, offered.body, '').filter((d) => !isInQuery(asked, offered, d));
        }),
      ),
    );
    const common = merged.filter((d) => senders.every((s) => s.sure) || each.every((all) => all.some(isSame(d))));
    const alone = senders.flatMap(({ site, body, sure }, i) =>
      sure && body.kind === 'object' && isSent(body)
        ? each[i]!.filter((d) => d.kind === 'missing' && !merged.some(isSame(d))).map((d) => ({ ...d, sender: site }))
        : [],
    );
    return [...common, ...alone];
  }

  private compared(call: Call, routes: readonly Route[]): Contract {
    const asked = this.asked(call);
    const all = routes.map((route) => compared(this.ctx, call, asked, this.offer(route), route));
    const every = (part: 'query' | 'body' | 'answer' | 'failure') => inAll(all.map((c) => c[part]));
    const content = all.every((c) => c.content) ? all[0]!.content : undefined;
    const body = every('body');
    return {
      query: every('query'),
      body: content ? body : this.ofSenders(call, asked, routes, body),
      answer: every('answer'),
      failure: every('failure'),
      ...(content ? { content } : {}),
    };
  }
}

/** The routes that surely answer a call. */
export function routesOf(call: Call): readonly Route[] {
  const { match, method } = call;
  if (match.status !== 'matched' || !match.sure || call.kind === 'socket') return [];
  const found = method === null ? [] : match.routes.filter((r) => answers(r, method) && r.method !== 'WS');
  return found.some((r) => takesPrefix(call, r)) ? [] : found;
}

/** `/api/tasks` taken by `/{name}/tasks`: hardly the route that is meant, whatever stands in front of the server. */
function takesPrefix({ path }: Call, route: Route): boolean {
  const [asked, own] = [path, route.path].map((p) => p?.split('/')[1] ?? '');
  return own!.startsWith('{') && !asked!.includes('{');
}

/** A route stays one object as long as it says the same (see route-identity.ts): a number for each is key enough. */
const numbers = new WeakMap<Route, number>();
let last = 0;
function keyOfRoute(route: Route): string {
  const known = numbers.get(route) ?? ++last;
  numbers.set(route, known);
  return String(known);
}

function offeredBy(ctx: Context, route: Route): Offered {
  const details = detailsOf(ctx, route);
  const { file, chunk } = route.handler;
  const handler = file !== undefined && chunk !== undefined ? ctx.place(file, chunk, ctx.genericEnv(file, chunk)) : undefined;
  const errors = [...new Set([...(handler ? errorKeys(newReader(ctx), handler) : []), ...problemKeys(ctx)])];
  return { ...takenBy(ctx, route, details), answer: givenBy(ctx, route, details), errors };
}

function compared(ctx: Context, call: Call, asked: CallDetails, offered: Offered, route: Route): Contract {
  const content = call.data.guess ? undefined : contentOf(asked, offered);
  // An empty literal is filled elsewhere.
  const isEmpty = asked.body.kind === 'object' && Object.keys(asked.body.fields).length === 0;
  // Clients make text of what stands in a form.
  const fits = (d: Difference) => d.kind !== 'mismatch' || offered.content === 'json';
  // Of a client that is not known neither is what it makes of both.
  const isBody = !call.data.guess && !content && !isEmpty && asked.body.kind !== 'none' && offered.body.kind !== 'none';
  return {
    query: compareSent(asked.query, offered.query, '').filter(
      (d) => d.kind !== 'missing' || alternatives(call.data.url).length === 1,
    ),
    body: isBody ? compareSent(asked.body, offered.body, '').filter((d) => fits(d) && !isInQuery(asked, offered, d)) : [],
    answer:
      call.kind === 'request' && !call.data.guess
        ? compareRead(asked.response, offered.answer, '').filter(
            (d) => !isOfError(ctx, call, d, offered) && !isCached(ctx, d) && isParsed(call, d),
          )
        : [],
    failure: misread(asked, offered, route),
    ...(content ? { content } : {}),
  };
}

/** `problem.detial` where errors have `detail`: only what is nearly a name that errors have, and where that is not read too. */
function misread({ failure }: CallDetails, { errors, answer }: Offered, { framework }: Route): Difference[] {
  const known = framework === 'fastapi' ? [...new Set(['detail', ...errors])] : errors;
  const read = Object.keys(failure?.fields ?? {});
  return Object.entries(failure?.fields ?? {}).flatMap(([name, { shape, site, also }]): Difference[] => {
    const isKnown = known.includes(name) || OF_ERRORS.has(name) || (answer.kind === 'object' && own(answer.fields, name));
    const near = isKnown ? undefined : nearName(name, known);
    if (near === undefined || read.includes(near)) return [];
    return [{ kind: 'unknown', path: name, here: shape, near, known, ...(site ? { site } : {}), ...(also ? { also } : {}) }];
  });
}

/** What is missing in the body may be in the query, where the backend looks into both. */
const isInQuery = ({ query }: CallDetails, { body }: Offered, { kind, path }: Difference): boolean =>
  kind === 'missing' &&
  body.kind === 'object' &&
  own(body.fields, path)?.orInQuery === true &&
  (query.open === true || own(query.fields, path) !== undefined);

/** What errors are commonly made of: the same code reads them where the client does not throw. */
const OF_ERRORS = new Set(['detail', 'error', 'errors', 'message', 'msg']);
/** What the UI puts into its cache itself does not have to come from the backend. */
const isCached = (ctx: Context, { kind, path }: Difference): boolean =>
  kind === 'unknown' && cachedKeys(ctx).includes(path.split('.').at(-1)!);

const isOfError = (ctx: Context, call: Call, { kind, path }: Difference, { errors }: Offered): boolean =>
  kind === 'unknown' && (OF_ERRORS.has(path) || (errors.includes(path) && mayReadErrors(ctx, call)));

/** Of a file only `response.json()` is surely wrong; other clients can be told to give a blob. */
const isParsed = ({ client }: Call, { there }: Difference): boolean =>
  !there || !isNoJson(there) || client === 'fetch' || client === 'ky';

/** Whether a body surely says something: clients send an empty one where there is nothing to say. */
const isSent = (body: Shape): boolean =>
  body.kind === 'object'
    ? Object.values(body.fields).some((f) => !f.optional)
    : body.kind === 'list' && body.of.kind !== 'unknown';

/** A form where JSON is read, JSON where a form is, and what nobody reads. */
function contentOf({ contentType, body }: CallDetails, { content }: Offered): Contract['content'] {
  if (content === 'none') return isSent(body) && contentType !== 'unknown' ? { sent: contentType, read: content } : undefined;
  if (contentType === 'json' && body.kind !== 'object' && body.kind !== 'list') return undefined;
  const isForm = contentType === 'form' || contentType === 'multipart';
  const wrong = (isForm && content === 'json') || (contentType === 'json' && (content === 'form' || content === 'multipart'));
  return wrong ? { sent: contentType, read: content } : undefined;
}
