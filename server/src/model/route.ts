/** A route, as the table gives it. */
import type { Site } from '../values/value';
import type { Registration } from './registration';

/** One step of a trace: words, and the expression that shows it. */
export interface Step {
  text: string;
  site: Site;
}

export interface Route {
  method: string;
  /** As served, parameters as {name} or {name:path}; `{?}` where a part is unknown; null where all is. */
  path: string | null;
  partial: boolean;
  reason: string | null;
  framework: string;
  handler: { name: string | null; file?: string; chunk?: string };
  /** The registration: decorator or call. */
  site: Site;
  /** The literal of the path as far as one is written. */
  pathSites: Site[];
  app: string | null;
  appFile: string | null;
  /** The folder from which the application's module is imported. */
  appRoot: string | null;
  /** Where the application is made: its key among those that are known to listen somewhere (listeners.ts). */
  appSite: string | null;
  conditions: string[];
  /** In tests, examples and documentation, or registered by them on an application that is none. */
  test: boolean;
  trace: Step[];
  /** The registration, and the includes that lead to it, outermost last: what details are read from. */
  source: RouteSource;
}
export interface RouteSource {
  route: Registration & { op: 'route' };
  includes: (Registration & { op: 'include' })[];
}
