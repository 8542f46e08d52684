/** Every fix, and what they offer about a finding. */
import { contractBackend } from './correct/contract-backend';
import { contractCall } from './correct/contract-call';
import { contractContent } from './correct/contract-content';
import { contractHandler } from './correct/contract-handler';
import { contractLeftOut } from './correct/contract-left-out';
import { contractModel } from './correct/contract-model';
import { contractNames } from './correct/contract-names';
import { contractQuery } from './correct/contract-query';
import { contractTypes } from './correct/contract-types';
import { ignore } from './correct/ignore';
import { orphanedRoute } from './correct/orphaned-route';
import { pathParameters } from './correct/path-parameters';
import { shadowedRoute } from './correct/shadowed-route';
import { trailingSlash } from './correct/trailing-slash';
import { unregisteredRouter } from './correct/unregistered-router';
import { unusedIgnore } from './correct/unused-ignore';
import { wrongMethod } from './correct/wrong-method';
import { wrongPath } from './correct/wrong-path';
import type { Fix, Offer, Problem } from './fix';
import type { Project } from './project';
import { scaffold } from './scaffold/endpoint';
import { deadButton } from './wire/dead-button';

/** In the order in which they are offered. */
const fixes: readonly Fix[] = [
  trailingSlash,
  wrongPath,
  wrongMethod,
  scaffold,
  unregisteredRouter,
  pathParameters,
  contractNames,
  contractBackend,
  contractContent,
  contractCall,
  contractQuery,
  contractTypes,
  contractHandler,
  contractLeftOut,
  contractModel,
  shadowedRoute,
  unusedIgnore,
  orphanedRoute,
  deadButton,
  ignore,
];

/** At most one of them is preferred: the first that wants to be. */
export function offersFor(project: Project, problem: Problem): Offer[] {
  const offers = fixes
    .filter((fix) => fix.rules.includes('*') || fix.rules.includes(problem.rule))
    .flatMap((fix) => fix.offers(project, problem));
  const preferred = offers.find((o) => o.preferred);
  return offers.map(({ preferred: wants, ...offer }) =>
    wants && offer.id === preferred?.id ? { ...offer, preferred: true } : offer,
  );
}
