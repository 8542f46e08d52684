/** A route that nothing in the workspace calls: a call of it, or a comment that says that this is intentional. Never deletes it. */
import type { Fix } from '../fix';
import { lineOf } from '../project';
import { clientCall } from './client-call';
import { commented } from './ignore';

export const orphanedRoute: Fix = {
  rules: ['orphaned-route'],
  offers(project, problem) {
    const text = project.text(problem.file);
    if (text === undefined) return [];
    const line = lineOf(text, problem.from);
    const call = problem.about.route && clientCall(project, problem.about.route);
    return [
      ...(call ? [call] : []),
      {
        id: 'intentional',
        title: 'Mark as called from outside this workspace',
        safe: false,
        manual: true,
        make: () =>
          commented(
            project,
            { ...problem, from: line.start },
            'crosswire-ignore orphaned-route: called from outside this workspace',
          ),
      },
    ];
  },
};
