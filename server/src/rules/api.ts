/** What rules read of the model: routes and calls, without tests, and the questions that several rules ask. */
import type { Call, CallTable } from '../model/calls/calls';
import type { ContractTable } from '../model/contract/contract';
import type { ControlFact, ControlTable } from '../model/controls/controls';
import { isTestIn } from '../model/routes/naming';
import type { Route, RouteTable } from '../model/routes/routes';
import type { Context } from '../values/context';
import type { AskedCalls, Fault } from './asked';
import type { ComparedCalls } from './compared';
import type { ReachedRoutes } from './reached';
import type { RuleFinding } from './rule';

/** A route that an application serves, of which the whole path is known. */
export type Served = Route & { path: string; app: string };

/** What a question of a rule is answered from. */
export interface Model {
  ctx: Context;
  table: RouteTable;
  requests: Pick<CallTable, 'all' | 'inFile'>;
  contracts: ContractTable;
  reached: Pick<ReachedRoutes, 'has'>;
  asked: Pick<AskedCalls, 'said'>;
  compared: Pick<ComparedCalls, 'all' | 'differences' | 'readers'>;
  actions: Pick<ControlTable, 'all'>;
  roots: readonly string[];
  /** Errors that other rules find. */
  refusals(): readonly RuleFinding[];
}

export class Api {
  private known: { all: readonly Route[]; routes: readonly Route[]; served: readonly Served[]; count: number } | undefined;

  constructor(readonly model: Model) {}

  get ctx(): Context {
    return this.model.ctx;
  }
  get table(): RouteTable {
    return this.model.table;
  }
  get contracts(): ContractTable {
    return this.model.contracts;
  }
  /** Whether a call reaches the route, or may. */
  isReached(route: Served): boolean {
    return this.model.reached.has(route);
  }
  /** What a rule says of each call that may be wrong in one of these ways; asked again only for files in which something has changed. */
  ofFaulty(rule: string, kinds: readonly Fault[], say: (call: Call) => RuleFinding[]): RuleFinding[] {
    return this.model.asked.said(rule, kinds, say);
  }
  /** What calls and the routes that answer them disagree about. */
  get compared(): Model['compared'] {
    return this.model.compared;
  }
  /** Every route of the workspace, those of tests left out. */
  get routes(): readonly Route[] {
    return this.current().routes;
  }
  get served(): readonly Served[] {
    return this.current().served;
  }
  /** Of how many routes an application serves, whether all of their path is known or not. */
  get servedCount(): number {
    return this.current().count;
  }
  get calls(): readonly Call[] {
    return this.model.requests.all();
  }
  /** Those of which the path is written in a file. */
  callsIn(file: string): readonly Call[] {
    return this.model.requests.inFile(file);
  }
  /** What other rules say that the server refuses. */
  get faults(): readonly RuleFinding[] {
    return this.model.refusals();
  }
  /** What a person can act on, and what that reaches. */
  get controls(): readonly ControlFact[] {
    return this.model.actions.all();
  }

  private current() {
    const all = this.table.all();
    if (this.known?.all === all) return this.known;
    const routes = all.filter((r) => !r.test);
    const mounted = routes.filter((r): r is Served => r.app !== null && r.path !== null);
    this.known = { all, routes, served: mounted.filter((r) => !r.partial), count: mounted.length };
    return this.known;
  }

  isTestFile(file: string): boolean {
    return isTestIn(file, this.model.roots);
  }
}

/** Paths that differ only in the names of parameters have one shape; a trailing slash counts. */
export const shapeOf = (path: string): string => path.replace(/\{[^{}:]*\}/g, '{}').replace(/\{[^{}]*:path\}/g, '{:path}');

/** 'GET', 'GET and PATCH', 'GET, POST and PATCH' */
export function listed(words: readonly string[], most = 5): string {
  const all = [...new Set(words)];
  const shown = all.length > most ? [...all.slice(0, most - 1), `${all.length - most + 1} more`] : all;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
/** 'GET /api/tasks/{id}' */
export const titleOf = (r: { method: string | null; path: string | null }): string =>
  `${r.method && r.method !== 'ANY' ? r.method : ''} ${r.path ?? '?'}`.trim();
