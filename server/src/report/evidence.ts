/** What is asked for only where it is shown, on the page, in Markdown and JSON: guards, what tests ask for, and which pages of the UI hold a file. */
import type { Snapshot } from '../analysis/analysis';
import type { Guard } from '../model/details/route-details';

/** By the place of the route in the snapshot's list, and by file. */
export interface Evidence {
  guards: readonly (string[] | null)[];
  tested: readonly (boolean | null)[];
  pages(file: string): readonly string[];
  /** Where a router of the UI shows a page: '/tasks/:id'. */
  addresses(page: string): readonly string[];
}

export const noEvidence: Evidence = { guards: [], tested: [], pages: () => [], addresses: () => [] };

const FROM: Record<Guard['from'], string> = { signature: '', route: '', router: 'router', include: 'include', app: 'app' };

export function evidenceOf(snapshot: Snapshot): Evidence {
  const routes = snapshot.routes();
  const guards = routes.map((row) => {
    const details = snapshot.details(row);
    return details ? [...new Set(details.guards.map(nameOf))] : null;
  });
  const tested = snapshot.tested();
  return {
    guards,
    tested: routes.map((row) => (tested ? tested.has(row) : null)),
    pages: (file) => snapshot.pages(file),
    addresses: (page) => snapshot.addresses(page),
  };
}

/** 'require_role("admin") (router)', 'current_user [admin]' */
function nameOf({ shown, from, scopes }: Guard): string {
  const where = FROM[from];
  return `${shown}${scopes.length > 0 ? ` [${scopes.join(', ')}]` : ''}${where ? ` (${where})` : ''}`;
}
