/**
 * How much of a call can be compared with its route: both shapes of what is sent, both of what comes back, or what stops it. Where nothing is
 * sent or nothing is read there is nothing to know.
 *
 *     coverageOf({body: none, response: {title}}, {answer: closed})   both known
 *     coverageOf({body: {...rest}}, …)                                sent: 'UI: fields are added that are not seen'
 */
import { UNREAD } from '../answers/reads';
import { knowledgeOf, type Shape } from '../shapes/shape';

type Any = Shape<unknown>;

export interface Coverage {
  /** What stops it, for what is sent and for what comes back; absent where both sides are known. */
  sent?: string;
  read?: string;
  /** Nothing is sent, and nobody reads the answer. */
  empty?: true;
}

export function coverageOf(asked: { body: Any; response: Any; declared?: Any }, offered: { body: Any; answer: Any }): Coverage {
  const sent = asked.body.kind === 'none' ? undefined : (told('UI', asked.body) ?? told('API', offered.body));
  const isRead = asked.response.kind !== 'none' && !(asked.response.kind === 'unknown' && asked.response.why === UNREAD);
  const read = isRead ? (toldOfRead(asked.response, asked.declared) ?? told('API', offered.answer)) : undefined;
  return {
    ...(sent === undefined ? {} : { sent }),
    ...(read === undefined ? {} : { read }),
    ...(asked.body.kind === 'none' && !isRead ? { empty: true as const } : {}),
  };
}

/** What is read is known where it is followed; where it is not, the type says it that the code gives the answer. */
function toldOfRead(read: Any, declared: Any | undefined): string | undefined {
  if (read.kind !== 'unknown') return undefined;
  return declared && !stopOf(declared) ? undefined : `UI: the answer ${read.why}`;
}

function told(side: 'UI' | 'API', shape: Any): string | undefined {
  const stop = stopOf(shape);
  return stop && `${side}: ${stop}`;
}

/** Undefined of what is known to its last field; a handler that takes fields by name, and hands nothing on, is. */
function stopOf(shape: Any): string | undefined {
  if (shape.kind === 'list' && shape.of.kind === 'unknown') return 'a list of something';
  if (knowledgeOf(shape) === 'closed') return undefined;
  switch (shape.kind) {
    case 'unknown':
      return shape.why.replace(/ at \d+$/, '');
    case 'list':
      return stopOf(shape.of);
    case 'union':
      return shape.of.map(stopOf).find((s) => s !== undefined);
    case 'object':
      return shape.byName || (shape.values && shape.values.kind !== 'unknown') ? undefined : 'more fields than are seen';
    default:
      return undefined;
  }
}
