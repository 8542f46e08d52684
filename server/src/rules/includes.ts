/** Who includes whom, whether or not an application is at the end. */
import { alternatives, keyOf, type Value } from '../values/value';
import type { Api } from './api';

/** The router that includes this one, and so on up to one that nobody includes. */
export function outermostOf(api: Api): (router: Value) => Value {
  const parents = new Map<string, Value>();
  for (const file of api.ctx.world.files('python')) {
    if (api.isTestFile(file)) continue;
    for (const { data } of api.table.effects.ofFile(file)) {
      if (data?.op !== 'include' || data.on.kind === 'sym') continue;
      for (const { value } of alternatives(data.child)) parents.set(keyOf(value), data.on);
    }
  }
  return (router) => climb(router, parents);
}

function climb(router: Value, parents: ReadonlyMap<string, Value>): Value {
  const seen = new Set<string>();
  let at = router;
  for (let up = parents.get(keyOf(at)); up && !seen.has(keyOf(up)); up = parents.get(keyOf(at))) {
    seen.add(keyOf(at));
    at = up;
  }
  return at;
}
