/** Says of a route that nothing in the workspace calls that this is intentional. Never deletes it. */
import type { Fix } from '../fix';
import { lineOf } from '../project';
import { commented } from './ignore';

export const orphanedRoute: Fix = {
  rules: ['orphaned-route'],
  offers(project, problem) {
    const text = project.text(problem.file);
    if (text === undefined) return [];
    const line = lineOf(text, problem.from);
    return [
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
