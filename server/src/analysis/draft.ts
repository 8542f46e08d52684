/** A finding on its way from a rule to the reader. */
import type { About, RuleFinding } from '../rules/rule';
import type { Site } from '../values/value';
import type { Finding } from './types';

/** A finding without its identity, and the lines that a comment which silences it may be about. */
export type Draft = Omit<Finding, 'id'> & { lines: number[]; site?: Site; about?: About; because?: RuleFinding };
