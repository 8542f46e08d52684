/** Both sides of a call as plain data: what it sends and reads, what its route takes and gives, and where they differ. */

import type { Call } from '../model/calls/calls';
import type { Difference } from '../model/contract/compare';
import { type ContractTable, type Offered, routesOf } from '../model/contract/contract';
import type { CallDetails } from '../model/details/call-details';
import { type ObjectShape, placed, type Shape } from '../model/shapes/shape';
import type { Site } from '../values/value';
import { placedDetails } from './call-details';
import type { Positions } from './positions';
import type { Span } from './types';

export interface ContractView {
  asked: CallDetails<Span>;
  query: ObjectShape<Span>;
  body: Shape<Span>;
  content: Offered['content'];
  answer: Shape<Span>;
  differences: DifferenceView[];
  /** The body is written in another way than it is read. */
  misread?: { sent: string; read: string };
}
export interface DifferenceView {
  part: 'query' | 'body' | 'answer';
  kind: Difference['kind'];
  path: string;
  near?: string;
  /** The route refuses what it does not know. */
  forbidden?: true;
  /** Where the UI has it, where the backend declares it or what holds it. */
  site?: Span;
  declared?: Span;
}

/** Undefined where no route surely answers. */
export function contractView(contracts: ContractTable, call: Call, positions: Positions): ContractView | undefined {
  const [route] = routesOf(call);
  if (!route) return undefined;
  const at = (site: Site): Span => {
    const { file, line, column, endLine, endColumn } = positions.of(site);
    return { file, line, column, endLine, endColumn };
  };
  const offered = contracts.offer(route);
  const found = contracts.of(call);
  const shown = (part: DifferenceView['part']): DifferenceView[] =>
    found[part].map(({ kind, path, near, forbidden, site, declared }) => ({
      part,
      kind,
      path,
      ...(near === undefined ? {} : { near }),
      ...(forbidden ? { forbidden } : {}),
      ...(site ? { site: at(site) } : {}),
      ...(declared ? { declared: at(declared) } : {}),
    }));
  return {
    asked: placedDetails(contracts.asked(call), positions),
    query: placed(offered.query, at) as ObjectShape<Span>,
    body: placed(offered.body, at),
    content: offered.content,
    answer: placed(offered.answer, at),
    differences: [...shown('query'), ...shown('body'), ...shown('answer')],
    ...(found.content ? { misread: found.content } : {}),
  };
}
