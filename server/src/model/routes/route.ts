/** A route, as the table gives it. */
import type { Site } from '../../values/value';
import type { Registration } from './registration';

/** One step of a trace: words, and the expression that shows it. */
export interface Step {
  text: string;
  site: Site;
  /** The calls through which it came to be, inner ones first: of the function, loop or override that a person wrote it with. */
  via?: readonly Step[];
}

export interface Route {
  method: string;
  /** As served, parameters as {name} or {name:path}; `{?}` where a part is unknown; null where all is. */
  path: string | null;
  /** The same with the converters that are written, if there are any but `path`: '/tasks/{id:int}'. */
  typedPath?: string;
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
  /** Where the application is made; by it, too, it is known where it listens (listeners.ts). */
  appSite: Site | null;
  /** The folder from which the application's module is imported. */
  appRoot: string | null;
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
