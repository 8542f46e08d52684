/** The details of a route, as route-details.ts works them out. */
import type { Site } from '../../values/value';
import type { PyType } from './python-types';

export interface RouteDetails {
  parameters: RouteParameter[];
  /** Models and values that the body is made of; several: each under its name. */
  body: RouteParameter[];
  /** The model of the answer, of `response_model` or the annotation behind ->. */
  response: PyType | null;
  /** More may be read of the request than parameters and body say. */
  open?: true;
  status: number | null;
  /** Statuses of the errors that the handler itself raises. */
  errors: number[];
  tags: string[];
  guards: Guard[];
  /** The decorator or call that registers, and the literals of the path from the outermost prefix on. */
  site: Site;
  pathSites: Site[];
}
export type Literal = string | number | boolean | null;
export interface RouteParameter {
  in: 'path' | 'query' | 'header' | 'cookie' | 'form' | 'file' | 'body';
  /** As sent. */
  name: string;
  type: PyType;
  required: boolean;
  /** Required, but in one of several places. */
  somewhere?: true;
  default?: Literal | Literal[];
  /** Of a body: it stands under its name even where it is the only one. */
  embed?: true;
  /** Another handler's parameter: the function given to Depends. */
  of?: { file: string; chunk: string };
  /** The parameter of the function, or where the request is read; of a path's, where the path is written. */
  site: Site | Parameter;
}
export interface Parameter {
  file: string;
  chunk: string;
  /** Its place among the parameters. */
  param: number;
}
/** Something that must agree before the handler runs. */
export interface Guard {
  /** `view`: of a class-based view or its method. */
  kind: 'dependency' | 'decorator' | 'view';
  name: string;
  /** With what it is given: 'require_role("admin")'. */
  shown: string;
  from: 'signature' | 'route' | 'router' | 'include' | 'app';
  scopes: string[];
  site?: Site;
}
export interface Returned {
  kind: 'dict' | 'list' | 'call' | 'other';
  /** Keys of a dict; `open` where there may be more. */
  keys: string[];
  open?: true;
  /** Where it is said beside what is returned. */
  status: number | null;
  site: Site;
}
/** With what only the other side's view of it tells: what libraries declare, and the answers that the code makes. */
export interface FullDetails extends RouteDetails {
  returns: Returned[];
}
