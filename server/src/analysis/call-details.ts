/** Details of calls as plain data: their sites as lines and columns. */
import type { CallDetails } from '../model/details/call-details';
import { type ObjectShape, placed } from '../model/shapes/shape';
import type { Site } from '../values/value';
import type { Positions } from './positions';
import type { Span } from './types';

export function placedDetails(details: CallDetails, positions: Positions): CallDetails<Span> {
  const at = (site: Site): Span => {
    const { file, line, column, endLine, endColumn } = positions.of(site);
    return { file, line, column, endLine, endColumn };
  };
  return {
    query: placed(details.query, at) as ObjectShape<Span>,
    body: placed(details.body, at),
    contentType: details.contentType,
    response: placed(details.response, at),
    ...(details.declared ? { declared: placed(details.declared, at) } : {}),
    ...(details.failure ? { failure: placed(details.failure, at) as ObjectShape<Span> } : {}),
  };
}
