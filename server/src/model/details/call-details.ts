/**
 * What a call sends and what is read of its answer. Computed only when asked for, one call at a time, and remembered by the kernel: who
 * does not ask pays nothing.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';
import { keyOf, type Site, siteKey } from '../../values/value';
import { Flow } from '../answers/flow';
import { declaredAnswer, newRead, shapeOfAnswer } from '../answers/reads';
import type { Call, CallTable } from '../calls/calls';
import { requests } from '../requests/requests';
import { newLook } from '../shapes/expressions';
import { requestOf, type Sent } from '../shapes/request';
import { type Sender, sendersOf } from '../shapes/senders';
import { type ContentType, eitherOf, NONE, type ObjectShape, type Shape, unknownShape } from '../shapes/shape';

export interface CallDetails<At = Site> {
  /** The keys of the query; open where code adds more that is not seen. */
  query: ObjectShape<At>;
  /** What is sent; `none` where nothing is. Open and unknown parts are marked in the shape. */
  body: Shape<At>;
  contentType: ContentType;
  /** What is read of the answer: each field where it is read first. Open: the answer also goes where it is not followed. `none`: nobody reads it. */
  response: Shape<At>;
  /** The type that the code gives the answer, where it says so: `send<Task>()`, `as Task`, a declared return type. */
  declared?: Shape<At>;
  /** What is read of the answer where it is surely an error's. */
  failure?: ObjectShape<At>;
}

/** More callers than these say nothing new of what one path of a wrapper is sent. */
const MAX_TWINS = 12;

export class CallDetailsTable {
  private readonly details: Query<readonly Call[], CallDetails>;
  private readonly bodies: Query<readonly Call[], Sender[]>;

  constructor(
    ctx: Context,
    private readonly calls: CallTable,
  ) {
    this.details = ctx.world.db.query<readonly Call[], CallDetails>(
      'details of call',
      (same) => detailsOf(ctx, same),
      () => ({ query: { kind: 'object', fields: {}, open: true }, body: RECURSIVE, contentType: 'unknown', response: RECURSIVE }),
      { equal: equalData },
    );
    this.bodies = ctx.world.db.query<readonly Call[], Sender[]>(
      'senders of call',
      (same) => sendersOf(newLook(ctx), same),
      () => [],
      { equal: equalData },
    );
  }

  /** What each of several callers gives it as its body. */
  sendersOf(call: Call): Sender[] {
    const same = this.sameAs(call);
    return this.bodies.get(keyOfAll(same), same);
  }

  of(call: Call): CallDetails {
    const same = this.sameAs(call);
    return this.details.get(keyOfAll(same), same);
  }

  /** Calls with equal keys have equal details. */
  keyOf(call: Call): string {
    return keyOfAll(this.sameAs(call));
  }

  private sameAs(call: Call): readonly Call[] {
    return [call, ...this.calls.twinsOf(call).slice(0, MAX_TWINS)];
  }
}

const keyOfAll = (same: readonly Call[]): string => same.map(identity).join('\n');

const RECURSIVE = unknownShape('recursive');

/** All that the computation sees of a call. */
function identity({ client, kind, method, address, site, origin, via, data }: Call): string {
  const steps = [site, ...via, origin].map(siteKey).join('>');
  const query = `${address.queryKeys.join()}${address.openQuery ? '…' : ''}`;
  return `${client} ${kind} ${method} ${query} ${steps} ${requests.key(data)} ${data.headers ? keyOf(data.headers) : ''}`;
}

function detailsOf(ctx: Context, same: readonly Call[]): CallDetails {
  const [call] = same;
  const sent = same.map((one) => requestOf(newLook(ctx), one)).reduce(bothSent);
  if (call!.kind !== 'request')
    return { ...sent, response: call!.kind === 'socket' ? unknownShape('messages of a socket') : NONE };
  if (call!.data.reshaped?.answer) return { ...sent, response: unknownShape('what the client makes of the answer') };
  const [root, failed] = [newRead(), newRead()];
  for (const one of same) new Flow(ctx, one, root, failed).run();
  const declared = declaredAnswer(root);
  const failure = shapeOfAnswer(failed);
  return {
    ...sent,
    response: shapeOfAnswer(root),
    ...(declared ? { declared } : {}),
    ...(failure.kind === 'object' ? { failure } : {}),
  };
}

/** What two callers send by one request. */
function bothSent(a: Sent, b: Sent): Sent {
  const query = eitherOf([a.query, b.query]);
  return {
    query: query.kind === 'object' ? query : a.query,
    body: eitherOf([a.body, b.body]),
    contentType: a.contentType === b.contentType || b.contentType === 'none' ? a.contentType : 'unknown',
  };
}
