/** What a call sends and what is read of its answer, for people and as JSON. */
import type { Span } from '../analysis/types';
import { relative } from '../base/uri';
import { visible } from '../base/visible';
import type { CallDetails } from '../model/details/call-details';
import { describe, placed, type Shape } from '../model/shapes/shape';
import type { Paint } from './terminal';

/** Shapes as they are, each field with its place as 'ui/src/api.ts:12'; what is not there is null. */
export function detailsForJson(details: CallDetails<Span> | undefined, root: string): Record<string, unknown> {
  if (!details) return {};
  const { query, body, contentType, response, declared } = details;
  const plain = (shape: Shape<Span>) =>
    shape.kind === 'none' ? null : placed(shape, (at) => `${relative(root, at.file)}:${at.line}`);
  return {
    query: plain(query),
    body: plain(body),
    contentType,
    response: plain(response),
    declared: declared ? plain(declared) : null,
  };
}

export function detailLines(details: CallDetails<Span> | undefined, paint: Paint): string[] {
  if (!details) return [];
  const { query, body, contentType, response, declared } = details;
  const line = (name: string, text: string) => `       ${paint('dim', name.padEnd(8))}  ${visible(text)}`;
  const out: string[] = [];
  if (Object.keys(query.fields).length || query.open) out.push(line('query', describe(query)));
  if (body.kind !== 'none') out.push(line('sends', `${describe(body)}${contentType === 'unknown' ? '' : `  as ${contentType}`}`));
  if (response.kind !== 'none') out.push(line('reads', describe(response)));
  if (declared) out.push(line('expects', describe(declared)));
  return out;
}
