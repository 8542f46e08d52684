/** What a route takes and gives, for `crosswire routes --json --details`: plain data, types as they would be written. */
import type { Snapshot } from '../analysis/analysis';
import type { RouteRow } from '../analysis/types';
import { typeText } from '../features/description';
import type { RouteParameter } from '../model/details/route-details';

export function detailsIn(snapshot: Snapshot, row: RouteRow): object {
  const found = snapshot.details(row);
  if (!found) return {};
  const { parameters, body, response, returns, status, errors, tags, guards } = found;
  return {
    parameters: parameters.map(parameter),
    body: body.map(parameter),
    response: response && typeText(response),
    returns: returns.map(({ kind, keys, open, status }) => ({ kind, keys, open: open ?? false, status })),
    status,
    errors,
    tags,
    guards: guards.map(({ kind, name, shown, from, scopes }) => ({ kind, name, shown, from, scopes })),
  };
}

const parameter = ({ in: source, name, type, required, default: value }: RouteParameter) => ({
  in: source,
  name,
  type: type.kind === 'unknown' ? null : typeText(type),
  required,
  ...(value === undefined ? {} : { default: value }),
});
