/** A call: one request of the UI side, what it asks for and what answers it. */
import type { Effect } from '../../values/effects';
import type { Site } from '../../values/value';
import type { Address } from '../requests/address';
import type { RequestData } from '../requests/request';
import type { Variant } from '../requests/variants';
import type { Step } from '../routes/routes';
import type { Match } from './matcher';

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
  /** Calls with one key are one, however they are led to. */
  key: string;
}

/** A request as one function sees it: the client's own, or what a call of a wrapper amounts to. */
export interface Seen {
  effect: Effect<RequestData> & { data: RequestData };
  /** One key for each call that leads to it, outermost first, and for the client's own: of the way from there on. */
  ways: number[];
  variants: Variant[];
}

/** From the outermost call that leads to a request to the client's own. */
export const chainOf = ({ effect }: Seen): Site[] => [...effect.via, effect.site];

/** A request with the call that each of its variants is, where it is one. */
export interface Matched {
  one: Seen;
  calls: { variant: Variant; call: Call }[];
}
