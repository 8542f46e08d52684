/** What a finding speaks of, found again in the model as it is now. */
import type { Call } from '../model/calls/calls';
import type { Route } from '../model/routes/routes';
import type { Api } from '../rules/api';
import type { About, Named } from '../rules/rule';
import { type Site, sameSite } from '../values/value';

export interface Subject {
  call?: Call;
  route?: Route;
  other?: Route;
  router?: Site;
  control?: Site;
}

export function resolved(api: Api, about: About): Subject {
  const is = (named: Named) => (one: Named) =>
    one.method === named.method && one.path === named.path && sameSite(one.site, named.site);
  const call = about.call && api.calls.find(is(about.call));
  const route = about.route && api.routes.find(is(about.route));
  const other = about.other && api.routes.find(is(about.other));
  return {
    ...(call ? { call } : {}),
    ...(route ? { route } : {}),
    ...(other ? { other } : {}),
    ...(about.router ? { router: about.router } : {}),
    ...(about.control ? { control: about.control } : {}),
  };
}
