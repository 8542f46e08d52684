/** All rules. A new one is a file, a line here and a fixture of its name; its page and settings are generated. */
import { brokenButton } from './broken-button';
import { deadButton } from './dead-button';
import { duplicateRoute } from './duplicate-route';
import { metaRules } from './meta-rules';
import { missingEndpoint } from './missing-endpoint';
import { orphanedRoute } from './orphaned-route';
import { pathParameterMismatch } from './path-parameter-mismatch';
import { queryParameter } from './query-parameter';
import { requestContentType } from './request-content-type';
import { requestFieldMissing } from './request-field-missing';
import { requestFieldUnknown } from './request-field-unknown';
import { requestTypeMismatch } from './request-type-mismatch';
import { responseFieldMissing } from './response-field-missing';
import { responseFieldUnused } from './response-field-unused';
import { responseShape } from './response-shape';
import type { Meta, Rule } from './rule';
import { shadowedRoute } from './shadowed-route';
import { trailingSlash } from './trailing-slash';
import { unregisteredRouter } from './unregistered-router';
import { untypedResponse } from './untyped-response';
import { wrongMethod } from './wrong-method';
import { wrongPath } from './wrong-path';

export const rules: readonly Rule[] = [
  missingEndpoint,
  wrongMethod,
  wrongPath,
  trailingSlash,
  pathParameterMismatch,
  requestFieldMissing,
  requestFieldUnknown,
  requestTypeMismatch,
  requestContentType,
  queryParameter,
  responseFieldMissing,
  responseShape,
  responseFieldUnused,
  untypedResponse,
  unregisteredRouter,
  duplicateRoute,
  shadowedRoute,
  orphanedRoute,
  deadButton,
  brokenButton,
];

/** Of every rule there is, the ones about comments and settings included. */
export const metas: readonly Meta[] = [...rules.map((r) => r.meta), ...metaRules];
